#include "homebox-settings-private.h"

/**
 * homebox_settings_export:
 * @self: settings
 *
 * Writes all settings as they are shown, each with its own text, as a file that
 * homebox_json_members_parse() reads.
 *
 * Returns: (transfer full): a JSON text, a line a setting
 */
char *
homebox_settings_export (HomeboxSettings *self)
{
  GString *out;
  gboolean is_first = TRUE;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);

  out = g_string_new ("{");
  for (guint i = 0; i < self->listed->len; i++)
    {
      HomeboxSetting *setting = g_ptr_array_index (self->listed, i);

      if (setting->value == NULL)
        continue;

      g_string_append (out, is_first ? "\n  " : ",\n  ");
      is_first = FALSE;
      g_string_append (out, setting->name);
      g_string_append (out, ": ");
      g_string_append (out, setting->value);
    }
  g_string_append (out, is_first ? "}\n" : "\n}\n");

  return g_string_free (out, FALSE);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  HomeboxSettingDifference *one = (HomeboxSettingDifference *) a;
  HomeboxSettingDifference *other = (HomeboxSettingDifference *) b;

  return g_strcmp0 (homebox_setting_difference_get_key (one),
                    homebox_setting_difference_get_key (other));
}

/**
 * homebox_settings_compare:
 * @self: settings
 * @other: what was read from a file, or an old version
 *
 * Lists what is not the same, by meaning, in what is shown and in @other.
 *
 * Returns: (transfer full) (element-type HomeboxSettingDifference): the differences, sorted by key,
 *   as they are now
 */
GListModel *
homebox_settings_compare (HomeboxSettings *self, HomeboxJsonMembers *other)
{
  g_autoptr (GListStore) differences = g_list_store_new (HOMEBOX_TYPE_SETTING_DIFFERENCE);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (other != NULL, NULL);

  for (guint i = 0; i < self->listed->len; i++)
    {
      HomeboxSetting *setting = g_ptr_array_index (self->listed, i);
      const char *then = homebox_json_members_lookup (other, setting->name);

      if (!homebox_json_text_equal (setting->value, then))
        g_ptr_array_add (found,
                         homebox_setting_difference_new (setting->name, setting->value, then));
    }

  for (guint i = 0; i < homebox_json_members_get_n (other); i++)
    {
      const HomeboxJsonMember *member = homebox_json_members_get (other, i);
      HomeboxSetting *setting = g_hash_table_lookup (self->by_name, member->name);

      if (setting == NULL || !setting->is_listed)
        g_ptr_array_add (found,
                         homebox_setting_difference_new (member->name, NULL, member->value));
    }

  g_list_store_splice (differences, 0, 0, found->pdata, found->len);
  g_list_store_sort (differences, compare_keys, NULL);

  return G_LIST_MODEL (g_steal_pointer (&differences));
}

/**
 * homebox_settings_apply:
 * @self: settings that are there
 * @differences: (element-type HomeboxSettingDifference): what homebox_settings_compare() found
 * @error: return location for an error
 *
 * Takes over those that are selected, as one step that can be undone. Fails as
 * homebox_settings_set_value() does, and then takes over nothing.
 *
 * Returns: whether they are on their way
 */
gboolean
homebox_settings_apply (HomeboxSettings *self, GListModel *differences, GError **error)
{
  g_autoptr (GPtrArray) changes = homebox_settings_changes_new ();

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (G_IS_LIST_MODEL (differences), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (HomeboxSettingDifference) difference = g_list_model_get_item (differences, i);
      const char *name = homebox_setting_difference_get_name (difference);

      if (homebox_setting_difference_get_selected (difference))
        homebox_settings_changes_add (changes, homebox_settings_ensure_name (self, name),
                                      homebox_setting_difference_get_then (difference));
    }

  return homebox_settings_commit (self, changes, HOMEBOX_SETTING_FROM_PAST, error);
}
