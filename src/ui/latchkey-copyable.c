#include "latchkey-copyable.h"

#include <glib/gi18n.h>

struct _LatchkeyCopyable
{
  GtkBox parent_instance;

  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *button;
  char *copied;
};

G_DEFINE_FINAL_TYPE (LatchkeyCopyable, latchkey_copyable, GTK_TYPE_BOX)

enum
{
  PROP_TITLE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* It says what it did, so that nothing has to appear beside it. */
static void
set_done (LatchkeyCopyable *self, gboolean done)
{
  const char *label = done ? _("Copied") : _("Copy");
  g_autofree char *name = NULL;

  gtk_button_set_label (GTK_BUTTON (self->button), label);
  /* Translators: the first is “Copy” or “Copied”, the second what that is about, such as
   * “Fingerprint”. */
  name = g_strdup_printf (C_("button", "%s: %s"),
                          label,
                          gtk_label_get_text (GTK_LABEL (self->title)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

static void
copy (LatchkeyCopyable *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->copied);
  set_done (self, TRUE);
}

static void
latchkey_copyable_get_property (GObject *object,
                                guint property_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  LatchkeyCopyable *self = LATCHKEY_COPYABLE (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_text (GTK_LABEL (self->title)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_copyable_set_property (GObject *object,
                                guint property_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  LatchkeyCopyable *self = LATCHKEY_COPYABLE (object);

  switch (property_id)
    {
    case PROP_TITLE:
      gtk_label_set_text (GTK_LABEL (self->title), g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->text),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      g_value_get_string (value),
                                      -1);
      set_done (self, FALSE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_copyable_finalize (GObject *object)
{
  LatchkeyCopyable *self = LATCHKEY_COPYABLE (object);

  g_free (self->copied);

  G_OBJECT_CLASS (latchkey_copyable_parent_class)->finalize (object);
}

static void
latchkey_copyable_class_init (LatchkeyCopyableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = latchkey_copyable_finalize;
  object_class->get_property = latchkey_copyable_get_property;
  object_class->set_property = latchkey_copyable_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title",
                                                NULL,
                                                NULL,
                                                "",
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_copyable_init (LatchkeyCopyable *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);

  self->title
    = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_box_append (GTK_BOX (self), self->title);

  self->text = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_label_set_selectable (GTK_LABEL (self->text), TRUE);
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_widget_add_css_class (self->text, "monospace");
  gtk_box_append (GTK_BOX (row), self->text);

  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_START);
  gtk_widget_set_halign (self->button, GTK_ALIGN_END);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (copy), self);
  gtk_box_append (GTK_BOX (row), self->button);
  gtk_box_append (GTK_BOX (self), row);
  set_done (self, FALSE);
}

/**
 * latchkey_copyable_set_text:
 * @self: a copyable
 * @shown: what to show; may have lines
 * @copied: what to copy: the same, as other programs take it
 *
 * Shows a text.
 */
void
latchkey_copyable_set_text (LatchkeyCopyable *self, const char *shown, const char *copied)
{
  g_return_if_fail (LATCHKEY_IS_COPYABLE (self));

  gtk_label_set_text (GTK_LABEL (self->text), shown);
  g_free (self->copied);
  self->copied = g_strdup (copied);
  set_done (self, FALSE);
}

/**
 * latchkey_copyable_get_text:
 * @self: a copyable
 *
 * Returns: (transfer none): what it shows
 */
const char *
latchkey_copyable_get_text (LatchkeyCopyable *self)
{
  g_return_val_if_fail (LATCHKEY_IS_COPYABLE (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->text));
}
