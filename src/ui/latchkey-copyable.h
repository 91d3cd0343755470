#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_COPYABLE (latchkey_copyable_get_type ())

/**
 * LatchkeyCopyable:
 *
 * Something to compare or to type elsewhere, letter by letter: its title, the text in letters of
 * the same width, which can be selected, and a button that copies it.
 *
 * Properties: `title` (a string).
 */
G_DECLARE_FINAL_TYPE (LatchkeyCopyable, latchkey_copyable, LATCHKEY, COPYABLE, GtkBox)

void latchkey_copyable_set_text (LatchkeyCopyable *self, const char *shown, const char *copied);
const char *latchkey_copyable_get_text (LatchkeyCopyable *self);

G_END_DECLS
