#include "homebox-address.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer than any address a browser would keep, so that nothing below has to be careful. */
#define MAX_LENGTH 2048

struct _HomeboxAddress
{
  char *scheme;
  char *host;
  int port;
  char *path;
};

G_DEFINE_BOXED_TYPE (HomeboxAddress, homebox_address, homebox_address_copy, homebox_address_free)

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

/**
 * homebox_address_copy:
 * @self: an address
 *
 * Returns: (transfer full): a copy of @self
 */
HomeboxAddress *
homebox_address_copy (HomeboxAddress *self)
{
  HomeboxAddress *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (HomeboxAddress, 1);
  copy->scheme = g_strdup (self->scheme);
  copy->host = g_strdup (self->host);
  copy->port = self->port;
  copy->path = g_strdup (self->path);

  return copy;
}

/**
 * homebox_address_free:
 * @self: (transfer full): an address
 *
 * Frees @self.
 */
void
homebox_address_free (HomeboxAddress *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->scheme);
  g_free (self->host);
  g_free (self->path);
  g_free (self);
}

/**
 * homebox_address_get_scheme:
 * @self: an address
 *
 * Returns: (transfer none) (nullable): `http` or `https`, or %NULL when none was typed
 */
const char *
homebox_address_get_scheme (HomeboxAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scheme;
}

/**
 * homebox_address_get_host:
 * @self: an address
 *
 * Returns: (transfer none): the host in lower case and ASCII, an IPv6 address without brackets
 */
const char *
homebox_address_get_host (HomeboxAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->host;
}

/**
 * homebox_address_dup_base_uri:
 * @self: an address
 * @scheme: (nullable): `http` or `https`; %NULL for the one that was typed, and `https` when none
 *   was
 *
 * Writes the address as the one form in which it is asked, kept and shown: without the default
 * port of @scheme and without a `/` at its end. `/api/v1` follows directly behind it.
 *
 * Returns: (transfer full): the base URI
 */
char *
homebox_address_dup_base_uri (HomeboxAddress *self, const char *scheme)
{
  int port;

  g_return_val_if_fail (self != NULL, NULL);

  if (scheme == NULL)
    scheme = self->scheme != NULL ? self->scheme : "https";

  port = self->port;
  if (port == (g_str_equal (scheme, "http") ? 80 : 443))
    port = -1;

  return g_uri_join (G_URI_FLAGS_ENCODED_PATH, scheme, NULL, self->host, port, self->path, NULL,
                     NULL);
}

/**
 * homebox_address_reach_of:
 * @address: an IP address
 *
 * Tells how far away @address is: RFC 1122 section 3.2.1.3 and RFC 4291 section 2.5.3 (loopback),
 * RFC 1918, RFC 4193 (fc00::/7), RFC 3927 and RFC 4291 section 2.5.6 (link-local). An IPv4 address
 * that is mapped into IPv6 (::ffff:0:0/96) is judged as what it is.
 *
 * Returns: its reach
 */
HomeboxReach
homebox_address_reach_of (GInetAddress *address)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8 *bytes;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), HOMEBOX_REACH_PUBLIC);

  bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    {
      if (memcmp (bytes, mapped, sizeof mapped) == 0)
        {
          g_autoptr (GInetAddress) inner = NULL;

          inner = g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);
          return homebox_address_reach_of (inner);
        }

      if ((bytes[0] & 0xfe) == 0xfc)
        return HOMEBOX_REACH_LOCAL;
    }
  else if (g_inet_address_get_is_site_local (address))
    {
      return HOMEBOX_REACH_LOCAL;
    }

  if (g_inet_address_get_is_loopback (address))
    return HOMEBOX_REACH_LOOPBACK;

  return g_inet_address_get_is_link_local (address) ? HOMEBOX_REACH_LOCAL : HOMEBOX_REACH_PUBLIC;
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) cause = NULL;
  HomeboxReach reach = HOMEBOX_REACH_LOOPBACK;
  GList *addresses;

  addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &cause);
  if (addresses == NULL)
    {
      g_task_return_error (task, homebox_error_new_from_transport (cause));
      return;
    }

  /* One address far away is enough: nobody knows which one will be taken. */
  for (GList *l = addresses; l != NULL; l = l->next)
    reach = MAX (reach, homebox_address_reach_of (l->data));

  g_resolver_free_addresses (addresses);
  g_task_return_int (task, reach);
}

/**
 * homebox_address_find_reach_async:
 * @self: an address
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Looks up how far away the host is: as far as the farthest of the addresses it resolves to. The
 * lookup has no deadline of its own.
 */
void
homebox_address_find_reach_async (HomeboxAddress *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GResolver) resolver = NULL;
  g_autoptr (GInetAddress) literal = NULL;
  g_autofree char *bare = NULL;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_address_find_reach_async);
  g_task_set_check_cancellable (task, FALSE);

  /* An interface (`fe80::1%eth0`) says nothing about the distance, and no resolver takes it. */
  bare = g_strndup (self->host, strcspn (self->host, "%"));
  literal = g_inet_address_new_from_string (bare);
  if (literal != NULL)
    {
      g_task_return_int (task, homebox_address_reach_of (literal));
      return;
    }

  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver,
                                   self->host,
                                   cancellable,
                                   on_looked_up,
                                   g_steal_pointer (&task));
}

/**
 * homebox_address_find_reach_finish:
 * @self: an address
 * @result: the result
 * @reach: (out): return location for the reach
 * @error: return location for an error
 *
 * Ends homebox_address_find_reach_async(). Fails with %HOMEBOX_ERROR_NAME_NOT_FOUND when the host
 * has no address, or %HOMEBOX_ERROR_CANCELLED.
 *
 * Returns: whether the reach is known
 */
gboolean
homebox_address_find_reach_finish (HomeboxAddress *self,
                                   GAsyncResult *result,
                                   HomeboxReach *reach,
                                   GError **error)
{
  gssize found;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_address_find_reach_async),
                        FALSE);

  found = g_task_propagate_int (G_TASK (result), error);
  if (found < 0)
    return FALSE;

  *reach = (HomeboxReach) found;

  return TRUE;
}
