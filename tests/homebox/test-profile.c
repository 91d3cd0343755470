#include "session-fixture.h"

#define STORED_JSON                                                                                \
  "{\"item\":{\"id\":\"9c5c\",\"name\":\"Bea\",\"email\":\"bea@example.org\","                     \
  "\"isSuperuser\":false,\"defaultGroupId\":\"65cc\",\"groupIds\":[\"65cc\"]}}"

static gboolean
update (SessionFixture *fixture, const char *name, const char *email, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_update_profile_async (fixture->session, name, email, NULL, await_store, &result);

  return homebox_session_update_profile_finish (fixture->session, await (&result), error);
}

static void
test_update (SessionFixture *fixture, gconstpointer data)
{
  HomeboxUser *user = homebox_session_get_user (fixture->session);
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", STORED_JSON);
  g_assert_true (update (fixture, " “Bea” \n", " BEA@Example.org", &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "PUT /api/v1/users/self");
  session_fixture_assert_body (fixture, 0, "{\"name\":\"“Bea”\",\"email\":\"bea@example.org\"}");

  /* What the server stored, not what was sent. */
  g_assert_cmpstr (homebox_user_get_name (user), ==, "Bea");
  g_assert_cmpstr (homebox_user_get_email (user), ==, "bea@example.org");
}

static void
test_invalid (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (update (fixture, " ", "bea@example.org", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
  g_clear_error (&error);

  g_assert_false (update (fixture, "Bea", "nope", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_refused (SessionFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *json;
    HomeboxError code;
    HomeboxField field;
  } cases[] = {
    { "500 Internal Server Error",
      "{\"error\":\"ent: constraint failed: constraint failed: UNIQUE constraint failed: "
      "users.email (2067)\"}",
      HOMEBOX_ERROR_EMAIL_TAKEN, HOMEBOX_FIELD_EMAIL },
    { "500 Internal Server Error",
      "{\"error\":\"ent: constraint failed: pq: duplicate key value violates unique constraint "
      "\\\"users_email_key\\\"\"}",
      HOMEBOX_ERROR_EMAIL_TAKEN, HOMEBOX_FIELD_EMAIL },
    { "500 Internal Server Error",
      "{\"error\":\"ent: validator failed for field \\\"User.name\\\": value is greater than the "
      "required length\"}",
      HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NAME },
    { "403 Forbidden", NO_TENANT_JSON, HOMEBOX_ERROR_NO_HOME, HOMEBOX_FIELD_NONE },
    { "200 OK", "{\"item\":{\"id\":\"9c5c\"}}", HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE },
    { "401 Unauthorized", NO_TOKEN_JSON, HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE },
  };
  HomeboxUser *user = homebox_session_get_user (fixture->session);
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  g_assert_true (session_fixture_load_user (fixture, &error));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      raw_server_answer_json (fixture->server, cases[i].status, cases[i].json);
      g_assert_false (update (fixture, "Bea", "bea@example.org", &error));
      assert_homebox_error (error, cases[i].code);
      g_assert_cmpint (homebox_error_get_field (error), ==, cases[i].field);
      g_clear_error (&error);
      g_assert_cmpstr (homebox_user_get_name (user), ==, "Ann");
      g_assert_cmpstr (homebox_user_get_email (user), ==, "ann@example.org");
    }
}

static void
test_lost (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
  g_assert_false (update (fixture, "Bea", "bea@example.org", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

/* An answer from before the change comes after it. */
static void
test_old_answer (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD,
                     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                     "Connection: close\r\n\r\n");
  raw_server_answer_json (fixture->server, "200 OK", STORED_JSON);

  homebox_session_load_user_async (fixture->session, NULL, await_store, &loaded);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (update (fixture, "Bea", "bea@example.org", &error));
  g_assert_no_error (error);

  raw_server_continue (fixture->server, USER_JSON);
  g_assert_true (homebox_session_load_user_finish (fixture->session, await (&loaded), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (homebox_user_get_name (homebox_session_get_user (fixture->session)), ==, "Bea");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/profile/update-shows-what-is-stored", test_update);
  session_fixture_add ("/profile/invalid-asks-nothing", test_invalid);
  session_fixture_add ("/profile/refused-changes-nothing", test_refused);
  session_fixture_add ("/profile/lost-answer-is-not-repeated", test_lost);
  session_fixture_add ("/profile/older-answer-takes-nothing-back", test_old_answer);

  return g_test_run ();
}
