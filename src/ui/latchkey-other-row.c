#include "latchkey-other-row.h"

#include "latchkey-setting-status.h"
#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* More of a value than this is never seen in one line, in characters. */
#define SHORT_MAX 160

struct _LatchkeyOtherRow
{
  GtkBox parent_instance;

  GtkWidget *column;
  GtkWidget *key;
  GtkWidget *value;
  GtkWidget *button;
  /* Made when there is something to say. */
  GtkWidget *kept;
  LatchkeySettingStatus *status;

  HomeboxSettings *settings;
  HomeboxSetting *setting;
  gulong handler;
};

G_DEFINE_FINAL_TYPE (LatchkeyOtherRow, latchkey_other_row, GTK_TYPE_BOX)

enum
{
  MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
dup_short (HomeboxSetting *setting)
{
  const char *value = homebox_setting_get_value (setting);
  HomeboxJsonKind kind = homebox_setting_get_kind (setting);
  g_autofree char *text = NULL;

  /* No switch shows it, so it is not on or off. */
  if (kind == HOMEBOX_JSON_BOOLEAN)
    return g_strdup (homebox_json_text_get_boolean (value, FALSE) ? _("Yes") : _("No"));

  text = kind == HOMEBOX_JSON_ARRAY || kind == HOMEBOX_JSON_OBJECT
           ? g_strdup (value)
           : latchkey_setting_words_dup_value (homebox_setting_get_key (setting), NULL, value);
  if (strlen (text) > SHORT_MAX && g_utf8_strlen (text, -1) > SHORT_MAX)
    *g_utf8_offset_to_pointer (text, SHORT_MAX) = '\0';

  return g_strdelimit (g_steal_pointer (&text), "\n\r\t", ' ');
}

/* Before it is in a list, there is nothing to name. */
static void
name_item (LatchkeyOtherRow *self, const char *value)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *key = homebox_setting_get_key (self->setting);
  g_autofree char *label = NULL;

  if (item == NULL)
    return;

  /* Translators: %1$s is the name of a setting, %2$s its value. */
  label = g_strdup_printf (C_ ("setting", "%1$s: %2$s"), key, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

static void
draw_value (LatchkeyOtherRow *self)
{
  g_autofree char *value = dup_short (self->setting);

  gtk_label_set_text (GTK_LABEL (self->value), value);
  name_item (self, value);
}

static void
draw_kept (LatchkeyOtherRow *self)
{
  gboolean is_kept = self->setting != NULL && homebox_setting_get_keep (self->setting);

  if (is_kept && self->kept == NULL)
    {
      self->kept = gtk_image_new_from_icon_name ("view-pin-symbolic");
      gtk_widget_set_tooltip_text (self->kept, _("Put back when it vanishes"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->kept),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Put back when it vanishes"),
                                      -1);
      gtk_box_insert_child_after (GTK_BOX (self), self->kept, self->column);
    }
  if (self->kept != NULL)
    gtk_widget_set_visible (self->kept, is_kept);
}

/* Most settings are saved, and a list makes hundreds of rows. */
static void
draw_status (LatchkeyOtherRow *self)
{
  gboolean has_status
    = self->setting != NULL
      && (homebox_setting_get_state (self->setting) != HOMEBOX_SETTING_SAVED
          || homebox_setting_get_changed_elsewhere (self->setting));

  if (has_status && self->status == NULL)
    {
      self->status = LATCHKEY_SETTING_STATUS (latchkey_setting_status_new ());
      latchkey_setting_status_set_highlight (self->status,
                                             gtk_widget_get_parent (GTK_WIDGET (self)));
      gtk_box_append (GTK_BOX (self->column), GTK_WIDGET (self->status));
    }

  if (has_status)
    latchkey_setting_status_set_setting (self->status, self->settings, self->setting);
  else if (self->status != NULL
           && latchkey_setting_status_get_setting (self->status) != self->setting)
    latchkey_setting_status_set_setting (self->status, NULL, NULL);
}

static void
notified (HomeboxSetting *setting, GParamSpec *pspec, LatchkeyOtherRow *self)
{
  const char *name = g_param_spec_get_name (pspec);

  if (g_str_equal (name, "value"))
    draw_value (self);
  else if (g_str_equal (name, "keep"))
    draw_kept (self);
  else if (g_str_equal (name, "state") || g_str_equal (name, "changed-elsewhere"))
    draw_status (self);
}

static void
set_setting (LatchkeyOtherRow *self, HomeboxSettings *settings, HomeboxSetting *setting)
{
  if (self->setting != NULL)
    g_clear_signal_handler (&self->handler, self->setting);

  g_set_object (&self->settings, settings);
  g_set_object (&self->setting, setting);

  if (setting != NULL)
    self->handler = g_signal_connect (setting, "notify", G_CALLBACK (notified), self);
}

static void
clicked (LatchkeyOtherRow *self)
{
  g_signal_emit (self, signals[MENU], 0);
}

static void
latchkey_other_row_dispose (GObject *object)
{
  LatchkeyOtherRow *self = LATCHKEY_OTHER_ROW (object);

  set_setting (self, NULL, NULL);

  G_OBJECT_CLASS (latchkey_other_row_parent_class)->dispose (object);
}

static void
latchkey_other_row_class_init (LatchkeyOtherRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_other_row_dispose;

  signals[MENU] = g_signal_new ("menu",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
}

static GtkWidget *
make_line (LatchkeyOtherRow *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->column), label);

  return label;
}

static void
latchkey_other_row_init (LatchkeyOtherRow *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 10);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 10);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 4);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 4);

  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_hexpand (self->column, TRUE);
  gtk_widget_set_valign (self->column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), self->column);
  self->key = make_line (self, NULL);
  self->value = make_line (self, "dim-label");

  self->button = gtk_button_new_from_icon_name ("view-more-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_append (GTK_BOX (self), self->button);
}

/**
 * latchkey_other_row_new:
 *
 * Returns: (transfer floating): a row of nothing yet
 */
GtkWidget *
latchkey_other_row_new (void)
{
  return g_object_new (LATCHKEY_TYPE_OTHER_ROW, NULL);
}

/**
 * latchkey_other_row_bind:
 * @self: a row
 * @settings: (nullable): the settings that @setting is one of; %NULL with @setting
 * @setting: (nullable): the setting to show from now on, or %NULL for none
 *
 * Shows another setting.
 */
void
latchkey_other_row_bind (LatchkeyOtherRow *self, HomeboxSettings *settings, HomeboxSetting *setting)
{
  g_autofree char *label = NULL;

  g_return_if_fail (LATCHKEY_IS_OTHER_ROW (self));

  if (self->setting == setting)
    return;

  set_setting (self, settings, setting);
  draw_status (self);
  draw_kept (self);

  if (setting == NULL)
    return;

  /* Translators: %s is the name of a setting. */
  label = g_strdup_printf (_("Actions for “%s”"), homebox_setting_get_key (setting));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  gtk_label_set_text (GTK_LABEL (self->key), homebox_setting_get_key (setting));
  draw_value (self);
}

/**
 * latchkey_other_row_get_setting:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
HomeboxSetting *
latchkey_other_row_get_setting (LatchkeyOtherRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_OTHER_ROW (self), NULL);

  return self->setting;
}

/**
 * latchkey_other_row_get_button:
 * @self: a row
 *
 * Returns: (transfer none): what a menu of it points to
 */
GtkWidget *
latchkey_other_row_get_button (LatchkeyOtherRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_OTHER_ROW (self), NULL);

  return self->button;
}
