#include "latchkey-page-kind.h"

#include "latchkey-account-page.h"
#include "latchkey-settings-page.h"

#include <glib/gi18n.h>

static GtkWidget *
make_account_page (LatchkeyConnection *connection)
{
  return GTK_WIDGET (latchkey_account_page_new (connection));
}

static GtkWidget *
make_settings_page (LatchkeyConnection *connection)
{
  return GTK_WIDGET (latchkey_settings_page_new (connection));
}

/* In the order of the switcher. A new page is a line here, and a widget that is a LatchkeyPage. */
static const LatchkeyPageKind kinds[] = {
  { "account", NC_ ("page", "Account"), "avatar-default-symbolic", make_account_page },
  { "settings", NC_ ("page", "Settings"), "emblem-system-symbolic", make_settings_page },
};

/**
 * latchkey_page_kinds_get:
 * @n_kinds: (out): how many there are
 *
 * Returns: (array length=n_kinds): the pages that every account has; the first one is shown first
 */
const LatchkeyPageKind *
latchkey_page_kinds_get (guint *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);

  return kinds;
}
