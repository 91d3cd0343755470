#include "latchkey-switch-control.h"

struct _LatchkeySwitchControl
{
  LatchkeyKnownControl parent_instance;

  GtkWidget *toggle;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (LatchkeySwitchControl, latchkey_switch_control, LATCHKEY_TYPE_KNOWN_CONTROL)

static void
toggled (LatchkeySwitchControl *self)
{
  gboolean active = gtk_switch_get_active (GTK_SWITCH (self->toggle));

  if (!self->showing)
    latchkey_known_control_choose (LATCHKEY_KNOWN_CONTROL (self),
                                   homebox_json_text_from_boolean (active));
}

static gboolean
latchkey_switch_control_show (LatchkeyKnownControl *control, const char *value)
{
  LatchkeySwitchControl *self = LATCHKEY_SWITCH_CONTROL (control);

  if (homebox_json_text_get_kind (value) != HOMEBOX_JSON_BOOLEAN)
    return FALSE;

  self->showing = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->toggle), homebox_json_text_get_boolean (value, FALSE));
  self->showing = FALSE;

  return TRUE;
}

static void
latchkey_switch_control_name (LatchkeyKnownControl *control, const char *title, const char *help)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (LATCHKEY_SWITCH_CONTROL (control)->toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  help,
                                  -1);
}

static void
latchkey_switch_control_class_init (LatchkeySwitchControlClass *klass)
{
  LatchkeyKnownControlClass *control_class = LATCHKEY_KNOWN_CONTROL_CLASS (klass);

  control_class->show = latchkey_switch_control_show;
  control_class->name = latchkey_switch_control_name;
}

static void
latchkey_switch_control_init (LatchkeySwitchControl *self)
{
  self->toggle = gtk_switch_new ();
  gtk_widget_set_parent (self->toggle, GTK_WIDGET (self));
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (toggled), self);
}
