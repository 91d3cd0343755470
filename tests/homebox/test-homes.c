#include "session-fixture.h"

#include "homebox-home-survey.h"

#include <string.h>

#define NO_INVITATION                                                                              \
  "DELETE /api/v1/groups/invitations/00000000-0000-0000-0000-000000000000"

#define NOT_FOUND                                                                                  \
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n"               \
  "404 page not found"
#define NOT_ALLOWED "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"

#define NOT_OWNER_JSON                                                                             \
  "{\"error\":\"only the owner of this collection can perform this action\"}"
#define TWO_GROUPS_JSON                                                                            \
  "[{\"id\":\"65cc\",\"name\":\"Home\",\"currency\":\"USD\"},{\"id\":\"ae2a\",\"name\":\"Hut\"}]"
#define MEMBERS_JSON                                                                               \
  "[{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"ann@example.org\"},"                             \
  "{\"id\":\"f4af\",\"name\":\"Bea\",\"email\":\"bea@example.org\"}]"
#define STATISTICS_JSON                                                                            \
  "{\"totalUsers\":3,\"totalItems\":31,\"totalLocations\":8,\"totalTags\":6,"                      \
  "\"totalItemPrice\":0,\"totalWithWarranty\":0}"

static HomeboxGroup *
new_group (const char *id)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", id);

  return homebox_group_new_from_json (object, NULL);
}

static void
load_user (SessionFixture *fixture, const char *is_owner)
{
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  json = g_strdup_printf ("{\"item\":{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"a@b\","
                          "\"defaultGroupId\":\"65cc\"%s}}",
                          is_owner);
  raw_server_answer_json (fixture->server, "200 OK", json);
  g_assert_true (session_fixture_load_user (fixture, &error));
  g_assert_no_error (error);
}

static GListModel *
list_groups (SessionFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_list_groups_async (fixture->session, NULL, await_store, &result);

  return homebox_session_list_groups_finish (fixture->session, await (&result), error);
}

static GListModel *
list_members (SessionFixture *fixture, HomeboxGroup *group, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_list_members_async (fixture->session, group, NULL, await_store, &result);

  return homebox_session_list_members_finish (fixture->session, await (&result), error);
}

static gboolean
load_statistics (SessionFixture *fixture, HomeboxGroup *group, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_load_statistics_async (fixture->session, group, NULL, await_store, &result);

  return homebox_session_load_statistics_finish (fixture->session, await (&result), error);
}

static HomeboxOwnership
load_ownership (SessionFixture *fixture, const char *group_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxGroup) group = new_group (group_id);
  g_autoptr (GError) error = NULL;

  homebox_session_load_ownership_async (fixture->session, group, NULL, await_store, &result);
  g_assert_true (homebox_session_load_ownership_finish (fixture->session, await (&result), &error));
  g_assert_no_error (error);

  return homebox_group_get_ownership (group);
}

static void
test_groups (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (HomeboxGroup) second = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", TWO_GROUPS_JSON);
  groups = list_groups (fixture, &error);
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "GET /api/v1/groups/all");
  g_assert_true (g_list_model_get_item_type (groups) == HOMEBOX_TYPE_GROUP);
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 2);
  second = g_list_model_get_item (groups, 1);
  g_assert_cmpstr (homebox_group_get_id (second), ==, "ae2a");
  g_assert_cmpstr (homebox_group_get_name (second), ==, "Hut");
}

static void
test_one_group (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  raw_server_answer_json (fixture->server, "200 OK", "{\"id\":\"65cc\",\"name\":\"Home\"}");
  groups = list_groups (fixture, &error);
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 1, "GET /api/v1/groups");
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 1);
}

static void
test_groups_fail (SessionFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *json;
    HomeboxError code;
  } cases[] = {
    { "403 Forbidden", NO_TENANT_JSON, HOMEBOX_ERROR_NO_HOME },
    { "200 OK", "null", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "{\"id\":\"65cc\"}", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "[{\"id\":\"65cc\"},7]", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "[{\"name\":\"Home\"}]", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "500 Internal Server Error", "{\"error\":\"x\"}", HOMEBOX_ERROR_SERVER_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer_json (fixture->server, cases[i].status, cases[i].json);
      g_assert_null (list_groups (fixture, &error));
      assert_homebox_error (error, cases[i].code);
    }
}

static void
test_members (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxGroup) group = new_group ("ae2a");
  g_autoptr (GListModel) members = NULL;
  g_autoptr (HomeboxMember) second = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", MEMBERS_JSON);
  members = list_members (fixture, group, &error);
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "GET /api/v1/groups/members");
  g_assert_true (session_fixture_has_header (fixture, 0, "X-Tenant: ae2a"));
  g_assert_cmpuint (g_list_model_get_n_items (members), ==, 2);
  second = g_list_model_get_item (members, 1);
  g_assert_cmpstr (homebox_member_get_email (second), ==, "bea@example.org");
  g_assert_cmpint (homebox_group_get_n_members (group), ==, 2);
}

