#include "latchkey-vault.h"

#include "latchkey-system-clock.h"

struct _LatchkeyVault
{
  GObject parent_instance;

  LatchkeyAccountStore *accounts;
  LatchkeySecretStore *secrets;
  LatchkeyPins *pins;

  /* Those of this computer, unless a test has others; made when they are asked for. */
  LatchkeyClock *clock;
  GNetworkMonitor *network;
};

G_DEFINE_FINAL_TYPE (LatchkeyVault, latchkey_vault, G_TYPE_OBJECT)

static void
latchkey_vault_dispose (GObject *object)
{
  LatchkeyVault *self = LATCHKEY_VAULT (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_clear_object (&self->pins);
  g_clear_object (&self->clock);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (latchkey_vault_parent_class)->dispose (object);
}

static void
latchkey_vault_class_init (LatchkeyVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_vault_dispose;
}

static void
latchkey_vault_init (LatchkeyVault *self)
{
}

/**
 * latchkey_vault_new:
 * @accounts: the accounts, loaded or not
 * @secrets: where their tokens are
 * @pins: (nullable): which servers are trusted how; %NULL for an empty list that is not saved
 *
 * Returns: (transfer full): all of it together
 */
LatchkeyVault *
latchkey_vault_new (LatchkeyAccountStore *accounts, LatchkeySecretStore *secrets, LatchkeyPins *pins)
{
  LatchkeyVault *self = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (accounts), NULL);
  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (secrets), NULL);
  g_return_val_if_fail (pins == NULL || LATCHKEY_IS_PINS (pins), NULL);

  self = g_object_new (LATCHKEY_TYPE_VAULT, NULL);
  self->accounts = g_object_ref (accounts);
  self->secrets = g_object_ref (secrets);
  self->pins = pins != NULL ? g_object_ref (pins) : latchkey_pins_new (NULL);
  return self;
}

/**
 * latchkey_vault_get_accounts:
 * @self: a vault
 *
 * Returns: (transfer none): the accounts on this computer
 */
LatchkeyAccountStore *
latchkey_vault_get_accounts (LatchkeyVault *self)
{
  g_return_val_if_fail (LATCHKEY_IS_VAULT (self), NULL);
  return self->accounts;
}

/**
 * latchkey_vault_get_secrets:
 * @self: a vault
 *
 * Returns: (transfer none): where their tokens are
 */
LatchkeySecretStore *
latchkey_vault_get_secrets (LatchkeyVault *self)
{
  g_return_val_if_fail (LATCHKEY_IS_VAULT (self), NULL);
  return self->secrets;
}

/**
 * latchkey_vault_get_pins:
 * @self: a vault
 *
 * Returns: (transfer none): which servers are trusted how
 */
LatchkeyPins *
latchkey_vault_get_pins (LatchkeyVault *self)
{
  g_return_val_if_fail (LATCHKEY_IS_VAULT (self), NULL);
  return self->pins;
}

/**
 * latchkey_vault_make_client:
 * @self: a vault
 * @server: where a server is, as an account has it
 *
 * Makes a client that trusts what the person does. Every client of an account is made here.
 *
 * Returns: (transfer full): a new client
 */
HomeboxClient *
latchkey_vault_make_client (LatchkeyVault *self, const char *server)
{
  g_return_val_if_fail (LATCHKEY_IS_VAULT (self), NULL);
  g_return_val_if_fail (server != NULL, NULL);

  return homebox_client_new_trusting (server, HOMEBOX_TRUST (self->pins));
}

/**
 * latchkey_vault_get_clock:
 * @self: a vault
 *
 * Returns: (transfer none): what time it is for its accounts; the clock of the computer, unless
 *   another one was set
 */
LatchkeyClock *
latchkey_vault_get_clock (LatchkeyVault *self)
{
  g_return_val_if_fail (LATCHKEY_IS_VAULT (self), NULL);

  if (self->clock == NULL)
    self->clock = latchkey_system_clock_new ();
  return self->clock;
}

/**
 * latchkey_vault_set_clock:
 * @self: a vault that was not used yet
 * @clock: a clock
 *
 * Makes its accounts live by another clock.
 */
void
latchkey_vault_set_clock (LatchkeyVault *self, LatchkeyClock *clock)
{
  g_return_if_fail (LATCHKEY_IS_VAULT (self));
  g_return_if_fail (LATCHKEY_IS_CLOCK (clock));

  g_set_object (&self->clock, clock);
}

/**
 * latchkey_vault_get_network:
 * @self: a vault
 *
 * The first call may have to ask the system, so it is not made before something was shown.
 *
 * Returns: (transfer none): what knows whether there is a network; the monitor of the system,
 *   unless another one was set
 */
GNetworkMonitor *
latchkey_vault_get_network (LatchkeyVault *self)
{
  g_return_val_if_fail (LATCHKEY_IS_VAULT (self), NULL);

  if (self->network == NULL)
    self->network = g_object_ref (g_network_monitor_get_default ());
  return self->network;
}

/**
 * latchkey_vault_set_network:
 * @self: a vault that was not used yet
 * @network: a network monitor
 *
 * Makes its accounts live with another network.
 */
void
latchkey_vault_set_network (LatchkeyVault *self, GNetworkMonitor *network)
{
  g_return_if_fail (LATCHKEY_IS_VAULT (self));
  g_return_if_fail (G_IS_NETWORK_MONITOR (network));

  g_set_object (&self->network, network);
}
