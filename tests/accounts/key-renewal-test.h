#pragma once

#include "connection-fixture.h"
#include "latchkey-key-renewal.h"

G_BEGIN_DECLS

LatchkeyKeyRenewalResult key_renewal_run (ConnectionFixture *fixture,
                                          LatchkeyConnection *connection,
                                          LatchkeyKeyRenewalMode mode,
                                          GError **error);

/* Ada's account, used with a key that was made for it, which the keyring holds; nothing is due. */
LatchkeyConnection *key_renewal_make (ConnectionFixture *fixture);

/* It ends in so long, and was not renewed lately; on the disk. */
void key_renewal_shorten (ConnectionFixture *fixture,
                          LatchkeyAccount *account,
                          HomeboxUser *user,
                          GTimeSpan left);

/* What the server does about it instead. */
void key_renewal_misbehave (ConnectionFixture *fixture,
                            const char *method,
                            const char *path,
                            LatchkeyDemoMode mode,
                            const char *argument);

char *key_renewal_dup_kept (ConnectionFixture *fixture, LatchkeyAccount *account);
guint key_renewal_count_on_server (ConnectionFixture *fixture);
guint key_renewal_count_on_record (LatchkeyAccount *account);

/* There is one key, here, there and in the keyring, and it is the one that is used. */
gboolean key_renewal_is_whole (ConnectionFixture *fixture, LatchkeyConnection *connection);

G_END_DECLS
