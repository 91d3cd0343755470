#include "session-fixture.h"

#include "homebox-registration.h"

#include <string.h>

#define REGISTER "POST /api/v1/users/register"
#define LOGIN "POST /api/v1/users/login"
#define SELF "GET /api/v1/users/self"

#define LOGIN_JSON "{\"token\":\"Bearer XSECRETX\",\"expiresAt\":\"2026-12-21T13:47:23Z\"}"
#define UNAUTHORIZED_JSON "{\"error\":\"unauthorized\"}"

#define INVITATION "AYQ4W4K5MT4CZOPB2PZRCZ4PTY"

static HomeboxServerInfo *
new_info (const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  HomeboxServerInfo *info;

  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  info = homebox_server_info_new_from_json (json_node_get_object (json_parser_get_root (parser)),
                                            &error);
  g_assert_no_error (error);

  return info;
}

static HomeboxSession *
run (HomeboxRegistration *registration,
     const char *name,
     const char *email,
     const char *password,
     const char *invitation,
     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (password);
  g_autoptr (HomeboxSecret) token = invitation != NULL ? homebox_secret_new (invitation) : NULL;

  homebox_registration_run_async (registration, name, email, secret, token, TRUE, NULL, await_store,
                                  &result);

  return homebox_registration_run_finish (registration, await (&result), error);
}

static HomeboxSession *
run_usual (HomeboxRegistration *registration, GError **error)
{
  return run (registration, " Ann ", " Ann@Example.ORG", "correct \"horse\"", NULL, error);
}

static void
assert_fate (HomeboxRegistration *registration, HomeboxRegistrationFate fate)
{
  g_assert_cmpint (homebox_registration_get_fate (registration), ==, fate);
  g_assert_cmpint (homebox_registration_get_state (registration), ==, HOMEBOX_REGISTRATION_IDLE);
}

static void
note_state (HomeboxRegistration *registration, GParamSpec *pspec, GString *states)
{
  g_string_append_printf (states, "%d", homebox_registration_get_state (registration));
}

static void
test_success (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  g_autoptr (GString) states = g_string_new (NULL);
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  g_signal_connect (registration, "notify::state", G_CALLBACK (note_state), states);
  session_fixture_answer_204 (fixture);
  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = run_usual (registration, &error);
  g_assert_no_error (error);

  session_fixture_assert_request (fixture, 0, REGISTER);
  session_fixture_assert_body (fixture, 0,
                               "{\"name\":\"Ann\",\"email\":\"ann@example.org\","
                               "\"password\":\"correct \\\"horse\\\"\",\"token\":\"\"}");
  g_assert_null (strstr (raw_server_get_request (fixture->server, 0), "Authorization"));
  session_fixture_assert_request (fixture, 1, LOGIN);
  g_assert_nonnull (strstr (raw_server_get_request (fixture->server, 1), "\"stayLoggedIn\":true"));
  session_fixture_assert_request (fixture, 2, SELF);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);

  assert_fate (registration, HOMEBOX_REGISTRATION_MADE);
  g_assert_cmpstr (states->str, ==, "120");
  g_assert_finalize_object (session);
  g_assert_finalize_object (registration);
}

static void
test_invited (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = run (registration, "Ann", "ann@example.org", "correct horse", INVITATION, &error);
  g_assert_no_error (error);
  g_assert_nonnull (
      strstr (raw_server_get_request (fixture->server, 0), "\"token\":\"" INVITATION "\"}"));

  g_assert_finalize_object (session);
  g_assert_finalize_object (registration);
}

typedef struct
{
  const char *what;
  const char *name;
  const char *email;
  const char *password;
  HomeboxField field;
} Input;

static const Input inputs[] = {
  { "no name", " ", "ann@example.org", "correct horse", HOMEBOX_FIELD_NAME },
  { "line break in the name", "A\nnn", "ann@example.org", "correct horse", HOMEBOX_FIELD_NAME },
  { "no email", "Ann", "", "correct horse", HOMEBOX_FIELD_EMAIL },
  { "no address", "Ann", "notanemail", "correct horse", HOMEBOX_FIELD_EMAIL },
  { "short password", "Ann", "ann@example.org", "12345", HOMEBOX_FIELD_PASSWORD },
  { "no password", "Ann", "ann@example.org", "", HOMEBOX_FIELD_PASSWORD },
};

static void
test_input (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", inputs[i].what);
      g_assert_null (run (registration, inputs[i].name, inputs[i].email, inputs[i].password, NULL,
                          &error));
      assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
      g_assert_cmpint (homebox_error_get_field (error), ==, inputs[i].field);
    }

  assert_fate (registration, HOMEBOX_REGISTRATION_NOT_MADE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
  g_assert_finalize_object (registration);
}

