#pragma once

#include "homebox-address.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_LINK_ADDRESSES (latchkey_link_addresses_get_type ())

/**
 * LatchkeyLinkAddresses:
 *
 * Where a server can be reached, for a link that is sent to somebody who may be elsewhere. Each
 * address is looked up, to see how far it reaches.
 *
 * Signal: `changed`, when that became known of one.
 */
G_DECLARE_FINAL_TYPE (LatchkeyLinkAddresses,
                      latchkey_link_addresses,
                      LATCHKEY,
                      LINK_ADDRESSES,
                      GObject)

LatchkeyLinkAddresses *
latchkey_link_addresses_new (const char *const *addresses, const char *used);

guint latchkey_link_addresses_get_n (LatchkeyLinkAddresses *self);
const char *latchkey_link_addresses_get (LatchkeyLinkAddresses *self, guint index);
guint latchkey_link_addresses_find_best (LatchkeyLinkAddresses *self);
char *latchkey_link_addresses_dup_warning (LatchkeyLinkAddresses *self, guint index);

G_END_DECLS
