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

/**
 * latchkey_account_words_dup_spoken:
 * @account: an account
 *
 * Returns: (transfer full): name and server for assistive technology, without the characters that
 *   only direct how they are drawn
 */
char *
latchkey_account_words_dup_spoken (LatchkeyAccount *account)
{
  g_autofree char *name = NULL;
  g_autofree char *server = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  name = latchkey_account_words_dup_name (account);
  server = latchkey_account_dup_server_label (account);

  return g_strdup_printf (C_ ("account", "%s, %s"), name, server);
}

static gboolean
can_be_initial (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
    case G_UNICODE_OTHER_SYMBOL:
      return TRUE;
    default:
      return FALSE;
    }
}

static const char *
find_initial (const char *word)
{
  while (*word != '\0' && !can_be_initial (g_utf8_get_char (word)))
    word = g_utf8_next_char (word);

  return word;
}

/**
 * latchkey_account_words_dup_avatar_text:
 * @account: an account
 *
 * What an #AdwAvatar makes the initials and the colour from. It takes the first character of the
 * first and of the last word, whatever that is; so that it is seen, each word here begins with a
 * letter, a digit or a picture.
 *
 * Returns: (transfer full): a text; the email where nothing of the name is seen
 */
char *
latchkey_account_words_dup_avatar_text (LatchkeyAccount *account)
{
  g_autofree char *name = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  name = latchkey_account_words_dup_name (account);
  words = g_strsplit_set (name, " \t\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = find_initial (words[i]);

      if (*word != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", word);
    }

  if (text->len == 0)
    g_string_append (text, latchkey_account_get_email (account));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
