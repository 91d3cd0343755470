#include "demo-fixture.h"

#define SELF "/api/v1/users/self"
#define CHANGE "/api/v1/users/self/change-password"
#define REGISTER "/api/v1/users/register"

#define ADAS_HOUSE "10000000-0000-4000-8000-000000000001"
#define ALLOTMENT "20000000-0000-4000-8000-000000000002"

static void
test_change_stays (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *name = NULL;
  g_autofree char *email = NULL;
  g_autoptr (DemoAnswer) answer = NULL;

  demo_fixture_assert (fixture,
                       "PUT",
                       SELF,
                       token,
                       "{\"name\":\" Ada \",\"email\":\" Ada.L@Example.org \"}",
                       200,
                       NULL);
  answer = demo_fixture_send (fixture, "GET", SELF, token, NULL);
  name = demo_answer_get_string (answer, "$.item.name");
  email = demo_answer_get_string (answer, "$.item.email");
  g_assert_cmpstr (name, ==, " Ada ");
  g_assert_cmpstr (
      email, ==, version == DEMO_VERSION (CURRENT) ? "ada.l@example.org" : " Ada.L@Example.org ");
}

static void
test_refused_changes (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);

  demo_fixture_assert (fixture,
                       "PUT",
                       SELF,
                       token,
                       "{\"name\":\"Ada\"}",
                       500,
                       "{\"error\":\"ent: validator failed for field \\\"User.email\\\": value is "
                       "less than the required length\"}");
  demo_fixture_assert (fixture,
                       "PUT",
                       SELF,
                       token,
                       "{\"name\":\"Ada\",\"email\":\"" CHARLES "\"}",
                       500,
                       "{\"error\":\"ent: constraint failed: constraint failed: UNIQUE constraint "
                       "failed: users.email (2067)\"}");
}

static void
test_postgres (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = NULL;
  g_autoptr (DemoAnswer) answer = NULL;

  demo_fixture_restart (fixture, LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_POSTGRES);
  token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  answer = demo_fixture_send (
      fixture, "PUT", SELF, token, "{\"name\":\"Ada\",\"email\":\"" CHARLES "\"}");
  g_assert_cmpuint (answer->status, ==, 500);
  g_assert_nonnull (strstr (answer->body, "duplicate key value violates unique constraint"));
}

static void
test_shape (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);

  demo_fixture_assert (
      fixture,
      "GET",
      SELF,
      token,
      NULL,
      200,
      version == DEMO_VERSION (0_21)
          ? "{\"item\":{\"id\":\"ada00000-0000-4000-8000-000000001815\",\"name\":\"Ada Lovelace\","
            "\"email\":\"ada@example.org\",\"isSuperuser\":false,\"groupId\":\"" ADAS_HOUSE
            "\",\"groupName\":\"Ada’s House\",\"isOwner\":true}}"
          : "{\"item\":{\"id\":\"ada00000-0000-4000-8000-000000001815\",\"name\":\"Ada Lovelace\","
            "\"email\":\"ada@example.org\",\"isSuperuser\":false,\"defaultGroupId\":\"" ADAS_HOUSE
            "\",\"groupIds\":[\"" ADAS_HOUSE "\",\"" ALLOTMENT
            "\",\"30000000-0000-4000-8000-000000000003\"],\"oidcIssuer\":null,"
            "\"oidcSubject\":null}}");
}

static void
test_change_password (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *one = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *two = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *again = NULL;
  g_autoptr (DemoAnswer) old = NULL;
  gboolean is_current = version == DEMO_VERSION (CURRENT);

  demo_fixture_assert (fixture,
                       "PUT",
                       CHANGE,
                       one,
                       "{\"current\":\"wrong\",\"new\":\"notes by the translator\"}",
                       500,
                       is_current ? "{\"error\":\"Internal Server Error\"}" : "");
  demo_fixture_assert (fixture,
                       "PUT",
                       CHANGE,
                       one,
                       "{\"current\":\"" ADA_PASSWORD "\",\"new\":\"notes by the translator\"}",
                       204,
                       "");
  demo_fixture_assert (fixture, "GET", SELF, one, NULL, 200, NULL);
  demo_fixture_assert (fixture, "GET", SELF, two, NULL, is_current ? 401 : 200, NULL);
  old = demo_fixture_try_sign_in (fixture, ADA, ADA_PASSWORD);
  g_assert_cmpuint (old->status, !=, 200);
  again = demo_fixture_sign_in (fixture, ADA, "notes by the translator");
  demo_fixture_assert (
      fixture, "PUT", "/api/v1/users/change-password", again, "{}", 404, "404 page not found\n");
}

