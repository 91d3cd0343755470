#include "contract.h"

#include "homebox-api-keys.h"
#include "homebox-expiry.h"

static HomeboxApiKey *
create (HomeboxSession *session,
        const char *name,
        GDateTime *expires_at,
        HomeboxToken **token,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_create_api_key_async (session, name, expires_at, NULL, await_store, &result);

  return homebox_session_create_api_key_finish (session, await (&result), token, error);
}

static GListModel *
list (HomeboxSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_list_api_keys_async (session, NULL, await_store, &result);

  return homebox_session_list_api_keys_finish (session, await (&result), error);
}

static gboolean
revoke_key (HomeboxSession *session, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_revoke_api_key_async (session, id, NULL, await_store, &result);

  return homebox_session_revoke_api_key_finish (session, await (&result), error);
}

static void
test_missing (Contract *contract, ContractPerson *ann)
{
  g_autoptr (GDateTime) then = homebox_expiry_new_in_days (30);
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (list (ann->session, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);
  g_assert_null (create (ann->session, "Mine", then, &token, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);
  g_assert_false (revoke_key (ann->session, "8e0b2d5a-0000-4000-8000-000000000000", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
}

static void
test_life (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (GDateTime) then = homebox_expiry_new_in_days (90);
  g_autoptr (HomeboxApiKey) key = NULL;
  g_autoptr (HomeboxApiKey) listed = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GListModel) keys = NULL;
  g_autoptr (GError) error = NULL;

  if (!contract->facts->has_api_keys)
    {
      test_missing (contract, ann);
      return;
    }

  keys = list (ann->session, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (keys), ==, 0);
  g_clear_object (&keys);

  key = create (ann->session, " Scanner ", then, &token, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (homebox_api_key_get_name (key), ==, "Scanner");
  g_assert_cmpint (
      ABS (g_date_time_difference (homebox_api_key_get_expires_at (key), then)), <,
      G_TIME_SPAN_SECOND);
  g_assert_false (homebox_api_key_is_expired (key));
  g_assert_null (homebox_api_key_get_last_used_at (key));
  g_assert_cmpint (
      homebox_token_kind_for_text (homebox_secret_peek (homebox_token_get_secret (token))), ==,
      HOMEBOX_TOKEN_API_KEY);

  session = homebox_session_new (contract->client, token);
  g_assert_true (contract_load_user (session, &error));
  g_assert_cmpstr (homebox_user_get_email (homebox_session_get_user (session)), ==, ann->email);

  keys = list (session, &error);
  g_assert_cmpuint (g_list_model_get_n_items (keys), ==, 1);
  listed = g_list_model_get_item (keys, 0);
  g_assert_cmpstr (homebox_api_key_get_id (listed), ==, homebox_api_key_get_id (key));
  g_assert_nonnull (homebox_api_key_get_last_used_at (listed));

  /* A key may revoke itself, and is not accepted afterwards. */
  g_assert_true (revoke_key (session, homebox_api_key_get_id (key), &error));
  g_assert_no_error (error);
  g_assert_false (contract_load_user (session, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_error (&error);

  g_assert_true (revoke_key (ann->session, homebox_api_key_get_id (key), &error));
  g_assert_no_error (error);
}

/* As late as it takes, and not a year more. */
static void
test_latest (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (GDateTime) latest = homebox_expiry_new_latest ();
  g_autoptr (HomeboxApiKey) key = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (HomeboxResponse) later = NULL;
  g_autoptr (GError) error = NULL;

  if (!contract->facts->has_api_keys)
    {
      g_test_skip ("no API keys");
      return;
    }

  key = create (ann->session, "Endless", latest, &token, &error);
  g_assert_no_error (error);
  g_assert_true (homebox_api_key_is_endless (key));
  session = homebox_session_new (contract->client, token);
  g_assert_true (contract_load_user (session, &error));

  later = contract_ask (contract, ann, "POST", "/users/self/api-keys",
                        "{\"name\":\"x\",\"expiresAt\":\"10000-01-01T00:00:00Z\"}");
  contract_assert_answer (later, 500, "Unknown Error");
}

static void
test_names (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (GDateTime) then = homebox_expiry_new_in_days (30);
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autoptr (HomeboxApiKey) key = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxResponse) empty = NULL;
  g_autoptr (HomeboxResponse) expired = NULL;
  g_autoptr (HomeboxToken) old_token = NULL;
  g_autoptr (HomeboxSession) old = NULL;
  g_autoptr (GError) error = NULL;

  if (!contract->facts->has_api_keys)
    {
      g_test_skip ("no API keys");
      return;
    }

  key = create (ann->session, longest, then, &token, &error);
  g_assert_no_error (error);

  empty = contract_ask (contract, ann, "POST", "/users/self/api-keys", "{\"name\":\"\"}");
  g_assert_cmpuint (homebox_response_get_status (empty), ==, 422);
  g_assert_false (homebox_response_check (empty, &error));
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
  g_clear_error (&error);

  /* The past is taken as it is, and good for nothing. */
  expired = contract_ask (contract, ann, "POST", "/users/self/api-keys",
                          "{\"name\":\"old\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
  g_assert_cmpuint (homebox_response_get_status (expired), ==, 201);
  old_token = homebox_token_new (
      json_object_get_string_member (contract_get_bare_object (expired), "token"),
      HOMEBOX_TOKEN_API_KEY, NULL);
  old = homebox_session_new (contract->client, old_token);
  g_assert_false (contract_load_user (old, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
}

static void
test_all (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new (contract, "bea");
  g_autoptr (HomeboxApiKeys) keys = homebox_api_keys_new (ann->session);
  g_autoptr (GDateTime) then = homebox_expiry_new_in_days (30);
  static const char *const names[] = { "One", "Two", "Kept", "Three" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxToken) of_bea = NULL;
  g_autoptr (HomeboxApiKey) key_of_bea = NULL;
  g_autoptr (HomeboxApiKey) left = NULL;
  g_autoptr (GError) error = NULL;
  guint n_revoked = 0;

  if (!contract->facts->has_api_keys)
    {
      g_test_skip ("no API keys");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) made = NULL;
      g_autoptr (HomeboxToken) token = NULL;

      homebox_api_keys_create_async (keys, names[i], then, NULL, await_store, &made);
      token = homebox_api_keys_create_finish (keys, await (&made), &error);
      g_assert_no_error (error);
    }

  key_of_bea = create (bea->session, "Hers", then, &of_bea, &error);
  g_assert_no_error (error);

  homebox_api_keys_revoke_all_async (keys, "Kept", NULL, await_store, &result);
  g_assert_true (
      homebox_api_keys_revoke_all_finish (keys, await (&result), &n_revoked, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_revoked, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (keys)), ==, 1);
  left = g_list_model_get_item (G_LIST_MODEL (keys), 0);
  g_assert_cmpstr (homebox_api_key_get_name (left), ==, "Kept");

  /* A key of somebody else is none. */
  g_assert_true (revoke_key (ann->session, homebox_api_key_get_id (key_of_bea), &error));
  {
    g_autoptr (HomeboxSession) session = homebox_session_new (contract->client, of_bea);

    g_assert_true (contract_load_user (session, &error));
    g_assert_no_error (error);
  }
}

/*
 * contract_add_api_keys_tests:
 * @contract: the server
 *
 * API keys.
 */
void
contract_add_api_keys_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/api-keys/life-of-one", contract, test_life);
  g_test_add_data_func ("/contract/api-keys/as-late-as-it-takes", contract, test_latest);
  g_test_add_data_func ("/contract/api-keys/names-and-times", contract, test_names);
  g_test_add_data_func ("/contract/api-keys/all-but-one", contract, test_all);
}
