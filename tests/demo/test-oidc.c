#include "demo-browser.h"

#include <string.h>

#define SECRET "[A-Za-z0-9_-]{43}"
#define DATE "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"

static void
assert_match (const char *text, const char *pattern)
{
  if (!g_regex_match_simple (pattern, text, 0, 0))
    g_error ("“%s” is not like “%s”", text, pattern);
}

/* As the real server answers, header by header, with Dex behind it. */
static void
test_start (DemoFixture *fixture, gconstpointer version)
{
  const char *const names[] = { "oidc_state", "oidc_nonce", "oidc_pkce_verifier" };
  g_autoptr (DemoAnswer) answer = demo_fixture_send_with (
      fixture, "GET", OIDC_PATH, NULL, NULL, "Host", "127.0.0.1:47745", NULL);

  g_assert_cmpuint (answer->status, ==, 302);
  assert_match (demo_browser_get_location (answer),
                "^http://127\\.0\\.0\\.1:\\d+/provider/auth\\?client_id=homebox"
                "&code_challenge=" SECRET "&code_challenge_method=S256&nonce=" SECRET
                "&redirect_uri=http%3A%2F%2F127\\.0\\.0\\.1%3A47745"
                "%2Fapi%2Fv1%2Fusers%2Flogin%2Foidc%2Fcallback"
                "&response_type=code&scope=openid\\+profile\\+email&state=" SECRET "\\z");
  assert_match (answer->body,
                "^<a href=\"http://[^\"]+&amp;state=" SECRET "\">Found</a>\\.\n\n\\z");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *cookie = demo_browser_dup_cookie (answer, names[i]);
      g_autofree char *pattern = g_strdup_printf (
          "^%s=" SECRET "; Path=/; Domain=127\\.0\\.0\\.1; Expires=" DATE
          "; HttpOnly; SameSite=Lax\\z",
          names[i]);

      assert_match (cookie, pattern);
    }
}

static void
assert_address (DemoFixture *fixture,
                LatchkeyDemoFlags flags,
                const char *hostname,
                const char *base_uri,
                const char *domain)
{
  g_autofree char *redirect_uri = NULL;
  g_autofree char *expected = g_strconcat (base_uri, CALLBACK_PATH, NULL);
  g_autofree char *cookie = NULL;
  g_autofree char *attribute = g_strdup_printf ("; Domain=%s;", domain);
  g_autoptr (DemoAnswer) answer = NULL;

  demo_fixture_restart (fixture, LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_OIDC | flags);
  if (hostname != NULL)
    latchkey_demo_server_set_hostname (fixture->server, hostname);
  answer = demo_fixture_send_with (fixture,
                                   "GET",
                                   OIDC_PATH,
                                   NULL,
                                   NULL,
                                   "Host",
                                   "true.example:80",
                                   "X-Forwarded-Host",
                                   "127.0.0.1:47745",
                                   "X-Forwarded-Proto",
                                   "https",
                                   NULL);
  g_assert_cmpuint (answer->status, ==, 302);
  redirect_uri = demo_browser_dup_param (answer, "redirect_uri");
  g_assert_cmpstr (redirect_uri, ==, expected);
  cookie = demo_browser_dup_cookie (answer, "oidc_state");
  g_assert_nonnull (strstr (cookie, attribute));
}

static void
test_address (DemoFixture *fixture, gconstpointer version)
{
  const LatchkeyDemoFlags trust = LATCHKEY_DEMO_TRUST_PROXY;

  assert_address (fixture, 0, NULL, "http://true.example:80", "true.example");
  assert_address (fixture, trust, NULL, "https://127.0.0.1:47745", "127.0.0.1");
  assert_address (fixture, 0, "own.example", "http://own.example", "own.example");
  assert_address (fixture, trust, "own.example:8", "https://own.example:8", "own.example");
}

