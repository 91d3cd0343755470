#include "latchkey-settings-history.h"

struct _LatchkeySettingsHistory { GObject parent_instance; };
static void init (GListModelInterface *i) {}
G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeySettingsHistory, latchkey_settings_history, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init))
static void latchkey_settings_history_class_init (LatchkeySettingsHistoryClass *k) {}
static void latchkey_settings_history_init (LatchkeySettingsHistory *s) {}
LatchkeySettingsHistory *latchkey_settings_history_new (GFile *f, LatchkeyAccount *a) { return g_object_new (LATCHKEY_TYPE_SETTINGS_HISTORY, NULL); }
void latchkey_settings_history_follow (LatchkeySettingsHistory *s, HomeboxSettings *t) {}
const GError *latchkey_settings_history_get_save_error (LatchkeySettingsHistory *s) { return NULL; }
void latchkey_settings_history_flush_async (LatchkeySettingsHistory *s, GAsyncReadyCallback c, gpointer u) {}
gboolean latchkey_settings_history_flush_finish (LatchkeySettingsHistory *s, GAsyncResult *r, GError **e) { return TRUE; }
void latchkey_settings_history_delete (GFile *f, LatchkeyAccount *a) {}
