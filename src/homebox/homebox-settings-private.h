#pragma once

#include "homebox-setting-private.h"
#include "homebox-settings.h"

G_BEGIN_DECLS

/*
 * HomeboxSettingsPhase:
 * @HOMEBOX_SETTINGS_IDLE: nothing is under way
 * @HOMEBOX_SETTINGS_READING: the server was asked for the settings
 * @HOMEBOX_SETTINGS_WRITING: they were sent
 *
 * What is being done: one thing at a time.
 */
typedef enum
{
  HOMEBOX_SETTINGS_IDLE,
  HOMEBOX_SETTINGS_READING,
  HOMEBOX_SETTINGS_WRITING,
} HomeboxSettingsPhase;

struct _HomeboxSettings
{
  GObject parent_instance;

  HomeboxSession *session;
  gulong session_handler;
  guint delay;
  gint64 (*get_time) (void);

  HomeboxSettingsAvailability availability;
  HomeboxSettingState state;
  GError *error;
  gsize size;

  /* Every key that was ever heard of, by name; those that are shown, sorted; those whose change is
   * not on the server yet. */
  GHashTable *by_name;
  GPtrArray *listed;
  GHashTable *edits;
  gboolean is_listing;
  gboolean is_list_stale;

  /* What the server had when it was last heard of, and whether that was not told yet. */
  HomeboxJsonMembers *seen;
  gboolean is_seen_new;

  /* The queue (homebox-settings-sync.c). */
  HomeboxSettingsPhase phase;
  GCancellable *cancellable;
  guint timer;
  gboolean wants_read;
  gboolean wants_write;
  gboolean is_unsure;
  gboolean is_confirming;
  GPtrArray *loads;
  GPtrArray *reading_for;
  GPtrArray *flushes;

  /* Undo and redo (homebox-settings-undo.c). */
  GPtrArray *undo;
  GPtrArray *redo;

  /* What was lost, and what is kept (homebox-settings-offers.c). */
  GListStore *offers;
  GHashTable *offers_by_name;
  HomeboxJsonMembers *kept_before;

  /* The accounts of what the WebSocket said (homebox-settings-live.c). */
  HomeboxEvents *events;
  gboolean is_live;
  int n_unexplained;
  guint n_since_read;
  guint n_in_gap;
  gint64 gap_end;
  guint n_suspects;
  guint settling;
  gint64 unsettled_since;
  gint64 last_activity;
  GHashTable *foreign;
};

/* homebox-settings.c */
void homebox_settings_set_delay (HomeboxSettings *self, guint milliseconds);
void homebox_settings_set_clock (HomeboxSettings *self, gint64 (*get_time) (void));
HomeboxSetting *homebox_settings_ensure_name (HomeboxSettings *self, const char *name);
void homebox_settings_set_availability (HomeboxSettings *self,
                                        HomeboxSettingsAvailability availability);
void homebox_settings_set_error (HomeboxSettings *self, const GError *error);
void homebox_settings_update (HomeboxSettings *self);
void homebox_settings_notify_undo (HomeboxSettings *self);
void homebox_settings_emit_changed_elsewhere (HomeboxSettings *self, HomeboxSetting *setting);
void homebox_settings_emit_maybe_overwritten (HomeboxSettings *self,
                                              guint n,
                                              const char *const *keys);
void homebox_settings_emit_keep_limit (HomeboxSettings *self, HomeboxSetting *setting);
void homebox_settings_emit_seen (HomeboxSettings *self);
void homebox_settings_emit_keep_changed (HomeboxSettings *self);

/* homebox-settings-list.c */
void homebox_settings_update_list (HomeboxSettings *self);

/* homebox-settings-take.c */
void homebox_settings_edit (HomeboxSettings *self,
                            HomeboxSetting *setting,
                            const char *base,
                            const char *mine);
void homebox_settings_show (HomeboxSettings *self, HomeboxSetting *setting);
GPtrArray *homebox_settings_absorb (HomeboxSettings *self,
                                    HomeboxJsonMembers *document,
                                    gboolean is_answer);
void homebox_settings_absorb_kept (HomeboxSettings *self, GPtrArray *touched);
void homebox_settings_present (HomeboxSettings *self, GPtrArray *touched);
void homebox_settings_unsend (HomeboxSettings *self);
void homebox_settings_set_edit_states (HomeboxSettings *self,
                                       HomeboxSettingState state,
                                       const GError *error);

/* homebox-settings-sync.c */
void homebox_settings_init_sync (HomeboxSettings *self);
void homebox_settings_stop_sync (HomeboxSettings *self);
void homebox_settings_schedule (HomeboxSettings *self);
void homebox_settings_write_now (HomeboxSettings *self);
void homebox_settings_go_on (HomeboxSettings *self);

/* homebox-settings-answer.c */
HomeboxJsonMembers *homebox_settings_read_answer (HomeboxResponse *response, GError **error);
gboolean homebox_settings_is_worth_waiting (const GError *error);
gboolean homebox_settings_is_undecided (const GError *error);

/* homebox-settings-edit.c */
typedef struct _HomeboxSettingChange HomeboxSettingChange;

GPtrArray *homebox_settings_changes_new (void);
void homebox_settings_changes_add (GPtrArray *changes, HomeboxSetting *setting, const char *value);
gboolean homebox_settings_commit (HomeboxSettings *self,
                                  GPtrArray *changes,
                                  HomeboxSettingOrigin origin,
                                  GError **error);

/*
 * HomeboxSettingChange:
 * @setting: what was changed
 * @from: (nullable): what it was
 * @to: (nullable): what it became
 * @lifts_keep: whether it was marked to be kept, and is not any more since it was removed
 *
 * A change that a person made, as a part of one step.
 */
struct _HomeboxSettingChange
{
  HomeboxSetting *setting;
  char *from;
  char *to;
  gboolean lifts_keep;
};

/* homebox-settings-undo.c */
void homebox_settings_push_step (HomeboxSettings *self, GPtrArray *changes);
void homebox_settings_forget_steps (HomeboxSettings *self, HomeboxSetting *setting);

/* homebox-settings-offers.c */
void homebox_settings_offer (HomeboxSettings *self,
                             HomeboxSetting *setting,
                             const char *value,
                             HomeboxSettingLoss loss,
                             gboolean kept);
void homebox_settings_withdraw (HomeboxSettings *self, HomeboxSetting *setting);
void homebox_settings_put_back (HomeboxSettings *self, HomeboxSetting *setting, const char *value);

/* homebox-settings-live.c */
void homebox_settings_account_own (HomeboxSettings *self);
void homebox_settings_account_reading (HomeboxSettings *self);
void homebox_settings_account_written (HomeboxSettings *self);
void homebox_settings_account_foreign (HomeboxSettings *self);
void homebox_settings_stop_following (HomeboxSettings *self);

G_END_DECLS
