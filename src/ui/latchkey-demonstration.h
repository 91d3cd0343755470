#pragma once

#include "homebox-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_DEMONSTRATION (latchkey_demonstration_get_type ())

/**
 * LatchkeyDemonstration:
 *
 * What a demonstration needs: a Homebox of its own, which ends with this program, and a temporary
 * folder, which is removed with this object. Nothing that belongs to the person is touched.
 *
 * Signals: `ready` (the server listens) and `failed` (it could not be started; with the words to
 * say so).
 */
G_DECLARE_FINAL_TYPE (
  LatchkeyDemonstration, latchkey_demonstration, LATCHKEY, DEMONSTRATION, GObject)

LatchkeyDemonstration *latchkey_demonstration_new (GError **error);

GFile *latchkey_demonstration_get_folder (LatchkeyDemonstration *self);
const char *latchkey_demonstration_get_server (LatchkeyDemonstration *self);
const char *latchkey_demonstration_get_email (LatchkeyDemonstration *self);
HomeboxSecret *latchkey_demonstration_dup_password (LatchkeyDemonstration *self);

void latchkey_demonstration_start (LatchkeyDemonstration *self);

G_END_DECLS
