#include "homebox-link.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RESET_PAGE "reset-password"

/* Homebox makes tokens of 26 letters and digits. Others may come, but nothing that is shorter than
 * this could not be guessed, and nothing longer was made by a server. */
#define TOKEN_MIN 6
#define TOKEN_MAX 512

/* Longer than any link a server sends. */
#define TEXT_MAX 4096

struct _HomeboxLink
{
  gatomicrefcount ref_count;
  HomeboxLinkKind kind;
  HomeboxAddress *address;
  HomeboxSecret *token;
};

G_DEFINE_BOXED_TYPE (HomeboxLink, homebox_link, homebox_link_ref, homebox_link_unref)

/**
 * homebox_link_ref:
 * @self: a link
 *
 * Returns: (transfer full): @self, with one more reference
 */
HomeboxLink *
homebox_link_ref (HomeboxLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * homebox_link_unref:
 * @self: (transfer full): a link
 *
 * Lets go of a reference. With the last one the token is overwritten.
 */
void
homebox_link_unref (HomeboxLink *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->address, homebox_address_free);
  g_clear_pointer (&self->token, homebox_secret_unref);
  g_free (self);
}

/**
 * homebox_link_get_kind:
 * @self: a link
 *
 * Returns: what it is for
 */
HomeboxLinkKind
homebox_link_get_kind (HomeboxLink *self)
{
  g_return_val_if_fail (self != NULL, HOMEBOX_LINK_BARE_TOKEN);

  return self->kind;
}

/**
 * homebox_link_get_address:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): the server it is for; %NULL for a bare token, and for a link
 *   without a server, which is how `homebox reset-password` prints it where none is configured
 */
HomeboxAddress *
homebox_link_get_address (HomeboxLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->address;
}

/**
 * homebox_link_get_token:
 * @self: a link
 *
 * Returns: (transfer none): what it opens with
 */
HomeboxSecret *
homebox_link_get_token (HomeboxLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->token;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_propagate_error (error,
                     homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                     HOMEBOX_FIELD_INVITATION,
                                                     message));

  return FALSE;
}

/* What comes along when a link is copied out of a text or a mail; none of it ends a link. */
static gboolean
is_wrapping (gunichar c)
{
  if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
    return TRUE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
      return TRUE;
    default:
      return c < 0x80 && strchr ("\"'`<>.,;", (int) c) != NULL;
    }
}

/* An address in brackets, `[::1]`, begins with one, and only a bracket at the end is wrapping. */
static void
unwrap (const char **start, const char **end)
{
  while (*start < *end && **start != '[' && is_wrapping (g_utf8_get_char (*start)))
    *start = g_utf8_next_char (*start);

  while (*start < *end)
    {
      const char *last = g_utf8_prev_char (*end);

      if (!is_wrapping (g_utf8_get_char (last)))
        break;

      *end = last;
    }
}

static gboolean
is_token_character (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-_=.~", c) != NULL);
}

static gboolean
is_token (const char *text, gsize length)
{
  if (length < TOKEN_MIN || length > TOKEN_MAX)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!is_token_character (text[i]))
      return FALSE;

  return TRUE;
}

/* Finds the value of the parameter `token`, also where a mail has `&amp;` between two of them. */
static gboolean
find_token (const char *query, const char *end, const char **value, const char **value_end)
{
  static const char *const names[] = { "token=", "amp;token=" };

  while (query < end)
    {
      const char *next = memchr (query, '&', end - query);

      if (next == NULL)
        next = end;

      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        {
          gsize length = strlen (names[i]);

          if ((gsize) (next - query) >= length
              && g_ascii_strncasecmp (query, names[i], length) == 0)
            {
              *value = query + length;
              *value_end = next;
              return TRUE;
            }
        }

      query = next < end ? next + 1 : end;
    }

  return FALSE;
}

static HomeboxSecret *
read_token (const char *value, const char *end, GError **error)
{
  char *token;

  unwrap (&value, &end);
  token = g_uri_unescape_segment (value, end, NULL);

  if (token == NULL || !is_token (token, strlen (token)))
    {
      g_clear_pointer (&token, homebox_secret_free_string);
      refuse (error, _("The end of this link is missing or damaged. Copy the whole link again."));
      return NULL;
    }

  return homebox_secret_new_take (token);
}

/* Takes the last part off a path when it is the page for a new password. */
static gboolean
take_reset_page (const char *start, const char **end)
{
  const char *last = *end;

  while (last > start && last[-1] == '/')
    last--;

  if ((gsize) (last - start) < strlen (RESET_PAGE)
      || strncmp (last - strlen (RESET_PAGE), RESET_PAGE, strlen (RESET_PAGE)) != 0)
    return FALSE;

  last -= strlen (RESET_PAGE);
  if (last > start && last[-1] != '/')
    return FALSE;

  *end = last;

  return TRUE;
}

