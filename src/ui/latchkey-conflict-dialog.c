#include "latchkey-conflict-dialog.h"

#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

#define CHOOSE "choose"

struct _LatchkeyConflictDialog
{
  AdwMessageDialog parent_instance;

  HomeboxSettings *settings;
  HomeboxSetting *setting;

  /* In the order of HomeboxSettingChoice. */
  GtkWidget *rows[3];
  GtkWidget *checks[3];
};

G_DEFINE_FINAL_TYPE (LatchkeyConflictDialog, latchkey_conflict_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
draw_value (LatchkeyConflictDialog *self, HomeboxSettingChoice choice, const char *value)
{
  g_autofree char *words
    = latchkey_setting_words_dup_value (homebox_setting_get_key (self->setting), NULL, value);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[choice]), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->checks[choice]),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words,
                                  -1);
}

static void
draw (LatchkeyConflictDialog *self)
{
  if (homebox_setting_get_state (self->setting) != HOMEBOX_SETTING_CONFLICT)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  draw_value (self, HOMEBOX_SETTING_OURS, homebox_setting_get_value (self->setting));
  draw_value (self, HOMEBOX_SETTING_THEIRS, homebox_setting_get_their_value (self->setting));
  draw_value (self, HOMEBOX_SETTING_OLD, homebox_setting_get_old_value (self->setting));
}

static void
latchkey_conflict_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  LatchkeyConflictDialog *self = LATCHKEY_CONFLICT_DIALOG (dialog);

  /* From here on the end of the conflict is no news. */
  g_signal_handlers_disconnect_by_func (self->setting, draw, self);

  if (!g_str_equal (response, CHOOSE)
      || homebox_setting_get_state (self->setting) != HOMEBOX_SETTING_CONFLICT)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (self->checks); i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->checks[i])))
      {
        homebox_settings_resolve (self->settings, self->setting, (HomeboxSettingChoice) i);
        return;
      }
}

static void
latchkey_conflict_dialog_dispose (GObject *object)
{
  LatchkeyConflictDialog *self = LATCHKEY_CONFLICT_DIALOG (object);

  g_clear_object (&self->setting);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (latchkey_conflict_dialog_parent_class)->dispose (object);
}

static void
latchkey_conflict_dialog_class_init (LatchkeyConflictDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_conflict_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = latchkey_conflict_dialog_response;
}

static void
add_choice (LatchkeyConflictDialog *self,
            GtkWidget *list,
            HomeboxSettingChoice choice,
            const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check
    = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);

  if (choice != HOMEBOX_SETTING_OURS)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check),
                                GTK_CHECK_BUTTON (self->checks[HOMEBOX_SETTING_OURS]));

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  /* This names it after the row, too. */
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  self->rows[choice] = row;
  self->checks[choice] = check;
}

static void
latchkey_conflict_dialog_init (LatchkeyConflictDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Values to Choose From"),
                                  -1);
  add_choice (self, list, HOMEBOX_SETTING_OURS, _("Changed here"));
  add_choice (self, list, HOMEBOX_SETTING_THEIRS, _("Changed elsewhere"));
  add_choice (self, list, HOMEBOX_SETTING_OLD, _("Before both changes"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->checks[HOMEBOX_SETTING_OURS]), TRUE);

  adw_message_dialog_set_heading (dialog, _("Changed Here and Elsewhere"));
  adw_message_dialog_set_extra_child (dialog, list);
  adw_message_dialog_add_responses (dialog,
                                    "later",
                                    _("Decide Later"),
                                    CHOOSE,
                                    _("Use This Value"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, CHOOSE, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, CHOOSE);
  adw_message_dialog_set_close_response (dialog, "later");
}

/**
 * latchkey_conflict_dialog_new:
 * @settings: the settings
 * @setting: one of them, in conflict
 *
 * Makes the question which value a setting shall have.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_conflict_dialog_new (HomeboxSettings *settings, HomeboxSetting *setting)
{
  LatchkeyConflictDialog *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (HOMEBOX_IS_SETTING (setting), NULL);

  self = g_object_new (LATCHKEY_TYPE_CONFLICT_DIALOG, NULL);
  self->settings = g_object_ref (settings);
  self->setting = g_object_ref (setting);
  name = latchkey_setting_words_dup_key (homebox_setting_get_key (setting));
  /* Translators: %s is the name of a setting. */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (self),
                                  _("“%s” was changed in two places. Which value shall it have?"),
                                  name);

  g_signal_connect_object (setting, "notify", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  draw (self);

  return GTK_WINDOW (self);
}
