#pragma once

#include "latchkey-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The answers that go on. */
#define LATCHKEY_INVITATION_JOIN "join"
#define LATCHKEY_INVITATION_REGISTER "register"

GtkWindow *latchkey_invitation_question_new (LatchkeyAccount *account);

G_END_DECLS
