#pragma once

#include "latchkey-page.h"

G_BEGIN_DECLS

/**
 * LatchkeyPageKind:
 * @name: what the program calls it, never translated
 * @title: what the switcher calls it: marked with NC_("page", …), and translated when it is shown
 * @icon_name: its icon in the switcher
 * @make: makes the page for an account, when it is shown for the first time. Returns (transfer
 *   floating) a widget that is a #LatchkeyPage; it may not ask the server for anything before it is
 *   mapped
 *
 * A page that every account has.
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *icon_name;
  GtkWidget *(*make) (LatchkeyConnection *connection);
} LatchkeyPageKind;

const LatchkeyPageKind *latchkey_page_kinds_get (guint *n_kinds);

G_END_DECLS
