#include "latchkey-qr-code.h"

#include <math.h>
#include <qrencode.h>
#include <string.h>

/* The margin of every QR code, in modules (the squares that it is made of). */
#define QUIET_ZONE 4

/* How wide a module is, in pixels: what can still be read, and what reads well where all of it fits
 * into a narrow window then. */
#define SMALLEST_MODULE 3
#define USUAL_MODULE 5
#define USUAL_SIZE 300

struct _LatchkeyQrCode
{
  GtkWidget parent_instance;

  /* One byte a module, row after row; 1 is dark. Whoever has them has the secret. */
  guint8 *modules;
  guint n_modules;
};

G_DEFINE_FINAL_TYPE (LatchkeyQrCode, latchkey_qr_code, GTK_TYPE_WIDGET)

static void
forget (LatchkeyQrCode *self)
{
  if (self->modules != NULL)
    explicit_bzero (self->modules, (gsize) self->n_modules * self->n_modules);

  g_clear_pointer (&self->modules, g_free);
  self->n_modules = 0;
}

static void
latchkey_qr_code_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  LatchkeyQrCode *self = LATCHKEY_QR_CODE (widget);
  int n_modules = self->n_modules > 0 ? (int) self->n_modules + 2 * QUIET_ZONE : 0;

  /* No smaller where there is less room: what has to be scrolled to is allocated its minimum. */
  if (n_modules > 0)
    *minimum = n_modules * CLAMP (USUAL_SIZE / n_modules, SMALLEST_MODULE, USUAL_MODULE);
  else
    *minimum = 0;

  *natural = *minimum;
}

static void
draw_row (LatchkeyQrCode *self, GtkSnapshot *snapshot, guint row, double x, double y, double size)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  const guint8 *modules = self->modules + (gsize) row * self->n_modules;
  guint start = 0;

  while (start < self->n_modules)
    {
      guint end = start;

      while (end < self->n_modules && modules[end] == modules[start])
        end++;

      if (modules[start])
        gtk_snapshot_append_color (snapshot,
                                   &black,
                                   &GRAPHENE_RECT_INIT ((float) (x + start * size),
                                                        (float) (y + row * size),
                                                        (float) ((end - start) * size),
                                                        (float) size));
      start = end;
    }
}

static void
latchkey_qr_code_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  LatchkeyQrCode *self = LATCHKEY_QR_CODE (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  guint n_modules = self->n_modules + 2 * QUIET_ZONE;
  double size, x, y;

  if (self->modules == NULL)
    return;

  /* All modules have as many pixels of the screen: nothing is blurred, and none is wider. */
  size = floor ((double) MIN (width, height) * scale / n_modules) / scale;
  if (size <= 0)
    return;

  x = floor ((width - size * n_modules) * scale / 2) / scale;
  y = floor ((height - size * n_modules) * scale / 2) / scale;

  gtk_snapshot_append_color (snapshot,
                             &white,
                             &GRAPHENE_RECT_INIT ((float) x,
                                                  (float) y,
                                                  (float) (size * n_modules),
                                                  (float) (size * n_modules)));

  for (guint row = 0; row < self->n_modules; row++)
    draw_row (self, snapshot, row, x + QUIET_ZONE * size, y + QUIET_ZONE * size, size);
}

static void
latchkey_qr_code_finalize (GObject *object)
{
  forget (LATCHKEY_QR_CODE (object));

  G_OBJECT_CLASS (latchkey_qr_code_parent_class)->finalize (object);
}

static void
latchkey_qr_code_class_init (LatchkeyQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = latchkey_qr_code_finalize;
  widget_class->measure = latchkey_qr_code_measure;
  widget_class->snapshot = latchkey_qr_code_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
latchkey_qr_code_init (LatchkeyQrCode *self)
{
}

/**
 * latchkey_qr_code_new:
 *
 * Makes a code of nothing, which is not seen.
 *
 * Returns: (transfer floating): a new widget
 */
GtkWidget *
latchkey_qr_code_new (void)
{
  return g_object_new (LATCHKEY_TYPE_QR_CODE, NULL);
}

/* libqrencode keeps nothing of the text, but hands out what can be read back to it. */
static void
take_modules (LatchkeyQrCode *self, QRcode *code)
{
  gsize n = (gsize) code->width * (gsize) code->width;

  self->n_modules = (guint) code->width;
  self->modules = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    self->modules[i] = code->data[i] & 1;

  explicit_bzero (code->data, n);
  QRcode_free (code);
}

/**
 * latchkey_qr_code_set_secret:
 * @self: a code
 * @secret: (nullable): what a reader is to read, or %NULL for nothing
 *
 * Shows @secret, which is not kept: only what is drawn is, until another one is set or the widget
 * is gone. What has more than %LATCHKEY_QR_CODE_MOST_BYTES is not shown.
 *
 * Returns: whether there is something to read
 */
gboolean
latchkey_qr_code_set_secret (LatchkeyQrCode *self, HomeboxSecret *secret)
{
  QRcode *code = NULL;

  g_return_val_if_fail (LATCHKEY_IS_QR_CODE (self), FALSE);

  forget (self);

  if (secret != NULL && homebox_secret_get_length (secret) > 0
      && homebox_secret_get_length (secret) <= LATCHKEY_QR_CODE_MOST_BYTES)
    code = QRcode_encodeString8bit (homebox_secret_peek (secret), 0, QR_ECLEVEL_M);

  if (code != NULL)
    take_modules (self, code);

  gtk_widget_queue_resize (GTK_WIDGET (self));

  return self->modules != NULL;
}

/**
 * latchkey_qr_code_get_n_modules:
 * @self: a code
 *
 * Returns: of how many squares a side of it is made, without the margin; 0 while it shows nothing
 */
guint
latchkey_qr_code_get_n_modules (LatchkeyQrCode *self)
{
  g_return_val_if_fail (LATCHKEY_IS_QR_CODE (self), 0);

  return self->n_modules;
}
