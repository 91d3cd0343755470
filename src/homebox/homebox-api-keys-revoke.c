#include "homebox-api-keys-private.h"

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxApiKeys *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!homebox_session_revoke_api_key_finish (HOMEBOX_SESSION (source), result, &error))
    {
      homebox_api_keys_fail (task, error);
      return;
    }

  homebox_api_keys_remove (self, g_task_get_task_data (task));
  homebox_api_keys_end_call (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * homebox_api_keys_revoke_async:
 * @self: a list of keys
 * @key: one of them
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Revokes a key, see homebox_session_revoke_api_key_async(), and takes it off the list.
 */
void
homebox_api_keys_revoke_async (HomeboxApiKeys *self,
                               HomeboxApiKey *key,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HOMEBOX_IS_API_KEYS (self));
  g_return_if_fail (HOMEBOX_IS_API_KEY (key));

  task = homebox_api_keys_new_task (self, homebox_api_keys_revoke_async, cancellable, callback,
                                    user_data);
  g_task_set_task_data (task, g_strdup (homebox_api_key_get_id (key)), g_free);
  homebox_session_revoke_api_key_async (self->session, homebox_api_key_get_id (key), cancellable,
                                        on_revoked, g_steal_pointer (&task));
}

/**
 * homebox_api_keys_revoke_finish:
 * @self: a list of keys
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_api_keys_revoke_async(). Fails as homebox_session_revoke_api_key_finish() does.
 *
 * Returns: whether there is no such key any more
 */
gboolean
homebox_api_keys_revoke_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_api_keys_revoke_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Sweep:
 * @kept_name: (nullable): what the keys are called that stay
 * @left: (element-type utf8): the ids of those that are to go
 * @n_revoked: how many have gone
 */
typedef struct
{
  char *kept_name;
  GPtrArray *left;
  guint n_revoked;
} Sweep;

static void
sweep_free (gpointer data)
{
  Sweep *sweep = data;

  g_free (sweep->kept_name);
  g_clear_pointer (&sweep->left, g_ptr_array_unref);
  g_free (sweep);
}

static void revoke_next (GTask *task);

static void
on_next_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxApiKeys *self = g_task_get_source_object (task);
  Sweep *sweep = g_task_get_task_data (task);
  GError *error = NULL;

  if (!homebox_session_revoke_api_key_finish (HOMEBOX_SESSION (source), result, &error))
    {
      homebox_api_keys_fail (task, error);
      return;
    }

  sweep->n_revoked++;
  homebox_api_keys_remove (self, g_ptr_array_index (sweep->left, sweep->left->len - 1));
  g_ptr_array_set_size (sweep->left, (int) sweep->left->len - 1);
  revoke_next (task);
}

static void
revoke_next (GTask *task)
{
  HomeboxApiKeys *self = g_task_get_source_object (task);
  Sweep *sweep = g_task_get_task_data (task);

  if (sweep->left->len == 0)
    {
      homebox_api_keys_end_call (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  homebox_session_revoke_api_key_async (self->session,
                                        g_ptr_array_index (sweep->left, sweep->left->len - 1),
                                        g_task_get_cancellable (task), on_next_revoked,
                                        g_object_ref (task));
}

static void
on_listed_before_sweep (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxApiKeys *self = HOMEBOX_API_KEYS (source);
  g_autoptr (GTask) task = user_data;
  Sweep *sweep = g_task_get_task_data (task);
  GError *error = NULL;

  if (!homebox_api_keys_load_finish (self, result, &error))
    {
      homebox_api_keys_fail (task, error);
      return;
    }

  sweep->left = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->keys->len; i++)
    {
      HomeboxApiKey *key = g_ptr_array_index (self->keys, i);

      if (g_strcmp0 (homebox_api_key_get_name (key), sweep->kept_name) != 0)
        g_ptr_array_add (sweep->left, g_strdup (homebox_api_key_get_id (key)));
    }

  revoke_next (task);
}

/**
 * homebox_api_keys_revoke_all_async:
 * @self: a list of keys
 * @kept_name: (nullable): the name of the key that this account acts with, which stays
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Revokes every key, also those that were made elsewhere meanwhile: the list is read first, then
 * one goes after the other.
 *
 * Where the session acts with a key that @kept_name does not name, it ends on the way.
 */
void
homebox_api_keys_revoke_all_async (HomeboxApiKeys *self,
                                   const char *kept_name,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Sweep *sweep;

  g_return_if_fail (HOMEBOX_IS_API_KEYS (self));

  sweep = g_new0 (Sweep, 1);
  sweep->kept_name = g_strdup (kept_name);

  task = homebox_api_keys_new_task (self, homebox_api_keys_revoke_all_async, cancellable, callback,
                                    user_data);
  g_task_set_task_data (task, sweep, sweep_free);
  homebox_api_keys_load_async (self, cancellable, on_listed_before_sweep, g_steal_pointer (&task));
}

/**
 * homebox_api_keys_revoke_all_finish:
 * @self: a list of keys
 * @result: the result
 * @n_revoked: (out) (optional): how many have gone, also when it fails
 * @error: return location for an error
 *
 * Ends homebox_api_keys_revoke_all_async(). Stops at the first that fails, as
 * homebox_session_list_api_keys_finish() and homebox_session_revoke_api_key_finish() do; the list
 * shows what is left.
 *
 * Returns: whether none is left but those that were to stay
 */
gboolean
homebox_api_keys_revoke_all_finish (HomeboxApiKeys *self,
                                    GAsyncResult *result,
                                    guint *n_revoked,
                                    GError **error)
{
  Sweep *sweep;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_api_keys_revoke_all_async),
                        FALSE);

  sweep = g_task_get_task_data (G_TASK (result));
  if (n_revoked != NULL)
    *n_revoked = sweep->n_revoked;

  return g_task_propagate_boolean (G_TASK (result), error);
}
