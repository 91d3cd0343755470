#include "session-fixture.h"

#include "homebox-api-keys.h"
#include "homebox-expiry.h"

#include <string.h>

#define LIST "GET /api/v1/users/self/api-keys"
#define CREATE "POST /api/v1/users/self/api-keys"
#define NO_SUCH_PAGE                                                                               \
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n"               \
  "404 page not found"

#define OLD_KEY                                                                                    \
  "{\"id\":\"k1\",\"userId\":\"9c5c\",\"name\":\"Old\",\"createdAt\":\"2026-01-01T00:00:00.5Z\","  \
  "\"expiresAt\":\"2026-02-01T00:00:00Z\",\"lastUsedAt\":\"2026-01-15T12:00:00+02:00\"}"
#define NEW_KEY                                                                                    \
  "{\"id\":\"k2\",\"userId\":\"9c5c\",\"name\":\"New\",\"createdAt\":\"2026-10-01T00:00:00Z\","    \
  "\"expiresAt\":\"9999-12-31T23:59:59Z\",\"lastUsedAt\":null}"
#define MADE_KEY                                                                                   \
  "{\"id\":\"k3\",\"userId\":\"9c5c\",\"name\":\"Mine\",\"createdAt\":\"2026-11-01T00:00:00Z\","   \
  "\"expiresAt\":\"2099-01-01T00:00:00Z\",\"lastUsedAt\":null,\"token\":\"hb_SECRET\"}"
#define LOST_KEY                                                                                   \
  "{\"id\":\"k4\",\"userId\":\"9c5c\",\"name\":\"Mine\",\"createdAt\":\"2026-11-01T00:00:00Z\","   \
  "\"expiresAt\":\"2099-01-01T00:00:00Z\",\"lastUsedAt\":null}"

static GDateTime *
in_2099 (void)
{
  return g_date_time_new_utc (2099, 1, 1, 0, 0, 0);
}

static gboolean
load (HomeboxApiKeys *keys, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_api_keys_load_async (keys, NULL, await_store, &result);

  return homebox_api_keys_load_finish (keys, await (&result), error);
}

static HomeboxToken *
create (HomeboxApiKeys *keys, const char *name, GDateTime *expires_at, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_api_keys_create_async (keys, name, expires_at, NULL, await_store, &result);

  return homebox_api_keys_create_finish (keys, await (&result), error);
}

static void
assert_ids (HomeboxApiKeys *keys, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (keys)); i++)
    {
      g_autoptr (HomeboxApiKey) key = g_list_model_get_item (G_LIST_MODEL (keys), i);

      g_string_append_printf (ids, "%s ", homebox_api_key_get_id (key));
    }

  g_assert_cmpstr (ids->str, ==, expected);
}

static void
note_change (GListModel *keys, guint position, guint removed, guint added, GString *changes)
{
  g_string_append_printf (changes, "%u-%u+%u ", position, removed, added);
}

static void
load_two (SessionFixture *fixture, HomeboxApiKeys *keys)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", "[" OLD_KEY "," NEW_KEY "]");
  g_assert_true (load (keys, &error));
  g_assert_no_error (error);
}

static void
test_load (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (HomeboxApiKey) old = NULL;
  g_autoptr (HomeboxApiKey) new = NULL;

  g_assert_false (homebox_api_keys_get_loaded (keys));
  load_two (fixture, keys);
  session_fixture_assert_request (fixture, 0, LIST);
  g_assert_true (homebox_api_keys_get_loaded (keys));
  g_assert_false (homebox_api_keys_get_busy (keys));
  assert_ids (keys, "k2 k1 ");

  new = g_list_model_get_item (G_LIST_MODEL (keys), 0);
  g_assert_true (homebox_api_key_is_endless (new));
  g_assert_false (homebox_api_key_is_expired (new));
  g_assert_null (homebox_api_key_get_last_used_at (new));

  old = g_list_model_get_item (G_LIST_MODEL (keys), 1);
  g_assert_cmpstr (homebox_api_key_get_name (old), ==, "Old");
  g_assert_true (homebox_api_key_is_expired (old));
  g_assert_false (homebox_api_key_is_endless (old));
  g_assert_cmpint (g_date_time_to_unix (homebox_api_key_get_last_used_at (old)), ==, 1768471200);
  g_assert_nonnull (homebox_api_key_get_created_at (old));

  g_assert_finalize_object (keys);
}

