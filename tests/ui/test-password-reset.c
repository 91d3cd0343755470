#include "connection-fixture.h"
#include "homebox-error.h"
#include "latchkey-password-reset-words.h"
#include "latchkey-reset-link.h"

#include <locale.h>
#include <string.h>

#define EMAIL "ada@example.org"
#define OLD_PASSWORD "analytical-engine"
#define NEW_PASSWORD "difference-engine"

#define FORGOT "/api/v1/users/forgot-password"
#define RESET "/api/v1/users/reset-password"
#define LOGIN "/api/v1/users/login"

/* A reset, and what it said. */
typedef struct
{
  ConnectionFixture *fixture;
  LatchkeyPasswordReset *reset;
  GString *states;
  LatchkeyConnection *connection;
} Watch;

static void
note_state (Watch *watch)
{
  const char *names[] = { "email",   "probing",   "not-asked", "not-offered",
                          "requesting", "link",   "redeeming", "unknown",
                          "finding-out", "keeping", "set",     "done" };

  g_string_append_printf (watch->states,
                          "%s ",
                          names[latchkey_password_reset_get_state (watch->reset)]);
}

static void
note_success (Watch *watch, LatchkeyConnection *connection)
{
  g_assert_null (watch->connection);
  watch->connection = g_object_ref (connection);
}

static Watch *
watch_new (ConnectionFixture *fixture)
{
  Watch *watch = g_new0 (Watch, 1);
  g_autoptr (HomeboxClient) client
    = latchkey_vault_make_client (fixture->vault, latchkey_demo_server_get_uri (fixture->server));

  watch->fixture = fixture;
  watch->states = g_string_new (NULL);
  watch->reset = latchkey_password_reset_new (fixture->vault, client);
  g_signal_connect_swapped (watch->reset, "changed", G_CALLBACK (note_state), watch);
  g_signal_connect_swapped (watch->reset, "succeeded", G_CALLBACK (note_success), watch);

  return watch;
}

/* Late answers hold the reset until they came. */
static void
watch_free (Watch *watch)
{
  LatchkeyPasswordReset *reset = watch->reset;

  g_signal_handlers_disconnect_by_data (reset, watch);
  g_object_add_weak_pointer (G_OBJECT (reset), (gpointer *) &reset);
  latchkey_password_reset_close (reset);
  g_object_unref (reset);

  while (reset != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_string_free (watch->states, TRUE);
  g_clear_object (&watch->connection);
  g_free (watch);
}

static void
wait_done (Watch *watch)
{
  while (latchkey_password_reset_is_working (watch->reset))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for (Watch *watch, LatchkeyPasswordResetState state)
{
  while (latchkey_password_reset_get_state (watch->reset) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_request (Watch *watch, const char *request)
{
  while (strstr (watch->fixture->events->str, request) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_state (Watch *watch, LatchkeyPasswordResetState state, int code)
{
  const GError *error = latchkey_password_reset_get_error (watch->reset);

  g_assert_cmpint (latchkey_password_reset_get_state (watch->reset), ==, state);

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, HOMEBOX_ERROR, code);
}

static void
misbehave (Watch *watch, const char *path, LatchkeyDemoMode mode, const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (watch->fixture->server, "*", path, mode, argument, &error);
  g_assert_no_error (error);
}

static HomeboxSecret *
read_mail (Watch *watch)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mail = latchkey_demo_server_read_mail (watch->fixture->server, EMAIL, &error);
  g_autofree char *elsewhere = NULL;
  HomeboxSecret *token;

  g_assert_no_error (error);
  token = latchkey_reset_link_read (mail, latchkey_password_reset_get_client (watch->reset),
                                    &elsewhere, &error);
  g_assert_no_error (error);
  g_assert_null (elsewhere);

  return token;
}

static void
send_mail (Watch *watch)
{
  latchkey_password_reset_probe (watch->reset);
  wait_done (watch);
  latchkey_password_reset_request (watch->reset, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, -1);
}

static void
redeem_as (Watch *watch, const char *email)
{
  g_autoptr (HomeboxSecret) token = read_mail (watch);
  g_autoptr (HomeboxSecret) password = homebox_secret_new (NEW_PASSWORD);

  latchkey_password_reset_redeem (watch->reset, token, email, password, TRUE);
}

static gboolean
counts (Watch *watch, const char *password)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (watch->fixture->server);
  LatchkeyDemoPerson *person = latchkey_demo_store_find_email (store, EMAIL);

  return latchkey_demo_person_check_password (person, password);
}

static guint
count_requests (Watch *watch, const char *request)
{
  g_auto (GStrv) parts = g_strsplit (watch->fixture->events->str, request, -1);

  return g_strv_length (parts) - 1;
}

static void
wait_forgotten (ConnectionFixture *fixture)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)) > 0)
    g_main_context_iteration (NULL, TRUE);

  connection_fixture_settle (fixture);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
}

