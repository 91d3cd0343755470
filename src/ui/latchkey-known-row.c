#include "latchkey-known-row.h"

#include "latchkey-field-message.h"
#include "latchkey-known-control.h"
#include "latchkey-search-text.h"
#include "latchkey-setting-status.h"
#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

struct _LatchkeyKnownRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *column;
  GtkWidget *line;
  GtkWidget *reset;
  LatchkeyKnownControl *control;
  /* Made when they are needed for the first time. */
  GtkWidget *raw;
  GtkWidget *raw_text;
  GtkWidget *message;
  LatchkeySettingStatus *status;

  const HomeboxKnownSetting *known;
  HomeboxSettings *settings;
  HomeboxSetting *setting;
  /* The JSON text of what is shown. */
  char *value;
  /* Whether this member is what changed of its key, here or elsewhere, since all was well. */
  gboolean touched;
};

G_DEFINE_FINAL_TYPE (LatchkeyKnownRow, latchkey_known_row, GTK_TYPE_LIST_BOX_ROW)

static char *
dup_stored (LatchkeyKnownRow *self)
{
  const char *value = self->setting != NULL ? homebox_setting_get_value (self->setting) : NULL;

  if (value == NULL || self->known->member == NULL)
    return g_strdup (value);
  if (homebox_setting_get_kind (self->setting) != HOMEBOX_JSON_OBJECT)
    return g_strdup (value);

  return homebox_json_text_dup_member (value, self->known->member);
}

/* A member needs an object to be in. */
static gboolean
show_in_control (LatchkeyKnownRow *self, const char *stored)
{
  HomeboxJsonKind kind = self->setting != NULL ? homebox_setting_get_kind (self->setting)
                                               : HOMEBOX_JSON_ABSENT;

  if (self->known->member != NULL && kind != HOMEBOX_JSON_OBJECT && kind != HOMEBOX_JSON_ABSENT)
    return FALSE;

  return latchkey_known_control_show (self->control,
                                      stored != NULL ? stored : self->known->fallback);
}

static void
edit_raw (LatchkeyKnownRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "settings.edit-raw", "s", self->known->key);
}

static void
make_raw (LatchkeyKnownRow *self)
{
  GtkWidget *button = gtk_button_new_with_label (_("Edit…"));
  /* Translators: %s is the name of a setting. */
  g_autofree char *label
    = g_strdup_printf (_("Edit “%s”…"), latchkey_setting_words_get_title (self->known));

  self->raw = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->raw_text = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->raw_text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->raw_text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->raw_text), 0);
  gtk_label_set_selectable (GTK_LABEL (self->raw_text), TRUE);
  gtk_widget_set_hexpand (self->raw_text, TRUE);
  gtk_widget_add_css_class (self->raw_text, "monospace");
  gtk_box_append (GTK_BOX (self->raw), self->raw_text);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (edit_raw), self);
  gtk_box_append (GTK_BOX (self->raw), button);
  gtk_box_insert_child_after (GTK_BOX (self->column), self->raw, self->line);
}

static void
show_raw (LatchkeyKnownRow *self, const char *stored)
{
  if (stored == NULL)
    {
      if (self->raw != NULL)
        gtk_widget_set_visible (self->raw, FALSE);
      return;
    }

  if (self->raw == NULL)
    make_raw (self);

  gtk_label_set_text (GTK_LABEL (self->raw_text), stored);
  gtk_widget_set_visible (self->raw, TRUE);
}

/* What is the same as without it needs no resetting. */
static void
draw_reset (LatchkeyKnownRow *self, const char *stored)
{
  gboolean differs = stored != NULL && !homebox_json_text_equal (stored, self->known->fallback);

  if (!differs && gtk_widget_has_focus (self->reset))
    gtk_widget_child_focus (GTK_WIDGET (self->control), GTK_DIR_TAB_FORWARD);

  gtk_widget_set_visible (self->reset, differs);
}

