#include "homebox-json.h"
#include "latchkey-account.h"

#include <locale.h>
#include <string.h>

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = homebox_json_parse (json, strlen (json), &error);

  g_assert_no_error (error);
  return root;
}

static LatchkeyAccount *
read_account (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = parse (json);

  return latchkey_account_new_from_json (json_node_get_object (root), error);
}

static HomeboxUser *
make_user (const char *id, const char *name, const char *email)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) error = NULL;
  HomeboxUser *user = homebox_user_new ();

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "email", email);
  homebox_user_update (user, object, &error);
  g_assert_no_error (error);
  return user;
}

static void
on_notify (LatchkeyAccount *account, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", pspec->name);
}

static void
test_new (void)
{
  LatchkeyAccount *account
      = latchkey_account_new ("https://homebox.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  LatchkeyAccount *other
      = latchkey_account_new ("https://homebox.lan", "u-1", HOMEBOX_TOKEN_SESSION);

  g_assert_true (g_uuid_string_is_valid (latchkey_account_get_id (account)));
  g_assert_cmpstr (latchkey_account_get_id (account), !=, latchkey_account_get_id (other));
  g_assert_cmpstr (latchkey_account_get_name (account), ==, "");
  g_assert_cmpstr (latchkey_account_get_email (account), ==, "");
  g_assert_null (latchkey_account_get_expires_at (account));
  g_assert_finalize_object (account);
  g_assert_finalize_object (other);
}

static void
test_roundtrip (void)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 ("2026-12-21T13:47:23.215820Z", NULL);
  g_autoptr (HomeboxUser) user = make_user ("u-1", "Ada \u202e\"L\"\n🗝", "ada@example.org");
  LatchkeyAccount *account
      = latchkey_account_new ("https://homebox.lan:7745/h", "u-1", HOMEBOX_TOKEN_API_KEY);
  LatchkeyAccount *again = NULL;
  g_autoptr (JsonNode) record = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_account_update (account, user, end);
  record = latchkey_account_to_json (account);
  text = json_to_string (record, FALSE);
  again = read_account (text, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (latchkey_account_get_id (again), ==, latchkey_account_get_id (account));
  g_assert_cmpstr (latchkey_account_get_server (again), ==, "https://homebox.lan:7745/h");
  g_assert_cmpstr (latchkey_account_get_user_id (again), ==, "u-1");
  g_assert_cmpstr (latchkey_account_get_name (again), ==, "Ada \u202e\"L\"\n🗝");
  g_assert_cmpstr (latchkey_account_get_email (again), ==, "ada@example.org");
  g_assert_cmpint (latchkey_account_get_kind (again), ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_true (g_date_time_equal (latchkey_account_get_expires_at (again), end));
  g_assert_finalize_object (account);
  g_assert_finalize_object (again);
}

static void
test_keeps_unknown_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyAccount) account
      = read_account ("{\"id\":\"1\",\"server\":\"https://h.lan\",\"user-id\":\"u\","
                      "\"kind\":\"session\",\"addresses\":[\"https://a\",{\"b\":null}],\"pin\":7,"
                      "\"expires-at\":\"not a time\"}",
                      &error);
  g_autoptr (JsonNode) record = NULL;
  JsonObject *object = NULL;

  g_assert_no_error (error);
  record = latchkey_account_to_json (account);
  object = json_node_get_object (record);
  g_assert_cmpint (json_object_get_int_member (object, "pin"), ==, 7);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "addresses")), ==,
                    2);
  g_assert_null (latchkey_account_get_expires_at (account));
  g_assert_false (json_object_has_member (object, "expires-at"));
}