/* A row that says the same as before stays the row it was. */
static void
test_load_again (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  load_two (fixture, keys);
  g_signal_connect (keys, "items-changed", G_CALLBACK (note_change), changes);

  load_two (fixture, keys);
  g_assert_cmpstr (changes->str, ==, "");

  raw_server_answer_json (fixture->server, "200 OK",
                          "[{\"id\":\"k1\",\"name\":\"Old\","
                          "\"createdAt\":\"2026-01-01T00:00:00.5Z\","
                          "\"expiresAt\":\"2026-02-01T00:00:00Z\","
                          "\"lastUsedAt\":\"2026-11-01T00:00:00Z\"}," NEW_KEY "]");
  g_assert_true (load (keys, &error));
  g_assert_cmpstr (changes->str, ==, "1-1+1 ");

  raw_server_answer_json (fixture->server, "200 OK", "[" NEW_KEY "]");
  g_assert_true (load (keys, &error));
  g_assert_cmpstr (changes->str, ==, "1-1+1 0-2+1 ");

  /* A list that cannot be had changes nothing. */
  raw_server_answer (fixture->server, RAW_THEN_KEEP, "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n");
  g_assert_false (load (keys, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_FAILED);
  assert_ids (keys, "k2 ");
  g_assert_true (homebox_api_keys_get_loaded (keys));

  g_assert_finalize_object (keys);
}

static void
test_damaged (SessionFixture *fixture, gconstpointer data)
{
  static const char *const damaged[]
      = { "[1]", "[{\"name\":\"x\"}]", "[{\"id\":\"\"}]", "{\"id\":\"k1\"}", "nonsense" };
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer_json (fixture->server, "200 OK", damaged[i]);
      g_assert_false (load (keys, &error));
      assert_homebox_error (error, HOMEBOX_ERROR_BROKEN_ANSWER);
    }

  g_assert_false (homebox_api_keys_get_loaded (keys));
  g_assert_finalize_object (keys);
}

