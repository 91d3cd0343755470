#include "demo-browser.h"

#include "latchkey-demo-control.h"

#include <string.h>

static void
assert_page (DemoAnswer *answer, guint status, const char *words)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (soup_message_headers_get_content_type (answer->headers, NULL), ==, "text/html");
  g_assert_nonnull (strstr (answer->body, words));
  g_assert_null (demo_browser_get_location (answer));
}

/* That the person comes back to Homebox with @name=@value and the state of the request. */
static void
assert_sent_back (DemoBrowser *browser, DemoAnswer *answer, const char *name, const char *value)
{
  const char *redirect_uri = g_hash_table_lookup (browser->request, "redirect_uri");
  g_autofree char *got = NULL;
  g_autofree char *state = NULL;

  g_assert_cmpuint (answer->status, ==, 303);
  g_assert_true (g_str_has_prefix (demo_browser_get_location (answer), redirect_uri));
  got = demo_browser_dup_param (answer, name);
  if (value != NULL)
    g_assert_cmpstr (got, ==, value);
  else
    g_assert_nonnull (got);
  state = demo_browser_dup_param (answer, "state");
  g_assert_cmpstr (state, ==, g_hash_table_lookup (browser->request, "state"));
}

static void
test_page (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) page
      = demo_fixture_send (fixture, "GET", browser->location, NULL, NULL);
  g_autoptr (DemoAnswer) wrong
      = demo_browser_sign_in (fixture, browser, "<b>@example.org", "wrong");
  g_autoptr (DemoAnswer) right = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);

  assert_page (page, 200, "name=\"password\"");
  g_assert_null (strstr (page->body, "role=\"alert\""));
  assert_page (wrong, 200, "role=\"alert\"");
  g_assert_nonnull (strstr (wrong->body, "value=\"&lt;b&gt;@example.org\""));
  assert_sent_back (browser, right, "code", NULL);
}

/* The secret in the hidden field of the page that asks. */
static char *
ask_for_consent (DemoFixture *fixture, DemoBrowser *browser)
{
  g_autoptr (DemoAnswer) page = demo_browser_sign_in (fixture, browser, OLIVE, OLIVE_PASSWORD);
  const char *field = strstr (page->body, "name=\"grant\"");
  const char *value;

  assert_page (page, 200, "Allow Homebox?");
  g_assert_nonnull (strstr (page->body, OLIVE));
  g_assert_nonnull (field);
  value = strstr (field, "value=\"") + strlen ("value=\"");

  return g_strndup (value, strcspn (value, "\""));
}

static DemoAnswer *
decide (DemoFixture *fixture, DemoBrowser *browser, const char *grant, const char *decision)
{
  g_autofree char *form = soup_form_encode ("grant", grant, "decision", decision, NULL);

  return demo_browser_post (fixture, browser, form);
}

static void
test_allow (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autofree char *grant = NULL;
  g_autoptr (DemoAnswer) back = NULL;
  g_autoptr (DemoAnswer) home = NULL;

  demo_browser_control (fixture, "provider consent");
  grant = ask_for_consent (fixture, browser);
  back = decide (fixture, browser, grant, "allow");
  assert_sent_back (browser, back, "code", NULL);
  home = demo_browser_follow (fixture, back, browser->cookies);
  g_assert_cmpstr (demo_browser_get_location (home), ==, "/home");
}

static void
test_deny_by_hand (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autofree char *grant = NULL;
  g_autoptr (DemoAnswer) back = NULL;
  g_autoptr (DemoAnswer) too_late = NULL;

  demo_browser_control (fixture, "provider consent");
  grant = ask_for_consent (fixture, browser);
  back = decide (fixture, browser, grant, "deny");
  assert_sent_back (browser, back, "error", "access_denied");
  too_late = decide (fixture, browser, grant, "allow");
  assert_page (too_late, 200, "name=\"password\"");
}

/* What the page knows is no code, and is good for its own request only. */
static void
test_consent_cannot_be_skipped (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoBrowser) other = demo_browser_start (fixture, NULL);
  g_autofree char *grant = NULL;
  g_autofree char *query = NULL;
  g_autofree char *path = NULL;
  g_autoptr (DemoAnswer) passed_on = NULL;
  g_autoptr (DemoAnswer) refused = NULL;

  demo_browser_control (fixture, "provider consent");
  grant = ask_for_consent (fixture, browser);
  passed_on = decide (fixture, other, grant, "allow");
  assert_page (passed_on, 200, "name=\"password\"");

  query = soup_form_encode (
      "code", grant, "state", g_hash_table_lookup (browser->request, "state"), NULL);
  path = g_strconcat (CALLBACK_PATH "?", query, NULL);
  refused = demo_fixture_send_with (
      fixture, "GET", path, NULL, NULL, "Cookie", browser->cookies, NULL);
  g_assert_cmpstr (demo_browser_get_location (refused), ==, "/?oidc_error=oidc_auth_failed");
}

static void
test_deny (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) back = NULL;
  g_autoptr (DemoAnswer) refused = NULL;

  demo_browser_control (fixture, "provider deny");
  back = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);
  assert_sent_back (browser, back, "error", "access_denied");
  refused = demo_browser_follow (fixture, back, browser->cookies);
  g_assert_cmpstr (demo_browser_get_location (refused), ==, "/?oidc_error=oidc_auth_failed");
}

