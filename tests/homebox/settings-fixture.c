#include "settings-fixture.h"

#define ADA "ada@example.org"
#define ADA_PASSWORD "analytical-engine"

static LatchkeyDemoPerson *
get_ada (SettingsFixture *self)
{
  return latchkey_demo_store_find_email (latchkey_demo_server_get_store (self->server), ADA);
}

static void
on_request (SettingsFixture *self, const char *method, const char *path, guint status)
{
  if (!g_str_equal (path, SETTINGS_PATH))
    return;

  if (g_str_equal (method, "GET"))
    {
      self->n_reads++;
      /* The answer is made: what changes now is not in it. */
      if (self->in_between != NULL)
        {
          settings_fixture_store (self, self->in_between);
          g_clear_pointer (&self->in_between, g_free);
        }
    }
  else
    {
      self->n_writes++;
    }
}

static void
on_changed_elsewhere (SettingsFixture *self, HomeboxSetting *setting)
{
  g_assert_true (homebox_setting_get_changed_elsewhere (setting));
  g_string_append_printf (self->log, "elsewhere %s\n", homebox_setting_get_key (setting));
}

static void
on_maybe_overwritten (SettingsFixture *self, guint n, char **keys)
{
  g_assert_cmpuint (n, >, 0);
  self->n_overwritten += n;
  g_strfreev (self->suspects);
  self->suspects = g_strdupv (keys);
}

static void
on_keep_limit (SettingsFixture *self, HomeboxSetting *setting)
{
  g_string_append_printf (self->log, "limit %s\n", homebox_setting_get_key (setting));
}

static void
on_seen (SettingsFixture *self, HomeboxJsonMembers *members)
{
  g_assert_true (members == homebox_settings_get_seen (self->settings));
  self->n_seen++;
}

