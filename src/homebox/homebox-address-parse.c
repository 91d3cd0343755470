#include "homebox-address-private.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer than any address a browser would keep, so that nothing below has to be careful. */
#define MAX_LENGTH 2048

static gboolean
refuse (GError **error, const char *message)
{
  g_propagate_error (error,
                     homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_ADDRESS,
                                                     HOMEBOX_FIELD_SERVER,
                                                     message));

  return FALSE;
}

static gboolean
refuse_shape (GError **error)
{
  return refuse (error,
                 _("This is not the address of a server. It usually looks like “home.example.org” "
                   "or “192.168.1.5:7745”."));
}

/* What comes along when an address is copied out of a text. */
static gboolean
is_wrapping (gunichar c)
{
  static const gunichar quotes[] = {
    '"', '\'', '`', '<', '>', 0xab, 0xbb, 0x2018, 0x2019, 0x201a, 0x201c, 0x201d, 0x201e,
    0x200b, 0x2039, 0x203a, 0xfeff,
  };

  if (g_unichar_isspace (c))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (c == quotes[i])
      return TRUE;

  return FALSE;
}

static char *
unwrap (const char *typed)
{
  const char *end = typed + strlen (typed);

  while (typed < end && is_wrapping (g_utf8_get_char (typed)))
    typed = g_utf8_next_char (typed);

  while (typed < end)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_wrapping (g_utf8_get_char (last)))
        break;

      end = last;
    }

  return g_strndup (typed, end - typed);
}

static gboolean
check_characters (const char *text, GError **error)
{
  if (*text == '\0')
    return refuse (error, _("Enter the address of your Homebox server."));

  if (strlen (text) > MAX_LENGTH)
    return refuse (error,
                   _("This is too long for an address. Only the part up to the first “/” is "
                     "needed."));

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_isspace (c))
        return refuse (error, _("There must be no space in the address. Take it out."));

      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        return refuse (error,
                       _("There are invisible characters in the address. Type it instead of "
                         "pasting it."));
    }

  return TRUE;
}

/* `http:/` with one slash or three is meant as a scheme too; `home.lan:7745` is not. */
static gboolean
take_scheme (const char *text, char **scheme, const char **rest, GError **error)
{
  gsize length = 0;

  *rest = text;

  while (g_ascii_isalnum (text[length]) || (text[length] != '\0' && strchr ("+-.", text[length])))
    length++;

  if (length > 0 && text[length] == ':' && text[length + 1] == '/')
    {
      g_autofree char *lower = g_ascii_strdown (text, length);

      if (!g_str_equal (lower, "http") && !g_str_equal (lower, "https"))
        return refuse (error, _("The address has to begin with “https://” or “http://”."));

      *scheme = g_steal_pointer (&lower);
      *rest = text + length + 1;
    }

  while (**rest == '/')
    (*rest)++;

  return TRUE;
}

static gboolean
is_ipv6 (const char *text)
{
  g_autofree char *bare = g_strndup (text, strcspn (text, "%"));
  g_autoptr (GInetAddress) address = NULL;

  /* Without a colon it could only be another way to write an IPv4 address. */
  if (strchr (bare, ':') == NULL)
    return FALSE;

  address = g_inet_address_new_from_string (bare);

  return address != NULL;
}

static gboolean
is_port (const char *text)
{
  guint64 port;

  return g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL);
}

/*
 * Brackets around an IPv6 address are often forgotten. What follows the last colon may be the
 * address's last group or a port: brackets are put only where one of the two makes no sense.
 */
static gboolean
bracket_ipv6 (char **authority, GError **error)
{
  const char *colon = strrchr (*authority, ':');
  g_autofree char *head = NULL;
  gboolean whole, with_port;

  if (colon == NULL || strchr (*authority, '[') != NULL || strchr (*authority, ':') == colon)
    return TRUE;

  head = g_strndup (*authority, colon - *authority);
  whole = is_ipv6 (*authority);
  with_port = is_port (colon + 1) && is_ipv6 (head);

  if (whole && with_port)
    {
      g_autofree char *message = NULL;

      /* Translators: %1$s is an IPv6 address, %2$s a port number, as in “[::1]:7745”. */
      message = g_strdup_printf (_("It is not clear where this address ends and its port begins. "
                                   "Write “[%1$s]:%2$s” or “[%3$s]”."),
                                 head,
                                 colon + 1,
                                 *authority);
      return refuse (error, message);
    }

  if (whole || with_port)
    {
      char *bracketed = whole ? g_strdup_printf ("[%s]", *authority)
                              : g_strdup_printf ("[%s]%s", head, colon);

      g_free (*authority);
      *authority = bracketed;
    }

  return TRUE;
}

static gboolean
check_userinfo (const char *authority, gboolean bare, GError **error)
{
  const char *at = strrchr (authority, '@');

  if (at == NULL)
    return TRUE;

  if (bare && strchr (authority, ':') == NULL)
    return refuse (error,
                   _("This looks like an email address. The address of the server goes here, "
                     "for example “home.example.org”."));

  return refuse (error,
                 _("A name or a password does not belong in the address. Leave out everything "
                   "before the “@”."));
}