static void
test_off (DemoFixture *fixture, gconstpointer version)
{
  demo_fixture_restart (fixture, GPOINTER_TO_INT (version), LATCHKEY_DEMO_DEFAULT);
  demo_fixture_assert (fixture, "GET", OIDC_PATH, NULL, NULL, 404, "404 page not found\n");
  demo_fixture_assert (fixture, "GET", CALLBACK_PATH, NULL, NULL, 404, "404 page not found\n");
}

static void
test_unknown_to_old_version (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoAnswer) status
      = demo_fixture_send (fixture, "GET", "/api/v1/status", NULL, NULL);

  demo_fixture_assert (fixture, "GET", OIDC_PATH, NULL, NULL, 404, "404 page not found\n");
  g_assert_null (strstr (status->body, "oidc"));
}

static void
test_down (DemoFixture *fixture, gconstpointer version)
{
  const char *const text = "{\"error\":\"OIDC provider not available\"}";
  g_autoptr (DemoAnswer) closed = NULL;

  demo_fixture_restart (fixture,
                        LATCHKEY_DEMO_VERSION_CURRENT,
                        LATCHKEY_DEMO_OIDC | LATCHKEY_DEMO_OIDC_DOWN);
  demo_fixture_assert (fixture, "GET", CALLBACK_PATH, NULL, NULL, 500, text);
  for (guint i = 0; i < 6; i++)
    demo_fixture_assert (fixture, "GET", OIDC_PATH, NULL, NULL, 500, text);

  closed = demo_fixture_send (fixture, "GET", OIDC_PATH, NULL, NULL);
  g_assert_cmpuint (closed->status, ==, 429);
  g_assert_cmpstr (soup_message_headers_get_one (closed->headers, "Retry-After"), ==, "10");
}

static void
assert_status (DemoFixture *fixture, LatchkeyDemoFlags flags, const char *oidc)
{
  g_autoptr (DemoAnswer) answer = NULL;

  demo_fixture_restart (fixture, LATCHKEY_DEMO_VERSION_CURRENT, flags);
  answer = demo_fixture_send (fixture, "GET", "/api/v1/status", NULL, NULL);
  g_assert_nonnull (strstr (answer->body, oidc));
}

static void
test_status (DemoFixture *fixture, gconstpointer version)
{
  assert_status (fixture,
                 LATCHKEY_DEMO_DEFAULT,
                 "\"oidc\":{\"buttonText\":\"Sign in with OIDC\",\"enabled\":false,"
                 "\"allowLocal\":true}");
  assert_status (fixture,
                 LATCHKEY_DEMO_OIDC | LATCHKEY_DEMO_OIDC_AUTO_REDIRECT
                     | LATCHKEY_DEMO_NO_LOCAL_LOGIN,
                 "\"oidc\":{\"buttonText\":\"Sign in with OIDC\",\"enabled\":true,"
                 "\"autoRedirect\":true,\"allowLocal\":false}");
}

/* Signs in, and returns the token. */
static char *
sign_in (DemoFixture *fixture, const char *email, const char *password)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) back = demo_browser_sign_in (fixture, browser, email, password);
  g_autoptr (DemoAnswer) home = demo_browser_follow (fixture, back, browser->cookies);
  g_autofree char *cleared = demo_browser_dup_cookie (home, "oidc_pkce_verifier");
  g_autofree char *remember = demo_browser_dup_cookie (home, "hb.auth.remember");
  g_autofree char *token = demo_browser_dup_cookie (home, "hb.auth.token");
  g_autofree char *session = demo_browser_dup_cookie (home, "hb.auth.session");
  g_autofree char *attachments = demo_browser_dup_cookie (home, "hb.auth.attachment_token");

  g_assert_cmpuint (home->status, ==, 302);
  g_assert_cmpstr (demo_browser_get_location (home), ==, "/home");
  g_assert_cmpstr (home->body, ==, "<a href=\"/home\">Found</a>.\n\n");
  g_assert_cmpstr (cleared,
                   ==,
                   "oidc_pkce_verifier=; Path=/; Domain=127.0.0.1; "
                   "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; SameSite=Lax");
  assert_match (remember, "^hb\\.auth\\.remember=true; .*; HttpOnly; SameSite=Lax\\z");
  assert_match (session, "^hb\\.auth\\.session=true; .*" DATE "; SameSite=Lax\\z");
  assert_match (attachments, "^hb\\.auth\\.attachment_token=[A-Z2-7]{26}; ");
  assert_match (token,
                "^hb\\.auth\\.token=[A-Z2-7]{26}; Path=/; Domain=127\\.0\\.0\\.1; Expires=" DATE
                "; HttpOnly; SameSite=Lax\\z");

  return g_strndup (token + strlen ("hb.auth.token="), 26);
}

