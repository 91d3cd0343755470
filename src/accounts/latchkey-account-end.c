#include "latchkey-account-private.h"

#include <glib/gi18n-lib.h>

/**
 * latchkey_account_dup_end_label:
 * @self: an account
 *
 * Returns: (transfer full) (nullable): when the session ends, in the person's own time zone, for a
 *   sentence; %NULL if it does not end, or that is not known
 */
char *
latchkey_account_dup_end_label (LatchkeyAccount *self)
{
  g_autoptr (GDateTime) local = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);

  if (self->expires_at != NULL)
    local = g_date_time_to_local (self->expires_at);

  /* Translators: when a session ends, a format for g_date_time_format(); for example
   * 3 December, 14:05 */
  return local != NULL ? g_date_time_format (local, _("%-d %B, %H:%M")) : NULL;
}