static void
test_success (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  g_autofree char *message = NULL;

  send_mail (watch);
  message = latchkey_password_reset_words_message (watch->reset);
  g_assert_cmpstr (message,
                   ==,
                   "If ada@example.org has an account here and the server can send mail, a message "
                   "is on its way. The link in it works once, and for an hour.");

  redeem_as (watch, " Ada@Example.org ");
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_DONE, -1);
  g_assert_cmpstr (watch->states->str,
                   ==,
                   "probing email requesting link redeeming keeping done ");
  g_assert_cmpint (latchkey_connection_get_state (watch->connection),
                   ==,
                   LATCHKEY_CONNECTION_READY);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_true (counts (watch, NEW_PASSWORD));
  watch_free (watch);
}

static void
test_not_offered (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch;
  LatchkeyPasswordResetStatus status = { 0 };

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_21, 0);
  watch = watch_new (fixture);
  latchkey_password_reset_probe (watch->reset);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_NOT_OFFERED, -1);
  g_assert_true (latchkey_password_reset_words_status (watch->reset, &status));
  g_assert_cmpstr (status.title, ==, "Ask the Administrator");
  g_assert_null (status.button);
  g_free (status.description);
  watch_free (watch);
}

/* Somebody who has a link from elsewhere, such as from the administrator, is told too. */
static void
test_link_for_an_old_server (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (HomeboxSecret) token = homebox_secret_new ("AYQ4W4K5MT4CZOPB2PZRCZ4PTY");
  g_autoptr (HomeboxSecret) password = homebox_secret_new (NEW_PASSWORD);
  Watch *watch;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_25, 0);
  watch = watch_new (fixture);
  latchkey_password_reset_skip (watch->reset);
  latchkey_password_reset_redeem (watch->reset, token, EMAIL, password, TRUE);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_NOT_OFFERED, -1);
  watch_free (watch);
}

static void
test_cannot_be_asked (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  misbehave (watch, FORGOT, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  latchkey_password_reset_probe (watch->reset);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_NOT_ASKED, HOMEBOX_ERROR_CONNECTION_LOST);

  misbehave (watch, FORGOT, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_password_reset_probe (watch->reset);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_EMAIL, -1);
  watch_free (watch);
}

/* A link is there already: what the server says to the question comes too late to matter. */
static void
test_skip (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  misbehave (watch, FORGOT, LATCHKEY_DEMO_MODE_HOLD, NULL);
  latchkey_password_reset_probe (watch->reset);
  wait_for_request (watch, "GET /users/forgot-password");
  latchkey_password_reset_skip (watch->reset);
  latchkey_demo_server_release (fixture->server);
  connection_let_happen ();
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, -1);
  g_assert_null (latchkey_password_reset_words_message (watch->reset));

  latchkey_password_reset_go_back (watch->reset);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_EMAIL, -1);
  watch_free (watch);
}

typedef struct
{
  const char *answer;
  HomeboxError code;
} Refusal;

