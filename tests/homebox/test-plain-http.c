#include "client-fixture.h"
#include "homebox-tls-check.h"
#include "scripted-trust.h"

/* A server that this computer cannot know more about than its name: it is reached through a proxy,
 * which is the raw server. That is as far away as a test gets. */
#define FAR "http://homebox.test:7745"

typedef struct
{
  ClientFixture inner;
  ScriptedTrust *trust;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *proxy = NULL;

  fixture->inner.server = raw_server_new ();
  fixture->trust = scripted_trust_new ();
  raw_server_answer_json (fixture->inner.server, "200 OK", "{}");
  proxy = raw_server_dup_uri (fixture->inner.server);
  g_setenv ("http_proxy", proxy, TRUE);
  fixture->inner.client = homebox_client_new_trusting (FAR, HOMEBOX_TRUST (fixture->trust));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  client_fixture_tear_down (&fixture->inner, data);
  g_assert_finalize_object (fixture->trust);
}

static HomeboxResponse *
call_with_token (HomeboxClient *client, GError **error)
{
  g_autoptr (HomeboxRequest) request
      = homebox_request_new ("GET", "/users/self", HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxToken) token = homebox_token_new ("secret", HOMEBOX_TOKEN_SESSION, NULL);

  homebox_request_set_token (request, token);

  return call (client, request, NULL, error);
}

static void
assert_not_encrypted (Fixture *fixture, const char *method)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  if (method == NULL)
    response = call_with_token (fixture->inner.client, &error);
  else
    response = call_path (fixture->inner.client, method, "/users/self", &error);

  g_assert_null (response);
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_ENCRYPTED);
}

static void
test_no_secret (Fixture *fixture, gconstpointer data)
{
  assert_not_encrypted (fixture, NULL);
  assert_not_encrypted (fixture, "POST");
  assert_not_encrypted (fixture, "PUT");
  assert_not_encrypted (fixture, "DELETE");
  g_assert_cmpuint (raw_server_get_n_requests (fixture->inner.server), ==, 0);
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = call_path (fixture->inner.client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->inner.server, 0),
                                   "GET " FAR "/api/v1/status HTTP/1.1\r\n"));

  /* The connection is kept, and not any better for that. */
  assert_not_encrypted (fixture, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->inner.server), ==, 1);
}

static void
test_allowed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  scripted_trust_pin (fixture->trust, "http://homebox.test:80", "");
  assert_not_encrypted (fixture, NULL);

  scripted_trust_pin (fixture->trust, FAR, "");
  response = call_with_token (fixture->inner.client, &error);
  g_assert_no_error (error);

  scripted_trust_pin (fixture->trust, FAR, NULL);
  assert_not_encrypted (fixture, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->inner.server), ==, 1);
}

static void
test_nobody_to_ask (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->inner.client);
  fixture->inner.client = homebox_client_new (FAR);
  assert_not_encrypted (fixture, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->inner.server), ==, 0);
}

/* A proxy that was told an address of the local network leads there. */
static void
test_local_through_proxy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (fixture->inner.client);
  fixture->inner.client = homebox_client_new ("http://192.168.7.45:7745");
  response = call_with_token (fixture->inner.client, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->inner.server), ==, 1);
}

static void
test_loopback (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = raw_server_dup_uri (fixture->inner.server);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (fixture->inner.client);
  fixture->inner.client = homebox_client_new (uri);
  response = call_with_token (fixture->inner.client, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_str_has_prefix (raw_server_get_request (fixture->inner.server, 0), "GET /api/v1/users"));
}

static void
test_not_here (void)
{
  g_test_skip ("this system takes no proxy from the environment");
}

/* Which proxy to take is a matter of the system; not all of them look at the environment. */
static gboolean
takes_proxy_from_environment (void)
{
  g_auto (GStrv) found = NULL;

  g_setenv ("http_proxy", "http://127.0.0.1:1", TRUE);
  g_setenv ("no_proxy", "127.0.0.1", TRUE);
  found = g_proxy_resolver_lookup (g_proxy_resolver_get_default (), FAR, NULL, NULL);

  return found != NULL && g_str_equal (found[0], "http://127.0.0.1:1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (!takes_proxy_from_environment ())
    {
      g_test_add_func ("/plain-http/through-a-proxy", test_not_here);
      return g_test_run ();
    }

#define ADD(name, test) g_test_add ("/plain-http/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("no-secret-goes-far", test_no_secret);
  ADD ("anybody-may-be-asked-for-its-status", test_status);
  ADD ("secrets-go-where-the-person-agreed", test_allowed);
  ADD ("nobody-to-ask-is-no", test_nobody_to_ask);
  ADD ("local-address-through-a-proxy", test_local_through_proxy);
  ADD ("loopback", test_loopback);
#undef ADD

  return g_test_run ();
}
