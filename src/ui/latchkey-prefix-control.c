#include "latchkey-prefix-control.h"

#include "latchkey-form.h"

struct _LatchkeyPrefixControl
{
  LatchkeyKnownControl parent_instance;

  GtkWidget *toggle;
  GtkWidget *entry;
  /* What is shown when nothing is being typed: %NULL is none. */
  char *text;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (LatchkeyPrefixControl, latchkey_prefix_control, LATCHKEY_TYPE_KNOWN_CONTROL)

static gboolean
latchkey_prefix_control_has_edit (LatchkeyKnownControl *control)
{
  LatchkeyPrefixControl *self = LATCHKEY_PREFIX_CONTROL (control);

  return self->text != NULL
         && !g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->text);
}

static void
latchkey_prefix_control_commit (LatchkeyKnownControl *control)
{
  LatchkeyPrefixControl *self = LATCHKEY_PREFIX_CONTROL (control);
  g_autofree char *value
    = homebox_json_text_from_string (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  latchkey_known_control_choose (control, value);
}

static void
left (LatchkeyPrefixControl *self)
{
  latchkey_known_control_commit (LATCHKEY_KNOWN_CONTROL (self));
}

static void
draw (LatchkeyPrefixControl *self)
{
  self->showing = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->toggle), self->text != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->text != NULL ? self->text : "");
  latchkey_form_set_sensitive (self->entry, self->text != NULL);
  self->showing = FALSE;
}

static gboolean
key_pressed (LatchkeyPrefixControl *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape
      || !latchkey_prefix_control_has_edit (LATCHKEY_KNOWN_CONTROL (self)))
    return GDK_EVENT_PROPAGATE;

  draw (self);

  return GDK_EVENT_STOP;
}

static void
toggled (LatchkeyPrefixControl *self)
{
  gboolean active = gtk_switch_get_active (GTK_SWITCH (self->toggle));

  if (self->showing)
    return;

  /* Whatever is being typed goes with the entry. */
  g_free (self->text);
  self->text = active ? g_strdup ("") : NULL;
  draw (self);
  latchkey_known_control_choose (LATCHKEY_KNOWN_CONTROL (self), active ? "\"\"" : "null");

  if (active)
    gtk_widget_grab_focus (self->entry);
}

static gboolean
latchkey_prefix_control_show (LatchkeyKnownControl *control, const char *value)
{
  LatchkeyPrefixControl *self = LATCHKEY_PREFIX_CONTROL (control);
  gboolean is_typing = latchkey_prefix_control_has_edit (control);
  HomeboxJsonKind kind = homebox_json_text_get_kind (value);

  if (kind != HOMEBOX_JSON_STRING && kind != HOMEBOX_JSON_NULL)
    return FALSE;

  g_free (self->text);
  self->text = kind == HOMEBOX_JSON_STRING ? homebox_json_text_dup_string (value) : NULL;

  if (!is_typing || self->text == NULL)
    draw (self);

  return TRUE;
}

static void
latchkey_prefix_control_name (LatchkeyKnownControl *control, const char *title, const char *help)
{
  LatchkeyPrefixControl *self = LATCHKEY_PREFIX_CONTROL (control);
  GtkWidget *widgets[] = { self->toggle, self->entry };

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widgets[i]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    title,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    help,
                                    -1);
}

static void
latchkey_prefix_control_finalize (GObject *object)
{
  g_free (LATCHKEY_PREFIX_CONTROL (object)->text);

  G_OBJECT_CLASS (latchkey_prefix_control_parent_class)->finalize (object);
}

static void
latchkey_prefix_control_class_init (LatchkeyPrefixControlClass *klass)
{
  LatchkeyKnownControlClass *control_class = LATCHKEY_KNOWN_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = latchkey_prefix_control_finalize;
  control_class->show = latchkey_prefix_control_show;
  control_class->name = latchkey_prefix_control_name;
  control_class->has_edit = latchkey_prefix_control_has_edit;
  control_class->commit = latchkey_prefix_control_commit;
}

static void
latchkey_prefix_control_init (LatchkeyPrefixControl *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 10);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 18);
  gtk_widget_set_sensitive (self->entry, FALSE);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (left), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left), self);
  gtk_widget_add_controller (self->entry, focus);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (self->entry, key);
  gtk_box_append (GTK_BOX (box), self->entry);

  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (toggled), self);
  gtk_box_append (GTK_BOX (box), self->toggle);

  gtk_widget_set_parent (box, GTK_WIDGET (self));
}