static const Refusal refusals[] = {
  { "403 Forbidden", HOMEBOX_ERROR_DEMO_SERVER },
  { "403 local login is not enabled", HOMEBOX_ERROR_LOCAL_LOGIN_OFF },
  { "429 too many authentication attempts", HOMEBOX_ERROR_TOO_MANY_ATTEMPTS },
  { "500 internal error", HOMEBOX_ERROR_SERVER_FAILED },
};

static void
test_mail_refused (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *message = NULL;

      misbehave (watch, FORGOT, LATCHKEY_DEMO_MODE_STATUS, refusals[i].answer);
      latchkey_password_reset_request (watch->reset, EMAIL);
      wait_done (watch);
      assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_EMAIL, refusals[i].code);
      g_assert_null (latchkey_password_reset_get_mailed_to (watch->reset));
      message = latchkey_password_reset_words_message (watch->reset);

      /* How long to wait is counted down instead. */
      if (refusals[i].code == HOMEBOX_ERROR_TOO_MANY_ATTEMPTS)
        g_assert_null (message);
      else
        g_assert_nonnull (message);
    }

  watch_free (watch);
}

static void
test_no_email (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  latchkey_password_reset_request (watch->reset, "  ");
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_EMAIL, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpstr (latchkey_password_reset_words_email_problem (watch->reset),
                   ==,
                   "Enter your email address.");
  g_assert_null (latchkey_password_reset_words_message (watch->reset));
  assert_events (fixture, "");
  watch_free (watch);
}

/* Another mail can be asked for where the link is wanted, and its refusal stays there. */
static void
test_another_mail (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  g_autoptr (HomeboxSecret) first = NULL;
  g_autoptr (HomeboxSecret) password = homebox_secret_new (NEW_PASSWORD);

  send_mail (watch);
  first = read_mail (watch);

  misbehave (watch, FORGOT, LATCHKEY_DEMO_MODE_STATUS, "500 internal error");
  latchkey_password_reset_request (watch->reset, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, HOMEBOX_ERROR_SERVER_FAILED);

  misbehave (watch, FORGOT, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_password_reset_request (watch->reset, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, -1);

  latchkey_password_reset_redeem (watch->reset, first, EMAIL, password, TRUE);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, HOMEBOX_ERROR_RESET_LINK_SPENT);
  g_assert_nonnull (latchkey_password_reset_words_link_problem (watch->reset));
  g_assert_null (latchkey_password_reset_words_message (watch->reset));
  g_assert_true (counts (watch, OLD_PASSWORD));

  redeem_as (watch, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_DONE, -1);
  watch_free (watch);
}

static void
test_redeem_refused (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  send_mail (watch);

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (refusals[i].code == HOMEBOX_ERROR_SERVER_FAILED)
        continue;

      misbehave (watch, RESET, LATCHKEY_DEMO_MODE_STATUS, refusals[i].answer);
      redeem_as (watch, EMAIL);
      wait_done (watch);
      assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, refusals[i].code);
    }

  misbehave (watch, RESET, LATCHKEY_DEMO_MODE_STATUS,
             "400 password must be at least 6 characters");
  redeem_as (watch, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_nonnull (latchkey_password_reset_words_new_problem (watch->reset));
  g_assert_cmpuint (count_requests (watch, "POST /users/login"), ==, 0);
  watch_free (watch);
}

/* The answer is lost: the sign-in tells that it was done. */
static void
test_lost_and_done (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  send_mail (watch);
  misbehave (watch, RESET, LATCHKEY_DEMO_MODE_LOSE, NULL);
  redeem_as (watch, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_DONE, -1);
  g_assert_cmpuint (count_requests (watch, "POST /users/reset-password"), ==, 1);
  watch_free (watch);
}