static void
draw (LatchkeyKnownRow *self)
{
  g_autofree char *stored = dup_stored (self);
  gboolean fits = show_in_control (self, stored);

  g_free (self->value);
  self->value = g_strdup (stored != NULL ? stored : self->known->fallback);
  gtk_widget_set_visible (GTK_WIDGET (self->control), fits);
  show_raw (self, fits ? NULL : stored);
  draw_reset (self, stored);
}

static void
draw_status (LatchkeyKnownRow *self)
{
  if (self->setting != NULL && (self->known->member == NULL || self->touched))
    latchkey_setting_status_set_setting (self->status, self->settings, self->setting);
  else
    latchkey_setting_status_set_setting (self->status, NULL, NULL);
}

static void
value_changed (LatchkeyKnownRow *self)
{
  g_autofree char *before = g_strdup (self->value);

  draw (self);

  if (homebox_settings_get_availability (self->settings) == HOMEBOX_SETTINGS_READY
      && !homebox_json_text_equal (before, self->value))
    self->touched = TRUE;

  draw_status (self);
}

static void
state_changed (LatchkeyKnownRow *self)
{
  if (homebox_setting_get_state (self->setting) == HOMEBOX_SETTING_SAVED
      && !homebox_setting_get_changed_elsewhere (self->setting))
    self->touched = FALSE;

  draw_status (self);
}

static void
say (LatchkeyKnownRow *self, const char *words)
{
  if (words == NULL && self->message == NULL)
    return;

  if (self->message == NULL)
    {
      self->message = latchkey_field_message_new (GTK_WIDGET (self->control));
      gtk_box_append (GTK_BOX (self->column), self->message);
    }

  latchkey_field_message_set_text (LATCHKEY_FIELD_MESSAGE (self->message), words);
}

static void
chosen (LatchkeyKnownRow *self, const char *value)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (self->setting == NULL
      || homebox_settings_get_availability (self->settings) != HOMEBOX_SETTINGS_READY)
    return;

  if (self->known->member != NULL)
    done = homebox_settings_set_member (self->settings,
                                        self->setting,
                                        self->known->member,
                                        value,
                                        &error);
  else
    done = homebox_settings_set_value (self->settings, self->setting, value, &error);

  say (self, done ? NULL : error->message);

  /* The control goes back to what it is. */
  if (!done)
    draw (self);
}

static void
reset (LatchkeyKnownRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              "settings.reset",
                              "(ss)",
                              self->known->key,
                              self->known->member != NULL ? self->known->member : "");
}

static void
latchkey_known_row_dispose (GObject *object)
{
  LatchkeyKnownRow *self = LATCHKEY_KNOWN_ROW (object);

  if (self->setting != NULL)
    g_signal_handlers_disconnect_by_data (self->setting, self);
  g_clear_object (&self->setting);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (latchkey_known_row_parent_class)->dispose (object);
}

static void
latchkey_known_row_finalize (GObject *object)
{
  g_free (LATCHKEY_KNOWN_ROW (object)->value);

  G_OBJECT_CLASS (latchkey_known_row_parent_class)->finalize (object);
}

static void
latchkey_known_row_class_init (LatchkeyKnownRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_known_row_dispose;
  object_class->finalize = latchkey_known_row_finalize;
}

static void
latchkey_known_row_init (LatchkeyKnownRow *self)
{
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (self->column), self->line);

  self->status = LATCHKEY_SETTING_STATUS (latchkey_setting_status_new ());
  latchkey_setting_status_set_highlight (self->status, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->column), GTK_WIDGET (self->status));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->column);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "setting");
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);

  return label;
}

static void
make_words (LatchkeyKnownRow *self, const char *title, const char *help)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *subtitle = make_label (help);

  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_box_append (GTK_BOX (words), make_label (title));
  gtk_box_append (GTK_BOX (words), subtitle);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->line), words);
}

static void
make_reset (LatchkeyKnownRow *self, const char *title)
{
  /* Translators: %s is the name of a setting. */
  g_autofree char *label = g_strdup_printf (_("Reset “%s”"), title);

  self->reset = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_set_tooltip_text (self->reset, label);
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->reset, FALSE);
  gtk_widget_add_css_class (self->reset, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset), self);
  gtk_box_append (GTK_BOX (self->line), self->reset);
}

