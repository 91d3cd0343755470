#include "latchkey-other-filter.h"

#include "latchkey-search-text.h"

#include "homebox-setting.h"
#include "homebox-settings-known.h"

#include <string.h>

struct _LatchkeyOtherFilter
{
  GtkFilter parent_instance;

  char *needle;
  /* HomeboxSetting (owned) to Entry. */
  GHashTable *entries;
  guint refilter_source;
};

G_DEFINE_FINAL_TYPE (LatchkeyOtherFilter, latchkey_other_filter, GTK_TYPE_FILTER)

typedef struct
{
  HomeboxSetting *setting;
  gulong handler;
  gboolean is_other;
  /* NULL when the value changed since. */
  char *text;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_signal_handler_disconnect (entry->setting, entry->handler);
  g_object_unref (entry->setting);
  g_free (entry->text);
  g_free (entry);
}

static gboolean
refilter (gpointer user_data)
{
  LatchkeyOtherFilter *self = user_data;

  self->refilter_source = 0;
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);

  return G_SOURCE_REMOVE;
}

/* An import may change thousands at once, which is one reason to filter, not thousands. */
static void
value_changed (HomeboxSetting *setting, GParamSpec *pspec, LatchkeyOtherFilter *self)
{
  Entry *entry = g_hash_table_lookup (self->entries, setting);

  g_clear_pointer (&entry->text, g_free);

  if (self->needle != NULL && self->refilter_source == 0)
    self->refilter_source = g_idle_add (refilter, self);
}

static char *
dup_text (HomeboxSetting *setting)
{
  const char *value = homebox_setting_get_value (setting);
  g_autofree char *string = homebox_setting_get_kind (setting) == HOMEBOX_JSON_STRING
                              ? homebox_json_text_dup_string (value)
                              : NULL;
  g_autofree char *text = g_strconcat (homebox_setting_get_key (setting),
                                       "\n",
                                       string != NULL ? string : value,
                                       NULL);

  return g_str_is_ascii (text) ? g_ascii_strdown (text, -1) : latchkey_search_text_fold (text);
}

static Entry *
find_entry (LatchkeyOtherFilter *self, HomeboxSetting *setting)
{
  Entry *entry = g_hash_table_lookup (self->entries, setting);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->setting = g_object_ref (setting);
      entry->is_other = !homebox_known_settings_has_key (homebox_setting_get_key (setting));
      entry->handler
        = g_signal_connect (setting, "notify::value", G_CALLBACK (value_changed), self);
      g_hash_table_insert (self->entries, setting, entry);
    }

  if (entry->is_other && entry->text == NULL)
    entry->text = dup_text (setting);

  return entry;
}

static gboolean
latchkey_other_filter_match (GtkFilter *filter, gpointer item)
{
  LatchkeyOtherFilter *self = LATCHKEY_OTHER_FILTER (filter);
  Entry *entry = find_entry (self, item);

  return entry->is_other
         && (self->needle == NULL || (entry->text != NULL && strstr (entry->text, self->needle)));
}

static GtkFilterMatch
latchkey_other_filter_get_strictness (GtkFilter *filter)
{
  return GTK_FILTER_MATCH_SOME;
}

static void
latchkey_other_filter_dispose (GObject *object)
{
  LatchkeyOtherFilter *self = LATCHKEY_OTHER_FILTER (object);

  g_clear_handle_id (&self->refilter_source, g_source_remove);
  g_hash_table_remove_all (self->entries);

  G_OBJECT_CLASS (latchkey_other_filter_parent_class)->dispose (object);
}

static void
latchkey_other_filter_finalize (GObject *object)
{
  LatchkeyOtherFilter *self = LATCHKEY_OTHER_FILTER (object);

  g_hash_table_unref (self->entries);
  g_free (self->needle);

  G_OBJECT_CLASS (latchkey_other_filter_parent_class)->finalize (object);
}

static void
latchkey_other_filter_class_init (LatchkeyOtherFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);

  object_class->dispose = latchkey_other_filter_dispose;
  object_class->finalize = latchkey_other_filter_finalize;
  filter_class->match = latchkey_other_filter_match;
  filter_class->get_strictness = latchkey_other_filter_get_strictness;
}

static void
latchkey_other_filter_init (LatchkeyOtherFilter *self)
{
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, entry_free);
}

/**
 * latchkey_other_filter_new:
 *
 * Returns: (transfer full): a filter that looks for nothing
 */
LatchkeyOtherFilter *
latchkey_other_filter_new (void)
{
  return g_object_new (LATCHKEY_TYPE_OTHER_FILTER, NULL);
}

/**
 * latchkey_other_filter_set_needle:
 * @self: a filter
 * @needle: (nullable): what to look for, from latchkey_search_text_fold(); %NULL for everything
 *
 * Looks for something else.
 */
void
latchkey_other_filter_set_needle (LatchkeyOtherFilter *self, const char *needle)
{
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  g_return_if_fail (LATCHKEY_IS_OTHER_FILTER (self));

  if (g_strcmp0 (self->needle, needle) == 0)
    return;

  /* With one letter more, only what was found before has to be looked at. */
  if (self->needle == NULL || (needle != NULL && strstr (needle, self->needle) != NULL))
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if (needle == NULL || strstr (self->needle, needle) != NULL)
    change = GTK_FILTER_CHANGE_LESS_STRICT;
  if (self->refilter_source != 0)
    change = GTK_FILTER_CHANGE_DIFFERENT;

  g_clear_handle_id (&self->refilter_source, g_source_remove);
  g_free (self->needle);
  self->needle = g_strdup (needle);
  gtk_filter_changed (GTK_FILTER (self), change);
}
