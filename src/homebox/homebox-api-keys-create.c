#include "homebox-api-keys-private.h"

#include "homebox-error-private.h"

#include <glib/gi18n-lib.h>

/*
 * Creation:
 * @name: what the key is called
 * @before: (element-type utf8): the ids of the keys that were known before
 * @error: (nullable): why no answer came
 */
typedef struct
{
  char *name;
  GHashTable *before;
  GError *error;
} Creation;

static void
creation_free (gpointer data)
{
  Creation *creation = data;

  g_free (creation->name);
  g_hash_table_unref (creation->before);
  g_clear_error (&creation->error);
  g_free (creation);
}

static gboolean
has_orphan (HomeboxApiKeys *self, Creation *creation)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      HomeboxApiKey *key = g_ptr_array_index (self->keys, i);

      if (!g_hash_table_contains (creation->before, homebox_api_key_get_id (key))
          && g_str_equal (homebox_api_key_get_name (key), creation->name))
        return TRUE;
    }

  return FALSE;
}

static void
on_listed_after_loss (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxApiKeys *self = HOMEBOX_API_KEYS (source);
  g_autoptr (GTask) task = user_data;
  Creation *creation = g_task_get_task_data (task);

  if (!homebox_api_keys_load_finish (self, result, NULL))
    homebox_api_keys_fail (task, g_steal_pointer (&creation->error));
  else if (has_orphan (self, creation))
    homebox_api_keys_fail (
        task, homebox_error_new_with_message (
                  HOMEBOX_ERROR_CONNECTION_LOST, HOMEBOX_FIELD_NONE,
                  _("The key was created, but it got lost on the way here. Revoke it and create "
                    "another one.")));
  else if (homebox_error_is_silence (creation->error))
    homebox_api_keys_fail (task, homebox_error_new (HOMEBOX_ERROR_NOT_DONE, HOMEBOX_FIELD_NONE,
                                                    NULL));
  else
    homebox_api_keys_fail (task, g_steal_pointer (&creation->error));
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxApiKey) key = NULL;
  HomeboxApiKeys *self = g_task_get_source_object (task);
  Creation *creation = g_task_get_task_data (task);
  HomeboxToken *token = NULL;

  key = homebox_session_create_api_key_finish (HOMEBOX_SESSION (source), result, &token,
                                               &creation->error);

  if (key != NULL)
    {
      homebox_api_keys_add (self, key);
      homebox_api_keys_end_call (self);
      g_task_return_pointer (task, token, (GDestroyNotify) homebox_token_unref);
    }
  else if (homebox_error_is_unclear (creation->error)
           && creation->error->code != HOMEBOX_ERROR_CANCELLED)
    {
      homebox_api_keys_load_async (self, g_task_get_cancellable (task), on_listed_after_loss,
                                   g_object_ref (task));
    }
  else
    {
      homebox_api_keys_fail (task, g_steal_pointer (&creation->error));
    }
}

/**
 * homebox_api_keys_create_async:
 * @self: a list of keys
 * @name: what to call it, as typed
 * @expires_at: when it is to end, in the future
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Makes a key, see homebox_session_create_api_key_async(), and adds it to the list. When no answer
 * comes, the list is read again: a key that nobody knows the text of has to be seen, to be revoked.
 */
void
homebox_api_keys_create_async (HomeboxApiKeys *self,
                               const char *name,
                               GDateTime *expires_at,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Creation *creation;

  g_return_if_fail (HOMEBOX_IS_API_KEYS (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (expires_at != NULL);

  creation = g_new0 (Creation, 1);
  creation->name = homebox_user_normalize_name (name, NULL);
  creation->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->keys->len; i++)
    g_hash_table_add (creation->before,
                      g_strdup (homebox_api_key_get_id (self->keys->pdata[i])));

  task = homebox_api_keys_new_task (self, homebox_api_keys_create_async, cancellable, callback,
                                    user_data);
  g_task_set_task_data (task, creation, creation_free);
  homebox_session_create_api_key_async (self->session, name, expires_at, cancellable, on_created,
                                        g_steal_pointer (&task));
}

/**
 * homebox_api_keys_create_finish:
 * @self: a list of keys
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_api_keys_create_async(). Fails as homebox_session_create_api_key_finish() does, with
 * %HOMEBOX_ERROR_NOT_DONE when no answer came and there is no such key, and with
 * %HOMEBOX_ERROR_CONNECTION_LOST when there is one and its text is lost.
 *
 * Returns: (transfer full) (nullable): the key itself, which can be had this once
 */
HomeboxToken *
homebox_api_keys_create_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_api_keys_create_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
