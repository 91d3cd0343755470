#include "homebox-settings-private.h"

static GTask *
new_task (HomeboxSettings *self,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);

  return task;
}

/**
 * homebox_settings_load_async:
 * @self: settings
 * @cancellable: (nullable): a cancellable; the read goes on without the caller
 * @callback: called when the answer was taken over
 * @user_data: data for @callback
 *
 * Reads the settings (`GET /users/self/settings`), and merges them with what was changed here. A
 * read that is under way already may be older than what the caller wants to see: another follows.
 *
 * What waited for the network goes out after it.
 */
void
homebox_settings_load_async (HomeboxSettings *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  g_ptr_array_add (self->loads, new_task (self, homebox_settings_load_async, cancellable, callback,
                                          user_data));
  homebox_settings_refresh (self);
}

/**
 * homebox_settings_load_finish:
 * @self: settings
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_settings_load_async(). Fails with %HOMEBOX_ERROR_SERVER_TOO_OLD when the server
 * keeps no settings (404 before v0.25), and as homebox_session_send_finish() does.
 *
 * Returns: whether what is shown is what the server has, but for what was changed here
 */
gboolean
homebox_settings_load_finish (HomeboxSettings *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_settings_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * homebox_settings_refresh:
 * @self: settings
 *
 * The same as homebox_settings_load_async(), for whoever does not wait for it: when the window gets
 * the focus, or the connection is back.
 */
void
homebox_settings_refresh (HomeboxSettings *self)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  self->wants_read = TRUE;
  homebox_settings_go_on (self);
}

/**
 * homebox_settings_retry:
 * @self: settings
 * @setting: (nullable): what to try again, or %NULL for all that waits or failed
 *
 * Tries again to save, at once. Nothing is overwritten by that: it is read and merged anew.
 */
void
homebox_settings_retry (HomeboxSettings *self, HomeboxSetting *setting)
{
  g_autoptr (GList) settings = NULL;

  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));
  g_return_if_fail (setting == NULL || HOMEBOX_IS_SETTING (setting));

  settings = g_hash_table_get_keys (self->edits);
  for (GList *l = settings; l != NULL; l = l->next)
    {
      HomeboxSetting *each = l->data;

      if ((setting == NULL || setting == each)
          && (each->state == HOMEBOX_SETTING_WAITING || each->state == HOMEBOX_SETTING_FAILED))
        homebox_setting_set_state (each, HOMEBOX_SETTING_SAVING, NULL);
    }

  homebox_settings_update (self);
  homebox_settings_write_now (self);
}

/**
 * homebox_settings_flush_async:
 * @self: settings
 * @cancellable: (nullable): a cancellable; the saving goes on without the caller
 * @callback: called when nothing is under way any more
 * @user_data: data for @callback
 *
 * Sends what was changed at once, and waits for it: before the window closes.
 */
void
homebox_settings_flush_async (HomeboxSettings *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  g_ptr_array_add (self->flushes, new_task (self, homebox_settings_flush_async, cancellable,
                                            callback, user_data));
  if (self->timer != 0)
    homebox_settings_write_now (self);
  else
    homebox_settings_go_on (self);
}

/**
 * homebox_settings_flush_finish:
 * @self: settings
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_settings_flush_async(). Fails with what keeps a change from being saved; conflicts
 * are no failure, and wait.
 *
 * Returns: whether everything was saved that could be
 */
gboolean
homebox_settings_flush_finish (HomeboxSettings *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_settings_flush_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
