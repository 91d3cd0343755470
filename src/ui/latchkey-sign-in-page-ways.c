#include "latchkey-sign-in-page-private.h"

#include "latchkey-api-key-dialog.h"
#include "latchkey-dialogs.h"
#include "latchkey-forgotten-password-dialog.h"
#include "latchkey-form.h"
#include "latchkey-oidc-dialog.h"
#include "latchkey-oidc-ports.h"
#include "latchkey-password-field.h"
#include "latchkey-plain-http-question.h"
#include "latchkey-registration-dialog.h"

#include <glib/gi18n.h>

static void
show_api_key_dialog (LatchkeySignInPage *self)
{
  GtkWindow *dialog = latchkey_api_key_dialog_new (latchkey_server_look_get_client (self->look),
                                                   self->vault,
                                                   NULL);

  g_signal_connect_object (dialog,
                           "signed-in",
                           G_CALLBACK (latchkey_sign_in_page_succeed),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

static void
show_oidc_dialog (LatchkeySignInPage *self)
{
  guint16 ports[LATCHKEY_OIDC_N_PORTS];
  GtkWindow *dialog;

  latchkey_oidc_ports_get (self->settings, ports);
  dialog = latchkey_oidc_dialog_new (latchkey_server_look_get_client (self->look),
                                     self->vault,
                                     NULL,
                                     ports,
                                     G_N_ELEMENTS (ports));
  g_signal_connect_object (dialog,
                           "signed-in",
                           G_CALLBACK (latchkey_sign_in_page_succeed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog,
                           "api-key-wanted",
                           G_CALLBACK (show_api_key_dialog),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

static void
answered_for_server (LatchkeySignInPage *self, const char *response)
{
  const char *server;

  if (!g_str_equal (response, LATCHKEY_PLAIN_HTTP_AGREED)
      || latchkey_server_look_get_info (self->look) == NULL)
    return;

  server = homebox_client_get_base_uri (latchkey_server_look_get_client (self->look));
  latchkey_pins_allow_plain_http (latchkey_vault_get_pins (self->vault), server);
  self->agreed (self);
}

/* Goes on with the server that was looked at, after a question where that does not encrypt. */
static void
go_on_with_server (LatchkeySignInPage *self, void (*go_on) (LatchkeySignInPage *self))
{
  HomeboxClient *client = latchkey_server_look_get_client (self->look);
  const char *server = homebox_client_get_base_uri (client);

  latchkey_sign_in_page_clear_problems (self);
  self->agreed = go_on;

  if (latchkey_server_look_needs_confirmation (self->look)
      && !latchkey_pins_get_plain_http_allowed (latchkey_vault_get_pins (self->vault), server))
    latchkey_sign_in_page_ask_about_plain_http (self,
                                                server,
                                                latchkey_server_look_get_reach (self->look),
                                                G_CALLBACK (answered_for_server));
  else
    go_on (self);
}

void
latchkey_sign_in_page_start_oidc (LatchkeySignInPage *self)
{
  go_on_with_server (self, show_oidc_dialog);
}

void
latchkey_sign_in_page_use_api_key (LatchkeySignInPage *self)
{
  go_on_with_server (self, show_api_key_dialog);
}

void
latchkey_sign_in_page_use_demo_account (LatchkeySignInPage *self, const char *email, HomeboxSecret *password)
{
  latchkey_sign_in_page_fill_in (self, NULL, email, password);
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

/* The new password counts already: here is where the person goes on with it. */
static void
password_set (LatchkeySignInPage *self, const char *email)
{
  gtk_editable_set_text (GTK_EDITABLE (self->email), email);
  latchkey_password_field_clear (GTK_PASSWORD_ENTRY (self->password));
  latchkey_sign_in_page_tell (self, FALSE, _("Your new password is set. Sign in with it."));
  gtk_widget_grab_focus (self->password);
}

static void
show_forgotten_password_dialog (LatchkeySignInPage *self)
{
  HomeboxClient *client = latchkey_server_look_get_client (self->look);
  g_autoptr (HomeboxLink) link = g_steal_pointer (&self->reset_link);
  GtkWidget *dialog
    = link != NULL
        ? latchkey_forgotten_password_dialog_new_for_link (self->vault, client, link)
        : latchkey_forgotten_password_dialog_new (self->vault,
                                                  client,
                                                  gtk_editable_get_text (
                                                    GTK_EDITABLE (self->email)));

  g_signal_connect_object (dialog, "signed-in", G_CALLBACK (latchkey_sign_in_page_succeed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog,
                           "password-set",
                           G_CALLBACK (password_set),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (GTK_WINDOW (dialog), GTK_WIDGET (self));
}

void
latchkey_sign_in_page_forgot_password (LatchkeySignInPage *self)
{
  go_on_with_server (self, show_forgotten_password_dialog);
}

/* Whoever has an account already goes on here with what was typed there. */
static void
sign_in_instead (LatchkeySignInPage *self, const char *server, const char *email)
{
  latchkey_sign_in_page_fill_in (self, server, email, NULL);
  gtk_widget_grab_focus (self->password);
}

static void
show_registration_dialog (LatchkeySignInPage *self, const char *server, HomeboxLink *link)
{
  GtkWindow *dialog = latchkey_registration_dialog_new (self->vault, server, link);

  g_signal_connect_object (dialog, "signed-in", G_CALLBACK (latchkey_sign_in_page_succeed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog,
                           "sign-in-instead",
                           G_CALLBACK (sign_in_instead),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

void
latchkey_sign_in_page_create_account (LatchkeySignInPage *self)
{
  show_registration_dialog (self, gtk_editable_get_text (GTK_EDITABLE (self->server)), NULL);
}

/**
 * latchkey_sign_in_page_open_link:
 * @self: a page that is in a window
 * @link: an invitation, or the link from a mail for a forgotten password
 *
 * Opens what a link is for: a new account, or, once its server answered, a new password.
 */
void
latchkey_sign_in_page_open_link (LatchkeySignInPage *self, HomeboxLink *link)
{
  HomeboxAddress *address;
  g_autofree char *server = NULL;

  g_return_if_fail (LATCHKEY_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (link != NULL);

  if (homebox_link_get_kind (link) == HOMEBOX_LINK_INVITATION)
    {
      show_registration_dialog (self, NULL, link);
      return;
    }

  address = homebox_link_get_address (link);
  server = homebox_address_dup_base_uri (address, homebox_address_get_scheme (address));
  latchkey_form_replace_secret (self->server, server);
  g_clear_pointer (&self->reset_link, homebox_link_unref);
  self->reset_link = homebox_link_ref (link);
  latchkey_sign_in_page_look_at_server (self);
}

/* A link is more than an address, and its token is not to stay where everybody reads it. */
gboolean
latchkey_sign_in_page_take_link (LatchkeySignInPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->server));
  g_autoptr (HomeboxLink) link = NULL;

  if (!homebox_link_is_likely (typed))
    return FALSE;

  link = homebox_link_parse (typed, NULL);
  if (link == NULL || homebox_link_get_kind (link) == HOMEBOX_LINK_BARE_TOKEN)
    return FALSE;

  latchkey_form_replace_secret (self->server, "");
  latchkey_sign_in_page_open_link (self, link);

  return TRUE;
}