/* Follows the list by what it says of itself, and so proves that it says it exactly. */
static void
on_items_changed (SettingsFixture *self, guint position, guint n_removed, guint n_added)
{
  GListModel *model = G_LIST_MODEL (self->settings);

  g_assert_cmpuint (position + n_removed, <=, self->mirror->len);
  if (n_removed > 0)
    g_ptr_array_remove_range (self->mirror, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (self->mirror, (int) (position + i),
                        g_list_model_get_item (model, position + i));

  g_assert_cmpuint (self->mirror->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < self->mirror->len; i++)
    {
      g_autoptr (HomeboxSetting) setting = g_list_model_get_item (model, i);

      g_assert_true (setting == g_ptr_array_index (self->mirror, i));
      if (i > 0)
        g_assert_cmpstr (homebox_setting_get_key (g_ptr_array_index (self->mirror, i - 1)), <=,
                         homebox_setting_get_key (setting));
    }
}

static HomeboxSession *
sign_in (SettingsFixture *self)
{
  g_autoptr (HomeboxSecret) password = homebox_secret_new (ADA_PASSWORD);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session;

  homebox_session_sign_in_async (self->client, ADA, password, FALSE, NULL, await_store, &result);
  session = homebox_session_sign_in_finish (self->client, await (&result), &error);
  g_assert_no_error (error);

  return session;
}

static void
set_up (SettingsFixture *self, LatchkeyDemoVersion version)
{
  g_autoptr (GError) error = NULL;

  self->server = latchkey_demo_server_new (version, LATCHKEY_DEMO_DEFAULT);
  g_assert_true (latchkey_demo_server_listen (self->server, 0, &error));
  g_signal_connect_swapped (self->server, "request", G_CALLBACK (on_request), self);

  self->client = homebox_client_new (latchkey_demo_server_get_uri (self->server));
  self->session = sign_in (self);
  self->settings = homebox_settings_new (self->session);
  homebox_settings_set_delay (self->settings, 1);
  self->log = g_string_new (NULL);
  self->mirror = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect_swapped (self->settings, "changed-elsewhere", G_CALLBACK (on_changed_elsewhere),
                            self);
  g_signal_connect_swapped (self->settings, "maybe-overwritten", G_CALLBACK (on_maybe_overwritten),
                            self);
  g_signal_connect_swapped (self->settings, "keep-limit-reached", G_CALLBACK (on_keep_limit), self);
  g_signal_connect_swapped (self->settings, "seen", G_CALLBACK (on_seen), self);
  g_signal_connect_swapped (self->settings, "items-changed", G_CALLBACK (on_items_changed), self);
}

void
settings_fixture_set_up (SettingsFixture *self, gconstpointer data)
{
  set_up (self, LATCHKEY_DEMO_VERSION_CURRENT);
}

void
settings_fixture_set_up_old (SettingsFixture *self, gconstpointer data)
{
  set_up (self, LATCHKEY_DEMO_VERSION_0_21);
}

void
settings_fixture_tear_down (SettingsFixture *self, gconstpointer data)
{
  g_ptr_array_unref (self->mirror);
  g_assert_finalize_object (self->settings);
  g_assert_finalize_object (self->session);
  g_assert_finalize_object (self->client);
  g_assert_finalize_object (self->server);
  g_string_free (self->log, TRUE);
  g_strfreev (self->suspects);
  g_free (self->in_between);
}

/*
 * settings_fixture_store:
 * @self: a fixture
 * @json: what the server has from now on
 *
 * Writes as another program does; nothing is told of it.
 */
void
settings_fixture_store (SettingsFixture *self, const char *json)
{
  LatchkeyDemoPerson *ada = get_ada (self);

  g_free (ada->settings);
  ada->settings = g_strdup (json);
}

const char *
settings_fixture_get_stored (SettingsFixture *self)
{
  return get_ada (self)->settings;
}

void
settings_fixture_assert_stored (SettingsFixture *self, const char *json)
{
  g_assert_cmpstr (settings_fixture_get_stored (self), ==, json);
}

gboolean
settings_fixture_load (SettingsFixture *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_settings_load_async (self->settings, NULL, await_store, &result);

  return homebox_settings_load_finish (self->settings, await (&result), error);
}

gboolean
settings_fixture_flush (SettingsFixture *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_settings_flush_async (self->settings, NULL, await_store, &result);

  return homebox_settings_flush_finish (self->settings, await (&result), error);
}

/*
 * settings_fixture_start_with:
 * @self: a fixture
 * @json: what the server has
 *
 * Reads the settings for the first time.
 */
void
settings_fixture_start_with (SettingsFixture *self, const char *json)
{
  g_autoptr (GError) error = NULL;

  settings_fixture_store (self, json);
  g_assert_true (settings_fixture_load (self, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_settings_get_availability (self->settings), ==, HOMEBOX_SETTINGS_READY);
  self->n_reads = 0;
  self->n_seen = 0;
}

void
settings_fixture_misbehave (SettingsFixture *self,
                            const char *method,
                            LatchkeyDemoMode mode,
                            const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (self->server, method, SETTINGS_PATH, mode, argument, &error);
  g_assert_no_error (error);
}

void
settings_fixture_set (SettingsFixture *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  homebox_settings_set_value (self->settings, homebox_settings_ensure (self->settings, key), value,
                              &error);
  g_assert_no_error (error);
}

void
settings_fixture_assert_value (SettingsFixture *self, const char *key, const char *value)
{
  g_assert_cmpstr (homebox_setting_get_value (homebox_settings_ensure (self->settings, key)), ==,
                   value);
}

void
settings_fixture_assert_state (SettingsFixture *self, const char *key, HomeboxSettingState state)
{
  g_assert_cmpint (homebox_setting_get_state (homebox_settings_ensure (self->settings, key)), ==,
                   state);
}

void
settings_fixture_wait (SettingsFixture *self, const char *key, HomeboxSettingState state)
{
  HomeboxSetting *setting = homebox_settings_ensure (self->settings, key);

  while (homebox_setting_get_state (setting) != state)
    g_main_context_iteration (NULL, TRUE);
}

/*
 * settings_fixture_assert_list:
 * @self: a fixture
 * @keys: what the list has to be, separated by spaces
 *
 * Checks the list, as it is and as it was told.
 */
void
settings_fixture_assert_list (SettingsFixture *self, const char *keys)
{
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_cmpuint (self->mirror->len, ==,
                    g_list_model_get_n_items (G_LIST_MODEL (self->settings)));
  for (guint i = 0; i < self->mirror->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            homebox_setting_get_key (g_ptr_array_index (self->mirror, i)));

  g_assert_cmpstr (found->str, ==, keys);
}
