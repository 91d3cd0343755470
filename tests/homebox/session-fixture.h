#pragma once

#include "await.h"
#include "call.h"
#include "homebox-error.h"
#include "homebox-session.h"
#include "raw-server.h"

G_BEGIN_DECLS

#define USER_JSON                                                                                  \
  "{\"item\":{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"ann@example.org\","                     \
  "\"isSuperuser\":false,\"defaultGroupId\":\"65cc\",\"groupIds\":[\"65cc\"],"                     \
  "\"oidcIssuer\":null,\"oidcSubject\":null}}"

#define NO_TENANT_JSON "{\"error\":\"user does not have access to the requested tenant\"}"
#define NO_TOKEN_JSON "{\"error\":\"valid authorization token is required\"}"

#define REFRESH_JSON                                                                               \
  "{\"raw\":\"NEWTOKEN\",\"attachmentToken\":\"A\","                                               \
  "\"expiresAt\":\"2030-01-02T03:04:05.123456789Z\"}"

/*
 * SessionFixture:
 * @states: the states that the session came to since session_fixture_watch(), a space after each
 *
 * A session that is active as far as it knows, and the server that it asks.
 */
typedef struct
{
  RawServer *server;
  HomeboxClient *client;
  HomeboxSession *session;
  GString *states;
} SessionFixture;

void session_fixture_set_up (SessionFixture *fixture, gconstpointer data);
void session_fixture_tear_down (SessionFixture *fixture, gconstpointer data);

void session_fixture_answer_204 (SessionFixture *fixture);
void session_fixture_assert_request (SessionFixture *fixture, guint index, const char *line);
void session_fixture_assert_body (SessionFixture *fixture, guint index, const char *body);
gboolean session_fixture_has_header (SessionFixture *fixture, guint index, const char *header);

void session_fixture_renew (SessionFixture *fixture);
void session_fixture_watch (SessionFixture *fixture);
void session_fixture_await_requests (SessionFixture *fixture, guint n_requests);
void session_fixture_await_state (SessionFixture *fixture, HomeboxSessionState state);
void session_fixture_continue_json (SessionFixture *fixture, const char *status, const char *json);

HomeboxResponse *session_fixture_send (SessionFixture *fixture,
                                       const char *method,
                                       const char *path,
                                       GError **error);
void session_fixture_begin (SessionFixture *fixture,
                            const char *method,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncResult **slot);
HomeboxResponse *session_fixture_end (SessionFixture *fixture, GAsyncResult **slot, GError **error);
void session_fixture_end_with (SessionFixture *fixture, GAsyncResult **slot, HomeboxError code);
void session_fixture_end_with_status (SessionFixture *fixture, GAsyncResult **slot, guint status);

gboolean session_fixture_load_user (SessionFixture *fixture, GError **error);
gboolean session_fixture_sign_out (SessionFixture *fixture, GError **error);

#define session_fixture_assert_state(fixture, expected)                                            \
  g_assert_cmpint (homebox_session_get_state ((fixture)->session), ==, HOMEBOX_SESSION_##expected)

#define session_fixture_add(path, test)                                                            \
  g_test_add (path, SessionFixture, NULL, session_fixture_set_up, test, session_fixture_tear_down)

G_END_DECLS
