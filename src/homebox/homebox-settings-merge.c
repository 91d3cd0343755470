#include "homebox-settings-merge.h"

#include <string.h>

/* As deep as objects are merged member by member, which is done recursively: deeper ones are merged
 * as a whole. */
#define MAX_DEPTH 64

static void merge_at (HomeboxValueMerge *merge,
                      const char *old,
                      const char *theirs,
                      const char *ours,
                      guint depth);

static void
take (HomeboxValueMerge *merge, const char *value)
{
  merge->conflicts = FALSE;
  merge->theirs = g_strdup (value);
  merge->ours = g_strdup (value);
  merge->old = g_strdup (value);
}

static void
put (HomeboxJsonMembers *object, const char *name, const char *value)
{
  if (value != NULL)
    homebox_json_members_set (object, name, value);
  else
    homebox_json_members_remove (object, name);
}

/* @name is a copy: the member it comes from may be replaced. */
static void
merge_member (HomeboxJsonMembers *old,
              HomeboxJsonMembers *theirs,
              HomeboxJsonMembers *ours,
              HomeboxJsonMembers *const results[3],
              const char *name,
              guint depth,
              gboolean *conflicts)
{
  g_auto (HomeboxValueMerge) merge = { 0 };

  merge_at (&merge, homebox_json_members_lookup (old, name),
            homebox_json_members_lookup (theirs, name), homebox_json_members_lookup (ours, name),
            depth);
  put (results[0], name, merge.theirs);
  put (results[1], name, merge.ours);
  put (results[2], name, merge.old);
  *conflicts = *conflicts || merge.conflicts;
}

/* What nobody changed keeps the text and the place that it has in theirs. */
static void
merge_objects (HomeboxValueMerge *merge,
               const char *old_text,
               const char *theirs_text,
               const char *ours_text,
               guint depth)
{
  g_autoptr (HomeboxJsonMembers) old
      = old_text != NULL ? homebox_json_members_split (old_text) : homebox_json_members_new ();
  g_autoptr (HomeboxJsonMembers) theirs = homebox_json_members_split (theirs_text);
  g_autoptr (HomeboxJsonMembers) ours = homebox_json_members_split (ours_text);
  g_autoptr (HomeboxJsonMembers) with_theirs = homebox_json_members_copy (theirs);
  g_autoptr (HomeboxJsonMembers) with_ours = homebox_json_members_copy (theirs);
  g_autoptr (HomeboxJsonMembers) with_old = homebox_json_members_copy (theirs);
  HomeboxJsonMembers *const results[3] = { with_theirs, with_ours, with_old };

  for (guint i = 0; i < homebox_json_members_get_n (theirs); i++)
    merge_member (old, theirs, ours, results, homebox_json_members_get (theirs, i)->name, depth + 1,
                  &merge->conflicts);

  for (guint i = 0; i < homebox_json_members_get_n (ours); i++)
    {
      const char *name = homebox_json_members_get (ours, i)->name;

      if (homebox_json_members_lookup (theirs, name) == NULL)
        merge_member (old, theirs, ours, results, name, depth + 1, &merge->conflicts);
    }

  merge->theirs = homebox_json_members_to_text (with_theirs);
  merge->ours = homebox_json_members_to_text (with_ours);
  merge->old = homebox_json_members_to_text (with_old);
}

static void
merge_at (HomeboxValueMerge *merge,
          const char *old,
          const char *theirs,
          const char *ours,
          guint depth)
{
  HomeboxJsonKind old_kind;

  if (homebox_json_text_equal (ours, theirs) || homebox_json_text_equal (ours, old))
    {
      take (merge, theirs);
      return;
    }

  if (homebox_json_text_equal (theirs, old))
    {
      take (merge, ours);
      return;
    }

  old_kind = homebox_json_text_get_kind (old);
  if (depth < MAX_DEPTH && homebox_json_text_get_kind (ours) == HOMEBOX_JSON_OBJECT
      && homebox_json_text_get_kind (theirs) == HOMEBOX_JSON_OBJECT
      && (old_kind == HOMEBOX_JSON_OBJECT || old_kind == HOMEBOX_JSON_ABSENT))
    {
      merge_objects (merge, old, theirs, ours, depth);
      return;
    }

  merge->conflicts = TRUE;
  merge->theirs = g_strdup (theirs);
  merge->ours = g_strdup (ours);
  merge->old = g_strdup (old);
}

