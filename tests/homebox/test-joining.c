#include "session-fixture.h"

#include "homebox-session-invitations.h"

#include <string.h>

#define TOKEN "AYQ4W4K5MT4CZOPB2PZRCZ4PTY"
#define LIST "GET /api/v1/groups/all"
#define JOIN "POST /api/v1/groups/invitations/" TOKEN
#define MEMBERS "GET /api/v1/groups/members"
#define REMOVE "DELETE /api/v1/groups/members/f4af"

#define HOME_JSON "{\"id\":\"65cc\",\"name\":\"Home\",\"currency\":\"USD\"}"
#define HUT_JSON "{\"id\":\"ae2a\",\"name\":\"Hut\",\"currency\":\"EUR\"}"
#define ANN_JSON "{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"ann@example.org\"}"
#define BEA_JSON "{\"id\":\"f4af\",\"name\":\"Bea\",\"email\":\"bea@example.org\"}"
#define UNKNOWN_JSON "{\"error\":\"Unknown Error\"}"
#define NO_SUCH_PAGE                                                                               \
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n"               \
  "404 page not found"

static HomeboxGroup *
join (SessionFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) token = homebox_secret_new (TOKEN);

  homebox_session_join_home_async (fixture->session, token, NULL, await_store, &result);

  return homebox_session_join_home_finish (fixture->session, await (&result), error);
}

static void
join_fails (SessionFixture *fixture, HomeboxError code, HomeboxField field)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (join (fixture, &error));
  assert_homebox_error (error, code);
  g_assert_cmpint (homebox_error_get_field (error), ==, field);
  g_assert_null (strstr (error->message, TOKEN));
  if (homebox_error_get_detail (error) != NULL)
    g_assert_null (strstr (homebox_error_get_detail (error), TOKEN));
}

static void
assert_joins (SessionFixture *fixture, const char *currency)
{
  g_autoptr (HomeboxGroup) group = NULL;
  g_autoptr (GError) error = NULL;

  group = join (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (homebox_group_get_id (group), ==, "ae2a");
  g_assert_cmpstr (homebox_group_get_name (group), ==, "Hut");
  g_assert_cmpstr (homebox_group_get_currency (group), ==, currency);
}

static void
test_join (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer_json (fixture->server, "200 OK", "{\"id\":\"ae2a\",\"name\":\"Hut\"}");
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "," HUT_JSON "]");
  assert_joins (fixture, "EUR");
  session_fixture_assert_request (fixture, 0, LIST);
  session_fixture_assert_request (fixture, 1, JOIN);
  session_fixture_assert_body (fixture, 1, "{}");
  session_fixture_assert_request (fixture, 2, LIST);
}

/* The server has said that it is done: what follows cannot take that back. */
static void
test_join_unread (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer_json (fixture->server, "200 OK", "{\"id\":\"ae2a\",\"name\":\"Hut\"}");
  raw_server_answer_json (fixture->server, "500 Internal Server Error", UNKNOWN_JSON);
  assert_joins (fixture, NULL);
}

static void
test_join_spent (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "," HUT_JSON "]");
  raw_server_answer_json (fixture->server, "500 Internal Server Error", UNKNOWN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "," HUT_JSON "]");
  join_fails (fixture, HOMEBOX_ERROR_INVITATION_SPENT, HOMEBOX_FIELD_INVITATION);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
}

/* It says that it failed, and there is a new home. */
static void
test_join_failed_and_done (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer_json (fixture->server, "500 Internal Server Error", UNKNOWN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", "[" HUT_JSON "," HOME_JSON "]");
  assert_joins (fixture, "EUR");
}

static void
test_join_unknown (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer_json (fixture->server, "404 Not Found", "{\"error\":\"Not Found\"}");
  join_fails (fixture, HOMEBOX_ERROR_INVITATION_UNKNOWN, HOMEBOX_FIELD_INVITATION);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_join_old (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  raw_server_answer_json (fixture->server, "200 OK", HOME_JSON);
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  join_fails (fixture, HOMEBOX_ERROR_SERVER_TOO_OLD, HOMEBOX_FIELD_NONE);
}

static void
test_join_lost (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "," HUT_JSON "]");
  assert_joins (fixture, "EUR");

  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  join_fails (fixture, HOMEBOX_ERROR_NOT_DONE, HOMEBOX_FIELD_NONE);
}

static void
test_join_not_known (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "500 Internal Server Error", UNKNOWN_JSON);
  join_fails (fixture, HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE);
}

