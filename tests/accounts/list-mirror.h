#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ListMirror:
 * @items: what the list is, if what it tells is true
 * @changes: what it told, as "POSITION-REMOVED+ADDED " each
 *
 * Follows a list by its signals alone, and asserts after each that they told the truth.
 */
typedef struct
{
  GListModel *model;
  GPtrArray *items;
  GString *changes;
} ListMirror;

ListMirror *list_mirror_new (GListModel *model);
void list_mirror_free (ListMirror *self);
char *list_mirror_take_changes (ListMirror *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ListMirror, list_mirror_free)

G_END_DECLS
