#include "await.h"

/*
 * await_store:
 * @source: (nullable): what the call was made on
 * @result: the result
 * @slot: a `GAsyncResult *` that is %NULL
 *
 * The callback for a call that await() waits for.
 */
void
await_store (GObject *source, GAsyncResult *result, gpointer slot)
{
  GAsyncResult **kept = slot;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

/*
 * await:
 * @slot: what was given to await_store()
 *
 * Runs the main context until the result is there.
 *
 * Returns: (transfer none): the result, owned by @slot
 */
GAsyncResult *
await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *slot;
}
