#pragma once

#include "homebox-events.h"
#include "homebox-json-members.h"
#include "homebox-session.h"
#include "homebox-setting-difference.h"
#include "homebox-setting-offer.h"
#include "homebox-setting.h"
#include "homebox-settings-known.h"

G_BEGIN_DECLS

/**
 * HOMEBOX_SETTINGS_LIMIT:
 *
 * How large the settings may be on the server, in bytes of JSON text.
 */
#define HOMEBOX_SETTINGS_LIMIT (64 * 1024)

/**
 * HomeboxSettingsAvailability:
 * @HOMEBOX_SETTINGS_UNKNOWN: nothing was read yet
 * @HOMEBOX_SETTINGS_LOADING: being read for the first time
 * @HOMEBOX_SETTINGS_READY: they are there. It stays so, whatever later happens to the network
 * @HOMEBOX_SETTINGS_UNSUPPORTED: this server is too old to keep settings (before v0.25)
 * @HOMEBOX_SETTINGS_UNAVAILABLE: they could not be read; see homebox_settings_get_error().
 *   homebox_settings_load_async() tries again
 *
 * Whether there are settings to show.
 */
typedef enum
{
  HOMEBOX_SETTINGS_UNKNOWN,
  HOMEBOX_SETTINGS_LOADING,
  HOMEBOX_SETTINGS_READY,
  HOMEBOX_SETTINGS_UNSUPPORTED,
  HOMEBOX_SETTINGS_UNAVAILABLE,
} HomeboxSettingsAvailability;

#define HOMEBOX_TYPE_SETTINGS_AVAILABILITY (homebox_settings_availability_get_type ())

GType homebox_settings_availability_get_type (void);

/**
 * HomeboxSettingChoice:
 * @HOMEBOX_SETTING_OURS: what was changed here
 * @HOMEBOX_SETTING_THEIRS: what was changed elsewhere
 * @HOMEBOX_SETTING_OLD: what it was before both
 *
 * What a conflict is resolved with.
 */
typedef enum
{
  HOMEBOX_SETTING_OURS,
  HOMEBOX_SETTING_THEIRS,
  HOMEBOX_SETTING_OLD,
} HomeboxSettingChoice;

#define HOMEBOX_TYPE_SETTINGS (homebox_settings_get_type ())

/**
 * HomeboxSettings:
 *
 * The settings that a Homebox keeps for a person: a #GListModel of #HomeboxSetting, sorted by key,
 * of those that are stored or in conflict.
 *
 * The server has no more than "read all" and "replace all", and other programs (every tab of the
 * web page) replace all too. So whatever is changed here is merged: read, three-way merge, write,
 * with nothing of ours between the answer to the read and the write. Changes made within 300 ms go
 * out together, one write at a time. A change shows in the list at once, before it is saved.
 *
 * Properties, all notified: `availability` (#HomeboxSettingsAvailability), `state` (the largest
 * #HomeboxSettingState of all changes, those of removed keys included), `error` (#GError, nullable:
 * why the last read or write failed), `size` (bytes the whole would take on the server, of
 * %HOMEBOX_SETTINGS_LIMIT), `can-undo`, `can-redo`.
 *
 * Signals:
 * - `changed-elsewhere` (#HomeboxSetting): another program changed, added or erased it. Its
 *   `changed-elsewhere` is set.
 * - `maybe-overwritten` (guint n, GStrv keys): other programs saved @n times just when we did, and
 *   nothing of it was ever seen: it may have been overwritten. @keys are those that other programs
 *   are known to write. Needs homebox_settings_follow().
 * - `keep-limit-reached` (#HomeboxSetting): a key marked *keep* vanished again, after it was put
 *   back three times within an hour. It is in homebox_settings_get_offers() now.
 * - `seen` (#HomeboxJsonMembers): what the server has is not what it was: another version for the
 *   history. First emitted for the first read.
 * - `keep-changed`: another key is marked, or one is not any more.
 */
