#pragma once

#include "raw-answer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * RawServer:
 *
 * A server on the loopback that answers the requests it gets, in their order, with exactly the
 * bytes it was given, and remembers what arrived. Its last answer is given to all that follow.
 */
#define RAW_TYPE_SERVER (raw_server_get_type ())
G_DECLARE_FINAL_TYPE (RawServer, raw_server, RAW, SERVER, GObject)

RawServer *raw_server_new (void);
RawServer *raw_server_new_with_tls (GTlsCertificate *certificate);

char *raw_server_dup_uri (RawServer *self);
guint16 raw_server_get_port (RawServer *self);

void raw_server_answer (RawServer *self, RawThen then, const char *answer);
void raw_server_answer_bytes (RawServer *self, RawThen then, gconstpointer data, gsize length);
void raw_server_answer_json (RawServer *self, const char *status, const char *json);
void raw_server_answer_redirect (RawServer *self, const char *status, const char *location);
void raw_server_answer_endless (RawServer *self, const char *head, const char *repeated);
void raw_server_continue (RawServer *self, const char *more);
void raw_server_greet (RawServer *self, RawThen then, const char *greeting);
void raw_server_stop_greeting (RawServer *self);

guint raw_server_get_n_connections (RawServer *self);
guint raw_server_get_n_requests (RawServer *self);
const char *raw_server_get_request (RawServer *self, guint index);
const char *raw_server_get_protocol (RawServer *self);

G_END_DECLS
