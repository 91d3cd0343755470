#include "latchkey-account-store-private.h"

#include "latchkey-account-file.h"

/* A look does not keep the store: nobody waits for it. */
static LatchkeyAccountStore *
take_store (GWeakRef *reference)
{
  LatchkeyAccountStore *self = g_weak_ref_get (reference);

  g_weak_ref_clear (reference);
  g_free (reference);
  return self;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) self = take_store (user_data);
  g_autoptr (GBytes) content = latchkey_account_file_read_finish (result, NULL);
  g_autoptr (LatchkeyAccountDocument) theirs = NULL;
  gboolean newer = FALSE;

  if (self == NULL)
    return;

  /* One that cannot be read may be half written by hand. What it is, the next save says. */
  if (content != NULL && (self->seen == NULL || !g_bytes_equal (content, self->seen)))
    theirs = latchkey_account_document_parse (content, &newer);
  if (theirs != NULL)
    latchkey_account_store_take_in (self, g_steal_pointer (&theirs), content);
  self->busy = FALSE;
  latchkey_account_store_next (self);
}

/*
 * latchkey_account_store_look:
 * @self: a store that does nothing else
 *
 * Reads the file, and takes in what others wrote into it. It needs no lock, since the file is
 * replaced as a whole.
 */
void
latchkey_account_store_look (LatchkeyAccountStore *self)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  self->busy = TRUE;
  self->look_again = FALSE;
  g_weak_ref_init (reference, self);
  latchkey_account_file_read_async (self->file, on_looked, reference);
}

static void
on_changed (LatchkeyAccountStore *self)
{
  self->look_again = TRUE;
  latchkey_account_store_next (self);
}

/*
 * latchkey_account_store_watch:
 * @self: a store
 *
 * Begins to follow what others write, unless it does already or the folder is not there yet: a
 * folder that is not there can only be watched by looking for it again and again.
 */
void
latchkey_account_store_watch (LatchkeyAccountStore *self)
{
  g_autoptr (GError) problem = NULL;

  if (self->monitor != NULL || self->blocked != NULL || !g_file_query_exists (self->folder, NULL))
    return;
  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_NONE, NULL, &problem);
  if (self->monitor == NULL)
    {
      g_debug ("The list of accounts is not followed: %s", problem->message);
      return;
    }
  g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_changed), self);
}
