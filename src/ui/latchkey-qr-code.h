#pragma once

#include "homebox-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* More would make it so dense that a phone does not read it off a screen any more. */
#define LATCHKEY_QR_CODE_MOST_BYTES 300

#define LATCHKEY_TYPE_QR_CODE (latchkey_qr_code_get_type ())

/**
 * LatchkeyQrCode:
 *
 * A text as a QR code (ISO/IEC 18004), to be read off the screen by a phone. It is black on white
 * with the margin that readers need, whatever the colours around it are. Made on this computer:
 * the text may be a secret.
 *
 * It is an image to assistive technology; whoever places it gives it a name.
 */
G_DECLARE_FINAL_TYPE (LatchkeyQrCode, latchkey_qr_code, LATCHKEY, QR_CODE, GtkWidget)

GtkWidget *latchkey_qr_code_new (void);

gboolean latchkey_qr_code_set_secret (LatchkeyQrCode *self, HomeboxSecret *secret);
guint latchkey_qr_code_get_n_modules (LatchkeyQrCode *self);

G_END_DECLS
