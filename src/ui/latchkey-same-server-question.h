#pragma once

#include "latchkey-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_SAME_SERVER_YES "same"

GtkWindow *latchkey_same_server_question_new (LatchkeyAccount *known, LatchkeyAccount *added);

G_END_DECLS
