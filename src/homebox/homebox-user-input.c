#include "homebox-user.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the server's database takes, in bytes of UTF-8: 64 emoji are too long already, although
 * its descriptions speak of 255 characters. */
#define MAX_BYTES 255

/* The web page's own rule. The server checks it at registration only, if at all. */
#define MIN_PASSWORD_CHARACTERS 6

static gboolean
refuse (GError **error, HomeboxField field, const char *message)
{
  g_propagate_error (error,
                     homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT, field, message));

  return FALSE;
}

static char *
trim (const char *typed)
{
  const char *end = typed + strlen (typed);

  while (typed < end && g_unichar_isspace (g_utf8_get_char (typed)))
    typed = g_utf8_next_char (typed);

  while (typed < end && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);

  return g_strndup (typed, end - typed);
}

/* The separators of lines and paragraphs break a line as surely as U+000A does. */
static gboolean
is_control (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static gboolean
has_control (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (is_control (g_utf8_get_char (text)))
      return TRUE;

  return FALSE;
}

static gboolean
has_space (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isspace (g_utf8_get_char (text)))
      return TRUE;

  return FALSE;
}

/**
 * homebox_user_normalize_name:
 * @typed: what the person typed, in UTF-8
 * @error: return location for an error
 *
 * Makes a name fit to be stored: without the spaces and line breaks around it, which the server
 * would keep; 1 to 255 bytes, and no control characters. Everything else is a name.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_NAME) and says what is wrong.
 *
 * Returns: (transfer full) (nullable): the name as it is to be sent
 */
char *
homebox_user_normalize_name (const char *typed, GError **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (typed != NULL, NULL);
  g_return_val_if_fail (g_utf8_validate (typed, -1, NULL), NULL);

  name = trim (typed);

  if (*name == '\0')
    refuse (error, HOMEBOX_FIELD_NAME, _("Enter a name."));
  else if (has_control (name))
    refuse (error,
            HOMEBOX_FIELD_NAME,
            _("There is a line break or an invisible character in the name. Take it out."));
  else if (strlen (name) > MAX_BYTES)
    refuse (error, HOMEBOX_FIELD_NAME, _("This name is too long for Homebox. Shorten it."));
  else
    return g_steal_pointer (&name);

  return NULL;
}

/**
 * homebox_user_fold_email:
 * @typed: what the person typed, in UTF-8
 *
 * Trims and lower-cases an email as current servers do before they look it up, without judging it.
 * That is enough for signing in: servers let people register with anything for an email.
 *
 * Returns: (transfer full): the email as it is looked up, maybe empty
 */
char *
homebox_user_fold_email (const char *typed)
{
  g_autofree char *trimmed = NULL;
  GString *email;

  g_return_val_if_fail (typed != NULL, NULL);
  g_return_val_if_fail (g_utf8_validate (typed, -1, NULL), NULL);

  trimmed = trim (typed);
  email = g_string_sized_new (strlen (trimmed));

  /* g_utf8_strdown() follows the locale (in Turkish "I" becomes a dotless i); the server's
   * strings.ToLower() does not. */
  for (const char *at = trimmed; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (email, g_unichar_tolower (g_utf8_get_char (at)));

  return g_string_free (email, FALSE);
}

/**
 * homebox_user_normalize_email:
 * @typed: what the person typed, in UTF-8
 * @error: return location for an error
 *
 * Makes an email address what current servers make of it before they store or look it up: trimmed
 * and lower-cased (v0.21 and v0.25 store it as it comes, and a later sign-in fails). No server
 * checks it, and with a mistyped one nobody can sign in any more, so it has to look like one: a
 * single `@` with something on each side, no space, 1 to 255 bytes.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_EMAIL) and says what is wrong.
 *
 * Returns: (transfer full) (nullable): the email as it is to be sent
 */
char *
homebox_user_normalize_email (const char *typed, GError **error)
{
  g_autofree char *email = NULL;
  const char *at;

  email = homebox_user_fold_email (typed);
  g_return_val_if_fail (email != NULL, NULL);

  at = strchr (email, '@');

  if (*email == '\0')
    refuse (error, HOMEBOX_FIELD_EMAIL, _("Enter an email address."));
  else if (strlen (email) > MAX_BYTES)
    refuse (error, HOMEBOX_FIELD_EMAIL, _("This email address is too long for Homebox."));
  else if (has_space (email) || has_control (email))
    refuse (error,
            HOMEBOX_FIELD_EMAIL,
            _("There must be no space or line break in an email address. Take it out."));
  else if (at == NULL)
    refuse (error,
            HOMEBOX_FIELD_EMAIL,
            _("An email address has an “@” in it, as in “name@example.org”."));
  else if (at == email)
    refuse (error, HOMEBOX_FIELD_EMAIL, _("Something is missing before the “@”."));
  else if (at[1] == '\0')
    refuse (error, HOMEBOX_FIELD_EMAIL, _("Something is missing after the “@”."));
  else if (strchr (at + 1, '@') != NULL)
    refuse (error, HOMEBOX_FIELD_EMAIL, _("There is more than one “@” in this email address."));
  else
    return g_steal_pointer (&email);

  return NULL;
}

/**
 * homebox_user_check_new_password:
 * @typed: the password that is to become the new one
 * @error: return location for an error
 *
 * Checks the one rule of the web page, 6 characters at least: the server takes any new password
 * (`PUT /users/self/change-password`), even an empty one.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_PASSWORD).
 *
 * Returns: whether it may be sent
 */
gboolean
homebox_user_check_new_password (const char *typed, GError **error)
{
  g_autofree char *message = NULL;

  g_return_val_if_fail (typed != NULL, FALSE);

  if (g_utf8_strlen (typed, -1) >= MIN_PASSWORD_CHARACTERS)
    return TRUE;

  message = g_strdup_printf (ngettext ("A password needs at least %d character.",
                                       "A password needs at least %d characters.",
                                       MIN_PASSWORD_CHARACTERS),
                             MIN_PASSWORD_CHARACTERS);

  return refuse (error, HOMEBOX_FIELD_PASSWORD, message);
}