static char *
get_string (DemoFixture *fixture, const char *token, const char *path, const char *query)
{
  g_autoptr (DemoAnswer) answer = demo_fixture_send (fixture, "GET", path, token, NULL);

  g_assert_cmpuint (answer->status, ==, 200);

  return demo_answer_get_string (answer, query);
}

static void
test_new_account (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = sign_in (fixture, "Olive@example.org", OLIVE_PASSWORD);
  g_autofree char *again = sign_in (fixture, OLIVE, OLIVE_PASSWORD);
  g_autofree char *id = get_string (fixture, token, "/api/v1/users/self", "$.item.id");
  g_autofree char *same = get_string (fixture, again, "/api/v1/users/self", "$.item.id");
  g_autofree char *email = get_string (fixture, token, "/api/v1/users/self", "$.item.email");
  g_autofree char *issuer
      = get_string (fixture, token, "/api/v1/users/self", "$.item.oidcIssuer");
  g_autofree char *home = get_string (fixture, token, "/api/v1/groups", "$.name");
  g_autoptr (DemoAnswer) refused
      = demo_fixture_try_sign_in (fixture, OLIVE, OLIVE_PASSWORD);

  g_assert_cmpstr (id, ==, same);
  g_assert_cmpstr (email, ==, OLIVE);
  assert_match (issuer, "^http://127\\.0\\.0\\.1:\\d+/provider\\z");
  g_assert_cmpstr (home, ==, "Home");
  demo_fixture_assert (fixture,
                       "GET",
                       "/api/v1/groups/statistics",
                       token,
                       NULL,
                       200,
                       "{\"totalUsers\":1,\"totalItems\":0,\"totalLocations\":8,\"totalTags\":6,"
                       "\"totalItemPrice\":0,\"totalWithWarranty\":0}");
  g_assert_cmpuint (refused->status, ==, 401);
}

static void
test_same_email (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *with_password = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *token = sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *id = get_string (fixture, with_password, "/api/v1/users/self", "$.item.id");
  g_autofree char *same = get_string (fixture, token, "/api/v1/users/self", "$.item.id");
  g_autofree char *subject
      = get_string (fixture, with_password, "/api/v1/users/self", "$.item.oidcSubject");

  g_assert_cmpstr (id, ==, same);
  g_assert_nonnull (subject);
}

static void
assert_refused (DemoAnswer *answer)
{
  g_autofree char *cleared = demo_browser_dup_cookie (answer, "oidc_state");
  g_autofree char *token = demo_browser_dup_cookie (answer, "hb.auth.token");

  g_assert_cmpuint (answer->status, ==, 302);
  g_assert_cmpstr (demo_browser_get_location (answer), ==, "/?oidc_error=oidc_auth_failed");
  assert_match (cleared, "^oidc_state=; .*; Max-Age=0; HttpOnly; SameSite=Lax\\z");
  g_assert_null (token);
}

