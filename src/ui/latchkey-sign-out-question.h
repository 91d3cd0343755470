#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The responses that are not "cancel". */
#define LATCHKEY_SIGN_OUT_HERE "here"
#define LATCHKEY_SIGN_OUT_EVERYWHERE "everywhere"

GtkWindow *latchkey_sign_out_question_new (LatchkeyConnection *connection, gboolean has_edit);

G_END_DECLS
