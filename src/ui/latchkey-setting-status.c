#include "latchkey-setting-status.h"

#include "latchkey-busy.h"
#include "latchkey-conflict-dialog.h"
#include "latchkey-dialogs.h"
#include "latchkey-form.h"

#include <glib/gi18n.h>

/* Changes are collected for so long before they are sent; only then the spinner begins to count.
 * In milliseconds. */
#define COLLECTING 300

/* How long it is said that something was changed elsewhere, in milliseconds. */
#define CHANGED_FOR 6000

struct _LatchkeySettingStatus
{
  GtkBox parent_instance;

  /* Made when there is something to say for the first time: there may be many rows. */
  GtkWidget *busy;
  GtkWidget *label;
  GtkWidget *button;

  HomeboxSettings *settings;
  HomeboxSetting *setting;
  GtkWidget *highlight;
  guint saving_source;
  guint changed_source;
};

G_DEFINE_FINAL_TYPE (LatchkeySettingStatus, latchkey_setting_status, GTK_TYPE_BOX)

enum
{
  PROP_SETTING = 1,
  PROP_TEXT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
clicked (LatchkeySettingStatus *self)
{
  if (self->setting == NULL)
    return;

  if (homebox_setting_get_state (self->setting) == HOMEBOX_SETTING_CONFLICT)
    latchkey_dialogs_present (latchkey_conflict_dialog_new (self->settings, self->setting),
                              GTK_WIDGET (self));
  else
    homebox_settings_retry (self->settings, self->setting);
}

static void
make_children (LatchkeySettingStatus *self)
{
  if (self->label != NULL)
    return;

  self->busy = latchkey_busy_new ();
  latchkey_busy_set_label (LATCHKEY_BUSY (self->busy), _("Saving…"));
  gtk_box_append (GTK_BOX (self), self->busy);

  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_set_visible (self->label, FALSE);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_box_append (GTK_BOX (self), self->label);

  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->button, FALSE);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_append (GTK_BOX (self), self->button);
}

