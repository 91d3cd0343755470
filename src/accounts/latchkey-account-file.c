#include "latchkey-account-file.h"

#include <glib/gi18n-lib.h>

/* So many damaged files are kept side by side; more would be an attack or a bug. */
#define MAX_SET_ASIDE 1000

typedef struct
{
  char *path;
  GBytes *content;
} WriteData;

static void
write_data_free (WriteData *data)
{
  g_free (data->path);
  g_bytes_unref (data->content);
  g_free (data);
}

static GError *
cannot_read (GFile *file, const GError *cause)
{
  g_autofree char *name = g_file_get_parse_name (file);

  g_debug ("Cannot read %s: %s", name, cause->message);
  return g_error_new (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                      /* Translators: %s is the name of a file */
                      _("Latchkey could not open “%s”, which holds the list of your accounts. "
                        "Make sure that you may read and write it, then start Latchkey again."),
                      name);
}

/**
 * latchkey_account_file_read:
 * @file: a local file
 * @error: return location for an error
 *
 * Reads the file at once, without the main loop.
 *
 * Fails with %G_IO_ERROR_NOT_FOUND if there is none, with %G_IO_ERROR_INVALID_DATA if it is no
 * regular file or larger than %LATCHKEY_ACCOUNT_FILE_LIMIT, and else with
 * %G_IO_ERROR_PERMISSION_DENIED and a message for the person.
 *
 * Returns: (transfer full) (nullable): what is in the file, or %NULL
 */
GBytes *
latchkey_account_file_read (GFile *file, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *buffer = NULL;
  gsize length = 0;

  /* Looked at before it is opened: opening a pipe waits for somebody to write into it. */
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, NULL,
                            &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "This is no regular file");
      return NULL;
    }
  if (info != NULL)
    stream = g_file_read (file, NULL, &problem);
  if (stream == NULL)
    {
      g_propagate_error (error, cannot_read (file, problem));
      return NULL;
    }

  buffer = g_malloc (LATCHKEY_ACCOUNT_FILE_LIMIT + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, LATCHKEY_ACCOUNT_FILE_LIMIT + 1,
                                &length, NULL, &problem))
    {
      g_propagate_error (error, cannot_read (file, problem));
      return NULL;
    }
  if (length > LATCHKEY_ACCOUNT_FILE_LIMIT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "This file is too large");
      return NULL;
    }
  return g_bytes_new (buffer, length);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *content = latchkey_account_file_read (task_data, &error);

  if (content != NULL)
    g_task_return_pointer (task, content, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * latchkey_account_file_read_async:
 * @file: a local file
 * @callback: called when it was read
 * @user_data: data for @callback
 *
 * Reads the file as latchkey_account_file_read() does, without keeping the main loop.
 */
void
latchkey_account_file_read_async (GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, latchkey_account_file_read_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * latchkey_account_file_read_finish:
 * @result: the result that the callback got
 * @error: return location for an error, as with latchkey_account_file_read()
 *
 * Returns: (transfer full) (nullable): what is in the file, or %NULL
 */
GBytes *
latchkey_account_file_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * latchkey_account_file_set_aside:
 * @file: a file that could not be made sense of
 * @error: return location for an error
 *
 * Renames the file to its name with `.damaged` behind it, or `.damaged-1`, `.damaged-2` and so on:
 * the first that is free.
 *
 * Fails with %G_IO_ERROR_PERMISSION_DENIED and a message for the person.
 *
 * Returns: (transfer full) (nullable): where it is now, or %NULL if it is still where it was
 */
GFile *
latchkey_account_file_set_aside (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GError) problem = NULL;

  for (guint i = 0; i < MAX_SET_ASIDE; i++)
    {
      g_autofree char *new_name = i == 0 ? g_strconcat (name, ".damaged", NULL)
                                         : g_strdup_printf ("%s.damaged-%u", name, i);
      g_autoptr (GFile) target = g_file_get_child (folder, new_name);

      g_clear_error (&problem);
      /* Without this, moving a folder onto a folder is not "exists" but an error of its own. */
      if (g_file_query_exists (target, NULL))
        continue;
      if (g_file_move (file, target,
                       G_FILE_COPY_NOFOLLOW_SYMLINKS | G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL,
                       NULL, &problem))
        return g_steal_pointer (&target);
      if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_EXISTS))
        break;
    }

  g_debug ("Cannot set %s aside: %s", name, problem != NULL ? problem->message : "too many");
  g_clear_pointer (&name, g_free);
  name = g_file_get_parse_name (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
               /* Translators: %s is the name of a file */
               _("The list of your accounts in “%s” is damaged, and Latchkey may not move it out "
                 "of the way. Until that is done, an account is kept only while Latchkey is "
                 "open."),
               name);
  return NULL;
}