static void
test_members_fail (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxGroup) group = new_group ("ae2a");
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  g_assert_null (list_members (fixture, group, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);

  /* About this home, not about the account. */
  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_null (list_members (fixture, group, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_FOUND);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "200 OK", "[{\"id\":\"9c5c\"},null]");
  g_assert_null (list_members (fixture, group, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_BROKEN_ANSWER);

  g_assert_cmpint (homebox_group_get_n_members (group), ==, HOMEBOX_GROUP_COUNT_UNKNOWN);
}

static void
test_statistics (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxGroup) group = new_group ("ae2a");
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", STATISTICS_JSON);
  g_assert_true (load_statistics (fixture, group, &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "GET /api/v1/groups/statistics");
  g_assert_true (session_fixture_has_header (fixture, 0, "X-Tenant: ae2a"));
  g_assert_cmpint (homebox_group_get_n_items (group), ==, 31);
  g_assert_cmpint (homebox_group_get_n_locations (group), ==, 8);
  g_assert_cmpint (homebox_group_get_n_members (group), ==, 3);

  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_false (load_statistics (fixture, group, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_FOUND);
}

/* What a server says is taken, and it is not asked. */
static void
test_told_ownership (SessionFixture *fixture, gconstpointer data)
{
  load_user (fixture, ",\"isOwner\":true");
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_OWNER);
  g_assert_cmpint (load_ownership (fixture, "ae2a"), ==, HOMEBOX_OWNERSHIP_UNKNOWN);

  load_user (fixture, ",\"isOwner\":false");
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_MEMBER);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_owner (SessionFixture *fixture, gconstpointer data)
{
  load_user (fixture, "");
  raw_server_answer_json (fixture->server, "404 Not Found", "{\"error\":\"Not Found\"}");
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_ALLOWED);
  g_assert_cmpint (load_ownership (fixture, "ae2a"), ==, HOMEBOX_OWNERSHIP_OWNER);
  session_fixture_assert_request (fixture, 1, NO_INVITATION);
  g_assert_true (session_fixture_has_header (fixture, 1, "X-Tenant: ae2a"));
  session_fixture_assert_request (fixture, 2, "GET /api/v1/users/logout/all");
}

