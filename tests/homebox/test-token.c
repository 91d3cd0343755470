#include "homebox-token.h"

static void
assert_token (const char *text, const char *bare, const char *authorization)
{
  g_autoptr (HomeboxToken) token = homebox_token_new (text, HOMEBOX_TOKEN_SESSION, NULL);

  g_assert_cmpstr (homebox_secret_peek (homebox_token_get_secret (token)), ==, bare);
  g_assert_cmpstr (homebox_secret_peek (homebox_token_get_authorization (token)), ==,
                   authorization);
}

static void
test_bearer (void)
{
  assert_token ("ABC", "ABC", "Bearer ABC");
  assert_token ("Bearer ABC", "ABC", "Bearer ABC");
  assert_token ("bearer ABC", "ABC", "Bearer ABC");
  assert_token (" \tBearer  ABC \r\n", "ABC", "Bearer ABC");
  assert_token ("BearerABC", "BearerABC", "Bearer BearerABC");
  assert_token ("A B", "A B", "Bearer A B");
  assert_token ("", "", "Bearer ");
  assert_token ("Bearer ", "", "Bearer ");
}

static void
test_facts (void)
{
  g_autoptr (GDateTime) expires_at = g_date_time_new_utc (2026, 12, 21, 13, 47, 23);
  g_autoptr (HomeboxToken) token = homebox_token_new ("hb_1", HOMEBOX_TOKEN_API_KEY, expires_at);
  g_autoptr (HomeboxToken) endless = homebox_token_new ("1", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (HomeboxToken) again = homebox_token_ref (token);

  g_assert_cmpint (homebox_token_get_kind (again), ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_true (g_date_time_equal (homebox_token_get_expires_at (again), expires_at));
  g_assert_cmpint (homebox_token_get_kind (endless), ==, HOMEBOX_TOKEN_SESSION);
  g_assert_null (homebox_token_get_expires_at (endless));
}

static void
test_kind (void)
{
  g_assert_cmpint (homebox_token_kind_for_text ("hb_123"), ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_cmpint (homebox_token_kind_for_text (" Bearer hb_123"), ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_cmpint (homebox_token_kind_for_text ("HB_123"), ==, HOMEBOX_TOKEN_SESSION);
  g_assert_cmpint (homebox_token_kind_for_text ("XXhb_"), ==, HOMEBOX_TOKEN_SESSION);
  g_assert_cmpint (homebox_token_kind_for_text (""), ==, HOMEBOX_TOKEN_SESSION);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token/bearer-is-handled-here", test_bearer);
  g_test_add_func ("/token/facts", test_facts);
  g_test_add_func ("/token/kind-from-its-text", test_kind);

  return g_test_run ();
}
