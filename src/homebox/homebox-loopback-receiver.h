#pragma once

#include "homebox-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_LOOPBACK_RECEIVER (homebox_loopback_receiver_get_type ())

/**
 * HomeboxLoopbackReceiver:
 *
 * Waits on 127.0.0.1 for the one redirect with which a provider hands an authorization code to
 * this computer (RFC 8252, section 7.3).
 *
 * It answers exactly one request: a GET of the expected path, with the `Host` of its own address
 * and the expected `state`. Everything else gets a 404 and changes nothing, so that no other page
 * or program on this computer can end or fake a sign-in. The browser's request stays open until
 * homebox_loopback_receiver_conclude() tells what to show, so that the page in the browser says
 * what really happened.
 *
 * Emits `answered` once.
 */
G_DECLARE_FINAL_TYPE (HomeboxLoopbackReceiver,
                      homebox_loopback_receiver,
                      HOMEBOX,
                      LOOPBACK_RECEIVER,
                      GObject)

HomeboxLoopbackReceiver *homebox_loopback_receiver_new (void);

gboolean homebox_loopback_receiver_listen (HomeboxLoopbackReceiver *self,
                                           const guint16 *ports,
                                           gsize n_ports,
                                           GError **error);
guint16 homebox_loopback_receiver_get_port (HomeboxLoopbackReceiver *self);

void homebox_loopback_receiver_expect (HomeboxLoopbackReceiver *self,
                                       const char *path,
                                       HomeboxSecret *state);
void homebox_loopback_receiver_conclude (HomeboxLoopbackReceiver *self,
                                         const char *title,
                                         const char *text);
void homebox_loopback_receiver_stop (HomeboxLoopbackReceiver *self);

G_END_DECLS
