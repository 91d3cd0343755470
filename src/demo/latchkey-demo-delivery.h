#pragma once

#include "latchkey-demo-misbehaviour.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoDelivery:
 *
 * An answer on its way to a client in an unusual manner: late, in drops, in part, or not at all.
 * Freed before it is done, it closes the connection.
 */
typedef struct _LatchkeyDemoDelivery LatchkeyDemoDelivery;

typedef void (*LatchkeyDemoDeliveryDone) (LatchkeyDemoDelivery *delivery, gpointer user_data);

LatchkeyDemoDelivery *latchkey_demo_delivery_new (SoupServerMessage *message,
                                                  LatchkeyDemoMisbehaviour *misbehaviour,
                                                  LatchkeyDemoDeliveryDone done,
                                                  gpointer user_data);
void latchkey_demo_delivery_free (LatchkeyDemoDelivery *self);

gboolean latchkey_demo_delivery_is_held (LatchkeyDemoDelivery *self);
void latchkey_demo_delivery_release (LatchkeyDemoDelivery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoDelivery, latchkey_demo_delivery_free)

G_END_DECLS
