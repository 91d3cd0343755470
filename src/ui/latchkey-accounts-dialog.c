#include "latchkey-accounts-dialog.h"

#include "latchkey-accounts-list.h"
#include "latchkey-addresses-dialog.h"
#include "latchkey-banner.h"
#include "latchkey-dialogs.h"
#include "latchkey-lost-group.h"
#include "latchkey-removal-question.h"
#include "latchkey-weak.h"

#include <glib/gi18n.h>

struct _LatchkeyAccountsDialog
{
  AdwWindow parent_instance;

  LatchkeyBanner *banner;
  LatchkeyAccountsList *list;
  GtkWidget *add_button;
  LatchkeyLostGroup *lost;

  LatchkeyVault *vault;
  LatchkeyAccountViews *views;
  /* The one that the person is asked about. */
  LatchkeyAccount *leaving;
};

G_DEFINE_FINAL_TYPE (LatchkeyAccountsDialog, latchkey_accounts_dialog, ADW_TYPE_WINDOW)

enum
{
  ADD,
  RESTORED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tell_problem (LatchkeyAccountsDialog *self, const char *words)
{
  latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, words, NULL);
}

static void
tell_damage (LatchkeyAccountsDialog *self)
{
  GFile *file = latchkey_account_store_get_damaged_file (latchkey_vault_get_accounts (self->vault));
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (file == NULL)
    return;

  name = g_file_get_parse_name (file);
  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("The list of your accounts could not be read. It was kept as “%s”."),
                          name);
  latchkey_banner_tell (self->banner, LATCHKEY_BANNER_INFORMATION, text, NULL);
}

static void
add (LatchkeyAccountsDialog *self)
{
  g_signal_emit (self, signals[ADD], 0);
}

static void
restored (LatchkeyAccountsDialog *self, LatchkeyAccount *account)
{
  g_signal_emit (self, signals[RESTORED], 0, account);
}

static void
show_addresses (LatchkeyAccountsDialog *self, LatchkeyAccount *account)
{
  latchkey_dialogs_present (latchkey_addresses_dialog_new (self->vault, account),
                            GTK_WIDGET (self));
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyAccountsDialog) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  if (latchkey_connection_forget_finish (LATCHKEY_CONNECTION (source), result, &error)
      || self == NULL)
    return;

  tell_problem (self, error->message);
}

static void
removal_answered (LatchkeyAccountsDialog *self, const char *response)
{
  g_autoptr (LatchkeyAccount) account = g_steal_pointer (&self->leaving);
  g_autoptr (LatchkeyConnection) connection = NULL;

  if (account == NULL || !g_str_equal (response, LATCHKEY_REMOVAL_AGREED))
    return;

  connection = latchkey_account_views_get_connection (self->views, account);
  latchkey_banner_dismiss (self->banner);
  latchkey_connection_forget_async (connection, on_removed, latchkey_weak_new (self));
}

static void
ask_before_removal (LatchkeyAccountsDialog *self, LatchkeyAccount *account)
{
  LatchkeyAccountView *view = latchkey_account_views_find (self->views, account);
  GtkWindow *question
    = latchkey_removal_question_new (account,
                                     view != NULL && latchkey_account_view_has_edit (view));

  g_set_object (&self->leaving, account);
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (removal_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (question, GTK_WIDGET (self));
}

static void
latchkey_accounts_dialog_dispose (GObject *object)
{
  LatchkeyAccountsDialog *self = LATCHKEY_ACCOUNTS_DIALOG (object);

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));
  g_clear_object (&self->leaving);
  g_clear_object (&self->views);
  g_clear_object (&self->vault);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_ACCOUNTS_DIALOG);

  G_OBJECT_CLASS (latchkey_accounts_dialog_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, guint n_parameters)
{
  return g_signal_new (name,
                       LATCHKEY_TYPE_ACCOUNTS_DIALOG,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_parameters,
                       LATCHKEY_TYPE_ACCOUNT);
}

static void
latchkey_accounts_dialog_class_init (LatchkeyAccountsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_accounts_dialog_dispose;

  signals[ADD] = add_signal ("add", 0);
  signals[RESTORED] = add_signal ("restored", 1);

  g_type_ensure (LATCHKEY_TYPE_ACCOUNTS_LIST);
  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_LOST_GROUP);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-accounts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountsDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountsDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountsDialog, lost);
  gtk_widget_class_bind_template_callback (widget_class, add);
  gtk_widget_class_bind_template_callback (widget_class, ask_before_removal);
  gtk_widget_class_bind_template_callback (widget_class, restored);
  gtk_widget_class_bind_template_callback (widget_class, show_addresses);
  gtk_widget_class_bind_template_callback (widget_class, tell_problem);
}

static void
latchkey_accounts_dialog_init (LatchkeyAccountsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_accounts_dialog_new:
 * @vault: the accounts, and where their tokens are
 * @views: those accounts that were shown
 * @lost: what the keyring knows beyond the list; it is asked again now
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_accounts_dialog_new (LatchkeyVault *vault,
                              LatchkeyAccountViews *views,
                              LatchkeyLostAccounts *lost)
{
  LatchkeyAccountsDialog *self;
  LatchkeyAccountStore *accounts;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_ACCOUNTS_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  accounts = latchkey_vault_get_accounts (vault);
  self->vault = g_object_ref (vault);
  self->views = g_object_ref (views);
  latchkey_accounts_list_set_accounts (self->list, accounts, views);
  latchkey_lost_group_set_accounts (self->lost, accounts, lost);
  latchkey_lost_accounts_look (lost);
  tell_damage (self);

  if (!gtk_widget_grab_focus (GTK_WIDGET (self->list)))
    gtk_widget_grab_focus (self->add_button);

  return GTK_WINDOW (self);
}
