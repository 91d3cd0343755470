#include "demo-fixture.h"

static void
test_wrong_password (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoAnswer) answer = demo_fixture_try_sign_in (fixture, ADA, "wrong");
  gboolean is_old = version == DEMO_VERSION (0_21);

  g_assert_cmpuint (answer->status, ==, is_old ? 500 : 401);
  g_assert_cmpstr (answer->body,
                   ==,
                   is_old ? "\"invalid username or password\"" : "{\"error\":\"unauthorized\"}");
}

static void
test_content_type (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoAnswer) answer = demo_fixture_send_with (
      fixture,
      "POST",
      "/api/v1/users/login",
      "application/json; charset=utf-8",
      "{\"username\":\"" ADA "\",\"password\":\"" ADA_PASSWORD "\"}",
      NULL);

  g_assert_cmpuint (answer->status, ==, version == DEMO_VERSION (0_21) ? 500 : 401);
}

static void
test_empty_form (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoAnswer) answer = demo_fixture_send_with (
      fixture, "POST", "/api/v1/users/login", "application/x-www-form-urlencoded", "", NULL);

  g_assert_cmpuint (answer->status, ==, 401);
}

static guint
count_days (DemoFixture *fixture, const char *stay)
{
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"" ADA "\",\"password\":\"" ADA_PASSWORD "\",\"stayLoggedIn\":%s}", stay);
  g_autoptr (DemoAnswer) answer
      = demo_fixture_send (fixture, "POST", "/api/v1/users/login", NULL, body);
  g_autofree char *text = demo_answer_get_string (answer, "$.expiresAt");
  g_autoptr (GDateTime) expires = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return (g_date_time_difference (expires, now) + G_TIME_SPAN_HOUR) / G_TIME_SPAN_DAY;
}

static void
test_length (DemoFixture *fixture, gconstpointer version)
{
  g_assert_cmpuint (count_days (fixture, "true"), ==, 28);
  g_assert_cmpuint (count_days (fixture, "false"), ==, 7);
}

static void
test_cookies_win (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autofree char *cookies = g_strdup_printf ("hb.auth.token=%s; hb.auth.remember=true",
                                              charles + strlen ("Bearer "));
  g_autoptr (DemoAnswer) answer = demo_fixture_send_with (fixture,
                                                          "GET",
                                                          "/api/v1/users/self",
                                                          NULL,
                                                          NULL,
                                                          "Authorization",
                                                          ada,
                                                          "Cookie",
                                                          cookies,
                                                          NULL);
  g_autofree char *email = demo_answer_get_string (answer, "$.item.email");

  g_assert_cmpstr (email, ==, CHARLES);
}

static void
test_sets_cookies (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoAnswer) answer = demo_fixture_try_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *token = demo_answer_get_string (answer, "$.token");
  SoupMessageHeadersIter iter;
  const char *name, *value;
  GString *names = g_string_new (NULL);
  g_autofree char *all = NULL;

  soup_message_headers_iter_init (&iter, answer->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Set-Cookie") == 0)
      {
        g_autoptr (SoupCookie) cookie = soup_cookie_parse (value, NULL);

        g_string_append_printf (names, "%s ", soup_cookie_get_name (cookie));
        g_assert_cmpstr (soup_cookie_get_domain (cookie), ==, "127.0.0.1");
        g_assert_nonnull (soup_cookie_get_expires (cookie));
        if (strcmp (soup_cookie_get_name (cookie), "hb.auth.token") == 0)
          {
            g_assert_cmpstr (soup_cookie_get_value (cookie), ==, token + strlen ("Bearer "));
            g_assert_true (soup_cookie_get_http_only (cookie));
          }
      }
  all = g_string_free (names, FALSE);
  g_assert_cmpstr (all,
                   ==,
                   version == DEMO_VERSION (0_21)
                       ? "hb.auth.remember hb.auth.token hb.auth.session "
                       : "hb.auth.remember hb.auth.token hb.auth.session "
                         "hb.auth.attachment_token ");
}

static void
test_email_is_normalized (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoAnswer) capitals
      = demo_fixture_try_sign_in (fixture, "ADA@example.org", ADA_PASSWORD);
  g_autoptr (DemoAnswer) spaces = demo_fixture_try_sign_in (fixture, " " ADA " ", ADA_PASSWORD);
  gboolean is_current = version == DEMO_VERSION (CURRENT);

  g_assert_cmpuint (capitals->status, ==, 200);
  g_assert_cmpint (spaces->status == 200, ==, is_current);
}