/**
 * latchkey_account_file_new_newer_error:
 *
 * Returns: (transfer full): %G_IO_ERROR_NOT_SUPPORTED, with a message for the person: a later
 *   version of Latchkey wrote the file
 */
GError *
latchkey_account_file_new_newer_error (void)
{
  return g_error_new_literal (
      G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
      _("Your accounts were saved by a newer version of Latchkey. Update Latchkey to use them. "
        "Until then, an account is kept only while Latchkey is open."));
}

static GError *
cannot_write (const char *path, const GError *cause)
{
  g_debug ("Cannot write %s: %s", path, cause->message);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (
        G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
        _("Your accounts could not be saved because Latchkey is open twice on this computer, and "
          "the other one does not let go of them. Close it; until then, they are kept only while "
          "Latchkey is open."));
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                        /* Translators: %s is the name of a file */
                        _("Your accounts could not be saved in “%s” because the disk is full. "
                          "Make some room; until then, they are kept only while Latchkey is "
                          "open."),
                        path);
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ROFS)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_READ_ONLY,
                        /* Translators: %s is the name of a file */
                        _("Your accounts could not be saved in “%s” because that disk can only "
                          "be read. They are kept only while Latchkey is open."),
                        path);
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES)
      || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_PERM)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                        /* Translators: %s is the name of a file */
                        _("Your accounts could not be saved in “%s” because you may not write "
                          "there. They are kept only while Latchkey is open."),
                        path);
  return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                      /* Translators: %s is the name of a file */
                      _("Your accounts could not be saved in “%s”. They are kept only while "
                        "Latchkey is open."),
                      path);
}

/**
 * latchkey_account_file_new_write_error:
 * @file: a local file
 * @cause: why it cannot be written, as latchkey_lock_acquire_finish() or GLib says it
 *
 * Returns: (transfer full): an error as latchkey_account_file_write_finish() gives, or
 *   %G_IO_ERROR_TIMED_OUT when it was locked for too long
 */
GError *
latchkey_account_file_new_write_error (GFile *file, const GError *cause)
{
  g_autofree char *path = g_file_get_path (file);

  return cannot_write (path, cause);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  WriteData *data = task_data;
  g_autofree char *folder = g_path_get_dirname (data->path);
  g_autoptr (GError) problem = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (data->content, &length);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error_literal (&problem, G_FILE_ERROR, g_file_error_from_errno (code),
                           g_strerror (code));
    }
  else
    g_file_set_contents_full (data->path, text, (gssize) length,
                              G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                              &problem);

  if (problem != NULL)
    g_task_return_error (task, cannot_write (data->path, problem));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * latchkey_account_file_write_async:
 * @file: a local file
 * @content: what shall be in it
 * @callback: called when it is on the disk, or could not be written
 * @user_data: data for @callback
 *
 * Replaces the file as a whole, mode 0600, and makes its folder (0700) if needed. The new content
 * and then its name are flushed to the disk, so that a power cut leaves the old file or the new
 * one.
 *
 * Fails with %G_IO_ERROR_NO_SPACE, %G_IO_ERROR_READ_ONLY, %G_IO_ERROR_PERMISSION_DENIED or
 * %G_IO_ERROR_FAILED, each with a message for the person.
 */
void
latchkey_account_file_write_async (GFile *file,
                                   GBytes *content,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  WriteData *data = g_new0 (WriteData, 1);

  data->path = g_file_get_path (file);
  data->content = g_bytes_ref (content);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, latchkey_account_file_write_async);
  g_task_set_task_data (task, data, (GDestroyNotify) write_data_free);

  /* A thread, because no asynchronous call does this: g_file_replace_contents_async() writes a new
   * file in place, flushes a replaced one only, and never its folder. It runs in a thread of
   * GIO's pool as well. */
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * latchkey_account_file_write_finish:
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Returns: whether the content is on the disk
 */
gboolean
latchkey_account_file_write_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
