#include "latchkey-account-private.h"

#include <string.h>

/*
 * latchkey_account_is_address:
 * @text: (nullable): a text
 *
 * A record with a user name or password in its address was not made here, and must not be shown.
 *
 * Returns: whether @text is the address of a server
 */
gboolean
latchkey_account_is_address (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  if (text == NULL)
    return FALSE;
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return FALSE;
  return g_str_equal (g_uri_get_scheme (uri), "https")
         || g_str_equal (g_uri_get_scheme (uri), "http");
}

/* As a #HomeboxClient has it: without a slash at the end. */
static char *
normalize (const char *address)
{
  char *text = g_strdup (address);

  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  return text;
}

static gboolean
find (LatchkeyAccount *self, const char *address, guint *position)
{
  g_autofree char *wanted = normalize (address);

  for (guint i = 0; g_ptr_array_index (self->addresses, i) != NULL; i++)
    {
      g_autofree char *known = normalize (g_ptr_array_index (self->addresses, i));

      if (g_str_equal (known, wanted))
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * latchkey_account_get_addresses:
 * @self: an account
 *
 * Returns: (transfer none): the base URIs under which the server may be reached, the account's
 *   `server` first; at least that one. Valid until they change
 */
const char *const *
latchkey_account_get_addresses (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return (const char *const *) self->addresses->pdata;
}

/**
 * latchkey_account_has_address:
 * @self: an account
 * @address: a base URI
 *
 * Returns: whether @address is one of the account's, so that its token may go there
 */
gboolean
latchkey_account_has_address (LatchkeyAccount *self, const char *address)
{
  guint position = 0;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);

  return address != NULL && find (self, address, &position);
}

/**
 * latchkey_account_add_address:
 * @self: an account
 * @address: another base URI of the same server, as a #HomeboxClient has it
 *
 * Adds an address to the end. That it is the same server is for the person to say: a token may be
 * sent there from now on.
 *
 * Returns: whether that is a change, so that the record needs to be saved
 */
gboolean
latchkey_account_add_address (LatchkeyAccount *self, const char *address)
{
  guint position = 0;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (latchkey_account_is_address (address), FALSE);

  if (find (self, address, &position))
    return FALSE;
  g_ptr_array_insert (self->addresses, (int) self->addresses->len - 1, normalize (address));
  g_object_notify (G_OBJECT (self), "addresses");
  return TRUE;
}

/**
 * latchkey_account_remove_address:
 * @self: an account
 * @address: a base URI
 *
 * Takes away an address that was added. The first one stays: it is what the account is known by.
 *
 * Returns: whether that is a change, so that the record needs to be saved
 */
gboolean
latchkey_account_remove_address (LatchkeyAccount *self, const char *address)
{
  guint position = 0;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  if (!find (self, address, &position) || position == 0)
    return FALSE;
  if (g_strcmp0 (self->last_address, g_ptr_array_index (self->addresses, position)) == 0)
    latchkey_account_set_last_address (self, NULL);
  g_ptr_array_remove_index (self->addresses, position);
  g_object_notify (G_OBJECT (self), "addresses");
  return TRUE;
}

/**
 * latchkey_account_get_last_address:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the address that answered last, or %NULL if none did
 */
const char *
latchkey_account_get_last_address (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->last_address;
}

/**
 * latchkey_account_set_last_address:
 * @self: an account
 * @address: (nullable): the address that answered; one that is not the account's is passed over
 *
 * Returns: whether that is a change, so that the record needs to be saved
 */
gboolean
latchkey_account_set_last_address (LatchkeyAccount *self, const char *address)
{
  guint position = 0;
  const char *known = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);

  if (address != NULL && !find (self, address, &position))
    return FALSE;
  if (address != NULL)
    known = g_ptr_array_index (self->addresses, position);
  if (g_strcmp0 (self->last_address, known) == 0)
    return FALSE;
  g_free (self->last_address);
  self->last_address = g_strdup (known);
  g_object_notify (G_OBJECT (self), "last-address");
  return TRUE;
}

/**
 * latchkey_account_address_is_plain_http:
 * @address: a base URI
 *
 * Returns: whether what goes to @address can be read on the way
 */
gboolean
latchkey_account_address_is_plain_http (const char *address)
{
  g_return_val_if_fail (latchkey_account_is_address (address), TRUE);

  return g_ascii_strncasecmp (address, "http:", strlen ("http:")) == 0;
}

/**
 * latchkey_account_dup_address_label:
 * @address: a base URI
 *
 * The address as a person would name it: without its scheme, with the port only where
 * it is not the usual one, and an international name in its own script.
 *
 * Returns: (transfer full): a text for the screen
 */
char *
latchkey_account_dup_address_label (const char *address)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  g_autofree char *path = NULL;
  gboolean secure = FALSE;

  g_return_val_if_fail (latchkey_account_is_address (address), NULL);

  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  secure = g_str_equal (g_uri_get_scheme (uri), "https");
  host = g_hostname_to_unicode (g_uri_get_host (uri));
  if (host == NULL)
    host = g_strdup (g_uri_get_host (uri));
  if (strchr (host, ':') != NULL)
    {
      char *bracketed = g_strdup_printf ("[%s]", host);

      g_free (host);
      host = bracketed;
    }
  if (g_uri_get_port (uri) != -1 && g_uri_get_port (uri) != (secure ? 443 : 80))
    port = g_strdup_printf (":%d", g_uri_get_port (uri));
  path = g_strdup (g_uri_get_path (uri));
  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';

  return g_strconcat (host, port != NULL ? port : "", path, NULL);
}

/**
 * latchkey_account_dup_server_label:
 * @self: an account
 *
 * The server as a person would name it: latchkey_account_dup_address_label() of its first address.
 *
 * Returns: (transfer full): a text for the screen
 */
char *
latchkey_account_dup_server_label (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return latchkey_account_dup_address_label (self->server);
}
