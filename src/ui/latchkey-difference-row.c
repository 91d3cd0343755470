#include "latchkey-difference-row.h"

#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

struct _LatchkeyDifferenceRow
{
  GtkBox parent_instance;

  GtkWidget *check;
  GtkWidget *title;
  GtkWidget *now;
  GtkWidget *then;

  GBinding *binding;
};

G_DEFINE_FINAL_TYPE (LatchkeyDifferenceRow, latchkey_difference_row, GTK_TYPE_BOX)

static void
latchkey_difference_row_dispose (GObject *object)
{
  latchkey_difference_row_set_difference (LATCHKEY_DIFFERENCE_ROW (object), NULL);

  G_OBJECT_CLASS (latchkey_difference_row_parent_class)->dispose (object);
}

static void
latchkey_difference_row_class_init (LatchkeyDifferenceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_difference_row_dispose;
}

static GtkWidget *
add_label (GtkWidget *box, gboolean is_dim)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  if (is_dim)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
    }

  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
latchkey_difference_row_init (LatchkeyDifferenceRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), self->check);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_margin_top (texts, 6);
  gtk_widget_set_margin_bottom (texts, 6);
  gtk_box_append (GTK_BOX (self), texts);
  self->title = add_label (texts, FALSE);
  self->now = add_label (texts, TRUE);
  self->then = add_label (texts, TRUE);
}

/**
 * latchkey_difference_row_new:
 *
 * Makes a row for any difference.
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
latchkey_difference_row_new (void)
{
  return g_object_new (LATCHKEY_TYPE_DIFFERENCE_ROW, NULL);
}

static void
draw (LatchkeyDifferenceRow *self, HomeboxSettingDifference *difference)
{
  const char *key = homebox_setting_difference_get_key (difference);
  const char *now_value = homebox_setting_difference_get_now (difference);
  const char *then_value = homebox_setting_difference_get_then (difference);
  g_autofree char *title = latchkey_setting_words_dup_key (key);
  g_autofree char *now_words = latchkey_setting_words_dup_value (key, NULL, now_value);
  g_autofree char *then_words = latchkey_setting_words_dup_value (key, NULL, then_value);
  /* Translators: %s is the value that a setting has. */
  g_autofree char *now = g_strdup_printf (C_ ("difference", "Now: %s"), now_words);
  g_autofree char *then
    = then_value == NULL
        ? g_strdup (C_ ("difference", "New: removed"))
        /* Translators: %s is the value that a setting gets. */
        : g_strdup_printf (C_ ("difference", "New: %s"), then_words);
  /* Translators: the two values of a setting, each with its name, as a screen reader says them. */
  g_autofree char *both = g_strdup_printf (C_ ("difference", "%1$s. %2$s"), now, then);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->now), now);
  gtk_label_set_text (GTK_LABEL (self->then), then);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  both,
                                  -1);
}

/**
 * latchkey_difference_row_set_difference:
 * @self: a row
 * @difference: (nullable): what it shows from now on; %NULL for nothing
 *
 * Shows a difference. Its check button and whether the difference is selected are the same thing.
 */
void
latchkey_difference_row_set_difference (LatchkeyDifferenceRow *self,
                                        HomeboxSettingDifference *difference)
{
  g_return_if_fail (LATCHKEY_IS_DIFFERENCE_ROW (self));
  g_return_if_fail (difference == NULL || HOMEBOX_IS_SETTING_DIFFERENCE (difference));

  if (self->binding != NULL)
    {
      GBinding *binding = self->binding;

      g_clear_weak_pointer (&self->binding);
      g_binding_unbind (binding);
    }

  if (difference == NULL)
    return;

  draw (self, difference);
  g_set_weak_pointer (&self->binding,
                      g_object_bind_property (difference,
                                              "selected",
                                              self->check,
                                              "active",
                                              G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE));
}
