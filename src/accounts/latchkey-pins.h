#pragma once

#include "homebox-certificate.h"
#include "homebox-trust.h"
#include "latchkey-pin.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PINS (latchkey_pins_get_type ())

/**
 * LatchkeyPins:
 *
 * What the person agreed to, server by server, as a #GListModel of #LatchkeyPin: certificates that
 * the system does not trust, and connections without encryption. It is the #HomeboxTrust of every
 * client, and is kept in one file (`pins.json` in the data folder, mode 0600), with the
 * care that #LatchkeyAccountStore takes with its own.
 *
 * A change counts at once and is saved by itself. Whatever cannot be read or saved, nothing is
 * trusted that the person did not agree to: they are asked again.
 *
 * Properties: `save-error` (#GError, nullable): why the list in memory is not on the disk.
 *
 * Signal: `dropped` with a #LatchkeyPin that went by itself, since the system trusts that
 * certificate by now.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPins, latchkey_pins, LATCHKEY, PINS, GObject)

LatchkeyPins *latchkey_pins_new (GFile *folder);

gboolean latchkey_pins_load (LatchkeyPins *self, GError **error);
const GError *latchkey_pins_get_save_error (LatchkeyPins *self);

LatchkeyPin *latchkey_pins_find (LatchkeyPins *self, const char *origin);
void latchkey_pins_trust (LatchkeyPins *self, HomeboxCertificate *certificate);
void latchkey_pins_remove (LatchkeyPins *self, const char *origin);

void latchkey_pins_allow_plain_http (LatchkeyPins *self, const char *server);
gboolean latchkey_pins_get_plain_http_allowed (LatchkeyPins *self, const char *server);

void latchkey_pins_save_async (LatchkeyPins *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean latchkey_pins_save_finish (LatchkeyPins *self, GAsyncResult *result, GError **error);

G_END_DECLS
