#include "latchkey-pin-row.h"

#include "latchkey-certificate-words.h"

#include <glib/gi18n.h>

struct _LatchkeyPinRow
{
  AdwActionRow parent_instance;

  LatchkeyPin *pin;
};

G_DEFINE_FINAL_TYPE (LatchkeyPinRow, latchkey_pin_row, ADW_TYPE_ACTION_ROW)

enum
{
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
remove_clicked (LatchkeyPinRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
latchkey_pin_row_finalize (GObject *object)
{
  g_clear_object (&LATCHKEY_PIN_ROW (object)->pin);

  G_OBJECT_CLASS (latchkey_pin_row_parent_class)->finalize (object);
}

static void
latchkey_pin_row_class_init (LatchkeyPinRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_pin_row_finalize;

  /**
   * LatchkeyPinRow::removed:
   * @self: the row
   *
   * The person does not want to trust this server any more.
   */
  signals[REMOVED] = g_signal_new ("removed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
latchkey_pin_row_init (LatchkeyPinRow *self)
{
}

static char *
describe (LatchkeyPin *pin)
{
  const char *name = latchkey_pin_get_name (pin);
  g_autofree char *fingerprint = NULL;

  if (latchkey_pin_get_fingerprint (pin) == NULL)
    return g_strdup (_("Without encryption"));

  fingerprint = latchkey_certificate_words_fingerprint (latchkey_pin_get_fingerprint (pin));

  if (name == NULL)
    return g_steal_pointer (&fingerprint);

  /* Translators: %1$s is the name of a certificate, %2$s its fingerprint. */
  return g_strdup_printf (_("Certificate “%1$s”\n%2$s"), name, fingerprint);
}

/**
 * latchkey_pin_row_new:
 * @pin: what the person agreed to
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
latchkey_pin_row_new (LatchkeyPin *pin)
{
  LatchkeyPinRow *self;
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *server = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LATCHKEY_IS_PIN (pin), NULL);

  server = latchkey_certificate_words_server (latchkey_pin_get_origin (pin));
  subtitle = describe (pin);
  self = g_object_new (LATCHKEY_TYPE_PIN_ROW,
                       "use-markup",
                       FALSE,
                       "title",
                       server,
                       "subtitle",
                       subtitle,
                       "subtitle-lines",
                       0,
                       NULL);
  self->pin = g_object_ref (pin);

  /* Translators: %s is a server, such as “home.example.org:7745”. */
  name = g_strdup_printf (_("Stop Trusting %s"), server);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);

  return GTK_WIDGET (self);
}

/**
 * latchkey_pin_row_get_pin:
 * @self: a row
 *
 * Returns: (transfer none): what the person agreed to
 */
LatchkeyPin *
latchkey_pin_row_get_pin (LatchkeyPinRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PIN_ROW (self), NULL);

  return self->pin;
}
