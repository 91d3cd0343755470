#include "homebox-settings-merge.h"

#include <string.h>

/* How many triples are made up. The seed that g_test prints makes the same ones again (--seed). */
#define N_TRIPLES 120000

#define N_KEYS 9
#define MAX_DEPTH 3

/* Names, some of which are the same written otherwise; and values that json-glib would damage. */
static const char *const names[N_KEYS] = {
  "\"a\"", "\"\\u0061b\"", "\"a\\u0000\"", "\"\"", "\"\\u003c\"", "\"theme\"", "\"ä\"",
  "\"\\ud83d\\ude00\"", "\"\\\"\"",
};

/* The same in their shortest form. */
static char *keys[N_KEYS];

static const char *const values[] = {
  "12345678901234567000", "12345678901234567890", "1", "1.0", "1e0", "0", "-0", "0.1",
  "0.10000000000000001", "1e21", "1E+21", "9007199254740993", "5e-324", "1.7976931348623157e308",
  "null", "true", "false", "\"\"", "\"\\u0000\"", "\"\\u003c\"", "\"<\"", "\"\\ud800\"",
  "\"\\ufffd\"", "\"\\ud83d\\ude00\"", "\"😀\"", "\"\\/\"", "\"/\"", "[]", "[ ]", "[1, 2]",
  "[1,2.0]", "[{\"b\":1,\"a\":2}]", "[{\"a\":2,\"b\":1}]", "{}", "{ }",
};

static char *make_value (guint depth);

static char *
make_object (guint depth)
{
  GString *out = g_string_new ("{");
  gboolean is_first = TRUE;

  for (guint i = 0; i < N_KEYS; i++)
    {
      g_autofree char *value = NULL;

      if (!g_test_rand_bit ())
        continue;

      value = make_value (depth + 1);
      g_string_append_printf (out, "%s%s:%s", is_first ? "" : ",", names[i], value);
      is_first = FALSE;
    }
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

static char *
make_value (guint depth)
{
  if (depth < MAX_DEPTH && g_test_rand_int_range (0, 4) == 0)
    return make_object (depth);

  return g_strdup (values[g_test_rand_int_range (0, G_N_ELEMENTS (values))]);
}

static HomeboxJsonMembers *
split (const char *text)
{
  HomeboxJsonMembers *members = homebox_json_members_parse_stored (text, strlen (text));

  g_assert_nonnull (members);

  return members;
}

/* Changes some members, and some inside of some. */
static HomeboxJsonMembers *
change (HomeboxJsonMembers *members, guint depth)
{
  HomeboxJsonMembers *changed = homebox_json_members_copy (members);

  for (guint i = 0; i < N_KEYS; i++)
    {
      const char *key = keys[i];
      const char *value = homebox_json_members_lookup (changed, key);
      g_autofree char *new_value = NULL;

      switch (g_test_rand_int_range (0, 6))
        {
        case 0:
          new_value = make_value (depth + 1);
          homebox_json_members_set (changed, key, new_value);
          break;
        case 1:
          homebox_json_members_remove (changed, key);
          break;
        case 2:
          if (homebox_json_text_get_kind (value) == HOMEBOX_JSON_OBJECT)
            {
              g_autoptr (HomeboxJsonMembers) inner = split (value);
              g_autoptr (HomeboxJsonMembers) new_inner = change (inner, depth + 1);

              new_value = homebox_json_members_to_text (new_inner);
              homebox_json_members_set (changed, key, new_value);
            }
          break;
        default:
          break;
        }
    }

  return changed;
}

static gboolean
is_object (const char *text)
{
  return homebox_json_text_get_kind (text) == HOMEBOX_JSON_OBJECT;
}

/* Says by another way what a merge has to be: member by member, and the same inside. Returns
 * whether there is a conflict. */
static gboolean
check_value (const char *old, const char *theirs, const char *ours, const char *merged)
{
  gboolean conflicts = FALSE;

  if (homebox_json_text_equal (ours, old))
    {
      g_assert_cmpstr (merged, ==, theirs);
      return FALSE;
    }
  if (homebox_json_text_equal (theirs, old))
    {
      g_assert_cmpstr (merged, ==, ours);
      return FALSE;
    }
  if (homebox_json_text_equal (theirs, ours))
    {
      g_assert_cmpstr (merged, ==, theirs);
      return FALSE;
    }

  if (is_object (ours) && is_object (theirs) && (old == NULL || is_object (old)))
    {
      g_autoptr (HomeboxJsonMembers) old_members = split (old != NULL ? old : "{}");
      g_autoptr (HomeboxJsonMembers) their_members = split (theirs);
      g_autoptr (HomeboxJsonMembers) our_members = split (ours);
      g_autoptr (HomeboxJsonMembers) merged_members = split (merged);

      for (guint i = 0; i < N_KEYS; i++)
        {
          const char *key = keys[i];

          conflicts = check_value (homebox_json_members_lookup (old_members, key),
                                   homebox_json_members_lookup (their_members, key),
                                   homebox_json_members_lookup (our_members, key),
                                   homebox_json_members_lookup (merged_members, key))
                      || conflicts;
        }

      return conflicts;
    }

  g_assert_cmpstr (merged, ==, theirs);

  return TRUE;
}

static gboolean
has_conflict (GPtrArray *conflicts, const char *name)
{
  return g_ptr_array_find_with_equal_func (conflicts, name, g_str_equal, NULL);
}

/* Nothing is lost that only one side changed, and what both changed is a conflict. */
static void
check_nothing_is_lost (HomeboxJsonMembers *old,
                       HomeboxJsonMembers *theirs,
                       HomeboxJsonMembers *ours,
                       HomeboxJsonMembers *merged,
                       GPtrArray *conflicts)
{
  guint n_conflicts = 0;

  for (guint i = 0; i < N_KEYS; i++)
    {
      const char *key = keys[i];
      gboolean conflicts_here = check_value (homebox_json_members_lookup (old, key),
                                             homebox_json_members_lookup (theirs, key),
                                             homebox_json_members_lookup (ours, key),
                                             homebox_json_members_lookup (merged, key));

      g_assert_cmpint (conflicts_here, ==, has_conflict (conflicts, key));
      n_conflicts += conflicts_here ? 1 : 0;
    }

  g_assert_cmpuint (n_conflicts, ==, conflicts->len);
}

/* What was merged once is merged. */
static void
check_twice (HomeboxJsonMembers *old,
             HomeboxJsonMembers *ours,
             HomeboxJsonMembers *merged,
             GPtrArray *conflicts)
{
  g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HomeboxJsonMembers) twice = homebox_settings_merge (old, merged, ours, again);
  g_autofree char *text = homebox_json_members_to_text (merged);
  g_autofree char *twice_text = homebox_json_members_to_text (twice);

  g_assert_cmpstr (twice_text, ==, text);
  g_assert_cmpuint (again->len, ==, conflicts->len);
}

