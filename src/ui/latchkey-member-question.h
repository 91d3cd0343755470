#pragma once

#include "latchkey-home.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_MEMBER_QUESTION_AGREED "remove"

GtkWindow *latchkey_member_question_new (LatchkeyHome *home, HomeboxMember *member);

G_END_DECLS