/* An ASCII name as DNS, /etc/hosts and containers use it, or the inside of an IPv6 literal. */
static char *
canonical_host (const char *host)
{
  g_autofree char *ascii = NULL;

  if (host == NULL || *host == '\0')
    return NULL;

  ascii = g_hostname_is_non_ascii (host) ? g_hostname_to_ascii (host) : g_strdup (host);
  if (ascii == NULL)
    return NULL;

  if (is_ipv6 (ascii))
    return g_steal_pointer (&ascii);

  for (const char *c = ascii; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-._", *c) == NULL)
      return NULL;

  if (*ascii == '.' || strstr (ascii, "..") != NULL || strlen (ascii) > 254)
    return NULL;

  return g_ascii_strdown (ascii, -1);
}

/*
 * What is left of a path when the parts that Homebox itself puts behind its base are gone: the
 * API's, and those of the pages people copy from the address bar.
 */
static char *
base_path (const char *path)
{
  static const char *const pages[] = { "home", "profile", "login", NULL };
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autoptr (GString) base = g_string_new (NULL);

  for (guint i = 0; segments[i] != NULL; i++)
    {
      if (*segments[i] == '\0')
        continue;

      if (g_str_equal (segments[i], "api") && g_strcmp0 (segments[i + 1], "v1") == 0)
        break;

      g_ptr_array_add (kept, segments[i]);
    }

  if (kept->len > 0 && g_str_equal (kept->pdata[kept->len - 1], "api"))
    g_ptr_array_set_size (kept, (int) kept->len - 1);
  else if (kept->len > 0 && g_strv_contains (pages, kept->pdata[kept->len - 1]))
    g_ptr_array_set_size (kept, (int) kept->len - 1);

  for (guint i = 0; i < kept->len; i++)
    {
      g_string_append_c (base, '/');
      g_string_append_uri_escaped (base,
                                   kept->pdata[i],
                                   G_URI_RESERVED_CHARS_ALLOWED_IN_PATH_ELEMENT "%",
                                   FALSE);
    }

  return g_string_free (g_steal_pointer (&base), FALSE);
}

static gboolean
has_bad_port (const char *authority)
{
  const char *bracket = strrchr (authority, ']');
  const char *colon = strrchr (bracket != NULL ? bracket : authority, ':');

  return colon != NULL && colon[1] != '\0' && !is_port (colon + 1);
}

/**
 * homebox_address_parse:
 * @typed: what a person typed or pasted
 * @error: return location for an error
 *
 * Understands a server address in every usual form.
 *
 * Spaces, line breaks and quotes around it, a query, a fragment, and what Homebox itself puts
 * behind its base address (`/api/v1/…`, `/home`, `/profile`, `/login`) are dropped; upper case,
 * host names in any script and IPv6 addresses without brackets are put right. A path that is left
 * is kept as the base of a server behind a proxy.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_ADDRESS (field %HOMEBOX_FIELD_SERVER) and a message that says
 * what is wrong with it. A name or a password in it is refused: the person would think it is used,
 * and it would be kept in the clear.
 *
 * Returns: (transfer full): the address, or %NULL with @error set
 */
HomeboxAddress *
homebox_address_parse (const char *typed, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *scheme = NULL;
  g_autofree char *authority = NULL;
  g_autofree char *host = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (GUri) uri = NULL;
  HomeboxAddress *self;
  const char *rest;
  gsize length;

  g_return_val_if_fail (typed != NULL, NULL);

  if (!g_utf8_validate (typed, -1, NULL))
    {
      refuse_shape (error);
      return NULL;
    }

  text = unwrap (typed);

  if (!check_characters (text, error) || !take_scheme (text, &scheme, &rest, error))
    return NULL;

  length = strcspn (rest, "/?#");
  authority = g_strndup (rest, length);

  if (!check_userinfo (authority, scheme == NULL && rest[length] == '\0', error)
      || !bracket_ipv6 (&authority, error))
    return NULL;

  if (has_bad_port (authority))
    {
      refuse (error,
              _("What follows the “:” is the port of the server: a number from 1 to 65535."));
      return NULL;
    }

  whole = g_strconcat (scheme != NULL ? scheme : "https", "://", authority, rest + length, NULL);
  uri = g_uri_parse (whole,
                     G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY
                         | G_URI_FLAGS_ENCODED_FRAGMENT,
                     NULL);
  host = uri != NULL ? canonical_host (g_uri_get_host (uri)) : NULL;

  if (host == NULL)
    {
      refuse_shape (error);
      return NULL;
    }

  self = g_new0 (HomeboxAddress, 1);
  self->scheme = g_steal_pointer (&scheme);
  self->host = g_steal_pointer (&host);
  self->port = g_uri_get_port (uri);
  self->path = base_path (g_uri_get_path (uri));

  return self;
}
