#include "homebox-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _HomeboxSecret
{
  gatomicrefcount ref_count;
  char *text;
  gsize length;
  gsize mapped;
};

G_DEFINE_BOXED_TYPE (HomeboxSecret, homebox_secret, homebox_secret_ref, homebox_secret_unref)

/* Own pages: advice to the kernel works on whole pages only, and the heap keeps nothing behind. */
static char *
map_pages (gsize size)
{
  char *pages = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (pages == MAP_FAILED)
    g_error ("Out of memory for a secret of %" G_GSIZE_FORMAT " bytes", size);

  /* Both are refused in some containers or over a quota. A secret that may be swapped is still
   * better than a program that does not start. */
  (void) mlock (pages, size);
  (void) madvise (pages, size, MADV_DONTDUMP);

  return pages;
}

/**
 * homebox_secret_new:
 * @text: the secret text
 *
 * Copies @text into memory of its own. The copy of the caller is the caller's to wipe, see
 * homebox_secret_new_take() and homebox_secret_wipe_string().
 *
 * Returns: (transfer full): a new secret
 */
HomeboxSecret *
homebox_secret_new (const char *text)
{
  HomeboxSecret *self;
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (HomeboxSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->length = strlen (text);
  self->mapped = (self->length / page + 1) * page;
  self->text = map_pages (self->mapped);
  memcpy (self->text, text, self->length + 1);

  return self;
}

/**
 * homebox_secret_new_take:
 * @text: (transfer full): the secret text, allocated with g_malloc()
 *
 * Moves @text into memory of its own: what was given is overwritten and freed.
 *
 * Returns: (transfer full): a new secret
 */
HomeboxSecret *
homebox_secret_new_take (char *text)
{
  HomeboxSecret *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = homebox_secret_new (text);
  homebox_secret_free_string (text);

  return self;
}

/**
 * homebox_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self, with one more reference
 */
HomeboxSecret *
homebox_secret_ref (HomeboxSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * homebox_secret_unref:
 * @self: (transfer full): a secret
 *
 * Lets go of a reference. With the last one the text is overwritten.
 */
void
homebox_secret_unref (HomeboxSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  explicit_bzero (self->text, self->mapped);
  (void) munmap (self->text, self->mapped);
  g_free (self);
}

/**
 * homebox_secret_peek:
 * @self: a secret
 *
 * The text itself, for handing to what needs it. Keep no copy.
 *
 * Returns: (transfer none): the text, valid as long as @self is
 */
const char *
homebox_secret_peek (HomeboxSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * homebox_secret_get_length:
 * @self: a secret
 *
 * Returns: the length of the text in bytes
 */
gsize
homebox_secret_get_length (HomeboxSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * homebox_secret_equal:
 * @self: a secret
 * @other: another one
 *
 * Compares two secrets, in a time that depends on their lengths only.
 *
 * Returns: whether the texts are the same
 */
gboolean
homebox_secret_equal (HomeboxSecret *self, HomeboxSecret *other)
{
  guint8 difference = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (self->length != other->length)
    return FALSE;

  for (gsize i = 0; i < self->length; i++)
    difference |= (guint8) self->text[i] ^ (guint8) other->text[i];

  return difference == 0;
}

/**
 * homebox_secret_to_bytes:
 * @self: a secret
 *
 * The text without its final NUL, as bytes that share the memory of @self and keep it alive.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
homebox_secret_to_bytes (HomeboxSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_bytes_new_with_free_func (self->text, self->length,
                                     (GDestroyNotify) homebox_secret_unref,
                                     homebox_secret_ref (self));
}

/**
 * homebox_secret_wipe_string:
 * @text: (nullable): a string
 *
 * Overwrites @text up to its end, which leaves it empty. It is not freed.
 *
 * For text that could not live in a #HomeboxSecret, such as what another library returned.
 */
void
homebox_secret_wipe_string (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
}

/**
 * homebox_secret_free_string:
 * @text: (transfer full) (nullable): a string, allocated with g_malloc()
 *
 * Overwrites @text like homebox_secret_wipe_string(), and frees it.
 */
void
homebox_secret_free_string (char *text)
{
  homebox_secret_wipe_string (text);
  g_free (text);
}
