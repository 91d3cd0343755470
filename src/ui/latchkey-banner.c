#include "latchkey-banner.h"

#include "latchkey-form.h"

struct _LatchkeyBanner
{
  GtkBox parent_instance;

  GtkWidget *icon;
  /* Made when something is waited for, for the first time. */
  GtkWidget *spinner;
  GtkWidget *label;
  GtkWidget *buttons;
};

G_DEFINE_FINAL_TYPE (LatchkeyBanner, latchkey_banner, GTK_TYPE_BOX)

static void
latchkey_banner_class_init (LatchkeyBannerClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
latchkey_banner_init (LatchkeyBanner *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->icon
    = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), self->icon);

  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_box_append (GTK_BOX (column), self->label);

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_box_append (GTK_BOX (column), self->buttons);

  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (self), column);

  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "banner");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * latchkey_banner_new:
 *
 * Makes a banner with nothing to say yet.
 *
 * Returns: (transfer floating): the banner
 */
GtkWidget *
latchkey_banner_new (void)
{
  return g_object_new (LATCHKEY_TYPE_BANNER, NULL);
}

static void
set_waiting (LatchkeyBanner *self, gboolean waiting)
{
  if (waiting && self->spinner == NULL)
    {
      self->spinner = g_object_new (GTK_TYPE_SPINNER,
                                    "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                    "valign",
                                    GTK_ALIGN_START,
                                    NULL);
      gtk_box_prepend (GTK_BOX (self), self->spinner);
    }

  if (self->spinner != NULL)
    {
      gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), waiting);
      gtk_widget_set_visible (self->spinner, waiting);
    }

  gtk_widget_set_visible (self->icon, !waiting);
}

static void
set_kind (LatchkeyBanner *self, LatchkeyBannerKind kind)
{
  gboolean problem = kind == LATCHKEY_BANNER_PROBLEM;

  set_waiting (self, kind == LATCHKEY_BANNER_WAITING);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                problem ? "dialog-warning-symbolic"
                                        : "dialog-information-symbolic");

  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self), "problem");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "problem");
}

/* Keeps the buttons that stay what they are, so that the focus is not taken from one of them. */
static void
set_buttons (LatchkeyBanner *self, va_list arguments)
{
  GtkWidget *button = gtk_widget_get_first_child (self->buttons);
  const char *label;

  while ((label = va_arg (arguments, const char *)) != NULL)
    {
      const char *action = va_arg (arguments, const char *);

      if (button == NULL)
        {
          button = gtk_button_new ();
          gtk_box_append (GTK_BOX (self->buttons), button);
        }

      gtk_button_set_label (GTK_BUTTON (button), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label,
                                      -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
      button = gtk_widget_get_next_sibling (button);
    }

  while (button != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (button);

      latchkey_form_release_focus (button);
      gtk_box_remove (GTK_BOX (self->buttons), button);
      button = next;
    }

  gtk_widget_set_visible (self->buttons, gtk_widget_get_first_child (self->buttons) != NULL);
}

/**
 * latchkey_banner_tell:
 * @self: a banner
 * @kind: what it is about
 * @text: what to say, in words for a person
 * @...: for each button its label and the name of its action, then %NULL
 *
 * Shows a message and its buttons in place of what was said before.
 */
void
latchkey_banner_tell (LatchkeyBanner *self, LatchkeyBannerKind kind, const char *text, ...)
{
  va_list arguments;

  g_return_if_fail (LATCHKEY_IS_BANNER (self));
  g_return_if_fail (text != NULL);

  set_kind (self, kind);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);

  va_start (arguments, text);
  set_buttons (self, arguments);
  va_end (arguments);

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * latchkey_banner_dismiss:
 * @self: a banner
 *
 * Takes the message away.
 */
void
latchkey_banner_dismiss (LatchkeyBanner *self)
{
  g_return_if_fail (LATCHKEY_IS_BANNER (self));

  latchkey_form_release_focus (GTK_WIDGET (self));
  set_waiting (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_label_set_label (GTK_LABEL (self->label), "");
}

/**
 * latchkey_banner_get_text:
 * @self: a banner
 *
 * Returns: (nullable): what it says, or %NULL while it is hidden
 */
const char *
latchkey_banner_get_text (LatchkeyBanner *self)
{
  g_return_val_if_fail (LATCHKEY_IS_BANNER (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_label (GTK_LABEL (self->label))
                                                    : NULL;
}
