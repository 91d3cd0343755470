#include "homebox-uri.h"

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