/* Every code is good for one try, whatever was wrong with it. */
static void
test_cookies_needed (DemoFixture *fixture, gconstpointer version)
{
  const char *const damages[] = { "oidc_state=", "oidc_nonce=", "oidc_pkce_verifier=" };

  for (gsize i = 0; i < G_N_ELEMENTS (damages) * 2; i++)
    {
      g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
      g_autoptr (DemoAnswer) back
          = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);
      g_autoptr (DemoAnswer) answer = NULL;
      char *cookie = strstr (browser->cookies, damages[i / 2]);

      /* Another value, or none at all. */
      if (i % 2 == 0)
        cookie[strlen (damages[i / 2])] ^= 1;
      else
        *cookie = 'x';
      answer = demo_browser_follow (fixture, back, browser->cookies);
      assert_refused (answer);
    }
}

static void
test_one_try (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, NULL);
  g_autoptr (DemoAnswer) back = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) first = demo_browser_follow (fixture, back, browser->cookies);
  g_autoptr (DemoAnswer) second = demo_browser_follow (fixture, back, browser->cookies);

  g_assert_cmpstr (demo_browser_get_location (first), ==, "/home");
  assert_refused (second);
}

static void
test_same_host_needed (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoBrowser) browser = demo_browser_start (fixture, "127.0.0.1:47745");
  g_autoptr (DemoAnswer) back = demo_browser_sign_in (fixture, browser, ADA, ADA_PASSWORD);
  const char *address = demo_browser_get_location (back);
  g_autoptr (DemoAnswer) answer = NULL;

  g_assert_true (g_str_has_prefix (address, "http://127.0.0.1:47745" CALLBACK_PATH "?"));
  answer = demo_fixture_send_with (fixture,
                                   "GET",
                                   strstr (address, CALLBACK_PATH),
                                   NULL,
                                   NULL,
                                   "Cookie",
                                   browser->cookies,
                                   NULL);
  assert_refused (answer);
}

static void
test_failures_do_not_close (DemoFixture *fixture, gconstpointer version)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (DemoAnswer) answer
          = demo_fixture_send (fixture, "GET", CALLBACK_PATH "?error=x", NULL, NULL);

      assert_refused (answer);
    }
}

static void
add (const char *path,
     gconstpointer version,
     void (*set_up) (DemoFixture *fixture, gconstpointer version),
     void (*test) (DemoFixture *fixture, gconstpointer version))
{
  g_test_add (path, DemoFixture, version, set_up, test, demo_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  const gconstpointer current = DEMO_VERSION (CURRENT);

  g_test_init (&argc, &argv, NULL);

  add ("/demo/oidc/start/is-answered-as-by-homebox", current, demo_browser_set_up, test_start);
  add ("/demo/oidc/start/own-address", current, demo_browser_set_up, test_address);
  add ("/demo/oidc/off", current, demo_fixture_set_up, test_off);
  add ("/demo/oidc/off-v0.25", DEMO_VERSION (0_25), demo_fixture_set_up, test_off);
  add ("/demo/oidc/unknown-to-v0.21",
       DEMO_VERSION (0_21),
       demo_browser_set_up,
       test_unknown_to_old_version);
  add ("/demo/oidc/down", current, demo_browser_set_up, test_down);
  add ("/demo/oidc/status", current, demo_browser_set_up, test_status);
  add ("/demo/oidc/sign-in/new-account", current, demo_browser_set_up, test_new_account);
  add ("/demo/oidc/sign-in/same-email", current, demo_browser_set_up, test_same_email);
  add ("/demo/oidc/sign-in/same-email-v0.25",
       DEMO_VERSION (0_25),
       demo_browser_set_up,
       test_same_email);
  add ("/demo/oidc/refused/without-its-cookies",
       current,
       demo_browser_set_up,
       test_cookies_needed);
  add ("/demo/oidc/refused/a-second-time", current, demo_browser_set_up, test_one_try);
  add ("/demo/oidc/refused/from-another-host",
       current,
       demo_browser_set_up,
       test_same_host_needed);
  add ("/demo/oidc/refused/never-too-often",
       current,
       demo_browser_set_up,
       test_failures_do_not_close);

  return g_test_run ();
}
