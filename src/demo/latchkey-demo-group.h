#pragma once

#include "latchkey-demo-person.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoGroup:
 * @id: a UUID
 * @name: its name
 * @currency: three letters
 * @created: when it was made, in microseconds of real time
 * @updated: when its name or currency changed last
 * @owner: (nullable): who may administer it; %NULL for ever once the owner's account is gone
 * @members: (element-type LatchkeyDemoPerson): everybody in it, the owner included
 * @n_items: how many things are in it
 * @n_locations: how many places
 * @n_tags: how many tags (labels, on v0.21)
 * @n_with_warranty: how many things have a warranty
 * @total_price: what everything cost together
 *
 * A home: a "group", lately a "collection", in the API.
 */
typedef struct
{
  char *id;
  char *name;
  char *currency;
  gint64 created;
  gint64 updated;
  LatchkeyDemoPerson *owner;
  GPtrArray *members;
  guint n_items;
  guint n_locations;
  guint n_tags;
  guint n_with_warranty;
  double total_price;
} LatchkeyDemoGroup;

LatchkeyDemoGroup *latchkey_demo_group_new (const char *id, const char *name);
void latchkey_demo_group_free (LatchkeyDemoGroup *self);

gboolean latchkey_demo_group_has_member (LatchkeyDemoGroup *self, LatchkeyDemoPerson *person);
void latchkey_demo_group_add_member (LatchkeyDemoGroup *self, LatchkeyDemoPerson *person);
void latchkey_demo_group_remove_member (LatchkeyDemoGroup *self, LatchkeyDemoPerson *person);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoGroup, latchkey_demo_group_free)

G_END_DECLS