/* The request is lost: the sign-in tells that it was not done, and the link is still good. */
static void
test_lost_and_not_done (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  send_mail (watch);
  misbehave (watch, RESET, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  redeem_as (watch, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, HOMEBOX_ERROR_NOT_DONE);

  misbehave (watch, RESET, LATCHKEY_DEMO_MODE_OFF, NULL);
  redeem_as (watch, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_DONE, -1);
  watch_free (watch);
}

static void
test_find_out (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  LatchkeyPasswordResetStatus status = { 0 };

  send_mail (watch);
  misbehave (watch, RESET, LATCHKEY_DEMO_MODE_LOSE, NULL);
  misbehave (watch, LOGIN, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  redeem_as (watch, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_UNKNOWN, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_true (latchkey_password_reset_words_status (watch->reset, &status));
  g_assert_nonnull (strstr (status.description, "The server did not answer"));
  g_free (status.description);

  latchkey_password_reset_find_out (watch->reset);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_UNKNOWN, HOMEBOX_ERROR_CONNECTION_LOST);

  misbehave (watch, LOGIN, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_password_reset_find_out (watch->reset);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_DONE, -1);
  g_assert_cmpuint (count_requests (watch, "POST /users/reset-password"), ==, 1);
  watch_free (watch);
}

static void
test_found_out_not_done (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  g_autofree char *message = NULL;

  send_mail (watch);
  misbehave (watch, RESET, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  misbehave (watch, LOGIN, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  redeem_as (watch, EMAIL);
  wait_done (watch);
  misbehave (watch, LOGIN, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_password_reset_find_out (watch->reset);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_WANTS_LINK, HOMEBOX_ERROR_WRONG_CREDENTIALS);
  message = latchkey_password_reset_words_message (watch->reset);
  g_assert_true (g_str_has_prefix (message, "The new password is not accepted"));
  watch_free (watch);
}

/* The link was for Ada, and somebody else's address is typed. */
static void
test_as_another (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  LatchkeyPasswordResetStatus status = { 0 };

  send_mail (watch);
  redeem_as (watch, "nobody@example.org");
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_SET, HOMEBOX_ERROR_WRONG_CREDENTIALS);
  g_assert_true (latchkey_password_reset_words_status (watch->reset, &status));
  g_assert_nonnull (strstr (status.description, "not for this email address"));
  g_free (status.description);
  g_assert_true (counts (watch, NEW_PASSWORD));
  watch_free (watch);
}

static void
test_sign_in_failed (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  LatchkeyPasswordResetStatus status = { 0 };

  send_mail (watch);
  misbehave (watch, LOGIN, LATCHKEY_DEMO_MODE_STATUS, "429 too many authentication attempts");
  redeem_as (watch, EMAIL);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_SET, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
  g_assert_true (latchkey_password_reset_words_status (watch->reset, &status));
  g_assert_cmpstr (status.description,
                   ==,
                   "Your new password counts from now on, but the sign-in did not work.\n"
                   "There were too many attempts. Wait 60 seconds, then try again.");
  g_free (status.description);
  watch_free (watch);
}

/* Cancelled while nobody knows what the server did. */
static void
test_cancelled (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  LatchkeyPasswordResetStatus status = { 0 };

  g_assert_false (latchkey_password_reset_cancel (watch->reset));
  send_mail (watch);
  g_assert_false (latchkey_password_reset_cancel (watch->reset));
  misbehave (watch, RESET, LATCHKEY_DEMO_MODE_HOLD, NULL);
  redeem_as (watch, EMAIL);
  wait_for_request (watch, "POST /users/reset-password");
  g_assert_true (latchkey_password_reset_cancel (watch->reset));
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_UNKNOWN, HOMEBOX_ERROR_CANCELLED);
  g_assert_true (latchkey_password_reset_words_status (watch->reset, &status));
  g_assert_true (g_str_has_prefix (status.description, "You cancelled"));
  g_free (status.description);

  latchkey_password_reset_find_out (watch->reset);
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_DONE, -1);
  latchkey_demo_server_release (fixture->server);
  watch_free (watch);
}

/* The new password counts, and that is what is said. */
static void
test_cancelled_while_signing_in (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  send_mail (watch);
  misbehave (watch, LOGIN, LATCHKEY_DEMO_MODE_HOLD, NULL);
  redeem_as (watch, EMAIL);
  wait_for_request (watch, "POST /users/login");
  g_assert_true (latchkey_password_reset_cancel (watch->reset));
  wait_done (watch);
  assert_state (watch, LATCHKEY_PASSWORD_RESET_SET, HOMEBOX_ERROR_CANCELLED);
  latchkey_demo_server_release (fixture->server);
  watch_free (watch);
}

/* What the server gave is handed back. */
static void
test_cancelled_while_keeping (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  LatchkeyPasswordResetStatus status = { 0 };

  send_mail (watch);
  redeem_as (watch, EMAIL);
  wait_for (watch, LATCHKEY_PASSWORD_RESET_KEEPING);
  g_assert_true (latchkey_password_reset_cancel (watch->reset));
  wait_done (watch);
  g_assert_true (latchkey_password_reset_words_status (watch->reset, &status));
  g_assert_cmpstr (status.description,
                   ==,
                   "Your new password counts from now on. You are not signed in yet.");
  g_free (status.description);
  g_assert_null (watch->connection);
  wait_for_request (watch, "POST /users/logout 204");
  wait_forgotten (fixture);
  watch_free (watch);
}

/* A session that comes after the window went is nobody's. */
static void
test_closed_while_signing_in (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  send_mail (watch);
  redeem_as (watch, EMAIL);
  wait_for (watch, LATCHKEY_PASSWORD_RESET_KEEPING);
  watch_free (watch);
  connection_let_happen ();

  while (strstr (fixture->events->str, "POST /users/logout 204") == NULL)
    g_main_context_iteration (NULL, TRUE);

  wait_forgotten (fixture);
}

static void
test_closed_while_probing (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  misbehave (watch, FORGOT, LATCHKEY_DEMO_MODE_HOLD, NULL);
  latchkey_password_reset_probe (watch->reset);
  wait_for_request (watch, "GET /users/forgot-password");
  latchkey_password_reset_close (watch->reset);
  latchkey_demo_server_release (fixture->server);
  connection_let_happen ();
  g_assert_cmpstr (watch->states->str, ==, "probing ");
  watch_free (watch);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/password-reset/success", test_success, NULL);
  connection_add_test ("/password-reset/not-offered", test_not_offered, NULL);
  connection_add_test ("/password-reset/link-for-an-old-server", test_link_for_an_old_server, NULL);
  connection_add_test ("/password-reset/cannot-be-asked", test_cannot_be_asked, NULL);
  connection_add_test ("/password-reset/has-a-link-already", test_skip, NULL);
  connection_add_test ("/password-reset/mail/refused", test_mail_refused, NULL);
  connection_add_test ("/password-reset/mail/no-email", test_no_email, NULL);
  connection_add_test ("/password-reset/mail/another-voids-the-first", test_another_mail, NULL);
  connection_add_test ("/password-reset/redeem/refused", test_redeem_refused, NULL);
  connection_add_test ("/password-reset/redeem/lost-and-done", test_lost_and_done, NULL);
  connection_add_test ("/password-reset/redeem/lost-and-not-done", test_lost_and_not_done, NULL);
  connection_add_test ("/password-reset/redeem/somebody-elses-address", test_as_another, NULL);
  connection_add_test ("/password-reset/redeem/sign-in-failed", test_sign_in_failed, NULL);
  connection_add_test ("/password-reset/unknown/found-out", test_find_out, NULL);
  connection_add_test ("/password-reset/unknown/not-done", test_found_out_not_done, NULL);
  connection_add_test ("/password-reset/cancelled/sending", test_cancelled, NULL);
  connection_add_test ("/password-reset/cancelled/signing-in", test_cancelled_while_signing_in,
                       NULL);
  connection_add_test ("/password-reset/cancelled/keeping", test_cancelled_while_keeping, NULL);
  connection_add_test ("/password-reset/closed/keeping", test_closed_while_signing_in, NULL);
  connection_add_test ("/password-reset/closed/probing", test_closed_while_probing, NULL);

  return g_test_run ();
}
