#include "homebox-settings.h"

#include <gio/gio.h>

/* Only what is needed to link, for now. */

struct _HomeboxSettings
{
  GObject parent_instance;
  HomeboxSession *session;
};

static GType
get_item_type (GListModel *model)
{
  return HOMEBOX_TYPE_SETTING;
}

static guint
get_n_items (GListModel *model)
{
  return 0;
}

static gpointer
get_item (GListModel *model, guint position)
{
  return NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HomeboxSettings, homebox_settings, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

G_DEFINE_ENUM_TYPE (HomeboxSettingsAvailability,
                    homebox_settings_availability,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_UNSUPPORTED, "unsupported"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_UNAVAILABLE, "unavailable"))

static void homebox_settings_class_init (HomeboxSettingsClass *klass) {}
static void homebox_settings_init (HomeboxSettings *self) {}

HomeboxSettings *
homebox_settings_new (HomeboxSession *session)
{
  return g_object_new (HOMEBOX_TYPE_SETTINGS, NULL);
}

HomeboxSettingsAvailability
homebox_settings_get_availability (HomeboxSettings *self)
{
  return 0;
}

HomeboxSettingState
homebox_settings_get_state (HomeboxSettings *self)
{
  return 0;
}

const GError *
homebox_settings_get_error (HomeboxSettings *self)
{
  return NULL;
}

gsize
homebox_settings_get_size (HomeboxSettings *self)
{
  return 0;
}

HomeboxSession *
homebox_settings_get_session (HomeboxSettings *self)
{
  return NULL;
}

HomeboxJsonMembers *
homebox_settings_get_seen (HomeboxSettings *self)
{
  return NULL;
}

void
homebox_settings_load_async (HomeboxSettings *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
}

gboolean
homebox_settings_load_finish (HomeboxSettings *self, GAsyncResult *result, GError **error)
{
  return 0;
}

void
homebox_settings_refresh (HomeboxSettings *self)
{
}

void
homebox_settings_set_live (HomeboxSettings *self, gboolean is_live)
{
}

void
homebox_settings_note_mutation (HomeboxSettings *self)
{
}

HomeboxSetting *
homebox_settings_find (HomeboxSettings *self, const char *key)
{
  return NULL;
}

HomeboxSetting *
homebox_settings_ensure (HomeboxSettings *self, const char *key)
{
  return NULL;
}

gboolean
homebox_settings_set_value (HomeboxSettings *self, HomeboxSetting *setting, const char *value, GError **error)
{
  return 0;
}

gboolean
homebox_settings_set_member (HomeboxSettings *self, HomeboxSetting *setting, const char *member, const char *value, GError **error)
{
  return 0;
}

gboolean
homebox_settings_add (HomeboxSettings *self, const char *key, const char *value, GError **error)
{
  return 0;
}

void
homebox_settings_remove (HomeboxSettings *self, HomeboxSetting *setting)
{
}

gboolean
homebox_settings_rename (HomeboxSettings *self, HomeboxSetting *setting, const char *new_key, GError **error)
{
  return 0;
}

gboolean
homebox_settings_reset (HomeboxSettings *self, HomeboxSettingsGroup group, const HomeboxKnownSetting *one, GError **error)
{
  return 0;
}

void
homebox_settings_resolve (HomeboxSettings *self, HomeboxSetting *setting, HomeboxSettingChoice choice)
{
}

void
homebox_settings_retry (HomeboxSettings *self, HomeboxSetting *setting)
{
}

void
homebox_settings_flush_async (HomeboxSettings *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
}

gboolean
homebox_settings_flush_finish (HomeboxSettings *self, GAsyncResult *result, GError **error)
{
  return 0;
}

gboolean
homebox_settings_get_can_undo (HomeboxSettings *self)
{
  return 0;
}

gboolean
homebox_settings_get_can_redo (HomeboxSettings *self)
{
  return 0;
}

void
homebox_settings_undo (HomeboxSettings *self)
{
}

void
homebox_settings_redo (HomeboxSettings *self)
{
}

void
homebox_settings_set_keep (HomeboxSettings *self, HomeboxSetting *setting, gboolean keep)
{
}

HomeboxJsonMembers *
homebox_settings_dup_kept (HomeboxSettings *self)
{
  return NULL;
}

void
homebox_settings_set_kept (HomeboxSettings *self, HomeboxJsonMembers *kept)
{
}

GListModel *
homebox_settings_get_offers (HomeboxSettings *self)
{
  return NULL;
}

gboolean
homebox_settings_bring_back (HomeboxSettings *self, HomeboxSettingOffer *offer, GError **error)
{
  return 0;
}

void
homebox_settings_dismiss (HomeboxSettings *self, HomeboxSettingOffer *offer)
{
}

char *
homebox_settings_export (HomeboxSettings *self)
{
  return NULL;
}

GListModel *
homebox_settings_compare (HomeboxSettings *self, HomeboxJsonMembers *other)
{
  return NULL;
}

gboolean
homebox_settings_apply (HomeboxSettings *self, GListModel *differences, GError **error)
{
  return 0;
}