static void
test_delete (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autoptr (DemoAnswer) again = NULL;
  g_autoptr (DemoAnswer) statistics = NULL;
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);

  demo_fixture_assert (fixture, "DELETE", SELF, ada, NULL, 204, "");
  demo_fixture_assert (fixture, "GET", SELF, ada, NULL, 401, NULL);
  again = demo_fixture_try_sign_in (fixture, ADA, ADA_PASSWORD);
  g_assert_cmpuint (again->status, !=, 200);

  /* The homes stay: one without an owner, one without anybody. */
  g_assert_null (latchkey_demo_store_find_group (store, ADAS_HOUSE)->owner);
  if (version == DEMO_VERSION (0_21))
    return;
  g_assert_cmpuint (latchkey_demo_store_find_group (store, ALLOTMENT)->members->len, ==, 0);
  statistics = demo_fixture_send_with (fixture,
                                       "GET",
                                       "/api/v1/groups/statistics",
                                       NULL,
                                       NULL,
                                       "Authorization",
                                       charles,
                                       "X-Tenant",
                                       ADAS_HOUSE,
                                       NULL);
  g_assert_cmpint (demo_answer_get_int (statistics, "$.totalItems"), ==, 137);
  g_assert_cmpint (demo_answer_get_int (statistics, "$.totalUsers"), ==, 1);
}

static void
test_demo_mode (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = NULL;
  gboolean is_current = version == DEMO_VERSION (CURRENT);
  guint status = is_current ? 403 : 500;
  const char *refusal = is_current ? "{\"error\":\"Forbidden\"}" : "";

  demo_fixture_restart (fixture, GPOINTER_TO_INT (version), LATCHKEY_DEMO_DEMO_MODE);
  token = demo_fixture_sign_in (fixture, "demo@example.com", is_current ? "demodemo" : "demo");
  demo_fixture_assert (fixture, "DELETE", SELF, token, NULL, status, refusal);
  demo_fixture_assert (fixture, "PUT", CHANGE, token, "{\"current\":\"x\"}", status, refusal);
  demo_fixture_assert (fixture, "GET", SELF, token, NULL, 200, NULL);
}

static void
test_register (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = NULL;
  g_autoptr (DemoAnswer) home = NULL;
  g_autofree char *name = NULL;
  gboolean is_current = version == DEMO_VERSION (CURRENT);

  demo_fixture_assert (fixture,
                       "POST",
                       REGISTER,
                       NULL,
                       "{\"name\":\"Mary\",\"email\":\"mary@example.org\",\"password\":\"short\"}",
                       is_current ? 500 : 204,
                       is_current ? "{\"error\":\"password must be at least 6 characters\"}" : "");
  demo_fixture_assert (
      fixture,
      "POST",
      REGISTER,
      NULL,
      "{\"name\":\"Mary\",\"email\":\"somerville@example.org\",\"password\":\"mechanism\"}",
      204,
      "");
  token = demo_fixture_sign_in (fixture, "somerville@example.org", "mechanism");
  home = demo_fixture_send (fixture, "GET", "/api/v1/groups", token, NULL);
  name = demo_answer_get_string (home, "$.name");
  g_assert_cmpstr (name,
                   ==,
                   is_current                        ? "Mary's Home"
                   : version == DEMO_VERSION (0_25) ? "Marys' Home"
                                                     : "Home");
}

