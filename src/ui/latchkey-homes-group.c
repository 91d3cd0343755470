#include "latchkey-homes-group.h"

#include "latchkey-fact-row.h"
#include "latchkey-form.h"
#include "latchkey-home-entry.h"
#include "latchkey-weak.h"

#include "homebox-error.h"

#include <glib/gi18n.h>

struct _LatchkeyHomesGroup
{
  GtkBox parent_instance;

  GtkListBox *list;
  LatchkeyFactRow *unknown;
  GtkWidget *again;

  LatchkeyConnection *connection;
  /* The session that was asked last, what it said, and while it is asked. */
  HomeboxSession *session;
  GListModel *homes;
  GError *error;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyHomesGroup, latchkey_homes_group, GTK_TYPE_BOX)

enum
{
  OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A row that the server fills is there from the start, so that nothing moves when it answers. */
static const char *
describe_unknown (LatchkeyHomesGroup *self)
{
  const char *name = NULL;

  if (self->error != NULL)
    return self->error->message;

  /* v0.21 says it without being asked. */
  if (self->session != NULL)
    name = homebox_user_get_default_group_name (homebox_session_get_user (self->session));
  if (name != NULL && *name != '\0')
    return name;

  switch (latchkey_connection_get_state (self->connection))
    {
    case LATCHKEY_CONNECTION_STORED:
    case LATCHKEY_CONNECTION_UNLOCKING:
    case LATCHKEY_CONNECTION_LOADING:
    case LATCHKEY_CONNECTION_READY:
      return "…";
    case LATCHKEY_CONNECTION_KEYRING_FAILED:
    case LATCHKEY_CONNECTION_UNREACHABLE:
    case LATCHKEY_CONNECTION_NO_HOME:
    case LATCHKEY_CONNECTION_SIGN_IN_NEEDED:
    case LATCHKEY_CONNECTION_CLOSED:
    default:
      return _("Not known now");
    }
}

static void
draw (LatchkeyHomesGroup *self)
{
  gboolean some = self->homes != NULL && g_list_model_get_n_items (self->homes) > 0;

  latchkey_fact_row_set_value (self->unknown, some ? NULL : describe_unknown (self));

  if (self->error == NULL)
    latchkey_form_release_focus (self->again);
  gtk_widget_set_visible (self->again, self->error != NULL);
}

static void
clear_entries (LatchkeyHomesGroup *self)
{
  GtkWidget *next;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = next)
    {
      next = gtk_widget_get_next_sibling (row);
      if (LATCHKEY_IS_HOME_ENTRY (row))
        gtk_list_box_remove (self->list, row);
    }
}

static void
draw_entries (LatchkeyHomesGroup *self)
{
  guint n_homes = g_list_model_get_n_items (self->homes);
  const char *default_id
    = homebox_user_get_default_group_id (homebox_session_get_user (self->session));

  clear_entries (self);

  for (guint i = 0; i < n_homes; i++)
    {
      g_autoptr (HomeboxGroup) home = g_list_model_get_item (self->homes, i);
      gboolean is_default
        = n_homes > 1 && g_strcmp0 (homebox_group_get_id (home), default_id) == 0;

      gtk_list_box_insert (self->list, latchkey_home_entry_new (home, is_default), (int) i);
    }
}

static void
ownership_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxGroup) home = user_data;

  /* The home knows now, and whoever shows it hears of it. */
  homebox_session_load_ownership_finish (HOMEBOX_SESSION (source), result, NULL);
}

static void
homes_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyHomesGroup) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) homes
    = homebox_session_list_groups_finish (HOMEBOX_SESSION (source), result, &error);

  if (self == NULL || self->session != HOMEBOX_SESSION (source)
      || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    return;

  g_clear_error (&self->error);

  if (homes == NULL)
    {
      self->error = g_steal_pointer (&error);
      draw (self);
      return;
    }

  g_set_object (&self->homes, homes);
  draw_entries (self);
  draw (self);

  for (guint i = 0; i < g_list_model_get_n_items (homes); i++)
    {
      HomeboxGroup *home = g_list_model_get_item (homes, i);

      homebox_session_load_ownership_async (self->session,
                                            home,
                                            self->cancellable,
                                            ownership_loaded,
                                            home);
    }
}

static void
forget_session (LatchkeyHomesGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->homes);
  g_clear_object (&self->session);
  g_clear_error (&self->error);
}

static void
state_changed (LatchkeyHomesGroup *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);

  if (latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_READY)
    {
      if (session != self->session)
        {
          forget_session (self);
          clear_entries (self);
          self->session = g_object_ref (session);
          latchkey_homes_group_reload (self);
        }
      else if (self->error != NULL)
        {
          latchkey_homes_group_reload (self);
        }
    }

  draw (self);
}

static void
activated (LatchkeyHomesGroup *self, GtkListBoxRow *row)
{
  if (LATCHKEY_IS_HOME_ENTRY (row))
    g_signal_emit (self, signals[OPEN], 0,
                   latchkey_home_entry_get_home (LATCHKEY_HOME_ENTRY (row)));
}

static void
latchkey_homes_group_dispose (GObject *object)
{
  LatchkeyHomesGroup *self = LATCHKEY_HOMES_GROUP (object);

  forget_session (self);
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_HOMES_GROUP);

  G_OBJECT_CLASS (latchkey_homes_group_parent_class)->dispose (object);
}

static void
latchkey_homes_group_class_init (LatchkeyHomesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_homes_group_dispose;

  g_type_ensure (LATCHKEY_TYPE_FACT_ROW);

  /**
   * LatchkeyHomesGroup::open:
   * @self: the group
   * @home: one of the homes
   *
   * The person wants to see more of a home.
   */
  signals[OPEN] = g_signal_new ("open",
                                LATCHKEY_TYPE_HOMES_GROUP,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                HOMEBOX_TYPE_GROUP);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-homes-group.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomesGroup, list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomesGroup, unknown);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomesGroup, again);
  gtk_widget_class_bind_template_callback (widget_class, activated);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_homes_group_reload);
}

static void
latchkey_homes_group_init (LatchkeyHomesGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_homes_group_set_connection:
 * @self: a group
 * @connection: the account to show
 *
 * Shows the homes of an account and goes on following it.
 */
void
latchkey_homes_group_set_connection (LatchkeyHomesGroup *self, LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_HOMES_GROUP (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);

  g_set_object (&self->connection, connection);
  g_signal_connect_object (connection,
                           "notify::state",
                           G_CALLBACK (state_changed),
                           self,
                           G_CONNECT_SWAPPED);
  state_changed (self);
}

/**
 * latchkey_homes_group_reload:
 * @self: a group
 *
 * Asks the server anew, such as after the person joined another home. What was known stays on the
 * screen until the answer is there.
 */
void
latchkey_homes_group_reload (LatchkeyHomesGroup *self)
{
  g_return_if_fail (LATCHKEY_IS_HOMES_GROUP (self));

  if (self->session == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  self->cancellable = g_cancellable_new ();
  draw (self);
  homebox_session_list_groups_async (self->session,
                                     self->cancellable,
                                     homes_listed,
                                     latchkey_weak_new (self));
}

/**
 * latchkey_homes_group_get_homes:
 * @self: a group
 *
 * Returns: (transfer none) (nullable): the homes, a list of #HomeboxGroup, once they are known
 */
GListModel *
latchkey_homes_group_get_homes (LatchkeyHomesGroup *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOMES_GROUP (self), NULL);

  return self->homes;
}
