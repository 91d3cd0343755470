#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PIN (latchkey_pin_get_type ())

/**
 * LatchkeyPin:
 *
 * What the person agreed to for one server: the one certificate that it may show although the
 * system does not trust it, or, for an origin that begins with `http://`, a connection without
 * encryption. It does not change.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPin, latchkey_pin, LATCHKEY, PIN, GObject)

LatchkeyPin *latchkey_pin_new (const char *origin, const char *fingerprint, const char *name);
LatchkeyPin *latchkey_pin_new_from_json (JsonObject *object);
JsonNode *latchkey_pin_to_json (LatchkeyPin *self);

const char *latchkey_pin_get_origin (LatchkeyPin *self);
const char *latchkey_pin_get_fingerprint (LatchkeyPin *self);
const char *latchkey_pin_get_name (LatchkeyPin *self);
GDateTime *latchkey_pin_get_since (LatchkeyPin *self);

G_END_DECLS
