#include "latchkey-strength-bar.h"

struct _LatchkeyStrengthBar
{
  GtkBox parent_instance;

  GtkLevelBar *bar;
  GtkLabel *level;
  GtkLabel *hint;
};

G_DEFINE_FINAL_TYPE (LatchkeyStrengthBar, latchkey_strength_bar, GTK_TYPE_BOX)

static void
latchkey_strength_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LATCHKEY_TYPE_STRENGTH_BAR);

  G_OBJECT_CLASS (latchkey_strength_bar_parent_class)->dispose (object);
}

static void
latchkey_strength_bar_class_init (LatchkeyStrengthBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_strength_bar_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-strength-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyStrengthBar, bar);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyStrengthBar, level);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyStrengthBar, hint);
}

static void
latchkey_strength_bar_init (LatchkeyStrengthBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_strength_bar_new:
 *
 * Makes an empty bar.
 *
 * Returns: (transfer floating): the bar
 */
GtkWidget *
latchkey_strength_bar_new (void)
{
  return g_object_new (LATCHKEY_TYPE_STRENGTH_BAR, NULL);
}

/**
 * latchkey_strength_bar_set_rating:
 * @self: a bar
 * @rating: what to show
 *
 * Shows a rating. The colour says nothing that the word beside the bar does not say as well.
 */
void
latchkey_strength_bar_set_rating (LatchkeyStrengthBar *self, const LatchkeyPasswordRating *rating)
{
  const char *level;

  g_return_if_fail (LATCHKEY_IS_STRENGTH_BAR (self));
  g_return_if_fail (rating != NULL);

  level = latchkey_password_level_to_text (rating->level);

  /* One block for each level from "weak" on. */
  gtk_level_bar_set_value (self->bar, MAX ((int) rating->level - LATCHKEY_PASSWORD_TOO_SHORT, 0));
  gtk_label_set_label (self->level, level);
  gtk_widget_set_visible (GTK_WIDGET (self->level), *level != '\0');
  gtk_label_set_label (self->hint, rating->hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  level,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  rating->hint,
                                  -1);
}
