#include "latchkey-api-key-words.h"

#include "homebox-expiry.h"

/* What a server tells of a key; times as it writes them. */
static HomeboxApiKey *
make_key (const char *last_used_at, GDateTime *expires_at)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *end = homebox_expiry_to_text (expires_at);
  g_autoptr (GError) error = NULL;
  HomeboxApiKey *key;

  json_object_set_string_member (object, "id", "0001");
  json_object_set_string_member (object, "name", "Printer");
  json_object_set_string_member (object, "createdAt", "2026-03-04T12:00:00Z");
  json_object_set_string_member (object, "expiresAt", end);
  if (last_used_at != NULL)
    json_object_set_string_member (object, "lastUsedAt", last_used_at);

  key = homebox_api_key_new_from_json (object, &error);
  g_assert_no_error (error);

  return key;
}

static void
test_created_and_used (void)
{
  g_autoptr (GDateTime) end = homebox_expiry_new_in_days (30);
  g_autoptr (HomeboxApiKey) unused = make_key (NULL, end);
  g_autoptr (HomeboxApiKey) used = make_key ("2026-05-06T12:00:00Z", end);
  g_autofree char *created = latchkey_api_key_words_created (unused);
  g_autofree char *not_yet = latchkey_api_key_words_used (unused);
  g_autofree char *last = latchkey_api_key_words_used (used);

  g_assert_cmpstr (created, ==, "Created on 4 March 2026");
  g_assert_cmpstr (not_yet, ==, "Not used yet");
  g_assert_cmpstr (last, ==, "Last used on 6 May 2026");
}

static void
assert_ends (GDateTime *end, const char *prefix, const char *suffix)
{
  g_autoptr (HomeboxApiKey) key = make_key (NULL, end);
  g_autofree char *words = latchkey_api_key_words_ends (key);

  g_assert_true (g_str_has_prefix (words, prefix));
  g_assert_true (g_str_has_suffix (words, suffix));
}

static void
test_ends (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) soon = g_date_time_add_hours (now, 5);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_hours (now, 26);
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 24 * 40 + 2);
  g_autoptr (GDateTime) over = g_date_time_new_utc (2026, 2, 3, 12, 0, 0);
  g_autoptr (GDateTime) latest = homebox_expiry_new_latest ();

  assert_ends (soon, "Expires on ", " (less than a day left)");
  assert_ends (tomorrow, "Expires on ", " (1 day left)");
  assert_ends (later, "Expires on ", " (40 days left)");
  assert_ends (over, "Expired on 3 February 2026", "");
  assert_ends (latest, "Does not expire", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api-key-words/created-and-used", test_created_and_used);
  g_test_add_func ("/api-key-words/ends", test_ends);

  return g_test_run ();
}
