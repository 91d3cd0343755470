#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_OTHER_FILTER (latchkey_other_filter_get_type ())

/**
 * LatchkeyOtherFilter:
 *
 * Lets those #HomeboxSetting through that have no control of their own, and that have what is
 * looked for in their key or value. What it looks in is kept ready for each, so that thousands of
 * them are filtered between two key presses.
 */
G_DECLARE_FINAL_TYPE (LatchkeyOtherFilter, latchkey_other_filter, LATCHKEY, OTHER_FILTER, GtkFilter)

LatchkeyOtherFilter *latchkey_other_filter_new (void);
void latchkey_other_filter_set_needle (LatchkeyOtherFilter *self, const char *needle);

G_END_DECLS