static void
test_refresh (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *old = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) answer
      = demo_fixture_send (fixture, "GET", "/api/v1/users/refresh", old, NULL);
  g_autofree char *new = demo_answer_get_string (answer, "$.raw");

  g_assert_cmpuint (answer->status, ==, 200);
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", new, NULL, 200, NULL);
  demo_fixture_assert (fixture,
                       "GET",
                       "/api/v1/users/self",
                       old,
                       NULL,
                       version == DEMO_VERSION (CURRENT) ? 401 : 200,
                       NULL);
}

static void
test_sign_out (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *one = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *two = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *three = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);

  demo_fixture_assert (fixture, "POST", "/api/v1/users/logout", one, NULL, 204, "");
  demo_fixture_assert (fixture,
                       "GET",
                       "/api/v1/users/self",
                       one,
                       NULL,
                       401,
                       "{\"error\":\"valid authorization token is required\"}");
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", two, NULL, 200, NULL);
  if (version != DEMO_VERSION (CURRENT))
    {
      demo_fixture_assert (fixture, "POST", "/api/v1/users/logout/all", two, NULL, 404, NULL);
      return;
    }
  demo_fixture_assert (fixture, "POST", "/api/v1/users/logout/all", two, NULL, 204, "");
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", two, NULL, 401, NULL);
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", three, NULL, 401, NULL);
}

static void
test_too_many_attempts (DemoFixture *fixture, gconstpointer version)
{
  for (int i = 0; i < 6; i++)
    {
      g_autoptr (DemoAnswer) answer = demo_fixture_try_sign_in (fixture, ADA, "wrong");

      g_assert_cmpuint (answer->status, !=, 429);
    }
  {
    g_autoptr (DemoAnswer) answer = demo_fixture_try_sign_in (fixture, ADA, ADA_PASSWORD);

    if (version == DEMO_VERSION (0_21))
      {
        g_assert_cmpuint (answer->status, ==, 200);
        return;
      }
    g_assert_cmpuint (answer->status, ==, 429);
    g_assert_cmpstr (answer->body, ==, "{\"error\":\"too many authentication attempts\"}");
    g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Retry-After"), ==, "10");
  }
}

static void
test_success_forgives (DemoFixture *fixture, gconstpointer version)
{
  for (int i = 0; i < 12; i++)
    {
      g_autoptr (DemoAnswer) answer
          = demo_fixture_try_sign_in (fixture, ADA, i % 6 == 5 ? ADA_PASSWORD : "wrong");

      g_assert_cmpuint (answer->status, ==, i % 6 == 5 ? 200 : 401);
    }
}

static void
test_no_local_login (DemoFixture *fixture, gconstpointer version)
{
  const char *refusal = "{\"error\":\"local login is not enabled\"}";

  demo_fixture_restart (fixture, LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_NO_LOCAL_LOGIN);
  demo_fixture_assert (fixture, "POST", "/api/v1/users/login", NULL, "{}", 403, refusal);
  demo_fixture_assert (fixture, "POST", "/api/v1/users/register", NULL, "{}", 403, refusal);
  demo_fixture_assert (fixture, "POST", "/api/v1/users/forgot-password", NULL, "{}", 403, refusal);
}

#define ADD(path, version, function) \
  g_test_add ("/demo/sign-in/" path, \
              DemoFixture, \
              DEMO_VERSION (version), \
              demo_fixture_set_up, \
              function, \
              demo_fixture_tear_down)
#define ADD_ALL(path, function) \
  ADD (path "/v0.21", 0_21, function); \
  ADD (path "/v0.25", 0_25, function); \
  ADD (path "/current", CURRENT, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_ALL ("wrong-password", test_wrong_password);
  ADD_ALL ("charset-is-refused", test_content_type);
  ADD ("empty-form", CURRENT, test_empty_form);
  ADD_ALL ("lasts-28-or-7-days", test_length);
  ADD_ALL ("cookies-win-over-the-header", test_cookies_win);
  ADD_ALL ("sets-cookies", test_sets_cookies);
  ADD_ALL ("email-is-normalized", test_email_is_normalized);
  ADD_ALL ("refresh", test_refresh);
  ADD_ALL ("sign-out", test_sign_out);
  ADD_ALL ("too-many-attempts", test_too_many_attempts);
  ADD ("success-forgives-failures", CURRENT, test_success_forgives);
  ADD ("no-local-login", CURRENT, test_no_local_login);

  return g_test_run ();
}
