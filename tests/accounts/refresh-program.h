#pragma once

#include "connection-fixture.h"
#include "stopping-secrets.h"

G_BEGIN_DECLS

/*
 * RefreshProgram:
 *
 * Another process that uses the account of a #ConnectionFixture, with the keyring of its session
 * bus. It is this test program itself, started with other arguments.
 */
typedef struct _RefreshProgram RefreshProgram;

/* What `main` does when it is that process; never comes back then. */
void refresh_program_run_if_asked (int argc, char **argv);

/* @wrapper: (nullable): a program to start it with, and its arguments */
RefreshProgram *refresh_program_start (ConnectionFixture *fixture,
                                       const char *program,
                                       const char *const *wrapper,
                                       StoppingStep step);
void refresh_program_kill (RefreshProgram *self);

/* Whether it said `ready`, `ended`, `reached`, `noted` or `done` so far, and waits for that. */
gboolean refresh_program_said (RefreshProgram *self, const char *word);
void refresh_program_wait_for (RefreshProgram *self, const char *word);

/* Signs Ada in with so much left of her session, the token in the real keyring. */
void refresh_program_prepare (ConnectionFixture *fixture,
                              LatchkeySecretStore *keyring,
                              const char *uri,
                              GTimeSpan left);

/* The program starts again, here. */
LatchkeyConnection *
refresh_program_start_here (ConnectionFixture *fixture, LatchkeySecretStore *keyring);

G_END_DECLS
