#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_KEYRING_WATCH (latchkey_keyring_watch_get_type ())

/**
 * LatchkeyKeyringWatch:
 *
 * Waits, after the Secret Service could not be asked, for the moment when it can be: its default
 * keyring is there and open, and so is every item of ours. It goes by the signals of the service
 * and of the bus alone.
 *
 * gnome-keyring 42 tells of an unlocked keyring with `PropertiesChanged` on the collection
 * (`Locked`) and with `CollectionChanged` on the service; others send one of them. Either is taken
 * as a reason to look, never as the answer.
 *
 * Signal `opened`: it can be asked without the person. Emitted once after
 * latchkey_keyring_watch_expect().
 */
G_DECLARE_FINAL_TYPE (LatchkeyKeyringWatch,
                      latchkey_keyring_watch,
                      LATCHKEY,
                      KEYRING_WATCH,
                      GObject)

LatchkeyKeyringWatch *latchkey_keyring_watch_new (const char *schema);
void latchkey_keyring_watch_start (LatchkeyKeyringWatch *self);
void latchkey_keyring_watch_expect (LatchkeyKeyringWatch *self);

G_END_DECLS
