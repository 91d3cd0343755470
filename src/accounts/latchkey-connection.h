#pragma once

#include "homebox-session.h"
#include "latchkey-vault.h"

G_BEGIN_DECLS

/**
 * LatchkeyConnectionState:
 * @LATCHKEY_CONNECTION_STORED: only what is on the disk is known; nothing was asked yet
 * @LATCHKEY_CONNECTION_UNLOCKING: the keyring is asked for the token
 * @LATCHKEY_CONNECTION_KEYRING_FAILED: the keyring would not give the token; see
 *   latchkey_connection_get_error(). latchkey_connection_open() tries again
 * @LATCHKEY_CONNECTION_LOADING: the server is asked for the profile
 * @LATCHKEY_CONNECTION_READY: the server answered: what is shown is what it stores
 * @LATCHKEY_CONNECTION_UNREACHABLE: the server did not answer; see latchkey_connection_get_error().
 *   latchkey_connection_open() tries again
 * @LATCHKEY_CONNECTION_NO_HOME: the server accepts the token and refuses everything else, since the
 *   account belongs to no home any more. Only an administrator can help; signing out is what is
 *   left. latchkey_connection_open() looks again
 * @LATCHKEY_CONNECTION_SIGN_IN_NEEDED: there is no token, or the server no longer accepts it
 * @LATCHKEY_CONNECTION_CLOSED: signed out or deleted; the record is gone
 *
 * How far an account has come from its record on the disk to a working session.
 */
typedef enum
{
  LATCHKEY_CONNECTION_STORED,
  LATCHKEY_CONNECTION_UNLOCKING,
  LATCHKEY_CONNECTION_KEYRING_FAILED,
  LATCHKEY_CONNECTION_LOADING,
  LATCHKEY_CONNECTION_READY,
  LATCHKEY_CONNECTION_UNREACHABLE,
  LATCHKEY_CONNECTION_NO_HOME,
  LATCHKEY_CONNECTION_SIGN_IN_NEEDED,
  LATCHKEY_CONNECTION_CLOSED,
} LatchkeyConnectionState;

#define LATCHKEY_TYPE_CONNECTION_STATE (latchkey_connection_state_get_type ())

GType latchkey_connection_state_get_type (void);

#define LATCHKEY_TYPE_CONNECTION (latchkey_connection_get_type ())

/**
 * LatchkeyConnection:
 *
 * One account in use: its record, its token and its session, kept in step with each other.
 *
 * Properties: `account`, `session` (#HomeboxSession, %NULL until there is a token; it stays when it
 * ended, so that what is bound to its user keeps what it shows), `state`, and `kept-in-memory` (the
 * token is not in the keyring, so that the session lasts for this run only). The window is bound
 * to these.
 *
 * What the server says about the person goes into the record, and is saved when it changed.
 */
G_DECLARE_FINAL_TYPE (LatchkeyConnection, latchkey_connection, LATCHKEY, CONNECTION, GObject)

LatchkeyConnection *latchkey_connection_new (LatchkeyVault *vault, LatchkeyAccount *account);

LatchkeyVault *latchkey_connection_get_vault (LatchkeyConnection *self);
LatchkeyAccount *latchkey_connection_get_account (LatchkeyConnection *self);
HomeboxSession *latchkey_connection_get_session (LatchkeyConnection *self);
LatchkeyConnectionState latchkey_connection_get_state (LatchkeyConnection *self);
const GError *latchkey_connection_get_error (LatchkeyConnection *self);
gboolean latchkey_connection_get_kept_in_memory (LatchkeyConnection *self);

void latchkey_connection_open (LatchkeyConnection *self);

/* Turns a fresh session into an account: token into the keyring, record onto the disk. */
void latchkey_connection_adopt_async (LatchkeyVault *vault,
                                      HomeboxSession *session,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
LatchkeyConnection *latchkey_connection_adopt_finish (GAsyncResult *result, GError **error);

void latchkey_connection_sign_out_async (LatchkeyConnection *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean latchkey_connection_sign_out_finish (LatchkeyConnection *self,
                                              GAsyncResult *result,
                                              GError **error);

void latchkey_connection_delete_account_async (LatchkeyConnection *self,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean latchkey_connection_delete_account_finish (LatchkeyConnection *self,
                                                    GAsyncResult *result,
                                                    GError **error);

G_END_DECLS
