#include "far-server.h"

#include "fake-resolver.h"

#include <gio/gio.h>

/*
 * A test can connect to nothing but this computer. What is reached through a proxy, by a name that
 * nobody knows but the proxy, may be anywhere: that is as far away as a test gets.
 */

static GResolver *usual_resolver;

/*
 * far_server_is_possible:
 *
 * Which proxy to take is a matter of the system; not all of them look at the environment.
 *
 * Returns: whether a proxy can be set here; otherwise the test is marked as skipped
 */
gboolean
far_server_is_possible (void)
{
  g_auto (GStrv) found = NULL;

  g_setenv ("http_proxy", "http://127.0.0.1:1", TRUE);
  g_setenv ("no_proxy", "127.0.0.1", TRUE);
  found = g_proxy_resolver_lookup (g_proxy_resolver_get_default (), FAR_SERVER, NULL, NULL);
  g_unsetenv ("http_proxy");

  if (found != NULL && g_str_equal (found[0], "http://127.0.0.1:1"))
    return TRUE;

  g_test_skip ("this system takes no proxy from the environment");

  return FALSE;
}

/*
 * far_server_begin:
 * @uri: a server on this computer that takes requests for others too
 *
 * Makes it the proxy behind which %FAR_SERVER is.
 */
void
far_server_begin (const char *uri)
{
  const char *const nowhere[] = { NULL };

  g_setenv ("http_proxy", uri, TRUE);
  usual_resolver = g_resolver_get_default ();
  g_resolver_set_default (G_RESOLVER (fake_resolver_new (nowhere)));
}

/*
 * far_server_end:
 *
 * Puts everything back as it was.
 */
void
far_server_end (void)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  g_unsetenv ("http_proxy");
  g_resolver_set_default (usual_resolver);
  g_clear_object (&usual_resolver);
  g_object_unref (resolver);
}