static void
test_member (SessionFixture *fixture, gconstpointer data)
{
  load_user (fixture, "");
  raw_server_answer_json (fixture->server, "403 Forbidden", NOT_OWNER_JSON);
  g_assert_cmpint (load_ownership (fixture, "ae2a"), ==, HOMEBOX_OWNERSHIP_MEMBER);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_ownership_cancelled (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HomeboxGroup) group = new_group ("65cc");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  load_user (fixture, "");
  raw_server_answer_json (fixture->server, "404 Not Found", "{\"error\":\"Not Found\"}");
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");

  homebox_session_load_ownership_async (fixture->session, group, cancellable, await_store, &result);
  while (raw_server_get_n_requests (fixture->server) < 3)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_false (homebox_session_load_ownership_finish (fixture->session, await (&result),
                                                         &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  g_assert_cmpint (homebox_group_get_ownership (group), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
}

/* v0.26: neither says it nor asks for an owner. */
static void
test_owner_not_asked_for (SessionFixture *fixture, gconstpointer data)
{
  load_user (fixture, "");
  raw_server_answer_json (fixture->server, "404 Not Found", "{\"error\":\"Not Found\"}");
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
}

static void
test_unknown_ownership (SessionFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);

  load_user (fixture, "");
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  session_fixture_answer_204 (fixture);
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  raw_server_answer_json (fixture->server, "500 Internal Server Error", "{\"error\":\"x\"}");
  g_assert_cmpint (load_ownership (fixture, "65cc"), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
}

static GListModel *
run_survey (SessionFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_home_survey_run_async (fixture->session, NULL, await_store, &result);

  return homebox_home_survey_run_finish (fixture->session, await (&result), error);
}

static void
assert_group (GListModel *groups,
              guint index,
              gint64 n_items,
              gint64 n_members,
              HomeboxOwnership ownership)
{
  g_autoptr (HomeboxGroup) group = g_list_model_get_item (groups, index);

  g_assert_nonnull (group);
  g_assert_cmpint (homebox_group_get_n_items (group), ==, n_items);
  g_assert_cmpint (homebox_group_get_n_members (group), ==, n_members);
  g_assert_cmpint (homebox_group_get_ownership (group), ==, ownership);
}

static void
test_survey (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (GError) error = NULL;

  load_user (fixture, "");
  raw_server_answer_json (fixture->server, "200 OK", TWO_GROUPS_JSON);

  /* The members are counted by name: the statistics are a second best. */
  raw_server_answer_json (fixture->server, "200 OK", STATISTICS_JSON);
  raw_server_answer_json (fixture->server, "200 OK", MEMBERS_JSON);
  raw_server_answer_json (fixture->server, "403 Forbidden", NOT_OWNER_JSON);

  /* Of the second one a damaged server says nothing. */
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  raw_server_answer_json (fixture->server, "500 Internal Server Error", "{\"error\":\"x\"}");
  raw_server_answer (fixture->server, RAW_THEN_RESET, "");

  groups = run_survey (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 2);
  assert_group (groups, 0, 31, 2, HOMEBOX_OWNERSHIP_MEMBER);
  assert_group (groups, 1, HOMEBOX_GROUP_COUNT_UNKNOWN, HOMEBOX_GROUP_COUNT_UNKNOWN,
                HOMEBOX_OWNERSHIP_UNKNOWN);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 8);
}

static void
test_survey_of_v0_21 (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (GError) error = NULL;

  load_user (fixture, ",\"isOwner\":true");
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  raw_server_answer_json (fixture->server, "200 OK", "{\"id\":\"65cc\",\"name\":\"Home\"}");
  raw_server_answer_json (fixture->server, "200 OK",
                          "{\"totalUsers\":2,\"totalItems\":5,\"totalLocations\":8,"
                          "\"totalLabels\":6}");
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);

  groups = run_survey (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 1);
  assert_group (groups, 0, 5, 2, HOMEBOX_OWNERSHIP_OWNER);
}

static void
test_survey_stops (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  load_user (fixture, "");
  raw_server_answer_json (fixture->server, "200 OK", TWO_GROUPS_JSON);
  raw_server_answer_json (fixture->server, "200 OK", STATISTICS_JSON);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");

  homebox_home_survey_run_async (fixture->session, NULL, await_store, &result);
  while (raw_server_get_n_requests (fixture->server) < 3)
    g_main_context_iteration (NULL, TRUE);

  /* For what is sent from now on, which is what will have no answer. */
  homebox_client_set_timeout (fixture->client, 50);
  groups = homebox_home_survey_run_finish (fixture->session, await (&result), &error);
  g_assert_no_error (error);
  assert_group (groups, 0, 31, 3, HOMEBOX_OWNERSHIP_UNKNOWN);
  assert_group (groups, 1, HOMEBOX_GROUP_COUNT_UNKNOWN, HOMEBOX_GROUP_COUNT_UNKNOWN,
                HOMEBOX_OWNERSHIP_UNKNOWN);

  /* One deadline is enough. */
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), <=, 4);
}

static void
test_survey_fails (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "500 Internal Server Error", "{\"error\":\"x\"}");
  g_assert_null (run_survey (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_FAILED);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "200 OK", TWO_GROUPS_JSON);
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_null (run_survey (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ENDED);
}

static void
test_survey_cancelled (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", TWO_GROUPS_JSON);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");

  homebox_home_survey_run_async (fixture->session, cancellable, await_store, &result);
  while (raw_server_get_n_requests (fixture->server) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_null (homebox_home_survey_run_finish (fixture->session, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/homes/groups/all", test_groups);
  session_fixture_add ("/homes/groups/one-on-old-servers", test_one_group);
  session_fixture_add ("/homes/groups/failures", test_groups_fail);
  session_fixture_add ("/homes/members/list", test_members);
  session_fixture_add ("/homes/members/failures", test_members_fail);
  session_fixture_add ("/homes/statistics", test_statistics);
  session_fixture_add ("/homes/ownership/told", test_told_ownership);
  session_fixture_add ("/homes/ownership/owner", test_owner);
  session_fixture_add ("/homes/ownership/member", test_member);
  session_fixture_add ("/homes/ownership/servers-that-do-not-ask", test_owner_not_asked_for);
  session_fixture_add ("/homes/ownership/cancelled", test_ownership_cancelled);
  session_fixture_add ("/homes/ownership/unknown", test_unknown_ownership);
  session_fixture_add ("/homes/survey/unknown-stays-unknown", test_survey);
  session_fixture_add ("/homes/survey/old-server", test_survey_of_v0_21);
  session_fixture_add ("/homes/survey/server-stops-answering", test_survey_stops);
  session_fixture_add ("/homes/survey/failures", test_survey_fails);
  session_fixture_add ("/homes/survey/cancelled", test_survey_cancelled);

  return g_test_run ();
}