static void
test_registration_by_invitation (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *ada = NULL;
  g_autofree char *mary = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *body = NULL;
  g_autoptr (DemoAnswer) invitation = NULL;
  g_autoptr (DemoAnswer) home = NULL;
  g_autofree char *name = NULL;

  demo_fixture_restart (fixture, GPOINTER_TO_INT (version), LATCHKEY_DEMO_NO_REGISTRATION);
  demo_fixture_assert (
      fixture,
      "POST",
      REGISTER,
      NULL,
      "{\"name\":\"Mary\",\"email\":\"mary@example.org\",\"password\":\"mechanism\"}",
      403,
      "{\"error\":\"user registration disabled\"}");

  ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  invitation
      = demo_fixture_send (fixture, "POST", "/api/v1/groups/invitations", ada, "{\"uses\":1}");
  g_assert_cmpuint (invitation->status, ==, 201);
  secret = demo_answer_get_string (invitation, "$.token");
  body = g_strdup_printf ("{\"name\":\"Mary\",\"email\":\"mary@example.org\","
                          "\"password\":\"mechanism\",\"token\":\"%s\"}",
                          secret);
  demo_fixture_assert (fixture, "POST", REGISTER, NULL, body, 204, "");
  mary = demo_fixture_sign_in (fixture, "mary@example.org", "mechanism");
  home = demo_fixture_send (fixture, "GET", "/api/v1/groups", mary, NULL);
  name = demo_answer_get_string (home, "$.name");
  g_assert_cmpstr (name, ==, "Ada’s House");
  if (version != DEMO_VERSION (0_21))
    demo_fixture_assert (
        fixture, "POST", REGISTER, NULL, body, 500, "{\"error\":\"invitation used up\"}");
}

static void
test_forgotten_password (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *link = NULL;
  g_autofree char *body = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  demo_fixture_assert (fixture,
                       "POST",
                       "/api/v1/users/forgot-password",
                       NULL,
                       "{\"email\":\"nobody@example.org\"}",
                       204,
                       "");
  g_assert_null (latchkey_demo_server_read_mail (fixture->server, ADA, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  demo_fixture_assert (
      fixture, "POST", "/api/v1/users/forgot-password", NULL, "{\"email\":\"" ADA "\"}", 204, "");
  link = latchkey_demo_server_read_mail (fixture->server, ADA, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (link, latchkey_demo_server_get_uri (fixture->server)));
  body = g_strdup_printf ("{\"token\":\"%s\",\"password\":\"bernoulli\"}",
                          strstr (link, "?token=") + strlen ("?token="));
  demo_fixture_assert (fixture, "POST", "/api/v1/users/reset-password", NULL, body, 204, "");
  demo_fixture_assert (fixture, "GET", SELF, token, NULL, 401, NULL);
  again = demo_fixture_sign_in (fixture, ADA, "bernoulli");
  demo_fixture_assert (fixture,
                       "POST",
                       "/api/v1/users/reset-password",
                       NULL,
                       body,
                       400,
                       "{\"error\":\"password reset link is invalid or has expired\"}");
}

#define ADD(path, version, function) \
  g_test_add ("/demo/profile/" path, \
              DemoFixture, \
              DEMO_VERSION (version), \
              demo_fixture_set_up, \
              function, \
              demo_fixture_tear_down)
#define ADD_ALL(path, function) \
  ADD (path "/v0.21", 0_21, function); \
  ADD (path "/v0.25", 0_25, function); \
  ADD (path "/current", CURRENT, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("shape/v0.21", 0_21, test_shape);
  ADD ("shape/current", CURRENT, test_shape);
  ADD_ALL ("change-stays", test_change_stays);
  ADD_ALL ("refused-changes", test_refused_changes);
  ADD ("postgresql-wording", CURRENT, test_postgres);
  ADD_ALL ("change-password", test_change_password);
  ADD_ALL ("delete-leaves-the-homes", test_delete);
  ADD_ALL ("demo-mode", test_demo_mode);
  ADD_ALL ("register", test_register);
  ADD_ALL ("registration-by-invitation", test_registration_by_invitation);
  ADD ("forgotten-password", CURRENT, test_forgotten_password);

  return g_test_run ();
}
