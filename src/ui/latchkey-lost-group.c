#include "latchkey-lost-group.h"

#include "latchkey-account-restore.h"
#include "latchkey-weak.h"

#include <glib/gi18n.h>

struct _LatchkeyLostGroup
{
  GtkBox parent_instance;

  GtkListBox *list;

  LatchkeyAccountStore *accounts;
  LatchkeyLostAccounts *lost;
};

G_DEFINE_FINAL_TYPE (LatchkeyLostGroup, latchkey_lost_group, GTK_TYPE_BOX)

enum
{
  RESTORED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
draw (LatchkeyLostGroup *self)
{
  GListModel *list = latchkey_lost_accounts_get_list (self->lost);

  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (list) > 0);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyLostGroup) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyAccount) account = latchkey_account_restore_finish (result, &error);

  if (self == NULL)
    return;

  if (account != NULL)
    g_signal_emit (self, signals[RESTORED], 0, account);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
restore (LatchkeyLostGroup *self, GtkListBoxRow *row)
{
  GListModel *list = latchkey_lost_accounts_get_list (self->lost);
  int position = gtk_list_box_row_get_index (row);
  g_autoptr (LatchkeyFoundSecret) found
    = position >= 0 ? g_list_model_get_item (list, (guint) position) : NULL;

  if (found == NULL)
    return;

  /* Once is enough; the row goes when it is in the list. */
  gtk_widget_set_sensitive (GTK_WIDGET (row), FALSE);
  latchkey_account_restore_async (self->accounts,
                                  found,
                                  NULL,
                                  on_restored,
                                  latchkey_weak_new (self));
}

static void
clicked (LatchkeyLostGroup *self, GtkWidget *button)
{
  restore (self, GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));
}

static GtkWidget *
make_label (const char *text, PangoEllipsizeMode ellipsize)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  gtk_widget_set_tooltip_text (label, text);

  return label;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  LatchkeyFoundSecret *found = item;
  g_autofree char *email = latchkey_found_secret_dup_email (found);
  g_autofree char *server = latchkey_found_secret_dup_server_label (found);
  const char *name = email != NULL ? email : _("An account");
  /* Translators: the email of an account, and the address of its server. */
  g_autofree char *spoken = g_strdup_printf (C_ ("account", "%s, %s"), name, server);
  g_autofree char *action = NULL;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_label (_("Restore"));
  GtkWidget *address = make_label (server, PANGO_ELLIPSIZE_MIDDLE);

  gtk_widget_add_css_class (address, "caption");
  gtk_widget_add_css_class (address, "dim-label");
  gtk_box_append (GTK_BOX (column), make_label (name, PANGO_ELLIPSIZE_END));
  gtk_box_append (GTK_BOX (column), address);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (box), column);

  /* Translators: what a button does; %s is an account. */
  action = g_strdup_printf (_("Restore %s"), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  action,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked), user_data, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "account");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken,
                                  -1);

  return row;
}

static void
latchkey_lost_group_dispose (GObject *object)
{
  LatchkeyLostGroup *self = LATCHKEY_LOST_GROUP (object);

  if (self->lost != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);

  g_clear_object (&self->lost);
  g_clear_object (&self->accounts);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_LOST_GROUP);

  G_OBJECT_CLASS (latchkey_lost_group_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, GType parameter)
{
  return g_signal_new (name,
                       LATCHKEY_TYPE_LOST_GROUP,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       parameter);
}

static void
latchkey_lost_group_class_init (LatchkeyLostGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_lost_group_dispose;

  signals[RESTORED] = add_signal ("restored", LATCHKEY_TYPE_ACCOUNT);
  signals[FAILED] = add_signal ("failed", G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-lost-group.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyLostGroup, list);
}

static void
latchkey_lost_group_init (LatchkeyLostGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_lost_group_set_accounts:
 * @self: a group, to which this is not yet said
 * @accounts: the list of accounts
 * @lost: what the keyring knows beyond it
 *
 * Says what may be brought back.
 */
void
latchkey_lost_group_set_accounts (LatchkeyLostGroup *self,
                                  LatchkeyAccountStore *accounts,
                                  LatchkeyLostAccounts *lost)
{
  GListModel *list;

  g_return_if_fail (LATCHKEY_IS_LOST_GROUP (self));
  g_return_if_fail (self->lost == NULL);

  self->accounts = g_object_ref (accounts);
  self->lost = g_object_ref (lost);
  list = latchkey_lost_accounts_get_list (lost);
  gtk_list_box_bind_model (self->list, list, make_row, self, NULL);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  draw (self);
}
