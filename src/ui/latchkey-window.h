#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_WINDOW (latchkey_window_get_type ())

/**
 * LatchkeyWindow:
 *
 * The main window: one page at a time, the sign-in page or the page of an account.
 */
G_DECLARE_FINAL_TYPE (LatchkeyWindow, latchkey_window, LATCHKEY, WINDOW, AdwApplicationWindow)

LatchkeyWindow *latchkey_window_new (GtkApplication *application);

G_END_DECLS
