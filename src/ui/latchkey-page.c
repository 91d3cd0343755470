#include "latchkey-page.h"

G_DEFINE_INTERFACE (LatchkeyPage, latchkey_page, GTK_TYPE_WIDGET)

static void
add_signal (const char *name, guint n_parameters, GType first, GType second)
{
  g_signal_new (name,
                LATCHKEY_TYPE_PAGE,
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                n_parameters,
                first,
                second);
}

static void
latchkey_page_default_init (LatchkeyPageInterface *iface)
{
  add_signal ("notice", 1, G_TYPE_STRING, G_TYPE_NONE);
  add_signal ("sign-in", 0, G_TYPE_NONE, G_TYPE_NONE);
  add_signal ("closed", 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  add_signal ("saved", 0, G_TYPE_NONE, G_TYPE_NONE);
  add_signal ("not-saved", 0, G_TYPE_NONE, G_TYPE_NONE);
}

/**
 * latchkey_page_get_connection:
 * @self: a page
 *
 * Returns: (transfer none): the account that it shows
 */
LatchkeyConnection *
latchkey_page_get_connection (LatchkeyPage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PAGE (self), NULL);

  return LATCHKEY_PAGE_GET_IFACE (self)->get_connection (self);
}

/**
 * latchkey_page_set_connection:
 * @self: a page
 * @connection: the same account with another session
 *
 * Shows @connection from now on. An open edit stays.
 */
void
latchkey_page_set_connection (LatchkeyPage *self, LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_PAGE (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  LATCHKEY_PAGE_GET_IFACE (self)->set_connection (self, connection);
}

/**
 * latchkey_page_has_edit:
 * @self: a page
 *
 * Returns: whether something typed would be lost with the page
 */
gboolean
latchkey_page_has_edit (LatchkeyPage *self)
{
  LatchkeyPageInterface *iface;

  g_return_val_if_fail (LATCHKEY_IS_PAGE (self), FALSE);

  iface = LATCHKEY_PAGE_GET_IFACE (self);

  return iface->has_edit != NULL && iface->has_edit (self);
}

/**
 * latchkey_page_can_save:
 * @self: a page
 *
 * Returns: whether latchkey_page_save() would send something now
 */
gboolean
latchkey_page_can_save (LatchkeyPage *self)
{
  LatchkeyPageInterface *iface;

  g_return_val_if_fail (LATCHKEY_IS_PAGE (self), FALSE);

  iface = LATCHKEY_PAGE_GET_IFACE (self);

  return iface->can_save != NULL && iface->can_save (self);
}

/**
 * latchkey_page_is_saving:
 * @self: a page
 *
 * Returns: whether the server was sent something, and has not answered yet
 */
gboolean
latchkey_page_is_saving (LatchkeyPage *self)
{
  LatchkeyPageInterface *iface;

  g_return_val_if_fail (LATCHKEY_IS_PAGE (self), FALSE);

  iface = LATCHKEY_PAGE_GET_IFACE (self);

  return iface->is_saving != NULL && iface->is_saving (self);
}

/**
 * latchkey_page_save:
 * @self: a page
 *
 * Sends what was edited to the server, if it can be. The end is the signal `saved` or `not-saved`.
 */
void
latchkey_page_save (LatchkeyPage *self)
{
  LatchkeyPageInterface *iface;

  g_return_if_fail (LATCHKEY_IS_PAGE (self));

  iface = LATCHKEY_PAGE_GET_IFACE (self);

  if (iface->save != NULL)
    iface->save (self);
}

/**
 * latchkey_page_get_edit_name:
 * @self: a page that has an edit
 *
 * Returns: (transfer none) (nullable): what would be lost, in a word or two
 */
const char *
latchkey_page_get_edit_name (LatchkeyPage *self)
{
  LatchkeyPageInterface *iface;

  g_return_val_if_fail (LATCHKEY_IS_PAGE (self), NULL);

  iface = LATCHKEY_PAGE_GET_IFACE (self);

  return iface->get_edit_name != NULL ? iface->get_edit_name (self) : NULL;
}
