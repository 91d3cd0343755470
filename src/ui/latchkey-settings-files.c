#include "latchkey-settings-files.h"

#include "latchkey-dialogs.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define CHOOSER "latchkey-settings-files-chooser"

typedef struct
{
  GtkWidget *parent;
  HomeboxSettings *settings;
  LatchkeySettingsFileChosen chosen;
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  Asking *asking = data;

  g_clear_weak_pointer (&asking->parent);
  g_object_unref (asking->settings);
  g_free (asking);
}

static void
answered (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  Asking *asking = user_data;
  GtkWidget *parent = asking->parent;
  g_autoptr (HomeboxSettings) settings = g_object_ref (asking->settings);
  LatchkeySettingsFileChosen chosen = asking->chosen;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (parent == NULL)
    return;

  g_object_set_data (G_OBJECT (parent), CHOOSER, NULL);

  if (file != NULL && gtk_widget_get_root (parent) != NULL)
    chosen (parent, settings, file);
}

static void
destroy_chooser (gpointer chooser)
{
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

/*
 * latchkey_settings_files_choose:
 * @parent: a widget in a window
 * @settings: the settings
 * @chooser: (transfer full): what to ask with
 * @chosen: called with the file, if the person chose one
 *
 * Asks for a file. The question goes away with @parent; there is one at a time.
 */
void
latchkey_settings_files_choose (GtkWidget *parent,
                                HomeboxSettings *settings,
                                GtkFileChooserNative *chooser,
                                LatchkeySettingsFileChosen chosen)
{
  Asking *asking = g_new0 (Asking, 1);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_set_weak_pointer (&asking->parent, parent);
  asking->settings = g_object_ref (settings);
  asking->chosen = chosen;

  gtk_file_filter_set_name (filter, _("JSON Files"));
  gtk_file_filter_add_mime_type (filter, "application/json");
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser,
                         "response",
                         G_CALLBACK (answered),
                         asking,
                         asking_free,
                         (GConnectFlags) 0);
  g_object_set_data_full (G_OBJECT (parent), CHOOSER, chooser, destroy_chooser);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/*
 * latchkey_settings_files_tell:
 * @parent: a widget in a window
 * @heading: what did not work
 * @body: why
 *
 * Says what went wrong, in a dialog.
 */
void
latchkey_settings_files_tell (GtkWidget *parent, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, body));

  adw_message_dialog_add_response (dialog, "close", _("Close"));
  latchkey_dialogs_present (GTK_WINDOW (dialog), parent);
}

/*
 * latchkey_settings_files_dup_name:
 * @file: a file
 *
 * Returns: (transfer full): its name without the folder, which does not turn with the words around
 */
char *
latchkey_settings_files_dup_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = name != NULL ? g_filename_display_name (name) : g_file_get_uri (file);

  return g_strdup_printf ("\u2068%s\u2069", shown);
}
