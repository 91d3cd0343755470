#include "latchkey-profile-group.h"

#include "latchkey-field-message.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-profile-save.h"
#include "latchkey-task-button.h"
#include "latchkey-weak.h"

#include "homebox-error.h"

#include <glib/gi18n.h>

struct _LatchkeyProfileGroup
{
  GtkBox parent_instance;

  GtkWidget *form;
  LatchkeyFieldRow *name_row;
  LatchkeyFieldRow *email_row;
  GtkWidget *name;
  GtkWidget *email;
  LatchkeyFieldMessage *problem;
  GtkWidget *buttons;
  GtkWidget *revert;
  LatchkeyTaskButton *apply;

  LatchkeyConnection *connection;
  LatchkeyProfileEdit *edit;
  /* Of the save that goes on, if any. */
  GCancellable *cancellable;
  /* What the server refused, until that field is typed into. */
  char *refused_name;
  char *refused_email;
};

G_DEFINE_FINAL_TYPE (LatchkeyProfileGroup, latchkey_profile_group, GTK_TYPE_BOX)

enum
{
  PROP_SAVING = 1,
  N_PROPERTIES,
};

enum
{
  SAVED,
  NOT_SAVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

/* The one place that says how the group looks. */
static void
draw (LatchkeyProfileGroup *self)
{
  const char *name_problem = latchkey_profile_edit_get_name_problem (self->edit);
  const char *email_problem = latchkey_profile_edit_get_email_problem (self->edit);
  gboolean saving = latchkey_profile_group_get_saving (self);

  latchkey_field_row_set_problem (self->name_row,
                                  name_problem != NULL ? name_problem : self->refused_name);
  latchkey_field_row_set_problem (self->email_row,
                                  email_problem != NULL ? email_problem : self->refused_email);

  latchkey_form_set_sensitive (self->form, !saving);
  gtk_widget_set_sensitive (self->revert, !saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply),
                            saving || latchkey_profile_group_can_apply (self));
  gtk_widget_set_visible (self->buttons, latchkey_profile_edit_get_changed (self->edit) || saving);
  latchkey_task_button_set_busy (self->apply, saving);
}

static void
set_cancellable (LatchkeyProfileGroup *self, GCancellable *cancellable)
{
  if (g_set_object (&self->cancellable, cancellable))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVING]);

  draw (self);
}

static void
clear_refusals (LatchkeyProfileGroup *self)
{
  g_clear_pointer (&self->refused_name, g_free);
  g_clear_pointer (&self->refused_email, g_free);
  latchkey_field_message_set_text (self->problem, NULL);
}

static void
typed (LatchkeyProfileGroup *self, GtkWidget *entry)
{
  if (entry == self->name)
    g_clear_pointer (&self->refused_name, g_free);
  else
    g_clear_pointer (&self->refused_email, g_free);

  latchkey_field_message_set_text (self->problem, NULL);

  if (self->edit != NULL)
    draw (self);
}

static void
show_stored (LatchkeyProfileGroup *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);

  latchkey_profile_edit_set_stored (self->edit,
                                    latchkey_account_get_name (account),
                                    latchkey_account_get_email (account));
}

static void
finish_saved (LatchkeyProfileGroup *self)
{
  clear_refusals (self);
  set_cancellable (self, NULL);
  g_signal_emit (self, signals[SAVED], 0);
}

/* The person cancelled, or the state of the connection says it for the whole page. */
static gboolean
is_said_elsewhere (const GError *error)
{
  return g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED)
         || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
}

static void
finish_not_saved (LatchkeyProfileGroup *self, const GError *error)
{
  GtkWidget *entry = NULL;

  clear_refusals (self);

  if (is_said_elsewhere (error))
    ;
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_EMAIL_TAKEN)
           || homebox_error_get_field (error) == HOMEBOX_FIELD_EMAIL)
    {
      self->refused_email = g_strdup (error->message);
      entry = self->email;
    }
  else if (homebox_error_get_field (error) == HOMEBOX_FIELD_NAME)
    {
      self->refused_name = g_strdup (error->message);
      entry = self->name;
    }
  else
    {
      latchkey_field_message_set_text (self->problem, error->message);
    }

  set_cancellable (self, NULL);

  if (entry != NULL)
    gtk_widget_grab_focus (entry);

  g_signal_emit (self, signals[NOT_SAVED], 0);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyProfileGroup) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean stored
    = latchkey_profile_save_finish (LATCHKEY_PROFILE_EDIT (source), result, &error);

  /* Another connection may have been set meanwhile, or the group is about to go. */
  if (self == NULL || self->cancellable != g_task_get_cancellable (G_TASK (result)))
    return;

  if (stored)
    finish_saved (self);
  else
    finish_not_saved (self, error);
}

