#pragma once

#include "await.h"
#include "homebox-error.h"
#include "homebox-settings-private.h"
#include "latchkey-demo-server.h"

G_BEGIN_DECLS

#define SETTINGS_PATH "/api/v1/users/self/settings"

/*
 * SettingsFixture:
 *
 * Settings of somebody on a demo Homebox in this process, with every signal that came, and every
 * request to the settings.
 */
typedef struct
{
  LatchkeyDemoServer *server;
  HomeboxClient *client;
  HomeboxSession *session;
  HomeboxSettings *settings;

  GString *log;
  guint n_reads;
  guint n_writes;
  guint n_seen;
  guint n_overwritten;
  char **suspects;

  /* What the list was told to be, change by change. */
  GPtrArray *mirror;

  /* What another program writes just before the next write of ours arrives. */
  char *in_between;
} SettingsFixture;

void settings_fixture_set_up (SettingsFixture *self, gconstpointer data);
void settings_fixture_set_up_old (SettingsFixture *self, gconstpointer data);
void settings_fixture_tear_down (SettingsFixture *self, gconstpointer data);

void settings_fixture_store (SettingsFixture *self, const char *json);
const char *settings_fixture_get_stored (SettingsFixture *self);
void settings_fixture_assert_stored (SettingsFixture *self, const char *json);

gboolean settings_fixture_load (SettingsFixture *self, GError **error);
gboolean settings_fixture_flush (SettingsFixture *self, GError **error);
void settings_fixture_start_with (SettingsFixture *self, const char *json);
void settings_fixture_misbehave (SettingsFixture *self,
                                 const char *method,
                                 LatchkeyDemoMode mode,
                                 const char *argument);

void settings_fixture_set (SettingsFixture *self, const char *key, const char *value);
void settings_fixture_assert_value (SettingsFixture *self, const char *key, const char *value);
void settings_fixture_assert_state (SettingsFixture *self,
                                    const char *key,
                                    HomeboxSettingState state);
void settings_fixture_wait (SettingsFixture *self, const char *key, HomeboxSettingState state);
void settings_fixture_assert_list (SettingsFixture *self, const char *keys);

#define settings_fixture_add(path, test)                                                           \
  g_test_add (path, SettingsFixture, NULL, settings_fixture_set_up, test,                          \
              settings_fixture_tear_down)

G_END_DECLS
