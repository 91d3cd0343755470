#include "homebox-set-cookie.h"

#include "homebox-secret.h"

#include <string.h>

/* libsoup drops a cookie whose Domain is not that of the request, and one whose Domain has no dot.
 * Homebox sets it to the name in the Host header, which is not where the request went, or a name
 * like `homebox` or `localhost`. */
static char *
without_domain (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", -1);
  GString *kept = g_string_new (NULL);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = parts[i] + strspn (parts[i], " ");

      if (i > 0 && g_ascii_strncasecmp (part, "Domain=", strlen ("Domain=")) == 0)
        continue;

      g_string_append_printf (kept, "%s%s", i > 0 ? "; " : "", part);
    }
  explicit_bzero (parts[0], strlen (parts[0]));

  return g_string_free (kept, FALSE);
}

/**
 * homebox_set_cookie_find:
 * @headers: the headers of an answer
 * @name: the exact name of a cookie
 *
 * Looks for a cookie that the answer sets (RFC 6265, section 4.1), whatever domain it is for. One
 * that is set to nothing, which deletes it in a browser, does not count.
 *
 * Returns: (transfer full) (nullable): the cookie, or %NULL
 */
SoupCookie *
homebox_set_cookie_find (SoupMessageHeaders *headers, const char *name)
{
  g_autoptr (SoupCookie) found = NULL;
  SoupMessageHeadersIter iter;
  const char *header, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (found == NULL && soup_message_headers_iter_next (&iter, &header, &value))
    {
      char *text;

      if (g_ascii_strcasecmp (header, "Set-Cookie") != 0)
        continue;

      text = without_domain (value);
      found = soup_cookie_parse (text, NULL);
      homebox_secret_free_string (text);

      if (found != NULL && (strcmp (soup_cookie_get_name (found), name) != 0 ||
                            *soup_cookie_get_value (found) == '\0'))
        g_clear_pointer (&found, soup_cookie_free);
    }

  return g_steal_pointer (&found);
}
