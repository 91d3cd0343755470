#include "list-mirror.h"

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  ListMirror *self = user_data;

  g_assert_cmpuint (position + removed, <=, self->items->len);
  g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, (int) (position + i),
                        g_list_model_get_item (model, position + i));

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->items->len);
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_assert_true (item == g_ptr_array_index (self->items, i));
    }
  g_string_append_printf (self->changes, "%u-%u+%u ", position, removed, added);
}

ListMirror *
list_mirror_new (GListModel *model)
{
  ListMirror *self = g_new0 (ListMirror, 1);

  self->model = g_object_ref (model);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->changes = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (self->items, g_list_model_get_item (model, i));
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), self);
  return self;
}

void
list_mirror_free (ListMirror *self)
{
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  g_ptr_array_unref (self->items);
  g_string_free (self->changes, TRUE);
  g_free (self);
}

/* Returns: (transfer full): what the list told since the last time */
char *
list_mirror_take_changes (ListMirror *self)
{
  char *changes = g_strdup (self->changes->str);

  g_string_truncate (self->changes, 0);
  return changes;
}
