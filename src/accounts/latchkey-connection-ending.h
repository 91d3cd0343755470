#pragma once

#include "homebox-session.h"
#include "latchkey-account.h"

G_BEGIN_DECLS

/*
 * LatchkeyConnectionEnd:
 * @LATCHKEY_CONNECTION_END_SIGN_OUT: this session on the server, and what is on this computer
 * @LATCHKEY_CONNECTION_END_SIGN_OUT_EVERYWHERE: every session on the server
 * @LATCHKEY_CONNECTION_END_FORGET: only what is on this computer
 * @LATCHKEY_CONNECTION_END_DELETION: the account itself
 *
 * What the person wants to end.
 */
typedef enum
{
  LATCHKEY_CONNECTION_END_SIGN_OUT,
  LATCHKEY_CONNECTION_END_SIGN_OUT_EVERYWHERE,
  LATCHKEY_CONNECTION_END_FORGET,
  LATCHKEY_CONNECTION_END_DELETION,
} LatchkeyConnectionEnd;

/*
 * LatchkeyConnectionEnding:
 * @session: (nullable): what the server is told with; made for it when the token was not read before
 * @what: what is to be ended
 * @is_told: whether the server has heard of it, or there is nothing that it could be told
 * @server_error: why the server was not told
 * @secret_error: why the keyring may still hold the token
 * @record_error: why the record may still be on the disk
 *
 * A connection on its way to its end, and what went wrong on it.
 */
typedef struct
{
  HomeboxSession *session;
  LatchkeyConnectionEnd what;
  gboolean is_told;
  GError *server_error;
  GError *secret_error;
  GError *record_error;
} LatchkeyConnectionEnding;

LatchkeyConnectionEnding *latchkey_connection_ending_new (LatchkeyConnectionEnd what,
                                                          HomeboxSession *session);
void latchkey_connection_ending_free (LatchkeyConnectionEnding *self);

GError *latchkey_connection_ending_new_summary (LatchkeyConnectionEnding *self,
                                                LatchkeyAccount *account);

G_END_DECLS
