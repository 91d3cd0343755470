#include "latchkey-demo-group.h"

/**
 * latchkey_demo_group_new:
 * @id: (nullable): a UUID, or %NULL for a new one
 * @name: its name
 *
 * Makes an empty home that nobody is in.
 *
 * Returns: (transfer full): the home
 */
LatchkeyDemoGroup *
latchkey_demo_group_new (const char *id, const char *name)
{
  LatchkeyDemoGroup *self = g_new0 (LatchkeyDemoGroup, 1);

  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  self->name = g_strdup (name);
  self->currency = g_strdup ("USD");
  self->created = self->updated = g_get_real_time ();
  self->members = g_ptr_array_new ();

  return self;
}

/**
 * latchkey_demo_group_free:
 * @self: (nullable) (transfer full): a home
 *
 * Frees it.
 */
void
latchkey_demo_group_free (LatchkeyDemoGroup *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->currency);
  g_ptr_array_unref (self->members);
  g_free (self);
}

/**
 * latchkey_demo_group_has_member:
 * @self: a home
 * @person: somebody
 *
 * Returns: whether @person belongs to the home
 */
gboolean
latchkey_demo_group_has_member (LatchkeyDemoGroup *self, LatchkeyDemoPerson *person)
{
  return g_ptr_array_find (self->members, person, NULL);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const LatchkeyDemoPerson *one = *(LatchkeyDemoPerson *const *) a;
  const LatchkeyDemoPerson *other = *(LatchkeyDemoPerson *const *) b;

  return strcmp (one->id, other->id);
}

/**
 * latchkey_demo_group_add_member:
 * @self: a home
 * @person: somebody who is not in it yet
 *
 * Lets @person in. Homebox lists members in the order of their ids.
 */
void
latchkey_demo_group_add_member (LatchkeyDemoGroup *self, LatchkeyDemoPerson *person)
{
  g_ptr_array_add (self->members, person);
  g_ptr_array_sort (self->members, compare_members);
}

/**
 * latchkey_demo_group_remove_member:
 * @self: a home
 * @person: somebody
 *
 * Takes @person out. A home whose owner left has no owner for ever.
 */
void
latchkey_demo_group_remove_member (LatchkeyDemoGroup *self, LatchkeyDemoPerson *person)
{
  g_ptr_array_remove (self->members, person);
  if (self->owner == person)
    self->owner = NULL;
}
