#include "latchkey-session-words.h"

#include <locale.h>

static LatchkeyAccount *
account_that_ends_in (GTimeSpan left)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = g_date_time_add (now, left);
  g_autofree char *text = g_date_time_format_iso8601 (end);
  g_autoptr (LatchkeyAccount) account
    = latchkey_account_new ("https://home.example.org", "1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (JsonNode) node = latchkey_account_to_json (account);
  g_autoptr (GError) error = NULL;
  LatchkeyAccount *with_end;

  json_object_set_string_member (json_node_get_object (node), "expires-at", text);
  with_end = latchkey_account_new_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);

  return with_end;
}

/* A minute more than what is to be said: time goes on while the test runs. */
static void
assert_left (GTimeSpan left, const char *expected)
{
  g_autoptr (LatchkeyAccount) account = account_that_ends_in (left);
  g_autofree char *words = latchkey_session_words_until (account);

  g_assert_true (g_str_has_prefix (words, "Until "));
  g_assert_true (g_str_has_suffix (words, expected));
}

static void
test_until (void)
{
  assert_left (12 * G_TIME_SPAN_DAY + G_TIME_SPAN_MINUTE, "(12 days left)");
  assert_left (2 * G_TIME_SPAN_DAY + G_TIME_SPAN_MINUTE, "(2 days left)");
  assert_left (G_TIME_SPAN_DAY + G_TIME_SPAN_MINUTE, "(24 hours left)");
  assert_left (G_TIME_SPAN_HOUR + G_TIME_SPAN_MINUTE, "(1 hour left)");
  assert_left (30 * G_TIME_SPAN_MINUTE, "(less than an hour left)");
  assert_left (-G_TIME_SPAN_MINUTE, "(over)");
}

/* In the person's time zone, whatever the server's is. */
static void
test_since (void)
{
  g_autoptr (LatchkeyAccount) account
    = latchkey_account_new ("https://home.example.org", "1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (GDateTime) since = g_date_time_new_from_iso8601 ("2026-12-21T23:30:00Z", NULL);
  g_autofree char *words = NULL;

  g_assert_null (latchkey_session_words_since (account));
  latchkey_account_set_signed_in_at (account, since);
  words = latchkey_session_words_since (account);
  g_assert_cmpstr (words, ==, "22 December 2026, 01:30");
}

static void
test_no_end (void)
{
  g_autoptr (LatchkeyAccount) account
    = latchkey_account_new ("https://home.example.org", "1", HOMEBOX_TOKEN_API_KEY);

  g_assert_null (latchkey_session_words_until (account));
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC-2", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session-words/until-with-what-is-left", test_until);
  g_test_add_func ("/session-words/since-in-the-own-time-zone", test_since);
  g_test_add_func ("/session-words/api-key-without-an-end", test_no_end);

  return g_test_run ();
}
