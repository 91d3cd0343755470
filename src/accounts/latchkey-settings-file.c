#include "latchkey-settings-file.h"

#include <glib/gi18n-lib.h>

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *content = NULL;
  gsize length = 0;

  if (g_file_load_contents_finish (G_FILE (source), result, &content, &length, NULL, &error))
    g_task_return_pointer (task, g_bytes_new_take (content, length),
                           (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_looked_at (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  info = g_file_query_info_finish (G_FILE (source), result, &error);
  if (info == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR
           || g_file_info_get_size (info) > LATCHKEY_SETTINGS_FILE_LIMIT)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                             "This is no regular file, or too large");
  else
    g_file_load_contents_async (G_FILE (source), g_task_get_cancellable (task), on_loaded,
                                g_object_ref (task));
}

/*
 * latchkey_settings_file_read_async:
 * @file: a local file
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read
 * @user_data: data for @callback
 *
 * Reads the file. It is looked at before it is opened: opening a pipe waits for somebody to write
 * into it.
 */
void
latchkey_settings_file_read_async (GFile *file,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, latchkey_settings_file_read_async);
  g_file_query_info_async (
      file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
      G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, on_looked_at, task);
}

/*
 * latchkey_settings_file_read_finish:
 * @file: the file
 * @result: the result
 * @error: return location for an error
 *
 * Fails with %G_IO_ERROR_NOT_FOUND if there is none, with %G_IO_ERROR_INVALID_DATA if it is no
 * regular file or larger than %LATCHKEY_SETTINGS_FILE_LIMIT, and as GIO does.
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
latchkey_settings_file_read_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_settings_file_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (source);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) problem = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (task_data, &length);

  if (g_mkdir_with_parents (folder, 0700) == 0
      && g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600, &problem))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_debug ("Cannot write %s: %s", path, problem != NULL ? problem->message : "no folder");
  g_task_return_new_error (
      task, G_IO_ERROR, G_IO_ERROR_FAILED,
      /* Translators: %s is the name of a file */
      _("The earlier versions of your settings could not be saved in “%s”. They can be brought "
        "back only while Latchkey is open."),
      path);
}

/*
 * latchkey_settings_file_write_async:
 * @file: a local file
 * @content: what shall be in it
 * @callback: (nullable): called when it was written, or could not be
 * @user_data: data for @callback
 *
 * Replaces the file as a whole, mode 0600, and makes its folder (0700) if needed. A process that is
 * killed leaves the old file or the new one.
 */
void
latchkey_settings_file_write_async (GFile *file,
                                    GBytes *content,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, NULL, callback, user_data);

  g_task_set_source_tag (task, latchkey_settings_file_write_async);
  g_task_set_task_data (task, g_bytes_ref (content), (GDestroyNotify) g_bytes_unref);

  /* No asynchronous call flushes a new file before it takes its name; GIO's run in a thread too. */
  g_task_run_in_thread (task, write_in_thread);
}

/*
 * latchkey_settings_file_write_finish:
 * @file: the file
 * @result: the result
 * @error: return location for an error
 *
 * Fails with %G_IO_ERROR_FAILED and a message for the person.
 *
 * Returns: whether the content is on the disk
 */
gboolean
latchkey_settings_file_write_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_settings_file_write_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
