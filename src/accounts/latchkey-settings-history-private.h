#pragma once

#include "latchkey-settings-history.h"

G_BEGIN_DECLS

struct _LatchkeySettingsHistory
{
  GObject parent_instance;

  GFile *file;
  GCancellable *cancellable;
  HomeboxSettings *settings;

  /* Newest first. */
  GPtrArray *versions;

  /* What the file said before the settings were followed. */
  HomeboxJsonMembers *kept;

  /* Nothing is written before the file was read, or when it must stay as it is. */
  gboolean is_loaded;
  gboolean is_removed;
  gboolean is_dirty;
  gboolean is_writing;
  guint timer;
  GError *blocked;
  GError *save_error;
  GPtrArray *flushes;
};

gboolean latchkey_settings_history_is_same (LatchkeySettingsVersion *version,
                                            HomeboxJsonMembers *members);
void latchkey_settings_history_drop_oldest (LatchkeySettingsHistory *self);
void latchkey_settings_history_hand_over_kept (LatchkeySettingsHistory *self);

void latchkey_settings_history_read (LatchkeySettingsHistory *self);
void latchkey_settings_history_write_now (LatchkeySettingsHistory *self);
void latchkey_settings_history_write_soon (LatchkeySettingsHistory *self);
void latchkey_settings_history_finish_flushes (LatchkeySettingsHistory *self);

G_END_DECLS
