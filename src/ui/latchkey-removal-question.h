#pragma once

#include "latchkey-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_REMOVAL_AGREED "remove"

GtkWindow *latchkey_removal_question_new (LatchkeyAccount *account, gboolean has_edit);

G_END_DECLS
