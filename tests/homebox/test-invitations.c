#include "session-fixture.h"

#include "homebox-session-invitations.h"

#include <string.h>

#define INVITATIONS "/api/v1/groups/invitations"
#define NOT_OWNER_JSON                                                                             \
  "{\"error\":\"only the owner of this collection can perform this action\"}"
#define NOT_ALLOWED "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"
#define NO_SUCH_PAGE                                                                               \
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n"               \
  "404 page not found"

static HomeboxGroup *
new_group (void)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", "65cc");

  return homebox_group_new_from_json (object, NULL);
}

static HomeboxInvitation *
new_invitation (const char *id)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (id != NULL)
    json_object_set_string_member (object, "id", id);
  else
    json_object_set_string_member (object, "token", "OLDTOKEN");

  return homebox_invitation_new_from_json (object, NULL);
}

static HomeboxInvitation *
create (SessionFixture *fixture, guint uses, int year, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxGroup) group = new_group ();
  g_autoptr (GDateTime) then = g_date_time_new_utc (year, 1, 1, 0, 0, 0);

  homebox_session_create_invitation_async (fixture->session, group, uses, then, NULL, await_store,
                                           &result);

  return homebox_session_create_invitation_finish (fixture->session, await (&result), error);
}

static GListModel *
list (SessionFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxGroup) group = new_group ();

  homebox_session_list_invitations_async (fixture->session, group, NULL, await_store, &result);

  return homebox_session_list_invitations_finish (fixture->session, await (&result), error);
}

static gboolean
withdraw (SessionFixture *fixture, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxGroup) group = new_group ();
  g_autoptr (HomeboxInvitation) invitation = new_invitation (id);

  homebox_session_withdraw_invitation_async (fixture->session, group, invitation, NULL, await_store,
                                             &result);

  return homebox_session_withdraw_invitation_finish (fixture->session, await (&result), error);
}

static void
test_create (SessionFixture *fixture, gconstpointer data)
{
  HomeboxInvitation *invitation;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "201 Created",
                          "{\"id\":\"8131\",\"token\":\"QRCFRN3QKW2GIG6ECDRWHS2NLI\","
                          "\"expiresAt\":\"2099-01-01T00:00:00Z\",\"uses\":3}");
  invitation = create (fixture, 3, 2099, &error);
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "POST " INVITATIONS);
  g_assert_true (session_fixture_has_header (fixture, 0, "X-Tenant: 65cc"));
  session_fixture_assert_body (fixture, 0, "{\"uses\":3,\"expiresAt\":\"2099-01-01T00:00:00Z\"}");

  g_assert_cmpstr (homebox_invitation_get_id (invitation), ==, "8131");
  g_assert_cmpuint (homebox_invitation_get_uses_left (invitation), ==, 3);
  g_assert_cmpstr (homebox_secret_peek (homebox_invitation_get_token (invitation)), ==,
                   "QRCFRN3QKW2GIG6ECDRWHS2NLI");
  g_assert_true (homebox_invitation_is_open (invitation));
  g_assert_finalize_object (invitation);
}

static void
test_create_old (SessionFixture *fixture, gconstpointer data)
{
  HomeboxInvitation *invitation;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "201 Created",
                          "{\"token\":\"7M4P4GSXMPQUUQPEK5QWBQRDEA\","
                          "\"expiresAt\":\"2099-01-01T00:00:00Z\",\"uses\":1}");
  invitation = create (fixture, 1, 2099, &error);
  g_assert_no_error (error);
  g_assert_null (homebox_invitation_get_id (invitation));
  g_assert_nonnull (homebox_invitation_get_token (invitation));
  g_assert_finalize_object (invitation);
}

