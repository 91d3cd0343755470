/* Runs against a real Homebox with a real provider, started by a script as
 *
 *   HOMEBOX_TEST_SERVER        the server
 *   HOMEBOX_TEST_OIDC          `open`: the redirect URI can be made to lead to us;
 *                              `elsewhere`: only to somewhere else on this computer, to what
 *                              HOMEBOX_TEST_REDIRECT begins;
 *                              `hostname`: the server has a public name of its own;
 *                              `off`: the server has no provider
 *   HOMEBOX_TEST_FIRST_PORT    the first of three loopback ports that the provider knows
 *   HOMEBOX_TEST_CA            a certificate to trust, in a PEM file
 *
 * The person at the provider is olive@example.org with the password "password". */

#include "homebox-error.h"
#include "homebox-oidc-login.h"
#include "test-browser.h"

#include <stdlib.h>
#include <string.h>

/* Ports that the provider knows, and no other test uses at the same time. */
#define N_PORTS 3

typedef struct
{
  HomeboxClient *client;
  HomeboxOidcLogin *login;
  TestBrowser *browser;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint16 ports[N_PORTS];

  for (guint i = 0; i < N_PORTS; i++)
    ports[i] = atoi (g_getenv ("HOMEBOX_TEST_FIRST_PORT")) + i;

  fixture->client = homebox_client_new (g_getenv ("HOMEBOX_TEST_SERVER"));
  fixture->login = homebox_oidc_login_new (fixture->client, ports, N_PORTS);
  fixture->browser = test_browser_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  homebox_oidc_login_cancel (fixture->login);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  test_browser_free (fixture->browser);
  g_assert_finalize_object (fixture->login);
  g_assert_finalize_object (fixture->client);
}

static void
wait_while (Fixture *fixture, HomeboxOidcLoginState state)
{
  while (homebox_oidc_login_get_state (fixture->login) == state)
    g_main_context_iteration (NULL, TRUE);
}

static void
start_and_wait (Fixture *fixture)
{
  homebox_oidc_login_start (fixture->login);
  wait_while (fixture, HOMEBOX_OIDC_LOGIN_ASKING);
  g_assert_no_error (homebox_oidc_login_get_error (fixture->login));
  g_assert_cmpint (homebox_oidc_login_get_state (fixture->login), ==,
                   HOMEBOX_OIDC_LOGIN_WAITING);
}

static void
assert_failed (Fixture *fixture, HomeboxError code)
{
  g_assert_cmpint (homebox_oidc_login_get_state (fixture->login), ==, HOMEBOX_OIDC_LOGIN_FAILED);
  g_assert_error (homebox_oidc_login_get_error (fixture->login), HOMEBOX_ERROR, (int) code);
  g_assert_null (homebox_oidc_login_get_session (fixture->login));
  g_assert_null (homebox_oidc_login_get_authorization_uri (fixture->login));
}

static void
test_success (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect_uri = NULL;
  g_autofree char *host = NULL;
  HomeboxSession *session;
  GDateTime *expires_at;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  double days;

  start_and_wait (fixture);
  redirect_uri = homebox_oidc_login_dup_redirect_uri (fixture->login);
  host = homebox_oidc_login_dup_authorization_host (fixture->login);
  g_assert_true (g_str_has_prefix (redirect_uri, "http://127.0.0.1:477"));
  g_assert_cmpstr (host, ==, "127.0.0.1");
  g_assert_true (homebox_oidc_login_get_usual_port (fixture->login));

  test_browser_open (fixture->browser,
                     homebox_oidc_login_get_authorization_uri (fixture->login));
  test_browser_sign_in (fixture->browser, "olive@example.org", "password");

  g_assert_no_error (homebox_oidc_login_get_error (fixture->login));
  g_assert_cmpint (homebox_oidc_login_get_state (fixture->login), ==, HOMEBOX_OIDC_LOGIN_DONE);
  g_assert_cmpuint (test_browser_get_status (fixture->browser), ==, 200);
  g_assert_nonnull (strstr (test_browser_get_page (fixture->browser), "You Are Signed In"));

  session = homebox_oidc_login_get_session (fixture->login);
  g_assert_cmpstr (homebox_user_get_email (homebox_session_get_user (session)), ==,
                   "olive@example.org");
  g_assert_nonnull (homebox_user_get_oidc_subject (homebox_session_get_user (session)));

  expires_at = homebox_token_get_expires_at (homebox_session_get_token (session));
  g_assert_nonnull (expires_at);
  days = g_date_time_difference (expires_at, now) / (double) G_TIME_SPAN_DAY;
  g_assert_cmpfloat (days, >, 27.9);
  g_assert_cmpfloat (days, <, 28.1);
}

