#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PAGE_SWITCHER (latchkey_page_switcher_get_type ())

/**
 * LatchkeyPageSwitcher:
 *
 * The middle of the header bar: the title, or the pages of the account that is shown, where there
 * are several. In a narrow window they are in a bar at the bottom. Neither is made before there is
 * something to switch.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPageSwitcher,
                      latchkey_page_switcher,
                      LATCHKEY,
                      PAGE_SWITCHER,
                      AdwBin)

void latchkey_page_switcher_set_bottom (LatchkeyPageSwitcher *self, AdwBin *bottom);
void latchkey_page_switcher_set_stack (LatchkeyPageSwitcher *self, AdwViewStack *stack);
void latchkey_page_switcher_set_subtitle (LatchkeyPageSwitcher *self, const char *subtitle);

G_END_DECLS
