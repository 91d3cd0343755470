#pragma once

#include "raw-answer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * RawConnectionNext:
 * @request: a complete request, head and body
 * @user_data: what was given
 *
 * Asks how to answer.
 *
 * Returns: (transfer full): the answer
 */
typedef RawAnswer *(*RawConnectionNext) (const char *request, gpointer user_data);

/*
 * RawConnection:
 *
 * One connection to a #RawServer.
 */
#define RAW_TYPE_CONNECTION (raw_connection_get_type ())
G_DECLARE_FINAL_TYPE (RawConnection, raw_connection, RAW, CONNECTION, GObject)

RawConnection *raw_connection_new (GSocketConnection *incoming,
                                   GTlsCertificate *certificate,
                                   RawAnswer *greeting,
                                   RawConnectionNext next,
                                   gpointer user_data);
gboolean raw_connection_continue (RawConnection *self, const char *more);
void raw_connection_end (RawConnection *self);
gboolean raw_connection_is_ended (RawConnection *self);
const char *raw_connection_get_protocol (RawConnection *self);

G_END_DECLS