/* From the other side it comes to the same, but for what is in conflict. */
static void
check_mirrored (HomeboxJsonMembers *old,
                HomeboxJsonMembers *theirs,
                HomeboxJsonMembers *ours,
                HomeboxJsonMembers *merged,
                GPtrArray *conflicts)
{
  g_autoptr (GPtrArray) other_conflicts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HomeboxJsonMembers) other
      = homebox_settings_merge (old, ours, theirs, other_conflicts);

  g_assert_cmpuint (other_conflicts->len, ==, conflicts->len);
  for (guint i = 0; i < N_KEYS; i++)
    {
      const char *key = keys[i];

      g_assert_cmpint (has_conflict (conflicts, key), ==, has_conflict (other_conflicts, key));
      if (!has_conflict (conflicts, key))
        g_assert_true (homebox_json_text_equal (homebox_json_members_lookup (merged, key),
                                                homebox_json_members_lookup (other, key)));
    }
}

/* One change after the other, in whatever order, comes to the same as all at once. */
static void
check_order (HomeboxJsonMembers *old,
             HomeboxJsonMembers *theirs,
             HomeboxJsonMembers *ours,
             HomeboxJsonMembers *merged)
{
  g_autoptr (HomeboxJsonMembers) step = homebox_json_members_ref (theirs);
  guint first = (guint) g_test_rand_int_range (0, N_KEYS);
  guint stride = g_test_rand_bit () ? 1 : N_KEYS - 1;

  for (guint i = 0; i < N_KEYS; i++)
    {
      const char *key = keys[(first + i * stride) % N_KEYS];
      g_autoptr (HomeboxJsonMembers) one = homebox_json_members_copy (old);
      const char *value = homebox_json_members_lookup (ours, key);
      HomeboxJsonMembers *next;

      if (value != NULL)
        homebox_json_members_set (one, key, value);
      else
        homebox_json_members_remove (one, key);

      next = homebox_settings_merge (old, step, one, NULL);
      homebox_json_members_unref (step);
      step = next;
    }

  g_assert_true (homebox_json_members_equal (step, merged));
}