static void
cancel (LatchkeyProfileGroup *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
revert (LatchkeyProfileGroup *self)
{
  clear_refusals (self);
  latchkey_profile_edit_revert (self->edit);
  draw (self);
  gtk_widget_grab_focus (self->name);
}

static void
latchkey_profile_group_get_property (GObject *object,
                                     guint property_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  LatchkeyProfileGroup *self = LATCHKEY_PROFILE_GROUP (object);

  switch (property_id)
    {
    case PROP_SAVING:
      g_value_set_boolean (value, latchkey_profile_group_get_saving (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_profile_group_dispose (GObject *object)
{
  LatchkeyProfileGroup *self = LATCHKEY_PROFILE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->edit);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_PROFILE_GROUP);

  G_OBJECT_CLASS (latchkey_profile_group_parent_class)->dispose (object);
}

static void
latchkey_profile_group_finalize (GObject *object)
{
  LatchkeyProfileGroup *self = LATCHKEY_PROFILE_GROUP (object);

  g_free (self->refused_name);
  g_free (self->refused_email);

  G_OBJECT_CLASS (latchkey_profile_group_parent_class)->finalize (object);
}

static void
latchkey_profile_group_class_init (LatchkeyProfileGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = latchkey_profile_group_get_property;
  object_class->dispose = latchkey_profile_group_dispose;
  object_class->finalize = latchkey_profile_group_finalize;

  properties[PROP_SAVING] = g_param_spec_boolean ("saving",
                                                  NULL,
                                                  NULL,
                                                  FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                    | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SAVED] = g_signal_new ("saved",
                                 LATCHKEY_TYPE_PROFILE_GROUP,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
  signals[NOT_SAVED] = g_signal_new ("not-saved",
                                     LATCHKEY_TYPE_PROFILE_GROUP,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     0);

  g_type_ensure (LATCHKEY_TYPE_FIELD_MESSAGE);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_TASK_BUTTON);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-profile-group.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, email_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, name);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, email);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, problem);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, buttons);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, revert);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyProfileGroup, apply);
  gtk_widget_class_bind_template_callback (widget_class, typed);
  gtk_widget_class_bind_template_callback (widget_class, revert);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_profile_group_apply);
}

static void
latchkey_profile_group_init (LatchkeyProfileGroup *self)
{
  const GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->edit = latchkey_profile_edit_new ();
  g_object_bind_property (self->edit, "name", self->name, "text", both);
  g_object_bind_property (self->edit, "email", self->email, "text", both);
  g_signal_connect_object (self->edit, "notify", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
}

/**
 * latchkey_profile_group_set_connection:
 * @self: a group
 * @connection: the account to show
 *
 * Shows an account and goes on following it. What is typed stays, so that an edit outlives a new
 * sign-in to the same account.
 */
void
latchkey_profile_group_set_connection (LatchkeyProfileGroup *self, LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_PROFILE_GROUP (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (latchkey_connection_get_account (self->connection),
                                            self);
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_cancellable_cancel (self->cancellable);
      clear_refusals (self);
      set_cancellable (self, NULL);
    }

  g_set_object (&self->connection, connection);
  g_signal_connect_object (latchkey_connection_get_account (connection),
                           "notify",
                           G_CALLBACK (show_stored),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection,
                           "notify::session",
                           G_CALLBACK (draw),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection,
                           "notify::state",
                           G_CALLBACK (draw),
                           self,
                           G_CONNECT_SWAPPED);
  show_stored (self);
  draw (self);
}

/**
 * latchkey_profile_group_get_edit:
 * @self: a group
 *
 * Returns: (transfer none): what is being edited
 */
LatchkeyProfileEdit *
latchkey_profile_group_get_edit (LatchkeyProfileGroup *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_GROUP (self), NULL);

  return self->edit;
}

/**
 * latchkey_profile_group_get_saving:
 * @self: a group
 *
 * Returns: whether the server was asked to store the edit and has not answered yet
 */
gboolean
latchkey_profile_group_get_saving (LatchkeyProfileGroup *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_GROUP (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * latchkey_profile_group_can_apply:
 * @self: a group
 *
 * Returns: whether there is an edit that the server would take, and a session to send it with
 */
gboolean
latchkey_profile_group_can_apply (LatchkeyProfileGroup *self)
{
  LatchkeyConnectionState state;

  g_return_val_if_fail (LATCHKEY_IS_PROFILE_GROUP (self), FALSE);

  if (self->connection == NULL || latchkey_profile_group_get_saving (self))
    return FALSE;

  state = latchkey_connection_get_state (self->connection);

  return latchkey_profile_edit_get_savable (self->edit)
         && latchkey_connection_get_session (self->connection) != NULL
         && state != LATCHKEY_CONNECTION_SIGN_IN_NEEDED && state != LATCHKEY_CONNECTION_CLOSED;
}

/**
 * latchkey_profile_group_apply:
 * @self: a group
 *
 * Sends the edit to the server. Does nothing when it cannot be sent.
 */
void
latchkey_profile_group_apply (LatchkeyProfileGroup *self)
{
  g_autoptr (GCancellable) cancellable = NULL;

  g_return_if_fail (LATCHKEY_IS_PROFILE_GROUP (self));

  if (!latchkey_profile_group_can_apply (self))
    return;

  cancellable = g_cancellable_new ();
  clear_refusals (self);
  set_cancellable (self, cancellable);
  latchkey_profile_save_async (self->edit,
                               latchkey_connection_get_session (self->connection),
                               cancellable,
                               on_saved,
                               latchkey_weak_new (self));
}
