#include "demo-fixture.h"

#define GROUPS "/api/v1/groups"
#define NO_INVITATION GROUPS "/invitations/00000000-0000-0000-0000-000000000000"

#define ADAS_HOUSE "10000000-0000-4000-8000-000000000001"
#define WORKSHOP "30000000-0000-4000-8000-000000000003"
#define CHARLES_ID "c0000000-0000-4000-8000-000000001791"

static DemoAnswer *
send_about (DemoFixture *fixture,
            const char *method,
            const char *path,
            const char *token,
            const char *home,
            const char *body)
{
  return demo_fixture_send_with (fixture,
                                 method,
                                 path,
                                 "application/json",
                                 body,
                                 "Authorization",
                                 token,
                                 "X-Tenant",
                                 home,
                                 NULL);
}

static void
test_seed (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) statistics
      = demo_fixture_send (fixture, "GET", GROUPS "/statistics", token, NULL);

  g_assert_cmpint (demo_answer_get_int (statistics, "$.totalItems"), ==, 137);
  g_assert_cmpint (demo_answer_get_int (statistics, "$.totalLocations"), ==, 12);
  g_assert_cmpint (demo_answer_get_int (statistics, "$.totalUsers"), ==, 2);
  demo_fixture_assert (fixture,
                       "GET",
                       GROUPS "/all",
                       token,
                       NULL,
                       version == DEMO_VERSION (0_21) ? 404 : 200,
                       NULL);
}

static void
test_empty (DemoFixture *fixture, gconstpointer version)
{
  LatchkeyDemoStore *store;

  demo_fixture_restart (fixture, LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_EMPTY);
  store = latchkey_demo_server_get_store (fixture->server);
  g_assert_cmpuint (store->people->len, ==, 0);
  g_assert_cmpuint (store->groups->len, ==, 0);
}

static void
test_ownership (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) own
      = send_about (fixture, "DELETE", NO_INVITATION, token, ADAS_HOUSE, NULL);
  g_autoptr (DemoAnswer) other
      = send_about (fixture, "DELETE", NO_INVITATION, token, WORKSHOP, NULL);

  g_assert_cmpuint (own->status, ==, 404);
  if (version == DEMO_VERSION (0_25))
    {
      g_assert_cmpuint (other->status, ==, 404);
      return;
    }
  g_assert_cmpuint (other->status, ==, 403);
  g_assert_cmpstr (other->body,
                   ==,
                   "{\"error\":\"only the owner of this collection can perform this action\"}");
}

static void
test_strange_home (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) strange = send_about (
      fixture, "GET", GROUPS, token, "99999999-0000-4000-8000-000000000009", NULL);
  g_autoptr (DemoAnswer) garbage = send_about (fixture, "GET", GROUPS, token, "garbage", NULL);

  g_assert_cmpuint (strange->status, ==, 403);
  g_assert_cmpstr (strange->body,
                   ==,
                   "{\"error\":\"user does not have access to the requested tenant\"}");
  g_assert_cmpuint (garbage->status, ==, 400);
}

static void
test_remove_member (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autofree char *own_home = NULL;
  g_autoptr (DemoAnswer) profile = NULL;
  LatchkeyDemoPerson *person = latchkey_demo_store_find_email (
      latchkey_demo_server_get_store (fixture->server), CHARLES);

  g_free (person->default_group_id);
  person->default_group_id = g_strdup (ADAS_HOUSE);
  demo_fixture_assert (
      fixture, "DELETE", GROUPS "/members/" CHARLES_ID, ada, NULL, 204, "");
  profile = demo_fixture_send (fixture, "GET", "/api/v1/users/self", charles, NULL);
  own_home = demo_answer_get_string (profile, "$.item.defaultGroupId");
  g_assert_cmpstr (own_home, ==, WORKSHOP);
}

/* Somebody whose only home it was is locked out, and the one who did it gets an error. */
static void
test_remove_from_only_home (DemoFixture *fixture, gconstpointer version)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autofree char *again = NULL;

  latchkey_demo_group_remove_member (latchkey_demo_store_find_group (store, WORKSHOP),
                                     latchkey_demo_store_find_email (store, CHARLES));
  demo_fixture_assert (fixture,
                       "DELETE",
                       GROUPS "/members/" CHARLES_ID,
                       ada,
                       NULL,
                       500,
                       "{\"error\":\"Unknown Error\"}");
  again = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  demo_fixture_assert (fixture,
                       "DELETE",
                       "/api/v1/users/self",
                       charles,
                       NULL,
                       403,
                       "{\"error\":\"user does not have access to the requested tenant\"}");
}

