#include "latchkey-addresses-dialog.h"

#include "latchkey-account-words.h"
#include "latchkey-address-row.h"
#include "latchkey-banner.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-task-button.h"
#include "latchkey-weak.h"

#include "homebox-discovery.h"
#include "homebox-error.h"

#include <glib/gi18n.h>

struct _LatchkeyAddressesDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkListBox *list;
  GtkWidget *form;
  LatchkeyFieldRow *row;
  GtkWidget *entry;
  LatchkeyTaskButton *button;
  LatchkeyBanner *banner;

  LatchkeyVault *vault;
  LatchkeyAccount *account;
  HomeboxDiscovery *discovery;
  /* Of asking a server, while that goes on. */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyAddressesDialog, latchkey_addresses_dialog, ADW_TYPE_WINDOW)

static void
save (LatchkeyAddressesDialog *self)
{
  /* Nobody waits for it: the window tells when the list of accounts could not be saved. */
  latchkey_account_store_save_async (latchkey_vault_get_accounts (self->vault), NULL, NULL, NULL);
}

/* An address that does not turn with the words around it. */
static char *
isolate (const char *address)
{
  return g_strdup_printf ("\u2068%s\u2069", address);
}

static void
tell (LatchkeyAddressesDialog *self, const char *words)
{
  latchkey_banner_tell (self->banner, LATCHKEY_BANNER_INFORMATION, words, NULL);
}

static void
remove_address (LatchkeyAddressesDialog *self, LatchkeyAddressRow *row)
{
  g_autofree char *address = g_strdup (latchkey_address_row_get_address (row));
  g_autofree char *isolated = isolate (address);
  /* Translators: %s is the address of a server. */
  g_autofree char *words = g_strdup_printf (_("%s was removed."), isolated);

  /* The button that was pressed goes away. */
  gtk_widget_grab_focus (self->entry);

  if (latchkey_account_remove_address (self->account, address))
    {
      save (self);
      tell (self, words);
    }
}

static void
draw_addresses (LatchkeyAddressesDialog *self)
{
  const char *const *addresses = latchkey_account_get_addresses (self->account);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      row = latchkey_address_row_new (addresses[i], i > 0);
      g_signal_connect_object (row,
                               "remove",
                               G_CALLBACK (remove_address),
                               self,
                               G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, row);
    }
}

static void
draw (LatchkeyAddressesDialog *self)
{
  gboolean busy = self->cancellable != NULL;

  latchkey_form_set_sensitive (self->form, !busy);
  latchkey_task_button_set_busy (self->button, busy);
}

static void
take_address (LatchkeyAddressesDialog *self, const char *address)
{
  g_autofree char *isolated = isolate (address);
  g_autofree char *words = NULL;

  if (!latchkey_account_add_address (self->account, address))
    {
      latchkey_field_row_set_problem (self->row, _("This address is in the list already."));
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  save (self);

  if (latchkey_account_address_is_plain_http (address))
    /* Translators: %s is the address of a server. */
    words = g_strdup_printf (_("%s was added. It is not encrypted, so Latchkey asks you each time "
                               "before it uses it."),
                             isolated);
  else
    /* Translators: %s is the address of a server. */
    words = g_strdup_printf (_("%s was added."), isolated);

  tell (self, words);
}

static void
on_discovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyAddressesDialog) self = latchkey_weak_take (user_data);
  HomeboxDiscovery *discovery = HOMEBOX_DISCOVERY (source);
  g_autoptr (GError) error = NULL;
  gboolean found = homebox_discovery_run_finish (discovery, result, &error);

  if (self == NULL || self->discovery != discovery)
    return;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->discovery);
  draw (self);

  if (found)
    take_address (self, homebox_client_get_base_uri (homebox_discovery_get_client (discovery)));
  else
    latchkey_field_row_set_problem (self->row, error->message);

  gtk_widget_grab_focus (self->entry);
}

static void
add (LatchkeyAddressesDialog *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->cancellable != NULL)
    return;

  latchkey_banner_dismiss (self->banner);

  if (*typed == '\0')
    {
      latchkey_field_row_set_problem (self->row, _("Enter the address of your Homebox."));
      gtk_widget_grab_focus (self->entry);
      return;
    }

  self->cancellable = g_cancellable_new ();
  self->discovery
    = homebox_discovery_new (HOMEBOX_TRUST (latchkey_vault_get_pins (self->vault)));
  homebox_discovery_run_async (self->discovery,
                               typed,
                               self->cancellable,
                               on_discovered,
                               latchkey_weak_new (self));
  draw (self);
}

static void
cancel (LatchkeyAddressesDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->discovery);
  draw (self);
  gtk_widget_grab_focus (self->entry);
}

static void
typed (LatchkeyAddressesDialog *self)
{
  latchkey_field_row_set_problem (self->row, NULL);
}

static void
working (LatchkeyAddressesDialog *self)
{
  /* The form lost the focus when it was locked; now there is something for the keyboard to do. */
  if (latchkey_task_button_get_working (self->button))
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
latchkey_addresses_dialog_dispose (GObject *object)
{
  LatchkeyAddressesDialog *self = LATCHKEY_ADDRESSES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->discovery);
  g_clear_object (&self->account);
  g_clear_object (&self->vault);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_ADDRESSES_DIALOG);

  G_OBJECT_CLASS (latchkey_addresses_dialog_parent_class)->dispose (object);
}

static void
latchkey_addresses_dialog_class_init (LatchkeyAddressesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_addresses_dialog_dispose;

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_TASK_BUTTON);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-addresses-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAddressesDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAddressesDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAddressesDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAddressesDialog, row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAddressesDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAddressesDialog, button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAddressesDialog, banner);
  gtk_widget_class_bind_template_callback (widget_class, add);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, typed);
}

static void
latchkey_addresses_dialog_init (LatchkeyAddressesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->button,
                           "notify::working",
                           G_CALLBACK (working),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * latchkey_addresses_dialog_new:
 * @vault: the list of accounts, and which certificates are trusted
 * @account: the account whose addresses these are
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_addresses_dialog_new (LatchkeyVault *vault, LatchkeyAccount *account)
{
  LatchkeyAddressesDialog *self;
  g_autofree char *label = NULL;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_ADDRESSES_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  self->vault = g_object_ref (vault);
  self->account = g_object_ref (account);
  label = latchkey_account_words_dup_label (account);
  adw_window_title_set_subtitle (self->title, label);
  g_signal_connect_object (account,
                           "notify::addresses",
                           G_CALLBACK (draw_addresses),
                           self,
                           G_CONNECT_SWAPPED);
  draw_addresses (self);
  draw (self);
  gtk_widget_grab_focus (self->entry);

  return GTK_WINDOW (self);
}
