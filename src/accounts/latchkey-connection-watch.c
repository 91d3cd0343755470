#include "latchkey-connection-private.h"

#include "homebox-error.h"

static void
on_offline (LatchkeyConnection *self)
{
  g_object_notify (G_OBJECT (self), "offline");
}

static void
on_refresh_problem (LatchkeyConnection *self)
{
  g_object_notify (G_OBJECT (self), "refresh-problem");
}

static void
on_renewed (LatchkeyConnection *self, const GError *not_kept)
{
  if (self->state != LATCHKEY_CONNECTION_CLOSED)
    latchkey_connection_set_not_kept (self, not_kept);
}

static void
on_try_again (LatchkeyConnection *self)
{
  if (self->state == LATCHKEY_CONNECTION_UNREACHABLE && !self->closing)
    latchkey_connection_look (self);
}

/* The person decided about a certificate, maybe this one. */
static void
on_pins_changed (LatchkeyConnection *self)
{
  if (self->state == LATCHKEY_CONNECTION_UNREACHABLE
      && (g_error_matches (self->error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_TRUSTED)
          || g_error_matches (self->error, HOMEBOX_ERROR, HOMEBOX_ERROR_CERTIFICATE_CHANGED)
          || g_error_matches (self->error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_ENCRYPTED)))
    latchkey_connection_open (self);
}

/*
 * latchkey_connection_look_after:
 * @self: a connection
 *
 * Makes what looks after the server and the session, which the first frame does not wait for.
 */
void
latchkey_connection_look_after (LatchkeyConnection *self)
{
  if (self->recovery != NULL)
    return;

  self->recovery = latchkey_recovery_new (latchkey_vault_get_clock (self->vault),
                                          latchkey_vault_get_network (self->vault),
                                          g_random_int ());
  g_signal_connect_swapped (self->recovery, "try-again", G_CALLBACK (on_try_again), self);
  g_signal_connect_swapped (self->recovery, "network-changed",
                            G_CALLBACK (latchkey_connection_on_network_changed), self);
  g_signal_connect_swapped (self->recovery, "notify::offline", G_CALLBACK (on_offline), self);

  self->refresher = latchkey_refresher_new (self->vault, self->account);
  g_signal_connect_swapped (self->refresher, "renewed", G_CALLBACK (on_renewed), self);
  g_signal_connect_swapped (self->refresher, "notify::problem", G_CALLBACK (on_refresh_problem),
                            self);

  g_signal_connect_swapped (latchkey_vault_get_secrets (self->vault), "unlocked",
                            G_CALLBACK (latchkey_connection_on_unlocked), self);
  g_signal_connect_swapped (latchkey_vault_get_pins (self->vault), "items-changed",
                            G_CALLBACK (on_pins_changed), self);
}

static gboolean
is_listed (LatchkeyConnection *self)
{
  GListModel *accounts = G_LIST_MODEL (latchkey_vault_get_accounts (self->vault));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LatchkeyAccount) account = g_list_model_get_item (accounts, i);

      if (account == self->account)
        return TRUE;
    }
  return FALSE;
}

/* Another process may have signed out, and taken the record off the list they share. */
static void
on_list_changed (LatchkeyConnection *self, guint position, guint n_removed)
{
  gboolean was_listed = self->listed;

  self->listed = is_listed (self);
  if (!was_listed || self->listed || self->closing || self->state == LATCHKEY_CONNECTION_CLOSED)
    return;
  latchkey_connection_abandon_step (self);
  latchkey_connection_give_up (self);
  latchkey_connection_set_state (self, LATCHKEY_CONNECTION_CLOSED, NULL);
}

/*
 * latchkey_connection_watch_list:
 * @self: a new connection
 *
 * Notices when its record leaves the list, and when another address of it may be used.
 */
void
latchkey_connection_watch_list (LatchkeyConnection *self)
{
  self->listed = is_listed (self);
  g_signal_connect_swapped (latchkey_vault_get_accounts (self->vault), "items-changed",
                            G_CALLBACK (on_list_changed), self);
  g_signal_connect_swapped (self->account, "notify::addresses",
                            G_CALLBACK (latchkey_connection_on_addresses_changed), self);
}

/*
 * latchkey_connection_stop_watching:
 * @self: a connection that goes
 *
 * Lets go of everything that was watched.
 */
void
latchkey_connection_stop_watching (LatchkeyConnection *self)
{
  if (self->vault == NULL)
    return;

  g_signal_handlers_disconnect_by_data (latchkey_vault_get_accounts (self->vault), self);
  g_signal_handlers_disconnect_by_data (self->account, self);
  if (self->recovery == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->recovery, self);
  g_signal_handlers_disconnect_by_data (self->refresher, self);
  g_signal_handlers_disconnect_by_data (latchkey_vault_get_secrets (self->vault), self);
  g_signal_handlers_disconnect_by_data (latchkey_vault_get_pins (self->vault), self);
  latchkey_refresher_stop (self->refresher);
  g_clear_object (&self->recovery);
  g_clear_object (&self->refresher);
}
