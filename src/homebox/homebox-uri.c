#include "homebox-uri.h"

#include <libsoup/soup.h>

/*
 * homebox_uri_is_http:
 * @uri: an address
 *
 * Returns: whether it is that of a web server: http or https, and a host
 */
gboolean
homebox_uri_is_http (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  return (g_str_equal (g_uri_get_scheme (uri), "http")
          || g_str_equal (g_uri_get_scheme (uri), "https"))
         && host != NULL && *host != '\0';
}

/*
 * homebox_uri_is_same_origin:
 * @uri: the address of a web server, parsed with `SOUP_HTTP_URI_FLAGS`, which fill in the port
 * @other: another one
 *
 * Returns: whether both have the same origin (RFC 6454, section 5)
 */
gboolean
homebox_uri_is_same_origin (GUri *uri, GUri *other)
{
  return g_str_equal (g_uri_get_scheme (uri), g_uri_get_scheme (other))
         && g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (other)) == 0
         && g_uri_get_port (uri) == g_uri_get_port (other);
}

/*
 * homebox_uri_dup_origin:
 * @uri: the address of a web server, parsed with `SOUP_HTTP_URI_FLAGS`, which fill in the port
 *
 * Writes the origin in the one form in which origins are compared and kept: the host in lower case,
 * the port always there, and nothing behind it.
 *
 * Returns: (transfer full): the origin: `https://home.example.org:443`
 */
char *
homebox_uri_dup_origin (GUri *uri)
{
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);

  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), "",
                     NULL, NULL);
}

/*
 * homebox_uri_dup_origin_of:
 * @base_uri: where a server is
 *
 * Returns: (transfer full) (nullable): its origin, or %NULL when that is no address of a web server
 */
char *
homebox_uri_dup_origin_of (const char *base_uri)
{
  g_autoptr (GUri) uri = g_uri_parse (base_uri, SOUP_HTTP_URI_FLAGS, NULL);

  return uri != NULL && homebox_uri_is_http (uri) ? homebox_uri_dup_origin (uri) : NULL;
}
