#pragma once

#include "homebox-session.h"
#include "latchkey-vault.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_REFRESHER (latchkey_refresher_get_type ())

/**
 * LatchkeyRefresher:
 *
 * Keeps the session of one account alive: refreshes its token when less than 6 days remain (every
 * refresh gives 7 days, so an earlier one would shorten a session of 28), at most once a day, also
 * counted over restarts and over a clock that was set. An API key is never refreshed; one that
 * Latchkey made for the account itself is replaced by another one when 30 days remain
 * (latchkey_key_renewal_run_async()), and what an earlier run left of such keys is revoked.
 *
 * Before it does, the keyring has to be open and writable, which is found out without a prompt: on
 * current servers the old token is dead the moment there is a new one, and a new one that can be
 * kept nowhere would be lost with this run. Else it waits for the keyring; when one day remains,
 * #LatchkeyRefresher:problem says so.
 *
 * One process at a time refreshes: that happens under a lock file in the data folder, and when it
 * is taken, the keyring is read again. When another process has put a newer token there, that one
 * is used and nothing is refreshed.
 *
 * A refresh that was begun comes to its end whatever happens to the refresher: the token and the
 * record are kept by then. Only the process must live that long; #HomeboxSession:state is
 * %HOMEBOX_SESSION_REFRESHING meanwhile.
 *
 * Properties: `problem` (#GError, nullable; why the session will end soon).
 *
 * Signal `renewed` (#GError, nullable): a new token is in use; it is in the keyring, or else the
 * error says why it is not.
 */
G_DECLARE_FINAL_TYPE (LatchkeyRefresher, latchkey_refresher, LATCHKEY, REFRESHER, GObject)

LatchkeyRefresher *latchkey_refresher_new (LatchkeyVault *vault, LatchkeyAccount *account);

void
latchkey_refresher_start (LatchkeyRefresher *self, HomeboxSession *session, gboolean in_memory);
void latchkey_refresher_stop (LatchkeyRefresher *self);

const GError *latchkey_refresher_get_problem (LatchkeyRefresher *self);

G_END_DECLS