static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  start_and_wait (fixture);
  test_browser_open (fixture->browser,
                     homebox_oidc_login_get_authorization_uri (fixture->login));
  test_browser_sign_in (fixture->browser, "olive@example.org", "wrong");
  g_assert_null (strstr (test_browser_get_address (fixture->browser), "/oidc/callback"));
  g_assert_cmpint (homebox_oidc_login_get_state (fixture->login), ==,
                   HOMEBOX_OIDC_LOGIN_WAITING);

  /* The provider asks again, and the person gets it right. */
  test_browser_sign_in (fixture->browser, "olive@example.org", "password");
  g_assert_cmpint (homebox_oidc_login_get_state (fixture->login), ==, HOMEBOX_OIDC_LOGIN_DONE);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  start_and_wait (fixture);
  uri = g_strdup (homebox_oidc_login_get_authorization_uri (fixture->login));
  homebox_oidc_login_cancel (fixture->login);
  assert_failed (fixture, HOMEBOX_ERROR_CANCELLED);

  test_browser_open (fixture->browser, uri);
  test_browser_sign_in (fixture->browser, "olive@example.org", "password");
  /* Nobody listens any more. */
  g_assert_cmpuint (test_browser_get_status (fixture->browser), ==, 0);
}

/* The part of the redirect that only the provider and the server know the meaning of. */
static char *
forge_redirect (Fixture *fixture, const char *query)
{
  g_autofree char *redirect_uri = homebox_oidc_login_dup_redirect_uri (fixture->login);
  g_autoptr (GUri) uri = g_uri_parse (
      homebox_oidc_login_get_authorization_uri (fixture->login), G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GHashTable) params = g_uri_parse_params (g_uri_get_query (uri), -1, "&",
                                                      G_URI_PARAMS_WWW_FORM, NULL);

  return g_strdup_printf ("%s?%s&state=%s", redirect_uri, query,
                          (const char *) g_hash_table_lookup (params, "state"));
}

static void
test_denied (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect = NULL;

  start_and_wait (fixture);
  redirect = forge_redirect (fixture, "error=access_denied");
  test_browser_open (fixture->browser, redirect);
  assert_failed (fixture, HOMEBOX_ERROR_OIDC_DENIED);
  g_assert_nonnull (strstr (test_browser_get_page (fixture->browser), "Not Signed In"));
}

