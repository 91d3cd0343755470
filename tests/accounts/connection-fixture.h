#pragma once

#include "account-store-fixture.h"
#include "latchkey-connection.h"
#include "latchkey-demo-server.h"
#include "scripted-clock.h"
#include "scripted-network.h"
#include "scripted-secrets.h"

G_BEGIN_DECLS

/**
 * ConnectionFixture:
 * @disk: where the records are
 * @accounts: the store of this run
 * @secrets: the keyring, which stays over a restart
 * @vault: both together, and the pins of this run, which are on the disk as well
 * @clock: what time it is for them; it stands still unless it is told otherwise
 * @network: whether there is one
 * @server: a Homebox where Ada lives
 * @events: what the keyring and the server were asked for, in order: `lookup+` when the record was
 *   on the disk in that moment, `lookup-` when not, `POST /users/logout 204`
 *
 * What a test of a connection starts with: all of it real but the keyring's bad days.
 */
typedef struct
{
  StoreFixture disk;
  LatchkeyAccountStore *accounts;
  ScriptedSecrets *secrets;
  LatchkeyVault *vault;
  ScriptedClock *clock;
  ScriptedNetwork *network;
  LatchkeyDemoServer *server;
  GString *events;
} ConnectionFixture;

typedef void (*ConnectionTest) (ConnectionFixture *fixture, gconstpointer user_data);

void connection_add_test (const char *path, ConnectionTest run, gconstpointer user_data);

/* Another keyring, until the next restart. */
void connection_fixture_use_secrets (ConnectionFixture *fixture, LatchkeySecretStore *secrets);

/* What nobody waited for is written. */
void connection_fixture_settle (ConnectionFixture *fixture);

/* The program ends and starts again. */
void connection_fixture_restart (ConnectionFixture *fixture);

/* The server's computer is switched off, and on again as it was set up first. */
void connection_fixture_stop_server (ConnectionFixture *fixture);
void connection_fixture_start_server (ConnectionFixture *fixture, guint16 port);
void connection_fixture_start_server_as (ConnectionFixture *fixture,
                                         LatchkeyDemoVersion version,
                                         guint16 port);
guint16 connection_fixture_get_port (ConnectionFixture *fixture);

HomeboxSession *connection_fixture_sign_in (ConnectionFixture *fixture);

/* As if Ada had signed in, for as long. */
HomeboxSession *connection_fixture_open_session (ConnectionFixture *fixture, GTimeSpan left);

LatchkeyConnection *
connection_fixture_adopt (ConnectionFixture *fixture, HomeboxSession *session);

/* Signed in some time ago, and just started. */
LatchkeyConnection *connection_fixture_stored (ConnectionFixture *fixture);

/* So much is left of the last session that was made, here and on the server. */
void connection_fixture_shorten (ConnectionFixture *fixture, GTimeSpan left);

/* The same, with so much left of the session, also on the server. */
LatchkeyConnection *
connection_fixture_stored_for (ConnectionFixture *fixture, GTimeSpan left);

/* The same, and opened. */
LatchkeyConnection *connection_fixture_ready (ConnectionFixture *fixture);

guint connection_fixture_count_on_disk (ConnectionFixture *fixture);
gboolean connection_fixture_is_refreshed_on_disk (ConnectionFixture *fixture);
guint connection_fixture_count_sessions (ConnectionFixture *fixture);

/* What the keyring holds. */
char *connection_fixture_dup_kept (ConnectionFixture *fixture, LatchkeyConnection *connection);

void assert_events (ConnectionFixture *fixture, const char *expected);

void connection_wait_for (LatchkeyConnection *connection, LatchkeyConnectionState state);
GString *connection_record_states (LatchkeyConnection *connection);
void assert_connection (LatchkeyConnection *connection,
                        LatchkeyConnectionState state,
                        GQuark domain,
                        int code);
gboolean connection_sign_out (LatchkeyConnection *connection, GError **error);

G_END_DECLS