static void
say (LatchkeySettingStatus *self, const char *text, const char *button, const char *css_class)
{
  const char *const classes[] = { "caption", css_class, NULL };

  if (g_strcmp0 (text, latchkey_setting_status_get_text (self)) == 0 && button == NULL
      && (self->button == NULL || !gtk_widget_get_visible (self->button)))
    return;

  make_children (self);
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_widget_set_css_classes (self->label, (const char **) classes);
  gtk_widget_set_visible (self->label, text != NULL);

  if (button == NULL)
    {
      latchkey_form_release_focus (self->button);
      gtk_widget_set_visible (self->button, FALSE);
    }
  else
    {
      gtk_button_set_label (GTK_BUTTON (self->button), button);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      button,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      text,
                                      -1);
      gtk_widget_set_visible (self->button, TRUE);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static gboolean
begin_busy (gpointer user_data)
{
  LatchkeySettingStatus *self = user_data;

  self->saving_source = 0;
  make_children (self);
  latchkey_busy_set_busy (LATCHKEY_BUSY (self->busy), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  return G_SOURCE_REMOVE;
}

static void
set_saving (LatchkeySettingStatus *self, gboolean saving)
{
  gboolean is_busy = self->busy != NULL && latchkey_busy_get_busy (LATCHKEY_BUSY (self->busy));

  if (!saving)
    {
      g_clear_handle_id (&self->saving_source, g_source_remove);
      if (is_busy)
        latchkey_busy_set_busy (LATCHKEY_BUSY (self->busy), FALSE);
    }
  else if (!is_busy && self->saving_source == 0)
    {
      self->saving_source = g_timeout_add (COLLECTING, begin_busy, self);
      g_source_set_name_by_id (self->saving_source, "[latchkey] saving takes long");
    }
}

static gboolean
seen_for_long_enough (gpointer user_data)
{
  LatchkeySettingStatus *self = user_data;

  self->changed_source = 0;
  homebox_setting_acknowledge (self->setting);

  return G_SOURCE_REMOVE;
}

static void
set_changed (LatchkeySettingStatus *self, gboolean changed)
{
  if (self->highlight != NULL)
    {
      if (changed)
        gtk_widget_add_css_class (self->highlight, "changed");
      else
        gtk_widget_remove_css_class (self->highlight, "changed");
    }

  if (!changed || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      g_clear_handle_id (&self->changed_source, g_source_remove);
    }
  else if (self->changed_source == 0)
    {
      self->changed_source = g_timeout_add (CHANGED_FOR, seen_for_long_enough, self);
      g_source_set_name_by_id (self->changed_source, "[latchkey] a change was seen");
    }
}

static void
say_problem (LatchkeySettingStatus *self)
{
  const GError *error = homebox_setting_get_error (self->setting);

  say (self,
       error != NULL ? error->message : _("This could not be saved."),
       _("Try Again"),
       "error");
}

/* The one place that says what is shown in each state. */
static void
draw (LatchkeySettingStatus *self)
{
  HomeboxSettingState state = self->setting != NULL ? homebox_setting_get_state (self->setting)
                                                    : HOMEBOX_SETTING_SAVED;
  gboolean changed = self->setting != NULL && state <= HOMEBOX_SETTING_SAVING
                     && homebox_setting_get_changed_elsewhere (self->setting);

  set_saving (self, state == HOMEBOX_SETTING_SAVING);

  switch (state)
    {
    case HOMEBOX_SETTING_WAITING:
      say (self, _("Waiting for the network"), _("Try Now"), "dim-label");
      break;
    case HOMEBOX_SETTING_FAILED:
      say_problem (self);
      break;
    case HOMEBOX_SETTING_CONFLICT:
      say (self, _("Changed here and elsewhere"), _("Choose…"), "warning");
      break;
    case HOMEBOX_SETTING_SAVED:
    case HOMEBOX_SETTING_SAVING:
    default:
      say (self, changed ? _("Changed elsewhere just now") : NULL, NULL, "accent");
      break;
    }

  gtk_widget_set_visible (GTK_WIDGET (self),
                          latchkey_setting_status_get_text (self) != NULL
                            || (self->busy != NULL
                                && latchkey_busy_get_busy (LATCHKEY_BUSY (self->busy))));
  set_changed (self, changed);
}

static void
latchkey_setting_status_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (latchkey_setting_status_parent_class)->map (widget);
  draw (LATCHKEY_SETTING_STATUS (widget));
}

static void
latchkey_setting_status_unmap (GtkWidget *widget)
{
  /* Nobody sees it now. */
  g_clear_handle_id (&LATCHKEY_SETTING_STATUS (widget)->changed_source, g_source_remove);
  GTK_WIDGET_CLASS (latchkey_setting_status_parent_class)->unmap (widget);
}

static void
latchkey_setting_status_dispose (GObject *object)
{
  LatchkeySettingStatus *self = LATCHKEY_SETTING_STATUS (object);

  g_clear_handle_id (&self->saving_source, g_source_remove);
  g_clear_handle_id (&self->changed_source, g_source_remove);
  if (self->setting != NULL)
    g_signal_handlers_disconnect_by_data (self->setting, self);
  g_clear_object (&self->setting);
  g_clear_object (&self->settings);
  g_clear_weak_pointer (&self->highlight);

  G_OBJECT_CLASS (latchkey_setting_status_parent_class)->dispose (object);
}

static void
latchkey_setting_status_get_property (GObject *object,
                                      guint property_id,
                                      GValue *value,
                                      GParamSpec *pspec)
{
  LatchkeySettingStatus *self = LATCHKEY_SETTING_STATUS (object);

  switch (property_id)
    {
    case PROP_SETTING:
      g_value_set_object (value, self->setting);
      break;
    case PROP_TEXT:
      g_value_set_string (value, latchkey_setting_status_get_text (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_setting_status_class_init (LatchkeySettingStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = latchkey_setting_status_get_property;
  object_class->dispose = latchkey_setting_status_dispose;
  widget_class->map = latchkey_setting_status_map;
  widget_class->unmap = latchkey_setting_status_unmap;

  properties[PROP_SETTING]
    = g_param_spec_object ("setting", NULL, NULL, HOMEBOX_TYPE_SETTING, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_setting_status_init (LatchkeySettingStatus *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * latchkey_setting_status_new:
 *
 * Makes a status of nothing yet.
 *
 * Returns: (transfer floating): the widget, hidden
 */
GtkWidget *
latchkey_setting_status_new (void)
{
  return g_object_new (LATCHKEY_TYPE_SETTING_STATUS, NULL);
}

/**
 * latchkey_setting_status_set_setting:
 * @self: a status
 * @settings: (nullable): the settings that @setting is one of; %NULL with @setting
 * @setting: (nullable): the setting to tell about from now on, or %NULL for none
 *
 * Tells about another setting, for rows that are used again.
 */
void
latchkey_setting_status_set_setting (LatchkeySettingStatus *self,
                                     HomeboxSettings *settings,
                                     HomeboxSetting *setting)
{
  g_return_if_fail (LATCHKEY_IS_SETTING_STATUS (self));
  g_return_if_fail (settings == NULL || HOMEBOX_IS_SETTINGS (settings));
  g_return_if_fail (setting == NULL || HOMEBOX_IS_SETTING (setting));

  if (self->setting == setting && self->settings == settings)
    return;

  if (self->setting != NULL)
    g_signal_handlers_disconnect_by_data (self->setting, self);

  set_saving (self, FALSE);
  set_changed (self, FALSE);
  g_set_object (&self->settings, settings);
  g_set_object (&self->setting, setting);

  if (setting != NULL)
    {
      const GConnectFlags swapped = G_CONNECT_SWAPPED;

      g_signal_connect_object (setting, "notify::state", G_CALLBACK (draw), self, swapped);
      g_signal_connect_object (setting, "notify::error", G_CALLBACK (draw), self, swapped);
      g_signal_connect_object (setting,
                               "notify::changed-elsewhere",
                               G_CALLBACK (draw),
                               self,
                               swapped);
    }

  draw (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SETTING]);
}

/**
 * latchkey_setting_status_get_setting:
 * @self: a status
 *
 * Returns: (transfer none) (nullable): the setting it tells about
 */
HomeboxSetting *
latchkey_setting_status_get_setting (LatchkeySettingStatus *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTING_STATUS (self), NULL);

  return self->setting;
}

/**
 * latchkey_setting_status_set_highlight:
 * @self: a status
 * @widget: (nullable): what to highlight, usually the row; no reference is kept
 *
 * Chooses what stands out while it is said that the setting was changed elsewhere.
 */
void
latchkey_setting_status_set_highlight (LatchkeySettingStatus *self, GtkWidget *widget)
{
  g_return_if_fail (LATCHKEY_IS_SETTING_STATUS (self));
  g_return_if_fail (widget == NULL || GTK_IS_WIDGET (widget));

  if (self->highlight != NULL)
    gtk_widget_remove_css_class (self->highlight, "changed");

  g_set_weak_pointer (&self->highlight, widget);
  draw (self);
}

/**
 * latchkey_setting_status_get_text:
 * @self: a status
 *
 * Returns: (nullable): what it says, or %NULL while there is nothing to say
 */
const char *
latchkey_setting_status_get_text (LatchkeySettingStatus *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTING_STATUS (self), NULL);

  return self->label != NULL && gtk_widget_get_visible (self->label)
           ? gtk_label_get_text (GTK_LABEL (self->label))
           : NULL;
}