/* The path holds the token, and so does the address that a proxy sends us to. */
static void
test_join_redirected (SessionFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer_redirect (fixture->server, "308 Permanent Redirect",
                              "http://127.0.0.1:1/api/v1/groups/invitations/" TOKEN);
  join_fails (fixture, HOMEBOX_ERROR_REDIRECTED, HOMEBOX_FIELD_NONE);

  raw_server_answer_json (fixture->server, "200 OK", "[" HOME_JSON "]");
  raw_server_answer_json (fixture->server, "500 Internal Server Error",
                          "{\"error\":\"no route to /groups/invitations/" TOKEN "\"}");
  raw_server_answer_json (fixture->server, "500 Internal Server Error",
                          "{\"error\":\"no route\"}");
  join_fails (fixture, HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE);
}

static HomeboxGroup *
new_group (void)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", "65cc");

  return homebox_group_new_from_json (object, NULL);
}

static gboolean
remove_member (SessionFixture *fixture, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxGroup) group = new_group ();
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (HomeboxMember) member = NULL;

  json_object_set_string_member (object, "id", id);
  member = homebox_member_new_from_json (object, NULL);
  homebox_session_remove_member_async (fixture->session, group, member, NULL, await_store, &result);

  return homebox_session_remove_member_finish (fixture->session, await (&result), error);
}

static void
test_remove (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  g_assert_true (remove_member (fixture, "f4af", &error));
  session_fixture_assert_request (fixture, 0, REMOVE);
  g_assert_true (session_fixture_has_header (fixture, 0, "X-Tenant: 65cc"));
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

/* It was the member's only home: an error, and done all the same. */
static void
test_remove_last_home (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "500 Internal Server Error", UNKNOWN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", "[" ANN_JSON "]");
  g_assert_true (remove_member (fixture, "f4af", &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 1, MEMBERS);
  g_assert_true (session_fixture_has_header (fixture, 1, "X-Tenant: 65cc"));
}

static void
test_remove_failed (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "500 Internal Server Error", UNKNOWN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", "[" ANN_JSON "," BEA_JSON "]");
  g_assert_false (remove_member (fixture, "f4af", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_FAILED);
}

/* Two owners' windows: there is nobody left to remove. */
static void
test_remove_twice (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "400 Bad Request",
                          "{\"error\":\"cannot remove the last member from the group\"}");
  raw_server_answer_json (fixture->server, "200 OK", "[" ANN_JSON "]");
  g_assert_true (remove_member (fixture, "f4af", &error));
  g_assert_no_error (error);
}

static void
test_remove_lost (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "200 OK", "[" ANN_JSON "," BEA_JSON "]");
  g_assert_false (remove_member (fixture, "f4af", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_DONE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
  g_clear_error (&error);

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "500 Internal Server Error", UNKNOWN_JSON);
  g_assert_false (remove_member (fixture, "f4af", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_FAILED);
  g_assert_nonnull (strstr (error->message, "did not confirm"));
}

static void
test_remove_refused (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "403 Forbidden",
                          "{\"error\":\"only the owner of this collection can perform this "
                          "action\"}");
  g_assert_false (remove_member (fixture, "f4af", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_OWNER);
  g_clear_error (&error);

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  g_assert_false (remove_member (fixture, "f4af", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);

  /* Not in that home any more: whether the other one is, is none of our business. */
  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_false (remove_member (fixture, "f4af", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_FOUND);
}

static void
test_remove_oneself (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  g_assert_true (session_fixture_load_user (fixture, &error));
  g_assert_false (remove_member (fixture, "9c5c", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/joining/join", test_join);
  session_fixture_add ("/joining/join/list-cannot-be-read-afterwards", test_join_unread);
  session_fixture_add ("/joining/join/spent-or-a-member-already", test_join_spent);
  session_fixture_add ("/joining/join/failed-and-done-all-the-same", test_join_failed_and_done);
  session_fixture_add ("/joining/join/unknown-invitation", test_join_unknown);
  session_fixture_add ("/joining/join/server-too-old", test_join_old);
  session_fixture_add ("/joining/join/lost-answer-is-looked-up", test_join_lost);
  session_fixture_add ("/joining/join/nobody-knows", test_join_not_known);
  session_fixture_add ("/joining/join/token-is-in-no-error", test_join_redirected);
  session_fixture_add ("/joining/remove", test_remove);
  session_fixture_add ("/joining/remove/last-home-of-the-member", test_remove_last_home);
  session_fixture_add ("/joining/remove/failed", test_remove_failed);
  session_fixture_add ("/joining/remove/nobody-left", test_remove_twice);
  session_fixture_add ("/joining/remove/lost-answer-is-looked-up", test_remove_lost);
  session_fixture_add ("/joining/remove/refusals", test_remove_refused);
  session_fixture_add ("/joining/remove/not-oneself", test_remove_oneself);

  return g_test_run ();
}
