#pragma once

#include "homebox-client.h"

G_BEGIN_DECLS

/*
 * HomeboxEventSocketEnd:
 * @HOMEBOX_EVENT_SOCKET_LOST: no way to the server, or none any more
 * @HOMEBOX_EVENT_SOCKET_REFUSED: the server did not accept the token (401)
 * @HOMEBOX_EVENT_SOCKET_BUSY: the server, or what is in front of it, cannot do it now
 * @HOMEBOX_EVENT_SOCKET_UNFIT: what answers there does not speak WebSocket at that address
 *
 * Why a socket ended, or never opened.
 */
typedef enum
{
  HOMEBOX_EVENT_SOCKET_LOST,
  HOMEBOX_EVENT_SOCKET_REFUSED,
  HOMEBOX_EVENT_SOCKET_BUSY,
  HOMEBOX_EVENT_SOCKET_UNFIT,
} HomeboxEventSocketEnd;

#define HOMEBOX_TYPE_EVENT_SOCKET (homebox_event_socket_get_type ())

/*
 * HomeboxEventSocket:
 *
 * One connection to `/ws/events`, from its handshake to its end. It knows no time: a deadline is
 * the caller's.
 *
 * Signals: `opened`; `heard` (const char *name, nullable: the event, or %NULL for a message that is
 * none); `ended` (#HomeboxEventSocketEnd as a uint, once; not after homebox_event_socket_close()).
 */
G_DECLARE_FINAL_TYPE (HomeboxEventSocket, homebox_event_socket, HOMEBOX, EVENT_SOCKET, GObject)

HomeboxEventSocket *homebox_event_socket_new (void);

gboolean homebox_event_socket_open (HomeboxEventSocket *self,
                                    HomeboxClient *client,
                                    HomeboxToken *token,
                                    GError **error);
void homebox_event_socket_close (HomeboxEventSocket *self);

G_END_DECLS
