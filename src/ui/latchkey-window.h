#pragma once

#include "homebox-link.h"
#include "latchkey-vault.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_WINDOW (latchkey_window_get_type ())

/**
 * LatchkeyWindow:
 *
 * The main window: the sign-in page, or one account at a time. The accounts that were shown stay
 * as they are while another one is, with everything that was typed.
 *
 * Its first frame shows what is on the disk. Only after that the keyring and the server are asked.
 */
G_DECLARE_FINAL_TYPE (LatchkeyWindow, latchkey_window, LATCHKEY, WINDOW, AdwApplicationWindow)

LatchkeyWindow *latchkey_window_new (GtkApplication *application,
                                     LatchkeyVault *vault,
                                     GSettings *settings);

void latchkey_window_set_subtitle (LatchkeyWindow *self, const char *subtitle);
void latchkey_window_offer (LatchkeyWindow *self,
                            const char *server,
                            const char *email,
                            HomeboxSecret *password);
void latchkey_window_open_link (LatchkeyWindow *self, HomeboxLink *link);
void latchkey_window_tell (LatchkeyWindow *self, const char *problem);

G_END_DECLS
