#pragma once

#include "latchkey-pins.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LatchkeyTrustAnswered:
 * @owner: whoever asked
 * @trusted: whether the person agreed, so that what failed can be tried again
 *
 * Called once when the person decided, as long as @owner lives.
 */
typedef void (*LatchkeyTrustAnswered) (gpointer owner, gboolean trusted);

const char *latchkey_trust_question_get_label (const GError *error);
GtkWindow *latchkey_trust_question_ask (const GError *error,
                                        LatchkeyPins *pins,
                                        GtkWidget *parent,
                                        gpointer owner,
                                        LatchkeyTrustAnswered answered);

G_END_DECLS