G_DECLARE_FINAL_TYPE (HomeboxSettings, homebox_settings, HOMEBOX, SETTINGS, GObject)

HomeboxSettings *homebox_settings_new (HomeboxSession *session);

HomeboxSettingsAvailability homebox_settings_get_availability (HomeboxSettings *self);
HomeboxSettingState homebox_settings_get_state (HomeboxSettings *self);
const GError *homebox_settings_get_error (HomeboxSettings *self);
gsize homebox_settings_get_size (HomeboxSettings *self);
HomeboxSession *homebox_settings_get_session (HomeboxSettings *self);
HomeboxJsonMembers *homebox_settings_get_seen (HomeboxSettings *self);

/* Reading. */
void homebox_settings_load_async (HomeboxSettings *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean
homebox_settings_load_finish (HomeboxSettings *self, GAsyncResult *result, GError **error);
void homebox_settings_refresh (HomeboxSettings *self);

/* Live: what the WebSocket says. */
void homebox_settings_follow (HomeboxSettings *self, HomeboxEvents *events);
void homebox_settings_set_live (HomeboxSettings *self, gboolean is_live);
void homebox_settings_note_mutation (HomeboxSettings *self);

/* Finding. */
HomeboxSetting *homebox_settings_find (HomeboxSettings *self, const char *key);
HomeboxSetting *homebox_settings_ensure (HomeboxSettings *self, const char *key);

/* Changing. */
gboolean homebox_settings_set_value (HomeboxSettings *self,
                                     HomeboxSetting *setting,
                                     const char *value,
                                     GError **error);
gboolean homebox_settings_set_member (HomeboxSettings *self,
                                      HomeboxSetting *setting,
                                      const char *member,
                                      const char *value,
                                      GError **error);
gboolean homebox_settings_add (HomeboxSettings *self,
                               const char *key,
                               const char *value,
                               GError **error);
void homebox_settings_remove (HomeboxSettings *self, HomeboxSetting *setting);
gboolean homebox_settings_rename (HomeboxSettings *self,
                                  HomeboxSetting *setting,
                                  const char *new_key,
                                  GError **error);
gboolean homebox_settings_reset (HomeboxSettings *self,
                                 HomeboxSettingsGroup group,
                                 const HomeboxKnownSetting *one,
                                 GError **error);
void homebox_settings_resolve (HomeboxSettings *self,
                               HomeboxSetting *setting,
                               HomeboxSettingChoice choice);

/* Saving, when it did not go by itself. */
void homebox_settings_retry (HomeboxSettings *self, HomeboxSetting *setting);
void homebox_settings_flush_async (HomeboxSettings *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
homebox_settings_flush_finish (HomeboxSettings *self, GAsyncResult *result, GError **error);

/* Undo and redo. */
gboolean homebox_settings_get_can_undo (HomeboxSettings *self);
gboolean homebox_settings_get_can_redo (HomeboxSettings *self);
void homebox_settings_undo (HomeboxSettings *self);
void homebox_settings_redo (HomeboxSettings *self);

/* Keeping, and bringing back. */
void homebox_settings_set_keep (HomeboxSettings *self, HomeboxSetting *setting, gboolean keep);
HomeboxJsonMembers *homebox_settings_dup_kept (HomeboxSettings *self);
void homebox_settings_set_kept (HomeboxSettings *self, HomeboxJsonMembers *kept);
GListModel *homebox_settings_get_offers (HomeboxSettings *self);
gboolean homebox_settings_bring_back (HomeboxSettings *self,
                                      HomeboxSettingOffer *offer,
                                      GError **error);
void homebox_settings_dismiss (HomeboxSettings *self, HomeboxSettingOffer *offer);

/* Export, import, and old versions. */
char *homebox_settings_export (HomeboxSettings *self);
GListModel *homebox_settings_compare (HomeboxSettings *self, HomeboxJsonMembers *other);
gboolean homebox_settings_apply (HomeboxSettings *self, GListModel *differences, GError **error);

G_END_DECLS
