#include "latchkey-account-folder.h"

#include <glib/gi18n-lib.h>

static gboolean delete_tree (GFile *file, GError **error);

static gboolean
empty_folder (GFile *folder, GError **error)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFile *child = NULL;

  children = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, error);
  if (children == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!g_file_enumerator_iterate (children, NULL, &child, NULL, error))
        return FALSE;
      if (child == NULL)
        return TRUE;
      if (!delete_tree (child, error))
        return FALSE;
    }
}

/* Links are deleted, not followed. */
static gboolean
delete_tree (GFile *file, GError **error)
{
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL);

  if (type == G_FILE_TYPE_DIRECTORY && !empty_folder (file, error))
    return FALSE;
  return g_file_delete (file, NULL, error);
}

static void
delete_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GFile *folder = task_data;
  g_autoptr (GError) problem = NULL;
  g_autofree char *name = NULL;

  if (delete_tree (folder, &problem)
      || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  name = g_file_get_parse_name (folder);
  g_debug ("Cannot delete %s: %s", name, problem->message);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                           /* Translators: %s is the name of a folder */
                           _("The account is off the list, but what Latchkey kept of it could not "
                             "be deleted. Delete “%s” yourself."),
                           name);
}

/**
 * latchkey_account_folder_delete_async:
 * @folder: a local folder, which need not be there
 * @callback: called when it is gone, or could not be deleted
 * @user_data: data for @callback
 *
 * Deletes a folder with everything in it.
 */
void
latchkey_account_folder_delete_async (GFile *folder,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, latchkey_account_folder_delete_async);
  g_task_set_task_data (task, g_object_ref (folder), g_object_unref);
  /* A thread, because each of many small calls would be one anyway. */
  g_task_run_in_thread (task, delete_in_thread);
}

/**
 * latchkey_account_folder_delete_finish:
 * @result: the result that the callback got
 * @error: return location for an error with a message for the person
 *
 * Returns: whether it is gone
 */
gboolean
latchkey_account_folder_delete_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
