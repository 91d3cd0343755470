#pragma once

#include "homebox-secret.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SECRET_CONTENT (latchkey_secret_content_get_type ())

/**
 * LatchkeySecretContent:
 *
 * A secret on the clipboard. It is handed out to whoever pastes and is nowhere else: it is not left
 * with a clipboard manager when the program ends, and asks those that watch the clipboard not to
 * remember it (the type `x-kde-passwordManagerHint`, by which password managers ask for that).
 */
G_DECLARE_FINAL_TYPE (LatchkeySecretContent,
                      latchkey_secret_content,
                      LATCHKEY,
                      SECRET_CONTENT,
                      GdkContentProvider)

GdkContentProvider *latchkey_secret_content_new (HomeboxSecret *secret);

G_END_DECLS
