#include "latchkey-versions-dialog.h"

#include "latchkey-dialogs.h"
#include "latchkey-difference-dialog.h"

#include <glib/gi18n.h>

struct _LatchkeyVersionsDialog
{
  AdwWindow parent_instance;

  GtkListBox *list;

  HomeboxSettings *settings;
  LatchkeySettingsHistory *history;
};

G_DEFINE_FINAL_TYPE (LatchkeyVersionsDialog, latchkey_versions_dialog, ADW_TYPE_WINDOW)

static gboolean
is_same_day (GDateTime *one, GDateTime *other)
{
  return g_date_time_get_year (one) == g_date_time_get_year (other)
         && g_date_time_get_day_of_year (one) == g_date_time_get_day_of_year (other);
}

static char *
dup_time (LatchkeySettingsVersion *version)
{
  g_autoptr (GDateTime) time
    = g_date_time_to_local (latchkey_settings_version_get_time (version));
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (today, -1);

  /* Translators: when a version of the settings was seen, formats for g_date_time_format(); for
   * example "Today, 14:47" and "21 December 2026, 14:47". */
  if (is_same_day (time, today))
    return g_date_time_format (time, C_ ("version", "Today, %H:%M"));
  if (is_same_day (time, yesterday))
    return g_date_time_format (time, C_ ("version", "Yesterday, %H:%M"));

  return g_date_time_format (time, C_ ("version", "%-d %B %Y, %H:%M"));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  LatchkeySettingsVersion *version = item;
  guint n = homebox_json_members_get_n (latchkey_settings_version_get_members (version));
  g_autofree char *title = dup_time (version);
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%u setting", "%u settings", n), n);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);

  return row;
}

static void
choose (LatchkeyVersionsDialog *self, GtkListBoxRow *row)
{
  g_autoptr (LatchkeySettingsVersion) version
    = g_list_model_get_item (G_LIST_MODEL (self->history),
                             (guint) gtk_list_box_row_get_index (row));
  g_autofree char *time = NULL;

  if (version == NULL)
    return;

  time = dup_time (version);
  latchkey_dialogs_present (
    latchkey_difference_dialog_new (self->settings,
                                    latchkey_settings_version_get_members (version),
                                    _("Bring Back Settings"),
                                    time),
    GTK_WIDGET (self));
}

static void
latchkey_versions_dialog_dispose (GObject *object)
{
  LatchkeyVersionsDialog *self = LATCHKEY_VERSIONS_DIALOG (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->history);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_VERSIONS_DIALOG);

  G_OBJECT_CLASS (latchkey_versions_dialog_parent_class)->dispose (object);
}

static void
latchkey_versions_dialog_class_init (LatchkeyVersionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_versions_dialog_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-versions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyVersionsDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, choose);
}

static void
latchkey_versions_dialog_init (LatchkeyVersionsDialog *self)
{
  /* Before the template: what that tells assistive technology would settle the role. */
  g_object_set (self, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_versions_dialog_new:
 * @settings: settings that are there
 * @history: the earlier versions of them
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_versions_dialog_new (HomeboxSettings *settings, LatchkeySettingsHistory *history)
{
  LatchkeyVersionsDialog *self;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_HISTORY (history), NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_VERSIONS_DIALOG,
                       NULL);
  self->settings = g_object_ref (settings);
  self->history = g_object_ref (history);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (history), make_row, NULL, NULL);

  return GTK_WINDOW (self);
}
