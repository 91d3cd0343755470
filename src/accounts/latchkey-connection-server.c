#include "latchkey-connection-private.h"

#include "homebox-error.h"
#include "latchkey-address-probe.h"

#include <string.h>

/*
 * Where a token may go by itself. With one address, there: that is where the person signed in. With
 * several, to one with https, since its certificate is checked before anything is said; a plain-http
 * one of them needs the person's word, which holds until the network changes: in another network
 * anybody may have that address.
 */

static gboolean
has_several_addresses (LatchkeyConnection *self)
{
  return g_strv_length ((char **) latchkey_account_get_addresses (self->account)) > 1;
}

static gboolean
may_be_used (LatchkeyConnection *self, const char *address)
{
  return !latchkey_account_address_is_plain_http (address) || !has_several_addresses (self)
         || g_strcmp0 (address, self->accepted_address) == 0;
}

/* Where nobody listens who would read a token: https never becomes http. */
static char *
dup_unused_address (LatchkeyConnection *self)
{
  const char *server = latchkey_account_get_server (self->account);

  return g_strconcat ("https", server + strlen ("http"), NULL);
}

/* The one that answered last, if it may be used; else the first one that may be. */
static char *
dup_address_to_use (LatchkeyConnection *self)
{
  const char *const *addresses = latchkey_account_get_addresses (self->account);
  const char *last = latchkey_account_get_last_address (self->account);

  if (last != NULL && may_be_used (self, last))
    return g_strdup (last);
  for (guint i = 0; addresses[i] != NULL; i++)
    if (may_be_used (self, addresses[i]))
      return g_strdup (addresses[i]);
  return dup_unused_address (self);
}

/*
 * latchkey_connection_make_client:
 * @self: a connection
 *
 * Returns: (transfer full): a client of an address that the token may be sent to; where there is
 *   none, of one that leads nowhere
 */
HomeboxClient *
latchkey_connection_make_client (LatchkeyConnection *self)
{
  g_autofree char *address = dup_address_to_use (self);

  return latchkey_vault_make_client (self->vault, address);
}

/* Returns: whether that is another address than before. */
static gboolean
go_to (LatchkeyConnection *self, const char *address)
{
  g_autoptr (HomeboxClient) client = NULL;

  if (g_strcmp0 (latchkey_connection_get_address (self), address) == 0)
    return FALSE;
  client = latchkey_vault_make_client (self->vault, address);
  homebox_session_set_client (self->session, client);
  return TRUE;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyConnection) self = latchkey_connection_end_step (user_data);
  g_autofree char *plain = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *secure = latchkey_address_probe_run_finish (result, &plain, &error);
  const char *found = secure;

  if (self == NULL)
    return;
  if (found == NULL && plain != NULL && may_be_used (self, plain))
    found = plain;

  if (found == NULL)
    {
      latchkey_connection_set_alternative_address (self, plain);
      latchkey_connection_set_state (self, LATCHKEY_CONNECTION_UNREACHABLE, error);
      return;
    }
  latchkey_connection_set_alternative_address (self, NULL);
  if (!go_to (self, found) && self->state == LATCHKEY_CONNECTION_READY
      && homebox_session_get_state (self->session) != HOMEBOX_SESSION_UNREACHABLE)
    latchkey_recovery_succeeded (self->recovery);
  else
    latchkey_connection_load (self);
}

/*
 * latchkey_connection_look:
 * @self: a connection with a session that is not over
 *
 * Finds out, without the token and without showing it, whether the server is to be reached. If it
 * is not, it is %LATCHKEY_CONNECTION_UNREACHABLE; if it is again, the profile is loaded.
 */
void
latchkey_connection_look (LatchkeyConnection *self)
{
  gpointer step = latchkey_connection_begin_step (self);

  latchkey_connection_look_after (self);
  latchkey_address_probe_run_async (self->vault, self->account, self->cancellable, on_found, step);
}

/*
 * latchkey_connection_find_server:
 * @self: a connection with a session that is not over
 *
 * Loads the profile from wherever the server is now: %LATCHKEY_CONNECTION_LOADING.
 */
void
latchkey_connection_find_server (LatchkeyConnection *self)
{
  if (has_several_addresses (self))
    {
      latchkey_connection_set_state (self, LATCHKEY_CONNECTION_LOADING, NULL);
      latchkey_connection_look (self);
    }
  else
    {
      /* Another one of them may have been taken away. */
      go_to (self, latchkey_account_get_server (self->account));
      latchkey_connection_load (self);
    }
}

/*
 * latchkey_connection_accept_address:
 * @self: a connection whose session was just made
 *
 * Notes that the person signed in at its address in this network, and so said that it is theirs.
 */
void
latchkey_connection_accept_address (LatchkeyConnection *self)
{
  g_free (self->accepted_address);
  self->accepted_address = g_strdup (latchkey_connection_get_address (self));
}

/*
 * latchkey_connection_note_address:
 * @self: a connection that is ready
 *
 * Remembers where the server was, for the next start.
 */
void
latchkey_connection_note_address (LatchkeyConnection *self)
{
  const char *address = latchkey_connection_get_address (self);

  if (has_several_addresses (self) && latchkey_account_set_last_address (self->account, address))
    /* Nobody waits for it: it costs the next start a moment, no more. */
    latchkey_account_store_save_async (latchkey_connection_get_accounts (self), NULL, NULL, NULL);
}

/*
 * latchkey_connection_on_network_changed:
 * @self: a connection
 * @came_or_went: whether there is a network now where there was none, or the other way round
 *
 * Takes back what the person said of a plain-http address in the network that was there before, and
 * finds out whether the server is still to be reached.
 */
void
latchkey_connection_on_network_changed (LatchkeyConnection *self, gboolean came_or_went)
{
  g_autofree char *address = NULL;
  gboolean in_doubt = FALSE;

  g_clear_pointer (&self->accepted_address, g_free);
  if (self->closing || self->session == NULL || homebox_session_is_over (self->session))
    return;

  in_doubt = !may_be_used (self, latchkey_connection_get_address (self));
  if (in_doubt)
    {
      address = dup_address_to_use (self);
      go_to (self, address);
    }
  if ((self->state == LATCHKEY_CONNECTION_READY && (came_or_went || in_doubt))
      || (self->state == LATCHKEY_CONNECTION_LOADING && in_doubt))
    latchkey_connection_look (self);
}

/**
 * latchkey_connection_use_address:
 * @self: a connection
 * @address: one of the account's addresses
 *
 * The person says that the server is at that address now: the token is sent there. It is the only
 * way to a plain-http address of an account that has several, since anybody may answer there in a
 * network that is not the person's own. It holds until the network changes.
 */
void
latchkey_connection_use_address (LatchkeyConnection *self, const char *address)
{
  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));
  g_return_if_fail (address != NULL);
  g_return_if_fail (latchkey_account_has_address (self->account, address));

  if (self->closing || self->session == NULL || homebox_session_is_over (self->session))
    return;

  /* It is likely to be the alternative address itself, which goes here. */
  g_free (self->accepted_address);
  self->accepted_address = g_strdup (address);
  latchkey_connection_look_after (self);
  go_to (self, self->accepted_address);
  latchkey_connection_load (self);
}