static HomeboxLink *
link_new (HomeboxLinkKind kind, HomeboxAddress *address, HomeboxSecret *token)
{
  HomeboxLink *self = g_new0 (HomeboxLink, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->address = address;
  self->token = token;

  return self;
}

static HomeboxLink *
parse_bare (const char *start, const char *end, GError **error)
{
  static const char name[] = "token=";

  if ((gsize) (end - start) > strlen (name)
      && g_ascii_strncasecmp (start, name, strlen (name)) == 0)
    start += strlen (name);

  if (!is_token (start, end - start))
    {
      refuse (error, _("There is no invitation in this. Paste the whole link that you were sent."));
      return NULL;
    }

  return link_new (HOMEBOX_LINK_BARE_TOKEN, NULL,
                   homebox_secret_new_take (g_strndup (start, end - start)));
}

static gboolean
has_server (const char *start, const char *end)
{
  while (start < end && *start == '/')
    start++;

  return start < end;
}

/**
 * homebox_link_parse:
 * @text: what a person pasted, or gave on the command line
 * @error: return location for an error
 *
 * Understands a link with a token: `<server>?token=TOKEN` (with or without a slash before the
 * question mark, also with a page of Homebox there) invites into a home, and
 * `<server>/reset-password?token=TOKEN` is for a new password. Other parameters, a fragment,
 * escapes, and what comes along when it is copied out of a mail do not matter. A token alone will
 * do, too; it says neither what it is for nor where.
 *
 * The caller's @text holds the secret and is the caller's to wipe.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_INVITATION), and with
 * %HOMEBOX_ERROR_INVALID_ADDRESS as homebox_address_parse() does. Neither quotes anything of it.
 *
 * Returns: (transfer full) (nullable): the link
 */
HomeboxLink *
homebox_link_parse (const char *text, GError **error)
{
  g_autoptr (HomeboxAddress) address = NULL;
  g_autoptr (HomeboxSecret) token = NULL;
  g_autofree char *server = NULL;
  const char *start, *end, *question, *fragment, *base_end, *value, *value_end;
  gboolean is_reset;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > TEXT_MAX || !g_utf8_validate (text, -1, NULL))
    {
      refuse (error, _("There is no invitation in this. Paste the whole link that you were sent."));
      return NULL;
    }

  start = text;
  end = text + strlen (text);
  unwrap (&start, &end);

  question = memchr (start, '?', end - start);
  if (question == NULL)
    return parse_bare (start, end, error);

  fragment = memchr (question, '#', end - question);
  if (!find_token (question + 1, fragment != NULL ? fragment : end, &value, &value_end))
    {
      refuse (error, _("There is no invitation in this link. Copy the whole link again."));
      return NULL;
    }

  base_end = question;
  is_reset = take_reset_page (start, &base_end);

  if (has_server (start, base_end))
    {
      server = g_strndup (start, base_end - start);
      address = homebox_address_parse (server, error);
      if (address == NULL)
        return NULL;
    }

  token = read_token (value, value_end, error);
  if (token == NULL)
    return NULL;

  return link_new (is_reset ? HOMEBOX_LINK_PASSWORD_RESET : HOMEBOX_LINK_INVITATION,
                   g_steal_pointer (&address), g_steal_pointer (&token));
}

/**
 * homebox_link_is_likely:
 * @text: what was pasted into a field for something else, such as the server's address
 *
 * Tells a link with a token from an address, so that it does not stay in a field that is neither
 * hidden nor forgotten. A bare token is not noticed: it looks like the name of a computer.
 *
 * Returns: whether homebox_link_parse() is to be tried
 */
gboolean
homebox_link_is_likely (const char *text)
{
  const char *question, *value, *value_end;

  g_return_val_if_fail (text != NULL, FALSE);

  question = strchr (text, '?');

  return question != NULL
         && find_token (question + 1, question + strlen (question), &value, &value_end);
}

/**
 * homebox_link_write_invitation:
 * @base_uri: where the server is, as homebox_client_get_base_uri() says it
 * @token: the token of an invitation
 *
 * Writes the link that the web page of Homebox writes, too: opened in a browser it leads to the
 * page where one registers.
 *
 * Returns: (transfer full): `<server>?token=TOKEN`
 */
HomeboxSecret *
homebox_link_write_invitation (const char *base_uri, HomeboxSecret *token)
{
  char *escaped, *link;

  g_return_val_if_fail (base_uri != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);

  escaped = g_uri_escape_string (homebox_secret_peek (token), NULL, FALSE);
  link = g_strconcat (base_uri, "?token=", escaped, NULL);
  homebox_secret_free_string (escaped);

  return homebox_secret_new_take (link);
}
