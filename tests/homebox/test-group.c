#include "homebox-error.h"
#include "homebox-group.h"
#include "homebox-json.h"
#include "homebox-member.h"

#include <string.h>

static JsonNode *
parse (const char *json)
{
  JsonNode *root = homebox_json_parse (json, strlen (json), NULL);

  g_assert_nonnull (root);

  return root;
}

static HomeboxGroup *
new_group (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = parse (json);

  return homebox_group_new_from_json (json_node_get_object (root), error);
}

static gboolean
update (HomeboxGroup *group, const char *json, GError **error)
{
  g_autoptr (JsonNode) root = parse (json);

  return homebox_group_update_statistics (group, json_node_get_object (root), error);
}

/* GObject promises no order in which frozen notifications come. */
static void
on_notify (HomeboxGroup *group, GParamSpec *pspec, gpointer user_data)
{
  g_ptr_array_add (user_data, (gpointer) pspec->name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_notified (GPtrArray *names, const char *expected)
{
  g_autofree char *joined = NULL;

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, expected);
  g_ptr_array_set_size (names, 0);
}

static void
test_new (void)
{
  HomeboxGroup *group = new_group ("{\"id\":\"65cc\",\"name\":\"ann's Home\",\"currency\":\"USD\","
                                   "\"createdAt\":\"2026-11-23T15:43:23.751460226Z\"}",
                                   NULL);

  g_assert_cmpstr (homebox_group_get_id (group), ==, "65cc");
  g_assert_cmpstr (homebox_group_get_name (group), ==, "ann's Home");
  g_assert_cmpstr (homebox_group_get_currency (group), ==, "USD");
  g_assert_cmpint (homebox_group_get_n_items (group), ==, HOMEBOX_GROUP_COUNT_UNKNOWN);
  g_assert_cmpint (homebox_group_get_n_locations (group), ==, HOMEBOX_GROUP_COUNT_UNKNOWN);
  g_assert_cmpint (homebox_group_get_n_labels (group), ==, HOMEBOX_GROUP_COUNT_UNKNOWN);
  g_assert_cmpint (homebox_group_get_n_members (group), ==, HOMEBOX_GROUP_COUNT_UNKNOWN);
  g_assert_cmpint (homebox_group_get_ownership (group), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  g_assert_finalize_object (group);
}

static void
test_damaged (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (new_group ("{\"name\":\"Home\"}", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
  g_clear_error (&error);
  g_assert_null (new_group ("{\"id\":\"\",\"name\":\"Home\"}", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
}

static void
test_statistics (void)
{
  HomeboxGroup *group = new_group ("{\"id\":\"1\"}", NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gint64 n_items, n_locations, n_members;
  HomeboxOwnership ownership;

  g_signal_connect (group, "notify", G_CALLBACK (on_notify), names);

  g_assert_true (update (group, "{\"totalUsers\":2,\"totalItems\":31,\"totalLocations\":8}", NULL));
  assert_notified (names, "n-items n-locations n-members");

  g_assert_true (update (group, "{\"totalUsers\":2,\"totalItems\":32}", NULL));
  assert_notified (names, "n-items");

  /* As v0.21 calls them, and as they were called later. */
  g_assert_true (update (group, "{\"totalLabels\":4}", NULL));
  g_assert_cmpint (homebox_group_get_n_labels (group), ==, 4);
  g_assert_true (update (group, "{\"totalTags\":5}", NULL));
  g_assert_cmpint (homebox_group_get_n_labels (group), ==, 5);
  assert_notified (names, "n-labels n-labels");

  g_assert_false (update (group, "{\"totalItems\":-1,\"totalUsers\":\"2\"}", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_notified (names, "");

  homebox_group_set_n_members (group, 3);
  homebox_group_set_n_members (group, 3);
  homebox_group_set_ownership (group, HOMEBOX_OWNERSHIP_OWNER);
  homebox_group_set_ownership (group, HOMEBOX_OWNERSHIP_OWNER);
  assert_notified (names, "n-members ownership");

  g_object_get (group, "n-items", &n_items, "n-locations", &n_locations, "n-members", &n_members,
                "ownership", &ownership, NULL);
  g_assert_cmpint (n_items, ==, 32);
  g_assert_cmpint (n_locations, ==, 8);
  g_assert_cmpint (n_members, ==, 3);
  g_assert_cmpint (ownership, ==, HOMEBOX_OWNERSHIP_OWNER);
  g_assert_finalize_object (group);
}

static void
test_member (void)
{
  g_autoptr (JsonNode) root = parse ("{\"id\":\"1\",\"name\":\"Ann\",\"email\":\"a@b\"}");
  g_autoptr (JsonNode) nameless = parse ("{\"id\":\"1\",\"name\":null}");
  g_autoptr (JsonNode) damaged = parse ("{\"name\":\"Ann\",\"email\":\"a@b\"}");
  g_autoptr (GError) error = NULL;
  HomeboxMember *member;

  member = homebox_member_new_from_json (json_node_get_object (root), NULL);
  g_assert_cmpstr (homebox_member_get_id (member), ==, "1");
  g_assert_cmpstr (homebox_member_get_name (member), ==, "Ann");
  g_assert_cmpstr (homebox_member_get_email (member), ==, "a@b");
  g_assert_finalize_object (member);

  member = homebox_member_new_from_json (json_node_get_object (nameless), NULL);
  g_assert_cmpstr (homebox_member_get_name (member), ==, "");
  g_assert_cmpstr (homebox_member_get_email (member), ==, "");
  g_assert_finalize_object (member);

  g_assert_null (homebox_member_new_from_json (json_node_get_object (damaged), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group/counts-unknown-at-first", test_new);
  g_test_add_func ("/group/without-id-is-damaged", test_damaged);
  g_test_add_func ("/group/statistics", test_statistics);
  g_test_add_func ("/member/shapes", test_member);

  return g_test_run ();
}
