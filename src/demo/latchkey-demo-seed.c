#include "latchkey-demo-seed.h"

static LatchkeyDemoPerson *
make_person (const char *id, const char *name, const char *email, const char *password)
{
  LatchkeyDemoPerson *person = latchkey_demo_person_new (id, name, email);

  latchkey_demo_person_set_password (person, password);
  person->is_owner = TRUE;

  return person;
}

static LatchkeyDemoPerson *
make_ada (void)
{
  return make_person ("ada00000-0000-4000-8000-000000001815",
                      "Ada Lovelace",
                      "ada@example.org",
                      "analytical-engine");
}

static LatchkeyDemoPerson *
make_charles (void)
{
  return make_person ("c0000000-0000-4000-8000-000000001791",
                      "Charles Babbage",
                      "charles@example.org",
                      "difference-engine");
}

static LatchkeyDemoGroup *
add_group (LatchkeyDemoStore *store,
           const char *id,
           const char *name,
           LatchkeyDemoPerson *owner,
           guint n_items,
           guint n_locations)
{
  LatchkeyDemoGroup *group = latchkey_demo_group_new (id, name);

  g_free (group->currency);
  group->currency = g_strdup ("GBP");
  group->n_items = n_items;
  group->n_locations = n_locations;
  group->n_tags = 6;
  group->n_with_warranty = n_items / 10;
  group->total_price = n_items * 24.5;
  latchkey_demo_store_add_group (store, group, owner);

  return group;
}

/**
 * latchkey_demo_seed:
 * @store: an empty store
 * @version: which Homebox it is for
 *
 * Lets Ada Lovelace (`ada@example.org`, password `analytical-engine`) and Charles Babbage
 * (`charles@example.org`, password `difference-engine`) move in. Ada owns her house, where Charles
 * is a member, and an allotment where she is alone, and is a member of his workshop. v0.21 knows
 * one home per person: there the two share her house.
 */
void
latchkey_demo_seed (LatchkeyDemoStore *store, LatchkeyDemoVersion version)
{
  LatchkeyDemoPerson *ada = make_ada ();
  LatchkeyDemoPerson *charles = make_charles ();
  LatchkeyDemoGroup *house;
  LatchkeyDemoGroup *workshop;

  latchkey_demo_store_add_person (store, ada);
  latchkey_demo_store_add_person (store, charles);
  house = add_group (
      store, "10000000-0000-4000-8000-000000000001", "Ada’s House", ada, 137, 12);
  if (version < LATCHKEY_DEMO_VERSION_0_25)
    {
      charles->is_owner = FALSE;
      latchkey_demo_store_join (store, house, charles);
      return;
    }

  add_group (store, "20000000-0000-4000-8000-000000000002", "Allotment", ada, 9, 3);
  workshop = add_group (
      store, "30000000-0000-4000-8000-000000000003", "Workshop", charles, 42, 5);
  latchkey_demo_store_join (store, workshop, ada);
  latchkey_demo_store_join (store, house, charles);
}

/**
 * latchkey_demo_seed_demo_mode:
 * @store: a store
 * @version: which Homebox it is for
 *
 * Adds the account that everybody may use on a public demo server: `demo@example.com`, password
 * `demodemo`, or `demo` before the current version.
 */
void
latchkey_demo_seed_demo_mode (LatchkeyDemoStore *store, LatchkeyDemoVersion version)
{
  LatchkeyDemoPerson *demo
      = make_person ("de000000-0000-4000-8000-000000000000",
                     "Demo",
                     "demo@example.com",
                     version >= LATCHKEY_DEMO_VERSION_CURRENT ? "demodemo" : "demo");

  latchkey_demo_store_add_person (store, demo);
  add_group (store, "40000000-0000-4000-8000-000000000004", "Demo's Home", demo, 25, 8);
}

/**
 * latchkey_demo_seed_provider:
 *
 * Makes those who can sign in through the provider: Ada Lovelace and Charles Babbage, with the
 * same emails and passwords as in Homebox, and Olive Hill (`olive@example.org`, password
 * `password`), whom Homebox does not know yet.
 *
 * Returns: (transfer full) (element-type LatchkeyDemoPerson): the people
 */
GPtrArray *
latchkey_demo_seed_provider (void)
{
  GPtrArray *people
      = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_person_free);

  g_ptr_array_add (people, make_ada ());
  g_ptr_array_add (people, make_charles ());
  g_ptr_array_add (people,
                   make_person ("08a8684b-db88-4b73-90a9-3cd1661f5466",
                                "Olive Hill",
                                "olive@example.org",
                                "password"));

  return people;
}