static void
test_refuses (gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_account (user_data, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_update (void)
{
  g_autoptr (GString) notified = g_string_new (NULL);
  g_autoptr (GDateTime) end = g_date_time_new_utc (2026, 12, 21, 13, 47, 23);
  g_autoptr (GDateTime) same_end = g_date_time_new_from_iso8601 ("2026-12-21T14:47:23+01", NULL);
  g_autoptr (HomeboxUser) user = make_user ("u-1", "Ada", "ada@example.org");
  g_autoptr (HomeboxUser) renamed = make_user ("u-1", "Ada L.", "ada@example.org");
  LatchkeyAccount *account
      = latchkey_account_new ("https://homebox.lan", "u-1", HOMEBOX_TOKEN_SESSION);

  g_signal_connect (account, "notify", G_CALLBACK (on_notify), notified);

  g_assert_true (latchkey_account_update (account, user, end));
  g_assert_cmpstr (notified->str, ==, "name email expires-at ");
  g_string_truncate (notified, 0);

  g_assert_false (latchkey_account_update (account, user, same_end));
  g_assert_cmpstr (notified->str, ==, "");

  g_assert_true (latchkey_account_update (account, renamed, end));
  g_assert_cmpstr (notified->str, ==, "name ");
  g_string_truncate (notified, 0);

  g_assert_true (latchkey_account_update (account, renamed, NULL));
  g_assert_cmpstr (notified->str, ==, "expires-at ");
  g_assert_null (latchkey_account_get_expires_at (account));
  g_string_truncate (notified, 0);

  g_assert_false (latchkey_account_set_kind (account, HOMEBOX_TOKEN_SESSION));
  g_assert_true (latchkey_account_set_kind (account, HOMEBOX_TOKEN_API_KEY));
  g_assert_cmpstr (notified->str, ==, "kind ");
  g_assert_finalize_object (account);
}

static void
test_addresses (void)
{
  g_autoptr (GString) notified = g_string_new (NULL);
  LatchkeyAccount *account
      = latchkey_account_new ("http://homebox.lan:7745", "u-1", HOMEBOX_TOKEN_SESSION);
  const char *const only[] = { "http://homebox.lan:7745", NULL };
  const char *const both[] = { "http://homebox.lan:7745", "https://home.example.org/h", NULL };

  g_signal_connect (account, "notify", G_CALLBACK (on_notify), notified);
  g_assert_true (g_strv_equal (latchkey_account_get_addresses (account), only));
  g_assert_true (latchkey_account_has_address (account, "http://homebox.lan:7745/"));
  g_assert_false (latchkey_account_has_address (account, "https://homebox.lan:7745"));
  g_assert_false (latchkey_account_has_address (account, "http://homebox.lan:7745/h"));
  g_assert_false (latchkey_account_has_address (account, NULL));

  g_assert_true (latchkey_account_add_address (account, "https://home.example.org/h/"));
  g_assert_false (latchkey_account_add_address (account, "https://home.example.org/h"));
  g_assert_false (latchkey_account_add_address (account, "http://homebox.lan:7745"));
  g_assert_true (g_strv_equal (latchkey_account_get_addresses (account), both));
  g_assert_cmpstr (notified->str, ==, "addresses ");
  g_string_truncate (notified, 0);

  g_assert_null (latchkey_account_get_last_address (account));
  g_assert_false (latchkey_account_set_last_address (account, "https://elsewhere.example.org"));
  g_assert_true (latchkey_account_set_last_address (account, "https://home.example.org/h"));
  g_assert_false (latchkey_account_set_last_address (account, "https://home.example.org/h/"));
  g_assert_cmpstr (latchkey_account_get_last_address (account), ==, "https://home.example.org/h");
  g_assert_cmpstr (notified->str, ==, "last-address ");
  g_string_truncate (notified, 0);

  /* What the account is known by stays. */
  g_assert_false (latchkey_account_remove_address (account, "http://homebox.lan:7745"));
  g_assert_false (latchkey_account_remove_address (account, "https://elsewhere.example.org"));
  g_assert_true (latchkey_account_remove_address (account, both[1]));
  g_assert_cmpstr (notified->str, ==, "last-address addresses ");
  g_assert_null (latchkey_account_get_last_address (account));
  g_assert_true (g_strv_equal (latchkey_account_get_addresses (account), only));

  g_assert_true (latchkey_account_address_is_plain_http ("http://homebox.lan:7745"));
  g_assert_false (latchkey_account_address_is_plain_http ("https://homebox.lan:7745"));
  g_assert_finalize_object (account);
}

static void
test_session_facts (void)
{
  g_autoptr (GString) notified = g_string_new (NULL);
  g_autoptr (GDateTime) start = g_date_time_new_utc (2026, 11, 23, 13, 47, 23);
  g_autoptr (GDateTime) refresh = g_date_time_new_utc (2026, 12, 15, 8, 0, 0);
  LatchkeyAccount *account
      = latchkey_account_new ("https://homebox.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  LatchkeyAccount *again = NULL;
  g_autoptr (JsonNode) record = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (account, "notify", G_CALLBACK (on_notify), notified);
  g_assert_null (latchkey_account_get_signed_in_at (account));
  g_assert_true (latchkey_account_set_signed_in_at (account, start));
  g_assert_false (latchkey_account_set_signed_in_at (account, start));
  g_assert_true (latchkey_account_set_last_refresh_at (account, refresh));
  g_assert_true (latchkey_account_set_email (account, "ada@example.org"));
  g_assert_false (latchkey_account_set_email (account, "ada@example.org"));
  g_assert_cmpstr (notified->str, ==, "signed-in-at last-refresh-at email ");
  latchkey_account_add_address (account, "https://outside.example.org");
  latchkey_account_set_last_address (account, "https://outside.example.org");

  record = latchkey_account_to_json (account);
  text = json_to_string (record, FALSE);
  again = read_account (text, &error);
  g_assert_no_error (error);
  g_assert_true (g_date_time_equal (latchkey_account_get_signed_in_at (again), start));
  g_assert_true (g_date_time_equal (latchkey_account_get_last_refresh_at (again), refresh));
  g_assert_true (g_strv_equal (latchkey_account_get_addresses (again),
                               latchkey_account_get_addresses (account)));
  g_assert_cmpstr (latchkey_account_get_last_address (again), ==, "https://outside.example.org");
  /* The session began anew, and was not refreshed since. */
  g_assert_true (latchkey_account_set_last_refresh_at (account, NULL));
  g_assert_null (latchkey_account_get_last_refresh_at (account));
  g_assert_finalize_object (account);
  g_assert_finalize_object (again);
}

static void
test_strange_addresses (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyAccount) account
      = read_account ("{\"id\":\"1\",\"server\":\"https://h.lan\",\"user-id\":\"u\","
                      "\"kind\":\"session\",\"addresses\":[\"https://a:b@c\",\"ftp://x\",7,null,"
                      "\"https://h.lan/\",\"https://good.lan\"],"
                      "\"last-address\":\"https://evil.lan\"}",
                      &error);
  const char *const good[] = { "https://h.lan", "https://good.lan", NULL };

  g_assert_no_error (error);
  g_assert_true (g_strv_equal (latchkey_account_get_addresses (account), good));
  g_assert_null (latchkey_account_get_last_address (account));
}

static void
test_end_label (void)
{
  LatchkeyAccount *account
      = latchkey_account_new ("https://homebox.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (GDateTime) local = g_date_time_new_local (2026, 12, 3, 14, 5, 30);
  g_autoptr (GDateTime) end = g_date_time_to_utc (local);
  g_autoptr (HomeboxUser) user = make_user ("u-1", "Ada", "ada@example.org");
  g_autofree char *label = NULL;

  g_assert_null (latchkey_account_dup_end_label (account));
  latchkey_account_update (account, user, end);
  label = latchkey_account_dup_end_label (account);
  g_assert_cmpstr (label, ==, "3 December, 14:05");
  g_assert_finalize_object (account);
}

static void
test_server_label (void)
{
  static const struct
  {
    const char *server;
    const char *label;
  } cases[] = {
    { "https://homebox.lan", "homebox.lan" },
    { "https://homebox.lan:443/", "homebox.lan" },
    { "http://homebox.lan:80", "homebox.lan" },
    { "http://homebox.lan:443", "homebox.lan:443" },
    { "http://192.168.1.5:7745", "192.168.1.5:7745" },
    { "http://[::1]:7745", "[::1]:7745" },
    { "https://example.org/homebox/", "example.org/homebox" },
    { "https://xn--bcher-kva.example", "bücher.example" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LatchkeyAccount) account
          = latchkey_account_new (cases[i].server, "u", HOMEBOX_TOKEN_SESSION);
      g_autofree char *label = latchkey_account_dup_server_label (account);

      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

static void
test_properties (void)
{
  g_autoptr (HomeboxUser) user = make_user ("u-1", "Ada", "ada@example.org");
  g_autoptr (GDateTime) end = g_date_time_new_utc (2026, 12, 21, 13, 47, 23);
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://homebox.lan", "u-1", HOMEBOX_TOKEN_API_KEY);
  g_autofree char *id = NULL;
  g_autofree char *server = NULL;
  g_autofree char *user_id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *email = NULL;
  g_autoptr (GDateTime) expires_at = NULL;
  g_autoptr (GDateTime) signed_in_at = NULL;
  g_autoptr (GDateTime) last_refresh_at = NULL;
  g_auto (GStrv) addresses = NULL;
  g_autofree char *last_address = NULL;
  int kind = -1;

  latchkey_account_update (account, user, end);
  latchkey_account_set_signed_in_at (account, end);
  latchkey_account_set_last_address (account, "https://homebox.lan");
  g_object_get (account, "id", &id, "server", &server, "user-id", &user_id, "name", &name, "email",
                &email, "kind", &kind, "expires-at", &expires_at, "signed-in-at", &signed_in_at,
                "last-refresh-at", &last_refresh_at, "addresses", &addresses, "last-address",
                &last_address, NULL);
  g_assert_true (g_date_time_equal (signed_in_at, end));
  g_assert_null (last_refresh_at);
  g_assert_cmpuint (g_strv_length (addresses), ==, 1);
  g_assert_cmpstr (last_address, ==, "https://homebox.lan");
  g_assert_cmpstr (id, ==, latchkey_account_get_id (account));
  g_assert_cmpstr (server, ==, "https://homebox.lan");
  g_assert_cmpstr (user_id, ==, "u-1");
  g_assert_cmpstr (name, ==, "Ada");
  g_assert_cmpstr (email, ==, "ada@example.org");
  g_assert_cmpint (kind, ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_true (g_date_time_equal (expires_at, end));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account/is-new-with-an-id-of-its-own", test_new);
  g_test_add_func ("/account/record/holds-everything", test_roundtrip);
  g_test_add_func ("/account/record/keeps-unknown-members", test_keeps_unknown_members);
  g_test_add_data_func ("/account/record/refuses/empty", "{}", test_refuses);
  g_test_add_data_func ("/account/record/refuses/no-id",
                        "{\"server\":\"https://h\",\"user-id\":\"u\",\"kind\":\"session\"}",
                        test_refuses);
  g_test_add_data_func ("/account/record/refuses/server-of-another-type",
                        "{\"id\":\"1\",\"server\":7,\"user-id\":\"u\",\"kind\":\"session\"}",
                        test_refuses);
  g_test_add_data_func (
      "/account/record/refuses/server-without-host",
      "{\"id\":\"1\",\"server\":\"https://\",\"user-id\":\"u\",\"kind\":\"session\"}",
      test_refuses);
  g_test_add_data_func (
      "/account/record/refuses/server-of-another-scheme",
      "{\"id\":\"1\",\"server\":\"file:///etc\",\"user-id\":\"u\",\"kind\":\"session\"}",
      test_refuses);
  g_test_add_data_func (
      "/account/record/refuses/server-with-a-password",
      "{\"id\":\"1\",\"server\":\"https://a:b@h\",\"user-id\":\"u\",\"kind\":\"session\"}",
      test_refuses);
  g_test_add_data_func (
      "/account/record/refuses/empty-user-id",
      "{\"id\":\"1\",\"server\":\"https://h\",\"user-id\":\"\",\"kind\":\"session\"}",
      test_refuses);
  g_test_add_data_func (
      "/account/record/refuses/unknown-kind",
      "{\"id\":\"1\",\"server\":\"https://h\",\"user-id\":\"u\",\"kind\":\"certificate\"}",
      test_refuses);
  g_test_add_func ("/account/update/changes-what-differs", test_update);
  g_test_add_func ("/account/addresses/are-added-and-removed", test_addresses);
  g_test_add_func ("/account/addresses/strange-ones-are-not-used", test_strange_addresses);
  g_test_add_func ("/account/session/since-when-is-kept", test_session_facts);
  g_test_add_func ("/account/session/when-it-ends-in-words", test_end_label);
  g_test_add_func ("/account/server-label/is-short", test_server_label);
  g_test_add_func ("/account/properties/are-readable", test_properties);

  return g_test_run ();
}
