#pragma once

#include "latchkey-demo-group.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoExport:
 * @id: a UUID
 * @group_id: of which home
 * @created: when it was asked for, in microseconds of real time
 * @archive: what it will be
 *
 * A copy of everything in a home. The server takes a moment to make it.
 */
typedef struct
{
  char *id;
  char *group_id;
  gint64 created;
  GBytes *archive;
} LatchkeyDemoExport;

LatchkeyDemoExport *latchkey_demo_export_new (LatchkeyDemoGroup *group);
void latchkey_demo_export_free (LatchkeyDemoExport *self);

guint latchkey_demo_export_get_progress (LatchkeyDemoExport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoExport, latchkey_demo_export_free)

G_END_DECLS
