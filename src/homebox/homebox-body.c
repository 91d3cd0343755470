#include "homebox-body.h"

#include <string.h>

/* Most answers of Homebox are smaller. */
#define FIRST_SIZE 4096

struct _HomeboxBody
{
  char *data;
  gsize length;
  gsize size;
};

/*
 * homebox_body_new:
 *
 * Returns: (transfer full): an empty body
 */
HomeboxBody *
homebox_body_new (void)
{
  HomeboxBody *self = g_new0 (HomeboxBody, 1);

  self->size = FIRST_SIZE;
  self->data = g_malloc (self->size);

  return self;
}

/*
 * homebox_body_free:
 * @self: (transfer full): a body
 *
 * Overwrites and frees what was read.
 */
void
homebox_body_free (HomeboxBody *self)
{
  explicit_bzero (self->data, self->length);
  g_free (self->data);
  g_free (self);
}

/*
 * homebox_body_reserve:
 * @self: a body
 * @room: (out): how many bytes may be written, at least one
 *
 * Finds a place for what comes next. homebox_body_add() tells how much of it was written.
 *
 * Returns: (transfer none): where to write
 */
char *
homebox_body_reserve (HomeboxBody *self, gsize *room)
{
  if (self->length == self->size)
    {
      char *data = g_malloc (self->size * 2);

      memcpy (data, self->data, self->length);
      explicit_bzero (self->data, self->length);
      g_free (self->data);
      self->data = data;
      self->size *= 2;
    }

  *room = self->size - self->length;

  return self->data + self->length;
}

/*
 * homebox_body_add:
 * @self: a body
 * @length: how much was written where homebox_body_reserve() said, in bytes
 */
void
homebox_body_add (HomeboxBody *self, gsize length)
{
  self->length += length;
}

/*
 * homebox_body_get_length:
 * @self: a body
 *
 * Returns: how much was read so far, in bytes
 */
gsize
homebox_body_get_length (HomeboxBody *self)
{
  return self->length;
}

/*
 * homebox_body_peek:
 * @self: a body
 *
 * Returns: (transfer none): what was read so far, without a NUL at its end
 */
const char *
homebox_body_peek (HomeboxBody *self)
{
  return self->data;
}

/*
 * homebox_body_free_to_bytes:
 * @self: (transfer full): a body
 *
 * Returns: (transfer full): what was read, overwritten when the last reference to it goes
 */
GBytes *
homebox_body_free_to_bytes (HomeboxBody *self)
{
  return g_bytes_new_with_free_func (self->data, self->length, (GDestroyNotify) homebox_body_free,
                                     self);
}
