#include "latchkey-settings-import.h"

#include "latchkey-dialogs.h"
#include "latchkey-difference-dialog.h"
#include "latchkey-settings-file.h"
#include "latchkey-settings-files.h"
#include "latchkey-weak.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  gpointer parent;
  HomeboxSettings *settings;
} Opening;

static HomeboxJsonMembers *
parse (GFile *file, GBytes *content, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (content, &length);

  if (length > LATCHKEY_SETTINGS_IMPORT_LIMIT)
    {
      g_autofree char *name = latchkey_settings_files_dup_name (file);

      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_MESSAGE_TOO_LARGE,
                   /* Translators: %s is the name of a file. */
                   _("“%s” is too large for settings. Choose a file that they were exported to."),
                   name);
      return NULL;
    }

  /* Some editors put a mark there that tells the encoding. */
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }

  return homebox_json_members_parse (length > 0 ? text : "", (gssize) length, error);
}

static GError *
explain (GFile *file, const GError *cause)
{
  g_autofree char *name = latchkey_settings_files_dup_name (file);

  g_debug ("Cannot import: %s", cause->message);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_error_new (G_IO_ERROR,
                        G_IO_ERROR_NOT_FOUND,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not there any more."),
                        name);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_error_new (G_IO_ERROR,
                        G_IO_ERROR_PERMISSION_DENIED,
                        /* Translators: %s is the name of a file. */
                        _("You may not read “%s”."),
                        name);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return g_error_new (G_IO_ERROR,
                        G_IO_ERROR_INVALID_DATA,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not a file with settings, or is too large."),
                        name);

  return g_error_new (G_IO_ERROR,
                      cause->code,
                      /* Translators: %s is the name of a file. */
                      _("“%s” could not be read."),
                      name);
}

static void
was_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GFile *file = G_FILE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = latchkey_settings_file_read_finish (file, result, &error);
  HomeboxJsonMembers *members;

  if (content == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_error (task, explain (file, error));
      return;
    }

  members = parse (file, content, &error);

  if (members != NULL)
    g_task_return_pointer (task, members, (GDestroyNotify) homebox_json_members_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * latchkey_settings_import_read_async:
 * @file: a file with a JSON object
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read
 * @user_data: data for @callback
 *
 * Reads settings from a file, up to %LATCHKEY_SETTINGS_IMPORT_LIMIT.
 */
void
latchkey_settings_import_read_async (GFile *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_settings_import_read_async);
  latchkey_settings_file_read_async (file, cancellable, was_read, task);
}

/**
 * latchkey_settings_import_read_finish:
 * @file: the file
 * @result: the result
 * @error: return location for an error, with a message for the person: %HOMEBOX_JSON_ERROR, with
 *   line and column, if it is no JSON object; else of %G_IO_ERROR
 *
 * Ends latchkey_settings_import_read_async().
 *
 * Returns: (transfer full) (nullable): what is in the file
 */
HomeboxJsonMembers *
latchkey_settings_import_read_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_settings_import_read_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Opening *opening = user_data;
  g_autoptr (GtkWidget) parent = latchkey_weak_take (opening->parent);
  g_autoptr (HomeboxSettings) settings = opening->settings;
  GFile *file = G_FILE (source);
  g_autofree char *name = latchkey_settings_files_dup_name (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxJsonMembers) members
    = latchkey_settings_import_read_finish (file, result, &error);

  if (parent == NULL || gtk_widget_get_root (parent) == NULL)
    return;

  if (members == NULL)
    latchkey_settings_files_tell (parent, _("Settings Not Imported"), error->message);
  else
    latchkey_dialogs_present (
      latchkey_difference_dialog_new (settings, members, _("Import Settings"), name),
      parent);
}

/**
 * latchkey_settings_import_open:
 * @parent: a widget in the window
 * @settings: settings that are there
 * @file: a file
 *
 * Reads a file and shows what differs, for the person to choose from, or what is wrong with it.
 */
void
latchkey_settings_import_open (GtkWidget *parent, HomeboxSettings *settings, GFile *file)
{
  Opening *opening;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (HOMEBOX_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));

  opening = g_new0 (Opening, 1);
  opening->parent = latchkey_weak_new (parent);
  opening->settings = g_object_ref (settings);
  latchkey_settings_import_read_async (file, NULL, opened, opening);
}

/**
 * latchkey_settings_import_present:
 * @parent: a widget in the window
 * @settings: settings that are there
 *
 * Asks for a file, and goes on with latchkey_settings_import_open().
 */
void
latchkey_settings_import_present (GtkWidget *parent, HomeboxSettings *settings)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (HOMEBOX_IS_SETTINGS (settings));

  chooser = gtk_file_chooser_native_new (_("Import Settings"),
                                         GTK_WINDOW (gtk_widget_get_root (parent)),
                                         GTK_FILE_CHOOSER_ACTION_OPEN,
                                         _("_Open"),
                                         _("_Cancel"));
  latchkey_settings_files_choose (parent, settings, chooser, latchkey_settings_import_open);
}
