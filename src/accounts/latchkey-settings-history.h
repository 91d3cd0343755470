#pragma once

#include "homebox-settings.h"
#include "latchkey-account.h"
#include "latchkey-settings-version.h"

G_BEGIN_DECLS

/**
 * LATCHKEY_SETTINGS_HISTORY_LENGTH:
 *
 * How many versions are kept for an account.
 */
#define LATCHKEY_SETTINGS_HISTORY_LENGTH 20

#define LATCHKEY_TYPE_SETTINGS_HISTORY (latchkey_settings_history_get_type ())

/**
 * LatchkeySettingsHistory:
 *
 * The last versions of an account's settings that were seen on its server, newest first, as a
 * #GListModel of #LatchkeySettingsVersion, and which keys are marked to be kept; in a file of the
 * account's in a data folder (`settings/ID.json`, mode 0600, replaced as a whole). In the folder of
 * latchkey_account_store_get_folder() it is deleted when the account is removed.
 *
 * It follows a #HomeboxSettings: what that sees is recorded and written, in the background.
 *
 * Properties: `save-error` (#GError, nullable): why the last version is not on the disk.
 */
G_DECLARE_FINAL_TYPE (LatchkeySettingsHistory,
                      latchkey_settings_history,
                      LATCHKEY,
                      SETTINGS_HISTORY,
                      GObject)

LatchkeySettingsHistory *latchkey_settings_history_new (GFile *folder, LatchkeyAccount *account);

void latchkey_settings_history_follow (LatchkeySettingsHistory *self, HomeboxSettings *settings);
const GError *latchkey_settings_history_get_save_error (LatchkeySettingsHistory *self);

void latchkey_settings_history_flush_async (LatchkeySettingsHistory *self,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean latchkey_settings_history_flush_finish (LatchkeySettingsHistory *self,
                                                 GAsyncResult *result,
                                                 GError **error);

void latchkey_settings_history_remove (LatchkeySettingsHistory *self);
void latchkey_settings_history_delete (GFile *folder, LatchkeyAccount *account);

G_END_DECLS
