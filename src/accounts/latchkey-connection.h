#pragma once

#include "homebox-session.h"
#include "latchkey-vault.h"

G_BEGIN_DECLS

/**
 * LatchkeyConnectionError:
 * @LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT: a sign-in is not one to this account
 * @LATCHKEY_CONNECTION_ERROR_CLOSED: the account left this computer meanwhile
 *
 * Why a sign-in cannot be used for a connection. Each carries a translated message.
 */
typedef enum
{
  LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT,
  LATCHKEY_CONNECTION_ERROR_CLOSED,
} LatchkeyConnectionError;

#define LATCHKEY_CONNECTION_ERROR (latchkey_connection_error_quark ())

GQuark latchkey_connection_error_quark (void);

/**
 * LatchkeyConnectionState:
 * @LATCHKEY_CONNECTION_STORED: only what is on the disk is known; nothing was asked yet
 * @LATCHKEY_CONNECTION_UNLOCKING: the keyring is asked for the token
 * @LATCHKEY_CONNECTION_KEYRING_FAILED: the keyring would not give the token; see
 *   latchkey_connection_get_error(). It tries again when the keyring is unlocked, and
 *   latchkey_connection_open() does
 * @LATCHKEY_CONNECTION_LOADING: the server is asked for the profile
 * @LATCHKEY_CONNECTION_READY: the server answered: what is shown is what it stores
 * @LATCHKEY_CONNECTION_UNREACHABLE: the server did not answer; see latchkey_connection_get_error().
 *   It tries again by itself, see #LatchkeyConnection:offline; latchkey_connection_open() does so
 *   at once
 * @LATCHKEY_CONNECTION_NO_HOME: the server accepts the token and refuses everything else, since the
 *   account belongs to no home any more. Only an administrator can help; signing out is what is
 *   left. latchkey_connection_open() looks again
 * @LATCHKEY_CONNECTION_SIGN_IN_NEEDED: there is no token, or the server no longer accepts it. What
 *   is asked of the session meanwhile waits in it, until latchkey_connection_resume_async() brings a
 *   new token or latchkey_connection_give_up() ends the waiting
 * @LATCHKEY_CONNECTION_CLOSED: signed out or deleted, here or in another process; the record is gone
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
 * It keeps the session alive (#LatchkeyRefresher), finds the server again when it was away
 * (#LatchkeyRecovery), and puts into the keyring later what the keyring would not take at first.
 *
 * Properties, notified when they change; the window is bound to these:
 *
 * - `account` (#LatchkeyAccount): the record. Its `signed-in-at`, `expires-at` and `kind` are the
 *   facts of the session, which the connection keeps true.
 * - `session` (#HomeboxSession, nullable): there as soon as there is a token. It stays when it
 *   ended and when the person signs in again, so that what is bound to it keeps what it shows.
 * - `state` (#LatchkeyConnectionState).
 * - `kept-in-memory`: the token is not in the keyring, so that the session lasts for this run only.
 * - `offline`: the server is not to be reached, and this computer has no network at all.
 * - `alternative-address` (nullable): the server does not answer where it may be asked, but
 *   something does at this plain-http address of the account. The person may say that it is theirs:
 *   latchkey_connection_use_address().
 * - `refresh-problem` (#GError, nullable): the session ends within a day, and why it cannot be
 *   prolonged.
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
gboolean latchkey_connection_get_offline (LatchkeyConnection *self);
const char *latchkey_connection_get_address (LatchkeyConnection *self);
const char *latchkey_connection_get_alternative_address (LatchkeyConnection *self);
const GError *latchkey_connection_get_refresh_problem (LatchkeyConnection *self);

void latchkey_connection_open (LatchkeyConnection *self);
void latchkey_connection_use_address (LatchkeyConnection *self, const char *address);
void latchkey_connection_keep (LatchkeyConnection *self);

/* Turns a fresh session into an account: token into the keyring, record onto the disk. */
void latchkey_connection_adopt_async (LatchkeyVault *vault,
                                      HomeboxSession *session,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
LatchkeyConnection *latchkey_connection_adopt_finish (GAsyncResult *result, GError **error);

/* Goes on in the same session with a sign-in that was just made. */
void latchkey_connection_resume_async (LatchkeyConnection *self,
                                       HomeboxSession *fresh,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean latchkey_connection_resume_finish (LatchkeyConnection *self,
                                            GAsyncResult *result,
                                            GError **error);
void latchkey_connection_give_up (LatchkeyConnection *self);

void latchkey_connection_sign_out_async (LatchkeyConnection *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean latchkey_connection_sign_out_finish (LatchkeyConnection *self,
                                              GAsyncResult *result,
                                              GError **error);

void latchkey_connection_sign_out_everywhere_async (LatchkeyConnection *self,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);
gboolean latchkey_connection_sign_out_everywhere_finish (LatchkeyConnection *self,
                                                         GAsyncResult *result,
                                                         GError **error);

void latchkey_connection_forget_async (LatchkeyConnection *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean latchkey_connection_forget_finish (LatchkeyConnection *self,
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
