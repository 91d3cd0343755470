#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_UNSAVED_DISCARD "discard"
#define LATCHKEY_UNSAVED_SAVE "save"

GtkWindow *latchkey_unsaved_question_new (GPtrArray *pages);

G_END_DECLS
