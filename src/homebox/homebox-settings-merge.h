#pragma once

#include "homebox-json-members.h"

G_BEGIN_DECLS

/**
 * HomeboxValueMerge:
 * @conflicts: whether the same thing was changed on both sides, differently
 * @theirs: (nullable): the merged value, with theirs wherever there is a conflict
 * @ours: (nullable): the same with ours
 * @old: (nullable): the same with what was there before
 *
 * A merged value: three times the same text when nothing conflicts. %NULL is "not there".
 */
typedef struct
{
  gboolean conflicts;
  char *theirs;
  char *ours;
  char *old;
} HomeboxValueMerge;

void homebox_value_merge (HomeboxValueMerge *merge,
                          const char *old,
                          const char *theirs,
                          const char *ours);
void homebox_value_merge_clear (HomeboxValueMerge *merge);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HomeboxValueMerge, homebox_value_merge_clear)

HomeboxJsonMembers *homebox_settings_merge (HomeboxJsonMembers *old,
                                            HomeboxJsonMembers *theirs,
                                            HomeboxJsonMembers *ours,
                                            GPtrArray *conflicts);

G_END_DECLS