static void
test_bad_code (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect = NULL;

  start_and_wait (fixture);
  redirect = forge_redirect (fixture, "code=never-given-out");
  test_browser_open (fixture->browser, redirect);
  assert_failed (fixture, HOMEBOX_ERROR_OIDC_REFUSED);
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {
    "", "hello", "http://127.0.0.1/api/v1/users/login/oidc/callback?code=x&state=y",
    "https://example.org/", "http://127.0.0.1:47745/?code=x",
  };
  g_autofree char *redirect = NULL;
  g_autofree char *pasted = NULL;
  g_autoptr (GError) error = NULL;

  start_and_wait (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (homebox_oidc_login_paste (fixture->login, wrong[i], &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_OIDC_WRONG_ADDRESS);
      g_clear_error (&error);
    }

  redirect = forge_redirect (fixture, "code=never-given-out");
  pasted = g_strconcat ("  ", redirect, "\n", NULL);
  g_assert_true (homebox_oidc_login_paste (fixture->login, pasted, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_oidc_login_get_state (fixture->login), ==,
                   HOMEBOX_OIDC_LOGIN_REDEEMING);
  wait_while (fixture, HOMEBOX_OIDC_LOGIN_REDEEMING);
  assert_failed (fixture, HOMEBOX_ERROR_OIDC_REFUSED);
}

/* The provider knows the ports from 47700 to 47799 only, as it was told. */
static void
test_unregistered_port (Fixture *fixture, gconstpointer data)
{
  HomeboxOidcLogin *login = homebox_oidc_login_new (fixture->client, NULL, 0);

  g_assert_finalize_object (fixture->login);
  fixture->login = login;
  start_and_wait (fixture);
  g_assert_false (homebox_oidc_login_get_usual_port (login));

  test_browser_open (fixture->browser, homebox_oidc_login_get_authorization_uri (login));
  g_assert_cmpuint (test_browser_get_status (fixture->browser), ==, 400);
  g_assert_cmpint (homebox_oidc_login_get_state (login), ==, HOMEBOX_OIDC_LOGIN_WAITING);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect_uri = NULL;
  g_autofree char *redirect = NULL;
  g_autoptr (GError) error = NULL;

  homebox_oidc_login_start (fixture->login);
  wait_while (fixture, HOMEBOX_OIDC_LOGIN_ASKING);
  g_assert_no_error (homebox_oidc_login_get_error (fixture->login));
  g_assert_cmpint (homebox_oidc_login_get_state (fixture->login), ==,
                   HOMEBOX_OIDC_LOGIN_PASTING);

  redirect_uri = homebox_oidc_login_dup_redirect_uri (fixture->login);
  g_assert_true (g_str_has_prefix (redirect_uri, g_getenv ("HOMEBOX_TEST_REDIRECT")));
  g_assert_true (g_str_has_suffix (redirect_uri, "/api/v1/users/login/oidc/callback"));

  /* What is pasted reaches the server, which asks the provider about it. */
  redirect = forge_redirect (fixture, "code=never-given-out");
  g_assert_true (homebox_oidc_login_paste (fixture->login, redirect, &error));
  g_assert_no_error (error);
  wait_while (fixture, HOMEBOX_OIDC_LOGIN_REDEEMING);
  assert_failed (fixture, HOMEBOX_ERROR_OIDC_REFUSED);
}

static void
test_own_hostname (Fixture *fixture, gconstpointer data)
{
  homebox_oidc_login_start (fixture->login);
  wait_while (fixture, HOMEBOX_OIDC_LOGIN_ASKING);
  assert_failed (fixture, HOMEBOX_ERROR_OIDC_OWN_ADDRESS);
  g_assert_cmpstr (homebox_error_get_detail (homebox_oidc_login_get_error (fixture->login)), ==,
                   "http://homebox.example/api/v1/users/login/oidc/callback");
}

static void
test_off (Fixture *fixture, gconstpointer data)
{
  homebox_oidc_login_start (fixture->login);
  wait_while (fixture, HOMEBOX_OIDC_LOGIN_ASKING);
  assert_failed (fixture, HOMEBOX_ERROR_OIDC_OFF);
}

static void
trust_certificate (void)
{
  const char *file = g_getenv ("HOMEBOX_TEST_CA");
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  if (file == NULL)
    return;

  database = g_tls_file_database_new (file, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  const char *kind = g_getenv ("HOMEBOX_TEST_OIDC");

  g_test_init (&argc, &argv, NULL);

  if (g_getenv ("HOMEBOX_TEST_SERVER") == NULL)
    {
      g_print ("1..0 # SKIP there is no real Homebox\n");
      return 0;
    }

  trust_certificate ();

  if (g_strcmp0 (kind, "open") == 0)
    {
      add ("/oidc-login/success/ends-in-a-session-of-28-days", test_success);
      add ("/oidc-login/wrong-password/leaves-it-to-the-provider", test_wrong_password);
      add ("/oidc-login/cancel/stops-listening", test_cancel);
      add ("/oidc-login/denied/is-told-apart", test_denied);
      add ("/oidc-login/bad-code/is-refused-by-the-server", test_bad_code);
      add ("/oidc-login/paste/takes-only-the-right-address", test_paste);
      add ("/oidc-login/port/one-that-the-provider-does-not-know", test_unregistered_port);
    }
  else if (g_strcmp0 (kind, "elsewhere") == 0)
    add ("/oidc-login/elsewhere/the-address-has-to-be-pasted", test_elsewhere);
  else if (g_strcmp0 (kind, "hostname") == 0)
    add ("/oidc-login/hostname/cannot-work-and-says-so", test_own_hostname);
  else
    add ("/oidc-login/off/says-so", test_off);

  return g_test_run ();
}
