#include "latchkey-connection-ending.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

/*
 * latchkey_connection_ending_new:
 * @what: what is to be ended
 * @session: (nullable): the session, if there is one
 *
 * Returns: (transfer full): an end on which nothing went wrong so far
 */
LatchkeyConnectionEnding *
latchkey_connection_ending_new (LatchkeyConnectionEnd what, HomeboxSession *session)
{
  LatchkeyConnectionEnding *self = g_new0 (LatchkeyConnectionEnding, 1);

  self->what = what;
  g_set_object (&self->session, session);
  return self;
}

/*
 * latchkey_connection_ending_free:
 * @self: (transfer full): an end
 *
 * Frees it.
 */
void
latchkey_connection_ending_free (LatchkeyConnectionEnding *self)
{
  g_clear_object (&self->session);
  g_clear_error (&self->server_error);
  g_clear_error (&self->secret_error);
  g_clear_error (&self->record_error);
  g_free (self);
}

static GError *
with_message (const GError *cause, char *message)
{
  GError *error = NULL;

  if (cause->domain == HOMEBOX_ERROR)
    error = homebox_error_new_with_message (cause->code, HOMEBOX_FIELD_NONE, message);
  else
    error = g_error_new_literal (cause->domain, cause->code, message);
  g_free (message);
  return error;
}

/* The server was not told: its session stays, and whether the token is still here matters. */
static GError *
new_not_told (LatchkeyConnectionEnding *ending, LatchkeyAccount *account)
{
  const GError *cause = ending->server_error != NULL ? ending->server_error : ending->secret_error;
  g_autofree char *server = latchkey_account_dup_server_label (account);
  g_autofree char *end = latchkey_account_dup_end_label (account);

  if (ending->secret_error == NULL
      && latchkey_account_get_kind (account) == HOMEBOX_TOKEN_API_KEY)
    return with_message (
        cause, g_strdup_printf (
                   /* Translators: %s is a server */
                   _("You are signed out on this computer. %s could not be reached, so the API key "
                     "that Latchkey made is still valid there. Revoke it on the web page."),
                   server));
  if (ending->secret_error == NULL && end != NULL)
    return with_message (
        cause, g_strdup_printf (
                   /* Translators: %1$s is a server, %2$s a date and a time */
                   _("You are signed out on this computer. %1$s could not be reached, so it still "
                     "holds your session until %2$s."),
                   server, end));
  if (ending->secret_error == NULL)
    return with_message (
        cause, g_strdup_printf (
                   /* Translators: %s is a server */
                   _("You are signed out on this computer. %s could not be reached, so it still "
                     "holds your session until that ends by itself."),
                   server));
  if (end != NULL)
    return with_message (
        cause, g_strdup_printf (
                   /* Translators: %1$s is a server, %2$s a date and a time */
                   _("The account is off the list, but %1$s still holds your session until %2$s, "
                     "and the keyring may hold the sign-in. Delete it in Passwords and Keys."),
                   server, end));
  return with_message (
      cause, g_strdup_printf (
                 /* Translators: %s is a server */
                 _("The account is off the list, but %s still holds your session until that ends "
                   "by itself, and the keyring may hold the sign-in. Delete it in Passwords and "
                   "Keys."),
                 server));
}

static const char *
secret_message (LatchkeyConnectionEnd what)
{
  switch (what)
    {
    case LATCHKEY_CONNECTION_END_DELETION:
      return _("Your account is deleted, but its sign-in could not be removed from the keyring. It "
               "is of no use any more; you can delete it in Passwords and Keys.");
    case LATCHKEY_CONNECTION_END_FORGET:
      return _("The account is off the list, but its sign-in could not be removed from the "
               "keyring. Delete it in Passwords and Keys.");
    case LATCHKEY_CONNECTION_END_SIGN_OUT:
    case LATCHKEY_CONNECTION_END_SIGN_OUT_EVERYWHERE:
    default:
      return _("You are signed out, but the sign-in could not be removed from the keyring. It is "
               "of no use any more; you can delete it in Passwords and Keys.");
    }
}

static const char *
record_message (LatchkeyConnectionEnd what)
{
  switch (what)
    {
    case LATCHKEY_CONNECTION_END_DELETION:
      return _("Your account is deleted, but the list of accounts on this computer could not be "
               "saved. When the account shows up again, sign out of it.");
    case LATCHKEY_CONNECTION_END_FORGET:
      return _("The list of accounts on this computer could not be saved. When the account shows "
               "up again, remove it once more.");
    case LATCHKEY_CONNECTION_END_SIGN_OUT:
    case LATCHKEY_CONNECTION_END_SIGN_OUT_EVERYWHERE:
    default:
      return _("You are signed out, but the list of accounts on this computer could not be saved. "
               "When the account shows up again, sign out once more.");
    }
}

/*
 * latchkey_connection_ending_new_summary:
 * @self: an end
 * @account: what was ended
 *
 * Returns: (transfer full) (nullable): what is left, in words, or %NULL when everything was done
 */
GError *
latchkey_connection_ending_new_summary (LatchkeyConnectionEnding *self, LatchkeyAccount *account)
{
  if (!self->is_told)
    return new_not_told (self, account);
  if (self->secret_error != NULL)
    return with_message (self->secret_error, g_strdup (secret_message (self->what)));
  if (self->record_error != NULL)
    return with_message (self->record_error, g_strdup (record_message (self->what)));
  return NULL;
}