static void
test_properties (void)
{
  guint n_conflicts = 0;

  for (guint i = 0; i < N_TRIPLES; i++)
    {
      g_autofree char *old_text = make_object (0);
      g_autoptr (HomeboxJsonMembers) old = split (old_text);
      g_autoptr (HomeboxJsonMembers) theirs = change (old, 0);
      g_autoptr (HomeboxJsonMembers) ours = change (old, 0);
      g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (HomeboxJsonMembers) merged = NULL;
      g_autofree char *written = homebox_json_members_to_text (old);
      g_autofree char *merged_text = NULL;
      g_autoptr (HomeboxJsonMembers) again = NULL;

      /* What nobody touched stays, byte for byte. */
      g_assert_cmpstr (written, ==, old_text);

      merged = homebox_settings_merge (old, theirs, ours, conflicts);
      n_conflicts += conflicts->len > 0 ? 1 : 0;

      check_nothing_is_lost (old, theirs, ours, merged, conflicts);
      check_twice (old, ours, merged, conflicts);
      check_mirrored (old, theirs, ours, merged, conflicts);
      check_order (old, theirs, ours, merged);

      merged_text = homebox_json_members_to_text (merged);
      again = split (merged_text);
      g_assert_true (homebox_json_members_equal (again, merged));
    }

  g_test_message ("%u triples, %u with a conflict", N_TRIPLES, n_conflicts);
  g_assert_cmpuint (n_conflicts, >, N_TRIPLES / 100);
  g_assert_cmpuint (n_conflicts, <, N_TRIPLES);
}

static void
assert_merge (const char *old,
              const char *theirs,
              const char *ours,
              gboolean conflicts,
              const char *with_theirs,
              const char *with_ours,
              const char *with_old)
{
  g_auto (HomeboxValueMerge) merge = { 0 };

  homebox_value_merge (&merge, old, theirs, ours);
  g_assert_cmpint (merge.conflicts, ==, conflicts);
  g_assert_cmpstr (merge.theirs, ==, with_theirs);
  g_assert_cmpstr (merge.ours, ==, with_ours);
  g_assert_cmpstr (merge.old, ==, with_old);
}

static void
test_examples (void)
{
  assert_merge ("1", "1", "2", FALSE, "2", "2", "2");
  assert_merge ("1", "2", "1.0", FALSE, "2", "2", "2");
  assert_merge ("1", "2", "3", TRUE, "2", "3", "1");
  assert_merge (NULL, "1", NULL, FALSE, "1", "1", "1");
  assert_merge ("1", NULL, "1", FALSE, NULL, NULL, NULL);
  assert_merge ("1", NULL, "2", TRUE, NULL, "2", "1");
  assert_merge (NULL, "1", "2", TRUE, "1", "2", NULL);

  /* Arrays are one thing. */
  assert_merge ("[1,2]", "[1,3]", "[0,2]", TRUE, "[1,3]", "[0,2]", "[1,2]");

  assert_merge ("{\"x\":1,\"y\":1}", "{\"y\":1,\"x\":2}", "{\"x\":1,\"y\":3}", FALSE,
                "{\"y\":3,\"x\":2}", "{\"y\":3,\"x\":2}", "{\"y\":3,\"x\":2}");
  assert_merge ("{\"x\":1}", "{\"x\":2,\"t\":0}", "{\"x\":3,\"o\":0}", TRUE,
                "{\"x\":2,\"t\":0,\"o\":0}", "{\"x\":3,\"t\":0,\"o\":0}",
                "{\"x\":1,\"t\":0,\"o\":0}");
  assert_merge (NULL, "{\"a\":1}", "{\"b\":1}", FALSE, "{\"a\":1,\"b\":1}", "{\"a\":1,\"b\":1}",
                "{\"a\":1,\"b\":1}");
  assert_merge ("1", "{\"a\":1}", "{\"b\":1}", TRUE, "{\"a\":1}", "{\"b\":1}", "1");
}

/* Brackets without end overflow no stack. */
static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *ours = NULL;
  g_auto (HomeboxValueMerge) merge = { 0 };

  for (guint i = 0; i < 9000; i++)
    g_string_append (text, "{\"a\":");
  g_string_append_c (text, '1');
  for (guint i = 0; i < 9000; i++)
    g_string_append_c (text, '}');
  ours = g_strdup (text->str);
  *strchr (ours, '1') = '2';

  homebox_value_merge (&merge, text->str, text->str, ours);
  g_assert_false (merge.conflicts);
  g_assert_cmpstr (merge.theirs, ==, ours);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < N_KEYS; i++)
    keys[i] = homebox_json_text_shorten (names[i]);

  g_test_add_func ("/settings-merge/examples", test_examples);
  g_test_add_func ("/settings-merge/deep", test_deep);
  g_test_add_func ("/settings-merge/properties", test_properties);

  status = g_test_run ();
  for (guint i = 0; i < N_KEYS; i++)
    g_free (keys[i]);

  return status;
}
