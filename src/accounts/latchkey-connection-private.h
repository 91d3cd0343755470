#pragma once

#include "latchkey-connection-ending.h"
#include "latchkey-connection.h"
#include "latchkey-recovery.h"
#include "latchkey-refresher.h"

G_BEGIN_DECLS

struct _LatchkeyConnection
{
  GObject parent_instance;

  LatchkeyVault *vault;
  LatchkeyAccount *account;
  HomeboxSession *session;

  LatchkeyConnectionState state;
  GError *error;

  /* Why the token is in memory only; whether it is being put into the keyring. */
  GError *not_kept;
  gboolean keeping;

  /* Whether the record was on the list when that changed last. */
  gboolean listed;

  /* Signing out or deleting: nothing may be opened meanwhile. */
  gboolean closing;

  /* The step that is under way: there is one at a time, and a new one makes the last one late. */
  GCancellable *cancellable;
  guint serial;

  /* What looks after the server and the session; made when it is opened first. */
  LatchkeyRecovery *recovery;
  LatchkeyRefresher *refresher;

  /* The plain-http address that answered, and the one that the person said is theirs. */
  char *alternative_address;
  char *accepted_address;
};

/* latchkey-connection.c */
LatchkeyConnection *latchkey_connection_new_ready (LatchkeyVault *vault,
                                                   LatchkeyAccount *account,
                                                   HomeboxSession *session,
                                                   const GError *not_kept);
LatchkeyAccountStore *latchkey_connection_get_accounts (LatchkeyConnection *self);
LatchkeySecretStore *latchkey_connection_get_secrets (LatchkeyConnection *self);
void latchkey_connection_set_state (LatchkeyConnection *self,
                                    LatchkeyConnectionState state,
                                    const GError *error);
void latchkey_connection_set_not_kept (LatchkeyConnection *self, const GError *not_kept);
void latchkey_connection_set_alternative_address (LatchkeyConnection *self, const char *address);
void latchkey_connection_notify_session (LatchkeyConnection *self);

/* latchkey-connection-watch.c */
void latchkey_connection_watch_list (LatchkeyConnection *self);
void latchkey_connection_look_after (LatchkeyConnection *self);
void latchkey_connection_stop_watching (LatchkeyConnection *self);

/* latchkey-connection-step.c */
gpointer latchkey_connection_begin_step (LatchkeyConnection *self);
LatchkeyConnection *latchkey_connection_end_step (gpointer step);
void latchkey_connection_abandon_step (LatchkeyConnection *self);

/* latchkey-connection-session.c */
void latchkey_connection_set_session (LatchkeyConnection *self, HomeboxSession *session);
void latchkey_connection_leave_session (LatchkeyConnection *self);
void latchkey_connection_pass_session_on (LatchkeyConnection *self);
void latchkey_connection_look_for_another_token (LatchkeyConnection *self);
void latchkey_connection_follow_session (LatchkeyConnection *self);
void latchkey_connection_when_settled (LatchkeyConnection *self,
                                       GTask *task,
                                       void (*next) (GTask *task));

/* latchkey-connection-open.c */
void latchkey_connection_load (LatchkeyConnection *self);

/* latchkey-connection-server.c */
HomeboxClient *latchkey_connection_make_client (LatchkeyConnection *self);
void latchkey_connection_find_server (LatchkeyConnection *self);
void latchkey_connection_look (LatchkeyConnection *self);
void latchkey_connection_accept_address (LatchkeyConnection *self);
void latchkey_connection_note_address (LatchkeyConnection *self);
void latchkey_connection_on_network_changed (LatchkeyConnection *self, gboolean came_or_went);
void latchkey_connection_on_addresses_changed (LatchkeyConnection *self);

/* latchkey-connection-keyring.c */
void latchkey_connection_on_unlocked (LatchkeyConnection *self);

/* latchkey-connection-end.c */
GTask *latchkey_connection_begin_end (LatchkeyConnection *self,
                                      LatchkeyConnectionEnd what,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data,
                                      gpointer tag);
gboolean latchkey_connection_begin_closing (LatchkeyConnection *self);
void latchkey_connection_stop_closing (LatchkeyConnection *self);
void latchkey_connection_end_here (GTask *task);
void latchkey_connection_remove_record (GTask *task);
void latchkey_connection_end_not (GTask *task, GError *error);

G_END_DECLS
