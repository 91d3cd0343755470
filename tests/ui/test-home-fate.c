#include "latchkey-home-fate.h"

#include "homebox-json.h"

#include <string.h>

static HomeboxGroup *
new_home (gint64 n_members, HomeboxOwnership ownership)
{
  const char *text = "{\"id\": \"e79015c4\", \"name\": \"Lighthouse\", \"currency\": \"usd\"}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = homebox_json_parse (text, strlen (text), &error);
  HomeboxGroup *home = homebox_group_new_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  homebox_group_set_n_members (home, n_members);
  homebox_group_set_ownership (home, ownership);

  return home;
}

static void
assert_fate (gint64 n_members, HomeboxOwnership ownership, LatchkeyHomeFate fate, const char *text)
{
  HomeboxGroup *home = new_home (n_members, ownership);
  g_autofree char *actual = latchkey_home_fate_dup_text (home);

  g_assert_cmpint (latchkey_home_fate_of (home), ==, fate);
  g_assert_cmpstr (actual, ==, text);
  g_assert_finalize_object (home);
}

static void
test_alone (void)
{
  const char *text = "Nobody else is in it. It stays on the server, and nobody can ever open it "
                     "again.";

  /* Whoever owns it: an owner that left is no member either. */
  assert_fate (1, HOMEBOX_OWNERSHIP_OWNER, LATCHKEY_HOME_FATE_LOST, text);
  assert_fate (1, HOMEBOX_OWNERSHIP_MEMBER, LATCHKEY_HOME_FATE_LOST, text);
  assert_fate (1, HOMEBOX_OWNERSHIP_UNKNOWN, LATCHKEY_HOME_FATE_LOST, text);
}

static void
test_owner (void)
{
  assert_fate (2,
               HOMEBOX_OWNERSHIP_OWNER,
               LATCHKEY_HOME_FATE_OWNERLESS,
               "You own it. The other person in it keeps using it, but it will never again have an "
               "owner who could invite people or manage it.");
  assert_fate (4,
               HOMEBOX_OWNERSHIP_OWNER,
               LATCHKEY_HOME_FATE_OWNERLESS,
               "You own it. The 3 other people in it keep using it, but it will never again have an "
               "owner who could invite people or manage it.");
}

static void
test_member (void)
{
  assert_fate (2,
               HOMEBOX_OWNERSHIP_MEMBER,
               LATCHKEY_HOME_FATE_UNHARMED,
               "Nothing changes for the other person in it.");
  assert_fate (3,
               HOMEBOX_OWNERSHIP_MEMBER,
               LATCHKEY_HOME_FATE_UNHARMED,
               "Nothing changes for the 2 other people in it.");
}

static void
test_unknown (void)
{
  assert_fate (2,
               HOMEBOX_OWNERSHIP_UNKNOWN,
               LATCHKEY_HOME_FATE_UNKNOWN,
               "The other person in it keeps using it. Whether you own it is not known: if you do, it "
               "will never again have an owner.");
  assert_fate (3,
               HOMEBOX_OWNERSHIP_UNKNOWN,
               LATCHKEY_HOME_FATE_UNKNOWN,
               "The 2 other people in it keep using it. Whether you own it is not known: if you do, "
               "it will never again have an owner.");
  assert_fate (HOMEBOX_GROUP_COUNT_UNKNOWN,
               HOMEBOX_OWNERSHIP_OWNER,
               LATCHKEY_HOME_FATE_UNKNOWN,
               "Whether anybody else is in it is not known. If not, it can never be opened again; "
               "otherwise it will never again have an owner.");
  assert_fate (HOMEBOX_GROUP_COUNT_UNKNOWN,
               HOMEBOX_OWNERSHIP_MEMBER,
               LATCHKEY_HOME_FATE_UNKNOWN,
               "Whether anybody else is in it is not known. If not, it can never be opened again; "
               "otherwise nothing changes for the others.");
  assert_fate (HOMEBOX_GROUP_COUNT_UNKNOWN,
               HOMEBOX_OWNERSHIP_UNKNOWN,
               LATCHKEY_HOME_FATE_UNKNOWN,
               "Who else is in it and who owns it is not known. If nobody else is, it can never be "
               "opened again.");
  /* Whoever sees a home is in it. */
  assert_fate (0,
               HOMEBOX_OWNERSHIP_UNKNOWN,
               LATCHKEY_HOME_FATE_UNKNOWN,
               "Who else is in it and who owns it is not known. If nobody else is, it can never be "
               "opened again.");
}

static void
assert_items (const char *statistics, const char *text)
{
  HomeboxGroup *home = new_home (1, HOMEBOX_OWNERSHIP_OWNER);
  g_autoptr (GError) error = NULL;
  g_autofree char *actual = NULL;

  if (statistics != NULL)
    {
      g_autoptr (JsonNode) node = homebox_json_parse (statistics, strlen (statistics), &error);

      homebox_group_update_statistics (home, json_node_get_object (node), &error);
      g_assert_no_error (error);
    }

  actual = latchkey_home_fate_dup_items_text (home);
  g_assert_cmpstr (actual, ==, text);
  g_assert_finalize_object (home);
}

static void
test_items (void)
{
  assert_items (NULL, "Number of items not known");
  assert_items ("{\"totalItems\": 0}", "No items");
  assert_items ("{\"totalItems\": 1}", "1 item");
  assert_items ("{\"totalItems\": 42}", "42 items");
  assert_items ("{\"totalItems\": 9223372036854775807}", "2147483647 items");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/home-fate/alone-is-lost", test_alone);
  g_test_add_func ("/home-fate/owner-leaves-it-ownerless", test_owner);
  g_test_add_func ("/home-fate/member-harms-nobody", test_member);
  g_test_add_func ("/home-fate/unknown-is-said-as-such", test_unknown);
  g_test_add_func ("/home-fate/items", test_items);

  return g_test_run ();
}