static void
test_create_checked (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (create (fixture, 0, 2099, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_USES);
  g_clear_error (&error);

  g_assert_null (create (fixture, 101, 2099, &error));
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_USES);
  g_clear_error (&error);

  g_assert_null (create (fixture, 1, 2020, &error));
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EXPIRY);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_create_refused (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "403 Forbidden", NOT_OWNER_JSON);
  g_assert_null (create (fixture, 1, 2099, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_OWNER);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_null (create (fixture, 1, 2099, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "201 Created", "{\"id\":\"8131\",\"uses\":1}");
  g_assert_null (create (fixture, 1, 2099, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_BROKEN_ANSWER);
  g_clear_error (&error);

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  g_assert_null (create (fixture, 1, 2099, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 4);
}

static void
test_list (SessionFixture *fixture, gconstpointer data)
{
  static const gboolean is_open[] = { TRUE, FALSE, FALSE };
  g_autoptr (GListModel) invitations = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK",
                          "[{\"id\":\"a\",\"expiresAt\":\"2099-01-01T00:00:00Z\",\"uses\":1,"
                          "\"group\":{\"id\":\"65cc\"}},"
                          "{\"id\":\"b\",\"expiresAt\":\"2099-01-01T00:00:00Z\",\"uses\":0},"
                          "{\"id\":\"c\",\"expiresAt\":\"2020-01-01T00:00:00Z\",\"uses\":5}]");
  invitations = list (fixture, &error);
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "GET " INVITATIONS);
  g_assert_true (session_fixture_has_header (fixture, 0, "X-Tenant: 65cc"));
  g_assert_cmpuint (g_list_model_get_n_items (invitations), ==, G_N_ELEMENTS (is_open));

  for (guint i = 0; i < G_N_ELEMENTS (is_open); i++)
    {
      g_autoptr (HomeboxInvitation) invitation = g_list_model_get_item (invitations, i);

      g_assert_cmpint (homebox_invitation_is_open (invitation), ==, is_open[i]);
      g_assert_null (homebox_invitation_get_token (invitation));
    }
}

static void
test_list_refused (SessionFixture *fixture, gconstpointer data)
{
  static const char *const damaged[] = { "[1]", "[{}]", "{}" };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      raw_server_answer_json (fixture->server, "200 OK", damaged[i]);
      g_assert_null (list (fixture, &error));
      assert_homebox_error (error, HOMEBOX_ERROR_BROKEN_ANSWER);
      g_clear_error (&error);
    }

  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_null (list (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_ALLOWED);
  g_assert_null (list (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
}

static void
test_withdraw (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  g_assert_true (withdraw (fixture, "8131", &error));
  session_fixture_assert_request (fixture, 0, "DELETE " INVITATIONS "/8131");
  g_assert_true (session_fixture_has_header (fixture, 0, "X-Tenant: 65cc"));

  raw_server_answer_json (fixture->server, "404 Not Found", "{\"error\":\"Not Found\"}");
  g_assert_true (withdraw (fixture, "8131", &error));
  g_assert_no_error (error);
}

static void
test_withdraw_refused (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "403 Forbidden", NOT_OWNER_JSON);
  g_assert_false (withdraw (fixture, "8131", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_OWNER);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_false (withdraw (fixture, "8131", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  g_assert_false (withdraw (fixture, "8131", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);

  /* An invitation of v0.21 has nothing to withdraw it by. */
  g_assert_false (withdraw (fixture, NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/invitations/create/token-is-told-once", test_create);
  session_fixture_add ("/invitations/create/without-an-id-on-v0.21", test_create_old);
  session_fixture_add ("/invitations/create/checked-before-sending", test_create_checked);
  session_fixture_add ("/invitations/create/refusals", test_create_refused);
  session_fixture_add ("/invitations/list/open-and-not", test_list);
  session_fixture_add ("/invitations/list/refusals", test_list_refused);
  session_fixture_add ("/invitations/withdraw/twice-is-as-good-as-once", test_withdraw);
  session_fixture_add ("/invitations/withdraw/refusals", test_withdraw_refused);

  return g_test_run ();
}