static void
test_error (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) back = NULL;

  demo_browser_control (fixture, "provider error");
  back = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);
  assert_sent_back (browser, back, "error", "server_error");
}

static void
test_wrong_state (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) back = NULL;
  g_autoptr (DemoAnswer) refused = NULL;
  g_autofree char *state = NULL;
  g_autofree char *code = NULL;

  demo_browser_control (fixture, "provider wrong-state");
  back = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);
  state = demo_browser_dup_param (back, "state");
  code = demo_browser_dup_param (back, "code");
  g_assert_cmpstr (state, ==, "of-somebody-else");
  g_assert_nonnull (code);
  refused = demo_browser_follow (fixture, back, browser->cookies);
  g_assert_cmpstr (demo_browser_get_location (refused), ==, "/?oidc_error=oidc_auth_failed");
}

static void
test_refuse (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) refused = NULL;
  g_autoptr (DemoAnswer) known = NULL;

  demo_browser_control (fixture, "provider refuse");
  refused = demo_fixture_send (fixture, "GET", browser->location, NULL, NULL);
  assert_page (refused, 400, "not registered");
  demo_browser_control (fixture, "provider off");
  known = demo_fixture_send (fixture, "GET", browser->location, NULL, NULL);
  assert_page (known, 200, "name=\"password\"");
}

static void
test_registered (DemoFixture *fixture, gconstpointer version)
{
  const struct
  {
    const char *host;
    guint status;
  } cases[] = {
    { "127.0.0.1:47700", 200 }, { "127.0.0.1:47745", 200 }, { "127.0.0.1:47749", 200 },
    { "127.0.0.1:47799", 200 }, { "127.0.0.1:47699", 400 }, { "127.0.0.1:47800", 400 },
    { "127.0.0.1:4774", 400 },  { "localhost:47745", 400 }, { "127.0.0.1", 400 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, cases[i].host);
      g_autoptr (DemoAnswer) page
          = demo_fixture_send (fixture, "GET", browser->location, NULL, NULL);
      g_autoptr (DemoAnswer) posted
          = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);

      g_assert_cmpuint (page->status, ==, cases[i].status);
      g_assert_cmpuint (posted->status, ==, cases[i].status == 200 ? 303 : 400);
    }
}

/* A request that does not say what it has to is sent back, as long as it says where to. */
static void
test_mistakes (DemoFixture *fixture, gconstpointer version)
{
  const char *const cases[][3] = {
    { "S256", "plai", "invalid_request" },
    { "response_type=code", "response_type=wish", "unsupported_response_type" },
    { "scope=openid", "scope=closed", "invalid_scope" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
      g_autoptr (DemoAnswer) back = NULL;
      char *found = strstr (browser->location, cases[i][0]);

      g_assert_nonnull (found);
      memcpy (found, cases[i][1], strlen (cases[i][1]));
      back = demo_fixture_send (fixture, "GET", browser->location, NULL, NULL);
      assert_sent_back (browser, back, "error", cases[i][2]);
    }
}

static void
test_slow (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) page = NULL;
  g_autoptr (DemoAnswer) answer = NULL;
  gint64 start;

  demo_browser_control (fixture, "provider slow 1");
  start = g_get_monotonic_time ();
  page = demo_fixture_send (fixture, "GET", browser->location, NULL, NULL);
  /* GLib's timers may be a little early. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 990 * G_TIME_SPAN_MILLISECOND);
  assert_page (page, 200, "name=\"password\"");

  demo_browser_control (fixture, "provider slow 3600");
  demo_browser_control (fixture, "provider off");
  answer = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);
  assert_sent_back (browser, answer, "code", NULL);
}

static void
test_wrong_lines (DemoFixture *fixture, gconstpointer version)
{
  const char *const lines[]
      = { "provider", "provider dance", "provider slow", "provider deny 3", "provider slow soon" };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_null (latchkey_demo_control_run (fixture->server, lines[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }

  demo_fixture_restart (fixture, LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_DEFAULT);
  g_assert_null (latchkey_demo_control_run (fixture->server, "provider deny", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
add (const char *path, void (*test) (DemoFixture *fixture, gconstpointer version))
{
  g_test_add (path,
              DemoFixture,
              DEMO_VERSION (CURRENT),
              demo_browser_set_up,
              test,
              demo_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/demo/provider/page", test_page);
  add ("/demo/provider/consent/allow", test_allow);
  add ("/demo/provider/consent/deny", test_deny_by_hand);
  add ("/demo/provider/consent/cannot-be-skipped", test_consent_cannot_be_skipped);
  add ("/demo/provider/deny", test_deny);
  add ("/demo/provider/error", test_error);
  add ("/demo/provider/wrong-state", test_wrong_state);
  add ("/demo/provider/refuse", test_refuse);
  add ("/demo/provider/registered", test_registered);
  add ("/demo/provider/mistakes", test_mistakes);
  add ("/demo/provider/slow", test_slow);
  add ("/demo/provider/wrong-lines", test_wrong_lines);

  return g_test_run ();
}
