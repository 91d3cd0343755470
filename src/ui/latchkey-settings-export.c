#include "latchkey-settings-export.h"

#include "latchkey-settings-files.h"
#include "latchkey-weak.h"

#include <glib/gi18n.h>

#include <string.h>

static GError *
explain (GFile *file, const GError *cause)
{
  g_autofree char *name = latchkey_settings_files_dup_name (file);

  g_debug ("Cannot export: %s", cause->message);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_error_new (
      G_IO_ERROR,
      G_IO_ERROR_NO_SPACE,
      /* Translators: %s is the name of a file. */
      _("There is not enough space for “%s”. Free some, or choose another folder."),
      name);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return g_error_new (G_IO_ERROR,
                        cause->code,
                        /* Translators: %s is the name of a file. */
                        _("“%s” may not be written there. Choose another folder."),
                        name);

  return g_error_new (G_IO_ERROR,
                      G_IO_ERROR_FAILED,
                      /* Translators: %s is the name of a file. */
                      _("“%s” could not be written. Choose another folder."),
                      name);
}

/* What a task of writing works with. */
typedef struct
{
  GFile *file;
  GBytes *content;
  /* Why not everything was written. */
  GError *problem;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->file);
  g_bytes_unref (writing->content);
  g_clear_error (&writing->problem);
  g_free (writing);
}

static void
fail (GTask *task, GError *cause)
{
  Writing *writing = g_task_get_task_data (task);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, cause);
      return;
    }

  g_task_return_error (task, explain (writing->file, cause));
  g_error_free (cause);
}

static void
closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *cause = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &cause))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, cause);
}

static void
discarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Writing *writing = g_task_get_task_data (task);

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  fail (task, g_steal_pointer (&writing->problem));
}

static void
written_all (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Writing *writing = g_task_get_task_data (task);
  GOutputStream *stream = G_OUTPUT_STREAM (source);
  g_autoptr (GCancellable) discard = NULL;

  if (g_output_stream_write_all_finish (stream, result, NULL, &writing->problem))
    {
      g_output_stream_close_async (stream,
                                   G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task),
                                   closed,
                                   g_object_ref (task));
      return;
    }

  /* Closed as usual, the half that was written would replace the file. */
  discard = g_cancellable_new ();
  g_cancellable_cancel (discard);
  g_output_stream_close_async (stream,
                               G_PRIORITY_DEFAULT,
                               discard,
                               discarded,
                               g_object_ref (task));
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Writing *writing = g_task_get_task_data (task);
  GError *cause = NULL;
  g_autoptr (GFileOutputStream) stream
    = g_file_replace_finish (G_FILE (source), result, &cause);
  gsize length = 0;
  const char *text = g_bytes_get_data (writing->content, &length);

  if (stream == NULL)
    {
      fail (task, cause);
      return;
    }

  g_output_stream_write_all_async (G_OUTPUT_STREAM (stream),
                                   text,
                                   length,
                                   G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task),
                                   written_all,
                                   g_object_ref (task));
}

/**
 * latchkey_settings_export_write_async:
 * @settings: settings that are there
 * @file: where to write them
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are written, or could not be
 * @user_data: data for @callback
 *
 * Writes all settings as they are shown now. A file that is there is replaced as a whole, or stays
 * as it is; a new one is for the person alone, as settings may be private.
 */
void
latchkey_settings_export_write_async (HomeboxSettings *settings,
                                      GFile *file,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task;
  Writing *writing;
  char *text;

  g_return_if_fail (HOMEBOX_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));

  text = homebox_settings_export (settings);
  writing = g_new0 (Writing, 1);
  writing->file = g_object_ref (file);
  writing->content = g_bytes_new_take (text, strlen (text));

  task = g_task_new (settings, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_settings_export_write_async);
  g_task_set_task_data (task, writing, writing_free);
  g_file_replace_async (file,
                        NULL,
                        FALSE,
                        G_FILE_CREATE_PRIVATE,
                        G_PRIORITY_DEFAULT,
                        cancellable,
                        opened,
                        task);
}

/**
 * latchkey_settings_export_write_finish:
 * @settings: the settings
 * @result: the result
 * @error: return location for an error, with a message for the person
 *
 * Ends latchkey_settings_export_write_async().
 *
 * Returns: whether they are written
 */
gboolean
latchkey_settings_export_write_finish (HomeboxSettings *settings,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, settings), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_settings_export_write_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) parent = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  if (latchkey_settings_export_write_finish (HOMEBOX_SETTINGS (source), result, &error))
    return;

  if (parent != NULL && gtk_widget_get_root (parent) != NULL)
    latchkey_settings_files_tell (parent, _("Settings Not Exported"), error->message);
}

static void
chosen (GtkWidget *parent, HomeboxSettings *settings, GFile *file)
{
  latchkey_settings_export_write_async (settings, file, NULL, written, latchkey_weak_new (parent));
}

/**
 * latchkey_settings_export_present:
 * @parent: a widget in the window
 * @settings: settings that are there
 *
 * Asks for a file, and writes all settings into it. What goes wrong is said in a dialog. The file
 * is written to the end when the window closes meanwhile.
 */
void
latchkey_settings_export_present (GtkWidget *parent, HomeboxSettings *settings)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (HOMEBOX_IS_SETTINGS (settings));

  chooser = gtk_file_chooser_native_new (_("Export Settings"),
                                         GTK_WINDOW (gtk_widget_get_root (parent)),
                                         GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _("_Export"),
                                         _("_Cancel"));
  /* Translators: the name of a file. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _("homebox-settings.json"));
  latchkey_settings_files_choose (parent, settings, chooser, chosen);
}
