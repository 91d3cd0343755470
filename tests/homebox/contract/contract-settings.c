#include "contract.h"

#include "homebox-settings-private.h"

#include <string.h>

#define PATH "/users/self/settings"

static gboolean
skip (Contract *contract)
{
  if (contract->facts->has_settings)
    return FALSE;

  g_test_skip ("no settings");

  return TRUE;
}

static void
assert_body (HomeboxResponse *response, const char *json)
{
  GBytes *body = homebox_response_get_body (response);
  g_autofree char *text
      = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  g_assert_cmpstr (g_strchomp (text), ==, json);
}

static void
assert_settings (Contract *contract, ContractPerson *person, const char *json)
{
  g_autoptr (HomeboxResponse) response = contract_ask (contract, person, "GET", PATH, NULL);

  assert_body (response, json);
}

static void
put (Contract *contract, ContractPerson *person, const char *json, const char *stored)
{
  g_autoptr (HomeboxResponse) response = contract_ask (contract, person, "PUT", PATH, json);

  assert_body (response, stored);
  assert_settings (contract, person, stored);
}

static void
refuse (Contract *contract, ContractPerson *person, const char *json, const char *text)
{
  g_autoptr (HomeboxResponse) response = contract_ask (contract, person, "PUT", PATH, json);
  g_autoptr (GError) error = NULL;

  contract_assert_answer (response, 400, text);
  g_assert_false (homebox_response_check (response, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
}

/* What the equality by meaning, and the limits of what may be typed, rest on. */
static void
test_stored (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;

  if (skip (contract))
    return;

  ann = contract_person_new (contract, "ann");
  assert_settings (contract, ann, "{\"item\":{}}");
  put (contract, ann, "null", "{\"item\":null}");
  put (contract, ann, "{}", "{\"item\":{}}");
  put (contract, ann,
       "{\"z\": 1.0, \"n\":12345678901234567890, \"a\":-0, \"b\":1e-400, \"e\":1E21, \"f\":5e-324}",
       "{\"item\":{\"a\":-0,\"b\":0,\"e\":1e+21,\"f\":5e-324,\"n\":12345678901234567000,\"z\":1}}");
  put (contract, ann, "{\"s\":\"\\ud800x\\ud83d\\ude00\\/\\u0000\",\"\\u003c\":\"<&>\"}",
       "{\"item\":{\"\\u003c\":\"\\u003c\\u0026\\u003e\",\"s\":\"�x😀/\\u0000\"}}");
  put (contract, ann, "{\"a\":1,\"b\":{\"y\":1,\"x\":2},\"a\":[3, 4]}",
       "{\"item\":{\"a\":[3,4],\"b\":{\"x\":2,\"y\":1}}}");
  refuse (contract, ann, "{\"a\":1e400}",
          "json: cannot unmarshal number 1e400 into Go value of type float64");
  refuse (contract, ann, "[]",
          "json: cannot unmarshal array into Go value of type map[string]interface {}");
}

static void
test_limit (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autofree char *filling = g_strnfill (HOMEBOX_SETTINGS_LIMIT - strlen ("{\"a\":\"\"}") + 1, 'x');
  g_autofree char *too_large = g_strdup_printf ("{\"a\":\"%s\"}", filling);
  g_autofree char *largest = g_strdup_printf ("{\"a\":\"%s\"}", filling + 1);

  if (skip (contract))
    return;

  ann = contract_person_new (contract, "ann");
  refuse (contract, ann, too_large, "http: request body too large");
  response = contract_ask (contract, ann, "PUT", PATH, largest);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
}

static gboolean
load (HomeboxSettings *settings, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_settings_load_async (settings, NULL, await_store, &result);

  return homebox_settings_load_finish (settings, await (&result), error);
}

static void
flush (HomeboxSettings *settings)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_settings_flush_async (settings, NULL, await_store, &result);
  g_assert_true (homebox_settings_flush_finish (settings, await (&result), &error));
  g_assert_no_error (error);
}

static void
set (HomeboxSettings *settings, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (homebox_settings_set_value (settings, homebox_settings_ensure (settings, key),
                                             value, &error));
  g_assert_no_error (error);
}

static void
assert_value (HomeboxSettings *settings, const char *key, const char *value)
{
  HomeboxSetting *setting = homebox_settings_ensure (settings, key);

  g_assert_cmpstr (homebox_setting_get_value (setting), ==, value);
  g_assert_cmpint (homebox_setting_get_state (setting), ==, HOMEBOX_SETTING_SAVED);
}

static void
test_model (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  HomeboxSettings *settings = homebox_settings_new (ann->session);
  g_autoptr (GError) error = NULL;

  if (!contract->facts->has_settings)
    {
      g_assert_false (load (settings, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      g_assert_cmpint (homebox_settings_get_availability (settings), ==,
                       HOMEBOX_SETTINGS_UNSUPPORTED);
      g_assert_finalize_object (settings);
      return;
    }

  g_assert_true (load (settings, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (settings)), ==, 0);
  put (contract, ann, "{\"old\":1e21,\"theme\":\"dark\"}",
       "{\"item\":{\"old\":1e+21,\"theme\":\"dark\"}}");

  /* Equal by meaning is saved, whatever it is written like; and then it is the server's text. */
  set (settings, "n", " 12345678901234567890 ");
  set (settings, "s", "\"\\u003c\\/\"");
  set (settings, "o", "{\"y\": 1.50, \"x\": [1E0]}");
  flush (settings);
  assert_value (settings, "n", "12345678901234567000");
  assert_value (settings, "s", "\"\\u003c/\"");
  assert_value (settings, "o", "{\"x\":[1],\"y\":1.5}");
  assert_value (settings, "theme", "\"dark\"");
  assert_settings (contract, ann,
                   "{\"item\":{\"n\":12345678901234567000,\"o\":{\"x\":[1],\"y\":1.5},"
                   "\"old\":1e+21,\"s\":\"\\u003c/\",\"theme\":\"dark\"}}");

  for (guint i = 0; homebox_settings_get_can_undo (settings); i++)
    homebox_settings_undo (settings);
  flush (settings);
  assert_settings (contract, ann, "{\"item\":{\"old\":1e+21,\"theme\":\"dark\"}}");
  g_assert_finalize_object (settings);
}

/* The model says how large it is as the server measures it. */
static void
test_model_at_the_limit (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;
  HomeboxSettings *settings;
  g_autofree char *filling = g_strnfill (HOMEBOX_SETTINGS_LIMIT - strlen ("{\"a\":\"\",\"b\":1}"),
                                         '<');
  g_autofree char *value = g_strdup_printf ("\"%s\"", filling);

  if (skip (contract))
    return;

  ann = contract_person_new (contract, "ann");
  settings = homebox_settings_new (ann->session);
  g_assert_true (load (settings, NULL));
  set (settings, "a", value);
  flush (settings);

  /* The server's text of this is six times as long. */
  set (settings, "b", "2");
  g_assert_cmpuint (homebox_settings_get_size (settings), ==, HOMEBOX_SETTINGS_LIMIT);
  flush (settings);
  assert_value (settings, "b", "2");
  g_assert_cmpuint (strlen (homebox_setting_get_value (homebox_settings_find (settings, "a"))), >,
                    HOMEBOX_SETTINGS_LIMIT * 5);
  g_assert_cmpuint (homebox_settings_get_size (settings), ==, HOMEBOX_SETTINGS_LIMIT);
  g_assert_finalize_object (settings);
}

/* Two windows of the same person. */
static void
test_live (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;
  HomeboxSettings *settings, *others;
  g_autoptr (HomeboxEvents) events = NULL;

  if (skip (contract))
    return;

  ann = contract_person_new (contract, "ann");
  settings = homebox_settings_new (ann->session);
  others = homebox_settings_new (ann->session);
  events = homebox_events_new (ann->session);
  homebox_settings_follow (settings, events);
  homebox_events_set_active (events, TRUE);
  g_assert_true (load (others, NULL));
  while (homebox_events_get_state (events) != HOMEBOX_EVENTS_OPEN
         || homebox_settings_get_availability (settings) != HOMEBOX_SETTINGS_READY)
    g_main_context_iteration (NULL, TRUE);

  set (others, "theme", "\"forest\"");
  while (homebox_settings_find (settings, "theme") == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_value (settings, "theme", "\"forest\"");
  g_assert_cmpint (homebox_setting_get_origin (homebox_settings_find (settings, "theme")), ==,
                   HOMEBOX_SETTING_FROM_ELSEWHERE);

  flush (others);
  g_assert_true (load (settings, NULL));
  g_assert_finalize_object (settings);
  g_assert_finalize_object (others);
  homebox_events_set_active (events, FALSE);
  while (G_OBJECT (ann->session)->ref_count > 2)
    g_main_context_iteration (NULL, TRUE);
}

/*
 * contract_add_settings_tests:
 * @contract: the server
 *
 * The settings: how they are stored, and that the model agrees.
 */
void
contract_add_settings_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/settings/stored", contract, test_stored);
  g_test_add_data_func ("/contract/settings/limit", contract, test_limit);
  g_test_add_data_func ("/contract/settings/model", contract, test_model);
  g_test_add_data_func ("/contract/settings/model-at-the-limit", contract,
                        test_model_at_the_limit);
  g_test_add_data_func ("/contract/settings/live", contract, test_live);
}
