#pragma once

#include "homebox-certificate.h"
#include "latchkey-pins.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_CERTIFICATE_DIALOG (latchkey_certificate_dialog_get_type ())

/**
 * LatchkeyCertificateDialog:
 *
 * Asks whether to trust the certificate that a server showed, and says in plain words what is the
 * matter with it and how to compare its fingerprint with the server's own. It is one of three:
 *
 * - the system does not trust it: the person may, from then on for exactly this certificate
 * - it is not the one that the person trusts, and the system does not trust it either: an alarm
 * - it is not the one that the person trusts, but the system trusts it: a question
 *
 * Enter, Escape and closing it mean no.
 *
 * Signal: `answered` once, with whether it is trusted now. Then it is in the list of pins already
 * (or out of it, in the third case), so that whatever was under way can be tried again.
 */
G_DECLARE_FINAL_TYPE (LatchkeyCertificateDialog,
                      latchkey_certificate_dialog,
                      LATCHKEY,
                      CERTIFICATE_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_certificate_dialog_new (HomeboxCertificate *certificate, LatchkeyPins *pins);

G_END_DECLS