/**
 * latchkey_known_row_new:
 * @known: a known setting
 *
 * Makes a row that shows what the web page takes for a setting that is not stored.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
latchkey_known_row_new (const HomeboxKnownSetting *known)
{
  LatchkeyKnownRow *self = g_object_new (LATCHKEY_TYPE_KNOWN_ROW, NULL);
  const char *title = latchkey_setting_words_get_title (known);
  const char *help = latchkey_setting_words_get_help (known);

  self->known = known;
  make_words (self, title, help);
  make_reset (self, title);
  self->control = latchkey_known_control_new (known);
  latchkey_known_control_name (self->control, title, help);
  g_signal_connect_swapped (self->control, "chosen", G_CALLBACK (chosen), self);
  gtk_box_append (GTK_BOX (self->line), GTK_WIDGET (self->control));
  draw (self);

  return GTK_WIDGET (self);
}

/**
 * latchkey_known_row_get_known:
 * @self: a row
 *
 * Returns: (transfer none): the known setting that it shows
 */
const HomeboxKnownSetting *
latchkey_known_row_get_known (LatchkeyKnownRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_KNOWN_ROW (self), NULL);

  return self->known;
}

/**
 * latchkey_known_row_set_settings:
 * @self: a row
 * @settings: (nullable): the settings to show, and to change
 *
 * Shows what @settings have, from now on.
 */
void
latchkey_known_row_set_settings (LatchkeyKnownRow *self, HomeboxSettings *settings)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;
  HomeboxSetting *setting;

  g_return_if_fail (LATCHKEY_IS_KNOWN_ROW (self));

  if (self->setting != NULL)
    g_signal_handlers_disconnect_by_data (self->setting, self);

  setting = settings != NULL ? homebox_settings_ensure (settings, self->known->key) : NULL;
  g_set_object (&self->settings, settings);
  g_set_object (&self->setting, setting);
  self->touched = FALSE;

  if (self->setting != NULL)
    {
      g_signal_connect_object (self->setting,
                               "notify::value",
                               G_CALLBACK (value_changed),
                               self,
                               swapped);
      g_signal_connect_object (self->setting,
                               "notify::state",
                               G_CALLBACK (state_changed),
                               self,
                               swapped);
      g_signal_connect_object (self->setting,
                               "notify::changed-elsewhere",
                               G_CALLBACK (state_changed),
                               self,
                               swapped);
    }

  draw (self);
  draw_status (self);
}

/**
 * latchkey_known_row_matches:
 * @self: a row
 * @needle: what to look for, from latchkey_search_text_fold()
 *
 * Returns: whether its name, its key or its value has @needle in it
 */
gboolean
latchkey_known_row_matches (LatchkeyKnownRow *self, const char *needle)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (LATCHKEY_IS_KNOWN_ROW (self), FALSE);

  words = latchkey_setting_words_dup_value (self->known->key, self->known->member, self->value);

  return latchkey_search_text_has (latchkey_setting_words_get_title (self->known), needle)
         || latchkey_search_text_has (self->known->key, needle)
         || latchkey_search_text_has (self->known->member, needle)
         || latchkey_search_text_has (words, needle)
         || latchkey_search_text_has (self->value, needle);
}

/**
 * latchkey_known_row_has_edit:
 * @self: a row
 *
 * Returns: whether something was typed that is not saved by itself yet
 */
gboolean
latchkey_known_row_has_edit (LatchkeyKnownRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_KNOWN_ROW (self), FALSE);

  return latchkey_known_control_has_edit (self->control);
}

/**
 * latchkey_known_row_commit:
 * @self: a row
 *
 * Takes what was typed for what is wanted.
 */
void
latchkey_known_row_commit (LatchkeyKnownRow *self)
{
  g_return_if_fail (LATCHKEY_IS_KNOWN_ROW (self));

  latchkey_known_control_commit (self->control);
}