/* In bytes; the home that is made is called after the person, and has to fit too. */
static void
test_name_length (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *fits = g_strnfill (248, 'x');
  g_autofree char *too_long = g_strnfill (249, 'x');
  g_autofree char *fits_invited = g_strnfill (255, 'x');
  g_autofree char *too_long_invited = g_strnfill (256, 'x');
  g_autofree char *one = homebox_registration_normalize_name (fits, FALSE, NULL);
  g_autofree char *two = homebox_registration_normalize_name (fits_invited, TRUE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (one, ==, fits);
  g_assert_cmpstr (two, ==, fits_invited);
  g_assert_null (homebox_registration_normalize_name (too_long_invited, TRUE, NULL));
  g_assert_null (homebox_registration_normalize_name (too_long, FALSE, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
}

static void
test_closed (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxServerInfo) closed
      = new_info ("{\"title\":\"Homebox\",\"health\":true,\"allowRegistration\":false}");
  g_autoptr (HomeboxServerInfo) no_passwords
      = new_info ("{\"title\":\"Homebox\",\"health\":true,\"allowRegistration\":true,"
                  "\"oidc\":{\"enabled\":true,\"allowLocal\":false}}");
  g_autoptr (HomeboxRegistration) registration = NULL;
  g_autoptr (GError) error = NULL;

  registration = homebox_registration_new (fixture->client, closed);
  g_assert_null (run_usual (registration, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_REGISTRATION_OFF);
  g_clear_error (&error);
  g_assert_true (homebox_registration_check_open (closed, TRUE, &error));

  g_assert_false (homebox_registration_check_open (no_passwords, TRUE, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_LOCAL_LOGIN_OFF);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

typedef struct
{
  const char *status;
  const char *text;
  HomeboxError code;
  HomeboxField field;
} Refusal;

static const Refusal refusals[] = {
  { "500 Internal Server Error",
    "ent: constraint failed: constraint failed: UNIQUE constraint failed: users.email (2067)",
    HOMEBOX_ERROR_EMAIL_TAKEN, HOMEBOX_FIELD_EMAIL },
  { "500 Internal Server Error",
    "ent: constraint failed: pq: duplicate key value violates unique constraint",
    HOMEBOX_ERROR_EMAIL_TAKEN, HOMEBOX_FIELD_EMAIL },
  { "500 Internal Server Error", "ent: group_invitation_token not found",
    HOMEBOX_ERROR_INVITATION_UNKNOWN, HOMEBOX_FIELD_INVITATION },
  { "500 Internal Server Error", "invitation used up", HOMEBOX_ERROR_INVITATION_SPENT,
    HOMEBOX_FIELD_INVITATION },
  { "500 Internal Server Error", "invitation expired", HOMEBOX_ERROR_INVITATION_SPENT,
    HOMEBOX_FIELD_INVITATION },
  { "500 Internal Server Error", "password must be at least 6 characters",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_PASSWORD },
  { "500 Internal Server Error", "ent: validator failed for field 'User.name'",
    HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE },
  { "403 Forbidden", "user registration disabled", HOMEBOX_ERROR_REGISTRATION_OFF,
    HOMEBOX_FIELD_NONE },
  { "403 Forbidden", "local login is not enabled", HOMEBOX_ERROR_LOCAL_LOGIN_OFF,
    HOMEBOX_FIELD_NONE },
  { "429 Too Many Requests", "too many authentication attempts", HOMEBOX_ERROR_TOO_MANY_ATTEMPTS,
    HOMEBOX_FIELD_NONE },
};

static void
test_refused (SessionFixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const Refusal *refusal = &refusals[i];
      g_autofree char *json = g_strdup_printf ("{\"error\":\"%s\"}", refusal->text);
      g_autoptr (HomeboxRegistration) registration = NULL;
      gboolean unclear = refusal->code == HOMEBOX_ERROR_SERVER_FAILED;
      guint n = raw_server_get_n_requests (fixture->server);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refusal->text);
      registration = homebox_registration_new (fixture->client, NULL);
      raw_server_answer_json (fixture->server, refusal->status, json);
      if (unclear)
        raw_server_answer_json (fixture->server, "401 Unauthorized", UNAUTHORIZED_JSON);

      g_assert_null (run_usual (registration, &error));
      assert_homebox_error (error, refusal->code);
      g_assert_cmpint (homebox_error_get_field (error), ==, refusal->field);
      assert_fate (registration, HOMEBOX_REGISTRATION_NOT_MADE);
      g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, n + 1 + unclear);
    }
}

/* The answer got lost, the account is there: nobody has to know. */
static void
test_lost_and_made (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  g_autoptr (GString) states = g_string_new (NULL);
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  g_signal_connect (registration, "notify::state", G_CALLBACK (note_state), states);
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = run_usual (registration, &error);
  g_assert_no_error (error);

  session_fixture_assert_request (fixture, 0, REGISTER);
  session_fixture_assert_request (fixture, 1, LOGIN);
  assert_fate (registration, HOMEBOX_REGISTRATION_MADE);
  g_assert_cmpstr (states->str, ==, "130");
  g_assert_finalize_object (session);
  g_assert_finalize_object (registration);
}

static void
test_lost_and_not_made (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
  raw_server_answer_json (fixture->server, "401 Unauthorized", UNAUTHORIZED_JSON);
  g_assert_null (run_usual (registration, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_DONE);
  assert_fate (registration, HOMEBOX_REGISTRATION_NOT_MADE);
  session_fixture_assert_request (fixture, 1, LOGIN);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
  g_clear_error (&error);

  /* The person may try again, and now it is sent. */
  raw_server_answer_json (fixture->server, "403 Forbidden",
                          "{\"error\":\"user registration disabled\"}");
  g_assert_null (run_usual (registration, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_REGISTRATION_OFF);
  session_fixture_assert_request (fixture, 2, REGISTER);
  g_assert_finalize_object (registration);
}

/* v0.21 says so with 500. */
static void
test_lost_and_not_made_old (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "500 Internal Server Error",
                          "\"invalid username or password\"");
  g_assert_null (run_usual (registration, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_DONE);
  assert_fate (registration, HOMEBOX_REGISTRATION_NOT_MADE);
  g_assert_finalize_object (registration);
}

/* Neither the registration nor the sign-in after it gets an answer: the next call looks first, with
 * what was sent, whatever is in the fields by now. */
static void
test_lost_altogether (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  g_assert_null (run_usual (registration, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_nonnull (strstr (error->message, "did not confirm"));
  assert_fate (registration, HOMEBOX_REGISTRATION_UNCERTAIN);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = run (registration, "Ann", "ann@example.org", "another password", NULL, &error);
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 2, LOGIN);
  g_assert_nonnull (strstr (raw_server_get_request (fixture->server, 2), "correct \\\"horse\\\""));
  assert_fate (registration, HOMEBOX_REGISTRATION_MADE);
  g_assert_finalize_object (session);
  g_assert_finalize_object (registration);
}

static void
test_lost_and_limited (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 10\r\n"
                     "Content-Length: 0\r\n\r\n");
  g_assert_null (run_usual (registration, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
  g_assert_cmpuint (homebox_error_get_retry_after (error), ==, 10);
  assert_fate (registration, HOMEBOX_REGISTRATION_UNCERTAIN);
  g_assert_finalize_object (registration);
}

/* The account is there and only the sign-in failed: the next call does not make another one. */
static void
test_made_but_not_signed_in (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  g_assert_null (run_usual (registration, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  assert_fate (registration, HOMEBOX_REGISTRATION_MADE);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = run_usual (registration, &error);
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 2, LOGIN);
  g_assert_finalize_object (session);
  g_assert_finalize_object (registration);
}

static void
test_twice_at_once (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("correct horse");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  homebox_registration_run_async (registration, "Ann", "ann@example.org", password, NULL, FALSE,
                                  NULL, await_store, &first);
  homebox_registration_run_async (registration, "Ann", "ann@example.org", password, NULL, FALSE,
                                  NULL, await_store, &second);

  g_assert_null (homebox_registration_run_finish (registration, await (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&error);

  session = homebox_registration_run_finish (registration, await (&first), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
  g_assert_finalize_object (session);
  g_clear_object (&first);
  g_clear_object (&second);
  g_assert_finalize_object (registration);
}

static void
test_cancelled (SessionFixture *fixture, gconstpointer data)
{
  HomeboxRegistration *registration = homebox_registration_new (fixture->client, NULL);
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("correct horse");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  homebox_registration_run_async (registration, "Ann", "ann@example.org", password, NULL, FALSE,
                                  cancellable, await_store, &result);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);

  g_assert_null (homebox_registration_run_finish (registration, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  assert_fate (registration, HOMEBOX_REGISTRATION_UNCERTAIN);
  g_clear_error (&error);

  /* Before anything was sent there is nothing to be uncertain about. */
  g_clear_object (&result);
  g_assert_finalize_object (registration);
  registration = homebox_registration_new (fixture->client, NULL);
  homebox_registration_run_async (registration, "Ann", "ann@example.org", password, NULL, FALSE,
                                  cancellable, await_store, &result);
  g_assert_null (homebox_registration_run_finish (registration, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  assert_fate (registration, HOMEBOX_REGISTRATION_NOT_MADE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
  g_clear_object (&result);
  g_assert_finalize_object (registration);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/registration/signs-in-afterwards", test_success);
  session_fixture_add ("/registration/with-an-invitation", test_invited);
  session_fixture_add ("/registration/input-is-checked-before-sending", test_input);
  session_fixture_add ("/registration/name-leaves-room-for-the-home", test_name_length);
  session_fixture_add ("/registration/closed-server-is-not-asked", test_closed);
  session_fixture_add ("/registration/refusals", test_refused);
  session_fixture_add ("/registration/lost-answer/account-is-there", test_lost_and_made);
  session_fixture_add ("/registration/lost-answer/account-is-not-there", test_lost_and_not_made);
  session_fixture_add ("/registration/lost-answer/account-is-not-there-on-v0.21",
                       test_lost_and_not_made_old);
  session_fixture_add ("/registration/lost-answer/next-call-looks-first", test_lost_altogether);
  session_fixture_add ("/registration/lost-answer/too-many-sign-ins", test_lost_and_limited);
  session_fixture_add ("/registration/made-but-not-signed-in", test_made_but_not_signed_in);
  session_fixture_add ("/registration/second-call-at-once-sends-nothing", test_twice_at_once);
  session_fixture_add ("/registration/cancelled", test_cancelled);

  return g_test_run ();
}
