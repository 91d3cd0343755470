#include "raw-answer.h"

#include <string.h>

/*
 * raw_answer_new:
 * @then: what follows
 * @data: the bytes to send
 * @length: how many
 * @repeated: (nullable): what to send again and again after them
 *
 * Returns: (transfer full): a new answer
 */
RawAnswer *
raw_answer_new (RawThen then, gconstpointer data, gsize length, const char *repeated)
{
  RawAnswer *self = g_rc_box_new0 (RawAnswer);

  self->then = then;
  self->bytes = g_bytes_new (data, length);
  if (repeated != NULL)
    self->repeated = g_bytes_new (repeated, strlen (repeated));

  return self;
}

RawAnswer *
raw_answer_ref (RawAnswer *self)
{
  return g_rc_box_acquire (self);
}

static void
raw_answer_clear (gpointer data)
{
  RawAnswer *self = data;

  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->repeated, g_bytes_unref);
}

void
raw_answer_unref (RawAnswer *self)
{
  g_rc_box_release_full (self, raw_answer_clear);
}
