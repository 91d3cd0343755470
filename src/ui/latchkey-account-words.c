#include "latchkey-account-words.h"

#include <glib/gi18n.h>

/**
 * latchkey_account_words_dup_name:
 * @account: an account
 *
 * Returns: (transfer full): who it belongs to: the name, or the email where there is no name
 */
char *
latchkey_account_words_dup_name (LatchkeyAccount *account)
{
  const char *name;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  name = latchkey_account_get_name (account);

  if (name != NULL && *name != '\0')
    return g_strdup (name);

  return g_strdup (latchkey_account_get_email (account));
}

/**
 * latchkey_account_words_dup_label:
 * @account: an account
 *
 * What tells this account from the others in one line. A name that runs from right to left, or
 * turns the direction, does not turn the address of the server with it.
 *
 * Returns: (transfer full): name and server
 */
char *
latchkey_account_words_dup_label (LatchkeyAccount *account)
{
  g_autofree char *name = NULL;
  g_autofree char *server = NULL;
  g_autofree char *isolated_name = NULL;
  g_autofree char *isolated_server = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  name = latchkey_account_words_dup_name (account);
  server = latchkey_account_dup_server_label (account);
  isolated_name = g_strdup_printf ("\u2068%s\u2069", name);
  isolated_server = g_strdup_printf ("\u2068%s\u2069", server);

  /* Translators: an account: the name of a person, and the address of a server. */
  return g_strdup_printf (C_ ("account", "%s, %s"), isolated_name, isolated_server);
}
