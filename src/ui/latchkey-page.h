#pragma once

#include "latchkey-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PAGE (latchkey_page_get_type ())

/**
 * LatchkeyPage:
 *
 * A page of an account: the account itself, its settings, its homes. A #LatchkeyAccountView makes
 * one when it is shown for the first time, and keeps it from then on. While another page or another
 * account is shown, it is alive, but outside of the window: whatever needs that, such as a
 * dialog, waits until it is mapped.
 *
 * The window asks every page before it closes, and before an account goes, so that nothing typed
 * gets lost.
 *
 * Signals, all of which a page may emit at any time: `notice` (a few words for a toast), `sign-in`
 * (the person wants to sign in to this account again), `closed` (the account is no longer on this
 * computer; with the words that say why, and whether they tell of a problem), and `saved` or
 * `not-saved` (the end of latchkey_page_save(), and of every other attempt to save).
 */
G_DECLARE_INTERFACE (LatchkeyPage, latchkey_page, LATCHKEY, PAGE, GtkWidget)

/**
 * LatchkeyPageInterface:
 * @get_connection: the account that it shows
 * @set_connection: shows the same account with another session; an open edit has to stay
 * @has_edit: (nullable): whether something typed would be lost with the page
 * @can_save: (nullable): whether @save would send something now
 * @is_saving: (nullable): whether the server was sent something, and has not answered yet
 * @save: (nullable): sends what was edited, and emits `saved` or `not-saved` in the end
 * @get_edit_name: (nullable): what would be lost, in a word or two, translated: “Profile”
 *
 * A page that saves by itself, or has nothing to save, leaves out what it does not need.
 */
struct _LatchkeyPageInterface
{
  GTypeInterface parent_interface;

  LatchkeyConnection *(*get_connection) (LatchkeyPage *self);
  void (*set_connection) (LatchkeyPage *self, LatchkeyConnection *connection);
  gboolean (*has_edit) (LatchkeyPage *self);
  gboolean (*can_save) (LatchkeyPage *self);
  gboolean (*is_saving) (LatchkeyPage *self);
  void (*save) (LatchkeyPage *self);
  const char *(*get_edit_name) (LatchkeyPage *self);
};

LatchkeyConnection *latchkey_page_get_connection (LatchkeyPage *self);
void latchkey_page_set_connection (LatchkeyPage *self, LatchkeyConnection *connection);

gboolean latchkey_page_has_edit (LatchkeyPage *self);
gboolean latchkey_page_can_save (LatchkeyPage *self);
gboolean latchkey_page_is_saving (LatchkeyPage *self);
void latchkey_page_save (LatchkeyPage *self);
const char *latchkey_page_get_edit_name (LatchkeyPage *self);

G_END_DECLS
