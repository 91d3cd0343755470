#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The answer that agrees. */
#define LATCHKEY_OWN_KEY_AGREED "make"

GtkWindow *latchkey_own_key_question_new (LatchkeyConnection *connection);

G_END_DECLS