static void
test_create (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GDateTime) then = in_2099 ();
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  load_two (fixture, keys);
  g_signal_connect (keys, "items-changed", G_CALLBACK (note_change), changes);
  raw_server_answer_json (fixture->server, "201 Created", MADE_KEY);
  token = create (keys, "  Mine ", then, &error);
  g_assert_no_error (error);

  session_fixture_assert_request (fixture, 1, CREATE);
  session_fixture_assert_body (fixture, 1,
                               "{\"name\":\"Mine\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
  g_assert_cmpint (homebox_token_get_kind (token), ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_cmpstr (homebox_secret_peek (homebox_token_get_secret (token)), ==, "hb_SECRET");
  g_assert_true (g_date_time_equal (homebox_token_get_expires_at (token), then));
  assert_ids (keys, "k3 k2 k1 ");
  g_assert_cmpstr (changes->str, ==, "0-0+1 ");
  g_assert_false (homebox_api_keys_get_busy (keys));

  g_assert_finalize_object (keys);
}

static void
test_create_checked (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GDateTime) then = in_2099 ();
  g_autoptr (GDateTime) past = g_date_time_new_utc (2020, 1, 1, 0, 0, 0);
  g_autofree char *long_name = g_strnfill (256, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_null (create (keys, "  ", then, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
  g_clear_error (&error);

  g_assert_null (create (keys, long_name, then, &error));
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
  g_clear_error (&error);

  g_assert_null (create (keys, "Mine", past, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EXPIRY);

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
  g_assert_false (homebox_api_keys_get_busy (keys));
  g_assert_finalize_object (keys);
}

/* A key whose text got lost is of no use to anybody: the list shows it, to be revoked. */
static void
test_create_lost (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GDateTime) then = in_2099 ();
  g_autoptr (GError) error = NULL;

  load_two (fixture, keys);
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "200 OK", "[" OLD_KEY "," NEW_KEY "," LOST_KEY "]");
  g_assert_null (create (keys, "Mine", then, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_nonnull (strstr (error->message, "Revoke it"));
  assert_ids (keys, "k4 k2 k1 ");
  session_fixture_assert_request (fixture, 1, CREATE);
  session_fixture_assert_request (fixture, 2, LIST);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
  g_assert_finalize_object (keys);
}

static void
test_create_not_done (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GDateTime) then = in_2099 ();
  g_autoptr (GError) error = NULL;

  load_two (fixture, keys);
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "200 OK", "[" OLD_KEY "," NEW_KEY "]");
  g_assert_null (create (keys, "Mine", then, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_DONE);
  g_assert_finalize_object (keys);
}

/* An answer without the key itself is as good as none. */
static void
test_create_without_token (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GDateTime) then = in_2099 ();
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "201 Created", LOST_KEY);
  raw_server_answer_json (fixture->server, "200 OK", "[" LOST_KEY "]");
  g_assert_null (create (keys, "Mine", then, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  assert_ids (keys, "k4 ");
  g_assert_finalize_object (keys);
}

static gboolean
revoke_first (HomeboxApiKeys *keys, GError **error)
{
  g_autoptr (HomeboxApiKey) key = g_list_model_get_item (G_LIST_MODEL (keys), 0);
  g_autoptr (GAsyncResult) result = NULL;

  homebox_api_keys_revoke_async (keys, key, NULL, await_store, &result);

  return homebox_api_keys_revoke_finish (keys, await (&result), error);
}

static void
test_revoke (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GError) error = NULL;

  load_two (fixture, keys);
  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
  g_assert_false (revoke_first (keys, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_clear_error (&error);
  assert_ids (keys, "k2 k1 ");

  session_fixture_answer_204 (fixture);
  g_assert_true (revoke_first (keys, &error));
  session_fixture_assert_request (fixture, 2, "DELETE /api/v1/users/self/api-keys/k2");
  assert_ids (keys, "k1 ");

  /* Somebody else was faster. */
  raw_server_answer_json (fixture->server, "404 Not Found", "{\"error\":\"Not Found\"}");
  g_assert_true (revoke_first (keys, &error));
  g_assert_no_error (error);
  assert_ids (keys, "");
  g_assert_finalize_object (keys);
}

static gboolean
revoke_all (HomeboxApiKeys *keys, const char *kept_name, guint *n_revoked, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_api_keys_revoke_all_async (keys, kept_name, NULL, await_store, &result);

  return homebox_api_keys_revoke_all_finish (keys, await (&result), n_revoked, error);
}

static void
test_revoke_all (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GError) error = NULL;
  guint n_revoked = 0;

  raw_server_answer_json (fixture->server, "200 OK", "[" OLD_KEY "," NEW_KEY "," LOST_KEY "]");
  session_fixture_answer_204 (fixture);
  g_assert_true (revoke_all (keys, "Mine", &n_revoked, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_revoked, ==, 2);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
  assert_ids (keys, "k4 ");
  g_assert_false (homebox_api_keys_get_busy (keys));
  g_assert_finalize_object (keys);
}

static void
test_revoke_all_stops (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GError) error = NULL;
  guint n_revoked = 0;

  raw_server_answer_json (fixture->server, "200 OK", "[" OLD_KEY "," NEW_KEY "]");
  session_fixture_answer_204 (fixture);
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_false (revoke_all (keys, NULL, &n_revoked, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpuint (n_revoked, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (keys)), ==, 1);
  g_assert_finalize_object (keys);
}

static void
test_too_old (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GDateTime) then = in_2099 ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  g_assert_false (load (keys, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);

  g_assert_null (create (keys, "Mine", then, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);

  homebox_session_revoke_api_key_async (fixture->session, "k1", NULL, await_store, &result);
  g_assert_false (
      homebox_session_revoke_api_key_finish (fixture->session, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_assert_finalize_object (keys);
}

/* The list was asked for before the key was made, and answered after it. */
static void
test_older_list (SessionFixture *fixture, gconstpointer data)
{
  HomeboxApiKeys *keys = homebox_api_keys_new (fixture->session);
  g_autoptr (GDateTime) then = in_2099 ();
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  homebox_api_keys_load_async (keys, NULL, await_store, &loaded);
  session_fixture_await_requests (fixture, 1);

  raw_server_answer_json (fixture->server, "201 Created", MADE_KEY);
  token = create (keys, "Mine", then, &error);
  g_assert_no_error (error);
  g_assert_true (homebox_api_keys_get_busy (keys));

  raw_server_answer_json (fixture->server, "200 OK", "[" LOST_KEY "," OLD_KEY "]");
  session_fixture_continue_json (fixture, "200 OK", "[" OLD_KEY "]");
  g_assert_true (homebox_api_keys_load_finish (keys, await (&loaded), &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 2, LIST);
  assert_ids (keys, "k4 k1 ");
  g_assert_false (homebox_api_keys_get_busy (keys));
  g_clear_object (&loaded);
  g_assert_finalize_object (keys);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/api-keys/load/newest-first", test_load);
  session_fixture_add ("/api-keys/load/again-keeps-rows", test_load_again);
  session_fixture_add ("/api-keys/load/damaged", test_damaged);
  session_fixture_add ("/api-keys/load/older-list-is-not-taken", test_older_list);
  session_fixture_add ("/api-keys/create/told-once", test_create);
  session_fixture_add ("/api-keys/create/checked-before-sending", test_create_checked);
  session_fixture_add ("/api-keys/create/lost-answer-shows-the-orphan", test_create_lost);
  session_fixture_add ("/api-keys/create/lost-answer-and-not-done", test_create_not_done);
  session_fixture_add ("/api-keys/create/answer-without-the-key", test_create_without_token);
  session_fixture_add ("/api-keys/revoke/one", test_revoke);
  session_fixture_add ("/api-keys/revoke/all-but-our-own", test_revoke_all);
  session_fixture_add ("/api-keys/revoke/all-stops-at-the-first-failure", test_revoke_all_stops);
  session_fixture_add ("/api-keys/server-too-old", test_too_old);

  return g_test_run ();
}
