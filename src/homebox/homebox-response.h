#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * HomeboxResponse:
 *
 * A complete answer: status, headers and at most the client's limit of body, not yet judged.
 *
 * It is read in this order, and the first thing that is wrong is the error: status, content type,
 * JSON shape, meaning. homebox_response_check() does the first, homebox_response_get_object() and
 * homebox_response_get_array() the next two; the models do the last.
 */
typedef struct _HomeboxResponse HomeboxResponse;

#define HOMEBOX_TYPE_RESPONSE (homebox_response_get_type ())

GType homebox_response_get_type (void);

HomeboxResponse *homebox_response_new (guint status, SoupMessageHeaders *headers, GBytes *body);
HomeboxResponse *homebox_response_ref (HomeboxResponse *self);
void homebox_response_unref (HomeboxResponse *self);

guint homebox_response_get_status (HomeboxResponse *self);
SoupMessageHeaders *homebox_response_get_headers (HomeboxResponse *self);
GBytes *homebox_response_get_body (HomeboxResponse *self);
const char *homebox_response_get_error_text (HomeboxResponse *self);

void homebox_response_set_homebox_address (HomeboxResponse *self, const char *address);
const char *homebox_response_get_homebox_address (HomeboxResponse *self);

gboolean homebox_response_check (HomeboxResponse *self, GError **error);
JsonObject *homebox_response_get_object (HomeboxResponse *self, GError **error);
JsonArray *homebox_response_get_array (HomeboxResponse *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxResponse, homebox_response_unref)

G_END_DECLS
