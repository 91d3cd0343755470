#include "latchkey-weak.h"

/**
 * latchkey_weak_new:
 * @object: (type GObject): who waits for an answer
 *
 * What a widget hands to an asynchronous call as its data: it keeps nothing alive, so that a page
 * can go while its request is under way, and the late answer finds nothing to touch.
 *
 * Returns: (transfer full): data for the callback, which passes it to latchkey_weak_take()
 */
gpointer
latchkey_weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);

  return weak;
}

/**
 * latchkey_weak_take:
 * @weak: (transfer full): what latchkey_weak_new() returned
 *
 * Returns: (type GObject) (transfer full) (nullable): who waited, or %NULL if it is gone
 */
gpointer
latchkey_weak_take (gpointer weak)
{
  gpointer object = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);

  return object;
}
