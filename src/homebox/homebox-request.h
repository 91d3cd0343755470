#pragma once

#include "homebox-secret.h"
#include "homebox-token.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HomeboxRequestFlags:
 * @HOMEBOX_REQUEST_DEFAULT: a plain read
 * @HOMEBOX_REQUEST_ONCE: the request changes something on the server although it is a GET
 *   (refresh, OIDC login and callback): new connection, never sent again. POST, PUT and DELETE
 *   always behave so
 * @HOMEBOX_REQUEST_BARE_CONTENT_TYPE: `application/json` without a charset, which sign-in needs
 * @HOMEBOX_REQUEST_KEEP_REDIRECT: a redirect is the answer that is wanted (OIDC login and
 *   callback): it is returned with its `Location`, neither followed nor made an error
 *
 * What is special about a request.
 */
typedef enum
{
  HOMEBOX_REQUEST_DEFAULT = 0,
  HOMEBOX_REQUEST_ONCE = 1 << 0,
  HOMEBOX_REQUEST_BARE_CONTENT_TYPE = 1 << 1,
  HOMEBOX_REQUEST_KEEP_REDIRECT = 1 << 2,
} HomeboxRequestFlags;

/**
 * HomeboxRequest:
 *
 * One request to one endpoint: method, path below `/api/v1`, token, home, and body.
 *
 * Built by the call that knows the endpoint, sent by homebox_client_send_async(). Reference
 * counted; not to be changed after it was sent.
 */
typedef struct _HomeboxRequest HomeboxRequest;

#define HOMEBOX_TYPE_REQUEST (homebox_request_get_type ())

/**
 * HomeboxNetworkFunc:
 * @event: what happened
 * @connection: (nullable): the connection, as far as it goes
 * @user_data: what was given
 *
 * Hears how a connection is being made (see #GSocketClient::event).
 */
typedef void (*HomeboxNetworkFunc) (GSocketClientEvent event,
                                    GIOStream *connection,
                                    gpointer user_data);

GType homebox_request_get_type (void);

HomeboxRequest *homebox_request_new (const char *method,
                                     const char *path,
                                     HomeboxRequestFlags flags);
HomeboxRequest *homebox_request_ref (HomeboxRequest *self);
void homebox_request_unref (HomeboxRequest *self);

void homebox_request_set_token (HomeboxRequest *self, HomeboxToken *token);
void homebox_request_set_home (HomeboxRequest *self, const char *group_id);
void homebox_request_set_header (HomeboxRequest *self, const char *name, const char *value);
void homebox_request_take_json (HomeboxRequest *self, JsonBuilder *builder);
void homebox_request_set_body (HomeboxRequest *self, HomeboxSecret *body);
void homebox_request_set_network_func (HomeboxRequest *self,
                                       HomeboxNetworkFunc network_func,
                                       gpointer user_data);

const char *homebox_request_get_method (HomeboxRequest *self);
const char *homebox_request_get_path (HomeboxRequest *self);
HomeboxRequestFlags homebox_request_get_flags (HomeboxRequest *self);
gboolean homebox_request_is_repeatable (HomeboxRequest *self);
HomeboxToken *homebox_request_get_token (HomeboxRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxRequest, homebox_request_unref)

G_END_DECLS