/**
 * homebox_value_merge:
 * @merge: (out caller-allocates): the result, to be cleared with homebox_value_merge_clear()
 * @old: (nullable): the valid JSON text of the value that both sides started from, or %NULL if it
 *   was not there
 * @theirs: (nullable): what one side made of it, or %NULL if that removed it
 * @ours: (nullable): what the other made of it
 *
 * Merges one value. What only one side changed is as that side has it, letter by letter; what both
 * changed to the same, too. Objects are merged member by member, also where both sides added one;
 * arrays and everything else as a whole. "The same" is homebox_json_text_equal().
 */
void
homebox_value_merge (HomeboxValueMerge *merge,
                     const char *old,
                     const char *theirs,
                     const char *ours)
{
  g_return_if_fail (merge != NULL);

  memset (merge, 0, sizeof *merge);
  merge_at (merge, old, theirs, ours, 0);
}

/**
 * homebox_value_merge_clear:
 * @merge: a result
 *
 * Frees what is in it.
 */
void
homebox_value_merge_clear (HomeboxValueMerge *merge)
{
  g_clear_pointer (&merge->theirs, g_free);
  g_clear_pointer (&merge->ours, g_free);
  g_clear_pointer (&merge->old, g_free);
}

static void
merge_name (HomeboxJsonMembers *merged,
            HomeboxJsonMembers *old,
            HomeboxJsonMembers *theirs,
            HomeboxJsonMembers *ours,
            const char *name,
            GPtrArray *conflicts)
{
  g_auto (HomeboxValueMerge) merge = { 0 };

  homebox_value_merge (&merge, homebox_json_members_lookup (old, name),
                       homebox_json_members_lookup (theirs, name),
                       homebox_json_members_lookup (ours, name));
  put (merged, name, merge.theirs);
  if (merge.conflicts && conflicts != NULL)
    g_ptr_array_add (conflicts, g_strdup (name));
}

/**
 * homebox_settings_merge:
 * @old: the settings that both sides started from
 * @theirs: what one side made of them
 * @ours: what the other made of them
 * @conflicts: (nullable) (element-type utf8): where to add the names (as in #HomeboxJsonMember,
 *   transfer full) of what both sides changed, differently
 *
 * Merges whole settings, each key by itself, see homebox_value_merge(). Where there is a conflict,
 * the result has what theirs has.
 *
 * Returns: (transfer full): the merged settings, in the order of theirs
 */
HomeboxJsonMembers *
homebox_settings_merge (HomeboxJsonMembers *old,
                        HomeboxJsonMembers *theirs,
                        HomeboxJsonMembers *ours,
                        GPtrArray *conflicts)
{
  HomeboxJsonMembers *merged;

  g_return_val_if_fail (old != NULL && theirs != NULL && ours != NULL, NULL);

  merged = homebox_json_members_copy (theirs);
  for (guint i = 0; i < homebox_json_members_get_n (theirs); i++)
    merge_name (merged, old, theirs, ours, homebox_json_members_get (theirs, i)->name, conflicts);

  for (guint i = 0; i < homebox_json_members_get_n (ours); i++)
    {
      const char *name = homebox_json_members_get (ours, i)->name;

      if (homebox_json_members_lookup (theirs, name) == NULL)
        merge_name (merged, old, theirs, ours, name, conflicts);
    }

  return merged;
}
