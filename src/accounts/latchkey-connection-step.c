#include "latchkey-connection-private.h"

/* It keeps no connection alive, and is late as soon as another one began. */
typedef struct
{
  GWeakRef connection;
  guint serial;
} Step;

/*
 * latchkey_connection_begin_step:
 * @self: a connection
 *
 * Begins something that waits for an answer, in place of what was waited for before, which is
 * cancelled. The connection's cancellable is that of the new step.
 *
 * Returns: (transfer full): what the callback hands to latchkey_connection_end_step()
 */
gpointer
latchkey_connection_begin_step (LatchkeyConnection *self)
{
  Step *step = g_new0 (Step, 1);

  latchkey_connection_abandon_step (self);
  self->cancellable = g_cancellable_new ();
  g_weak_ref_init (&step->connection, self);
  step->serial = self->serial;
  return step;
}

/*
 * latchkey_connection_end_step:
 * @step: (transfer full): what latchkey_connection_begin_step() returned
 *
 * Returns: (transfer full) (nullable): the connection, unless the answer comes too late for it
 */
LatchkeyConnection *
latchkey_connection_end_step (gpointer step)
{
  Step *ended = step;
  g_autoptr (LatchkeyConnection) self = g_weak_ref_get (&ended->connection);
  guint serial = ended->serial;

  g_weak_ref_clear (&ended->connection);
  g_free (ended);
  if (self == NULL || self->serial != serial)
    return NULL;
  return g_steal_pointer (&self);
}

/*
 * latchkey_connection_abandon_step:
 * @self: a connection
 *
 * Waits for nothing any more.
 */
void
latchkey_connection_abandon_step (LatchkeyConnection *self)
{
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  /* First: a cancelled call may answer at once. */
  self->serial++;
  g_cancellable_cancel (cancellable);
}
