#include "homebox-settings-private.h"

#include <string.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  return homebox_setting_compare (*(HomeboxSetting *const *) a, *(HomeboxSetting *const *) b);
}

static gboolean
belongs_in_list (HomeboxSetting *setting)
{
  return setting->value != NULL || setting->state == HOMEBOX_SETTING_CONFLICT;
}

static GPtrArray *
collect (HomeboxSettings *self, gboolean *has_changed)
{
  GPtrArray *wanted = g_ptr_array_sized_new (self->listed->len + 1);
  gboolean has_new = FALSE;
  GHashTableIter iter;
  HomeboxSetting *setting;

  /* What stays is sorted already; only what is new has to find its place. */
  for (guint i = 0; i < self->listed->len; i++)
    {
      setting = g_ptr_array_index (self->listed, i);
      if (belongs_in_list (setting))
        g_ptr_array_add (wanted, setting);
    }
  *has_changed = wanted->len != self->listed->len;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &setting))
    {
      if (setting->is_listed || !belongs_in_list (setting))
        continue;

      g_ptr_array_add (wanted, setting);
      has_new = TRUE;
    }

  if (has_new)
    g_ptr_array_sort (wanted, compare);
  *has_changed = *has_changed || has_new;

  return wanted;
}

static void
splice (HomeboxSettings *self, guint position, guint n_removed, gpointer *added, guint n_added)
{
  guint old_length = self->listed->len;
  guint behind = old_length - position - n_removed;

  for (guint i = 0; i < n_removed; i++)
    HOMEBOX_SETTING (self->listed->pdata[position + i])->is_listed = FALSE;
  for (guint i = 0; i < n_added; i++)
    HOMEBOX_SETTING (added[i])->is_listed = TRUE;

  if (n_added > n_removed)
    g_ptr_array_set_size (self->listed, (int) (old_length + n_added - n_removed));
  memmove (self->listed->pdata + position + n_added, self->listed->pdata + position + n_removed,
           behind * sizeof (gpointer));
  memcpy (self->listed->pdata + position, added, n_added * sizeof (gpointer));
  if (n_added < n_removed)
    g_ptr_array_set_size (self->listed, (int) (old_length + n_added - n_removed));

  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

/* Both are sorted. Each run of what goes and what comes is told by itself, so that nothing that
 * stays is touched. */
static void
change_to (HomeboxSettings *self, GPtrArray *wanted)
{
  guint position = 0;

  while (position < self->listed->len || position < wanted->len)
    {
      guint n_removed = 0;
      guint n_added = 0;

      while (position + n_removed < self->listed->len
             && !belongs_in_list (self->listed->pdata[position + n_removed]))
        n_removed++;
      while (position + n_added < wanted->len
             && !HOMEBOX_SETTING (wanted->pdata[position + n_added])->is_listed)
        n_added++;

      if (n_removed > 0 || n_added > 0)
        splice (self, position, n_removed, wanted->pdata + position, n_added);

      position += n_added + 1;
      if (position > MAX (self->listed->len, wanted->len))
        break;
    }
}

/*
 * homebox_settings_update_list:
 * @self: settings
 *
 * Takes into the list what has a value now, and out of it what has none any more. Whoever changes
 * a setting while being told of the list gets that told afterwards.
 */
void
homebox_settings_update_list (HomeboxSettings *self)
{
  self->is_list_stale = TRUE;
  if (self->is_listing)
    return;

  self->is_listing = TRUE;
  while (self->is_list_stale)
    {
      g_autoptr (GPtrArray) wanted = NULL;
      gboolean has_changed;

      self->is_list_stale = FALSE;
      wanted = collect (self, &has_changed);
      if (has_changed)
        change_to (self, wanted);
    }
  self->is_listing = FALSE;
}
