#pragma once

#include "latchkey-demo-server.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/* A demo server in this process, and a client with a new connection for each request. */
typedef struct
{
  LatchkeyDemoServer *server;
  SoupSession *session;
  GPtrArray *requests;
} DemoFixture;

/* What a server said; status 0 when it said nothing complete. */
typedef struct
{
  guint status;
  char *body;
  SoupMessageHeaders *headers;
} DemoAnswer;

#define ADA "ada@example.org"
#define ADA_PASSWORD "analytical-engine"
#define CHARLES "charles@example.org"
#define CHARLES_PASSWORD "difference-engine"

#define DEMO_VERSION(version) GINT_TO_POINTER (LATCHKEY_DEMO_VERSION_##version)

void demo_fixture_set_up (DemoFixture *fixture, gconstpointer version);
void demo_fixture_tear_down (DemoFixture *fixture, gconstpointer version);

void demo_fixture_restart (DemoFixture *fixture,
                           LatchkeyDemoVersion version,
                           LatchkeyDemoFlags flags);

/* The path is one of the server, or a whole address elsewhere. */
DemoAnswer *demo_fixture_send (DemoFixture *fixture,
                               const char *method,
                               const char *path,
                               const char *token,
                               const char *body);
DemoAnswer *demo_fixture_send_with (DemoFixture *fixture,
                                    const char *method,
                                    const char *path,
                                    const char *content_type,
                                    const char *body,
                                    ...) G_GNUC_NULL_TERMINATED;
void demo_answer_free (DemoAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoAnswer, demo_answer_free)

DemoAnswer *
demo_fixture_try_sign_in (DemoFixture *fixture, const char *email, const char *password);
char *demo_fixture_sign_in (DemoFixture *fixture, const char *email, const char *password);

char *demo_answer_get_string (DemoAnswer *answer, const char *path);
gint64 demo_answer_get_int (DemoAnswer *answer, const char *path);

void demo_fixture_assert (DemoFixture *fixture,
                          const char *method,
                          const char *path,
                          const char *token,
                          const char *body,
                          guint status,
                          const char *text);

GSocketConnection *demo_fixture_connect (DemoFixture *fixture);
char *demo_fixture_exchange_raw (DemoFixture *fixture, const char *request);
