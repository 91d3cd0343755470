#include "latchkey-oidc-ports.h"

#define DEFAULT_PORT 47745

/**
 * latchkey_oidc_ports_get:
 * @settings: (nullable): the settings of the application
 * @ports: (out): the ports of this computer that a provider may send the browser to, best first
 *
 * A provider compares the redirect URI letter by letter, its port included. So these are always
 * the same few, which the README names.
 */
void
latchkey_oidc_ports_get (GSettings *settings, guint16 ports[LATCHKEY_OIDC_N_PORTS])
{
  int first = settings != NULL ? g_settings_get_int (settings, "sign-in-port") : DEFAULT_PORT;

  for (int i = 0; i < LATCHKEY_OIDC_N_PORTS; i++)
    ports[i] = first + i;
}