static void
test_delete (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autoptr (DemoAnswer) gone = NULL;
  g_autoptr (DemoAnswer) profile = NULL;
  g_autofree char *default_home = NULL;

  gone = send_about (fixture, "DELETE", GROUPS, charles, WORKSHOP, NULL);
  g_assert_cmpuint (gone->status, ==, 204);
  profile = demo_fixture_send (fixture, "GET", "/api/v1/users/self", charles, NULL);
  default_home = demo_answer_get_string (profile, "$.item.defaultGroupId");
  g_assert_cmpstr (default_home, ==, ADAS_HOUSE);
  g_assert_cmpuint (latchkey_demo_server_get_store (fixture->server)->groups->len, ==, 2);
}

static void
test_join (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) made = NULL;
  g_autoptr (DemoAnswer) invitation = NULL;
  g_autoptr (DemoAnswer) joined = NULL;
  g_autofree char *home = NULL;
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  made = demo_fixture_send (fixture, "POST", GROUPS, charles, "{\"name\":\"Study\"}");
  g_assert_cmpuint (made->status, ==, 201);
  home = demo_answer_get_string (made, "$.id");
  invitation
      = send_about (fixture, "POST", GROUPS "/invitations", charles, home, "{\"uses\":1}");
  token = demo_answer_get_string (invitation, "$.token");
  path = g_strconcat (GROUPS "/invitations/", token, NULL);
  joined = demo_fixture_send (fixture, "POST", path, ada, "{}");
  g_assert_cmpuint (joined->status, ==, 200);
  name = demo_answer_get_string (joined, "$.name");
  g_assert_cmpstr (name, ==, "Study");
  demo_fixture_assert (
      fixture, "POST", path, ada, "{}", 500, "{\"error\":\"Unknown Error\"}");
}

static void
test_unknown_paths (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (DemoAnswer) page = demo_fixture_send (fixture, "GET", "/api/status", NULL, NULL);
  g_autoptr (DemoAnswer) method
      = demo_fixture_send (fixture, "DELETE", "/api/v1/status", NULL, NULL);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (
      soup_message_headers_get_content_type (page->headers, NULL), ==, "text/html");
  demo_fixture_assert (
      fixture, "GET", "/api/v1/nothing", NULL, NULL, 404, "404 page not found\n");
  g_assert_cmpuint (method->status, ==, 405);
  g_assert_cmpstr (method->body, ==, "");
  g_assert_cmpstr (soup_message_headers_get_one (method->headers, "Allow"), ==, "GET");
}

static void
test_export (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) begun
      = demo_fixture_send (fixture, "POST", "/api/v1/group/exports", token, "{}");
  g_autofree char *id = demo_answer_get_string (begun, "$.id");
  g_autofree char *path = g_strconcat ("/api/v1/group/exports/", id, NULL);
  g_autofree char *download = g_strconcat (path, "/download", NULL);
  g_autoptr (DemoAnswer) archive = NULL;
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoExport *export = g_ptr_array_index (store->exports, 0);

  g_assert_cmpuint (begun->status, ==, 202);
  demo_fixture_assert (
      fixture, "GET", download, token, NULL, 409, "{\"error\":\"export not ready\"}");
  export->created -= G_TIME_SPAN_MINUTE;
  archive = demo_fixture_send (fixture, "GET", download, token, NULL);
  g_assert_cmpuint (archive->status, ==, 200);
  g_assert_cmpstr (
      soup_message_headers_get_content_type (archive->headers, NULL), ==, "application/zip");
  g_assert_true (g_str_has_prefix (archive->body, "PK\x03\x04"));
  demo_fixture_assert (fixture, "DELETE", path, token, NULL, 204, "");
  demo_fixture_assert (fixture, "GET", path, token, NULL, 404, NULL);
}

#define ADD(path, version, function) \
  g_test_add ("/demo/homes/" path, \
              DemoFixture, \
              DEMO_VERSION (version), \
              demo_fixture_set_up, \
              function, \
              demo_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("seed/v0.21", 0_21, test_seed);
  ADD ("seed/v0.25", 0_25, test_seed);
  ADD ("seed/current", CURRENT, test_seed);
  ADD ("empty", CURRENT, test_empty);
  ADD ("ownership/v0.25", 0_25, test_ownership);
  ADD ("ownership/current", CURRENT, test_ownership);
  ADD ("strange-home", CURRENT, test_strange_home);
  ADD ("remove-member", CURRENT, test_remove_member);
  ADD ("remove-from-only-home", CURRENT, test_remove_from_only_home);
  ADD ("delete-moves-the-default", CURRENT, test_delete);
  ADD ("join", CURRENT, test_join);
  ADD ("export", CURRENT, test_export);
  ADD ("unknown-paths", CURRENT, test_unknown_paths);

  return g_test_run ();
}
