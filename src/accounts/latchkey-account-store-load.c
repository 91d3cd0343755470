#include "latchkey-account-store-private.h"

#include "latchkey-account-file.h"

#include <glib/gi18n-lib.h>

static gboolean
load_set_aside (LatchkeyAccountStore *self, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GFile) damaged = latchkey_account_file_set_aside (self->file, &self->blocked);

  if (damaged == NULL)
    {
      g_propagate_error (error, g_error_copy (self->blocked));
      return FALSE;
    }
  latchkey_account_store_set_damaged_file (self, damaged);
  latchkey_account_store_watch (self);
  name = g_file_get_parse_name (damaged);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: %s is the name of a file */
               _("The list of your accounts could not be read. It was kept as “%s”. "
                 "Sign in again to start a new list."),
               name);
  return FALSE;
}

static gboolean
block (LatchkeyAccountStore *self, GError *problem, GError **error)
{
  self->blocked = problem;
  g_propagate_error (error, g_error_copy (problem));
  return FALSE;
}

/**
 * latchkey_account_store_load:
 * @self: a store that was not loaded yet
 * @error: return location for an error
 *
 * Reads the file. This is synchronous on purpose: it is one small local file (1 MiB at most, in
 * practice some hundred bytes), and it has to be known before the first frame is drawn, since that
 * frame shows the profile. A round through the main loop would show an empty window first.
 *
 * No file is no error: the store is then empty. Whatever fails, the store can be used:
 *
 * - A file that is damaged (or empty, too large, not a file at all) is set aside, see
 *   latchkey_account_store_get_damaged_file(), and the store starts empty:
 *   %G_IO_ERROR_INVALID_DATA.
 * - A file that must not be touched (it may not be read, a later version of Latchkey
 *   wrote it, or it is damaged and could not be set aside) stays where it is; the store starts
 *   empty, keeps what is added in memory, and every attempt to save fails with the same error.
 *
 * A single account that this version does not understand is kept in the file and not shown.
 *
 * Returns: %TRUE if the file was read or there is none; otherwise %FALSE and @error with a
 *   message for the person
 */
gboolean
latchkey_account_store_load (LatchkeyAccountStore *self, GError **error)
{
  g_autoptr (LatchkeyLock) lock = NULL;
  gboolean is_damaged = FALSE;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), FALSE);
  g_return_val_if_fail (self->accounts->len == 0 && self->seen == NULL, FALSE);

  while (TRUE)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (GBytes) content = latchkey_account_file_read (self->file, &problem);
      LatchkeyAccountDocument *document = NULL;
      gboolean newer = FALSE;

      if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          latchkey_account_store_watch (self);
          return TRUE;
        }
      if (problem != NULL && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
        return block (self, g_steal_pointer (&problem), error);

      if (content != NULL)
        document = latchkey_account_document_parse (content, &newer);
      if (document != NULL)
        {
          latchkey_account_store_take_in (self, document, content);
          latchkey_account_store_watch (self);
          return TRUE;
        }
      if (newer)
        return block (self, latchkey_account_file_new_newer_error (), error);

      /* Another process may be setting the same file aside, and write a new one: looked at again
       * when it cannot do so. Without a lock, the worst is that two files are set aside. */
      if (is_damaged)
        return load_set_aside (self, error);
      is_damaged = TRUE;
      lock = latchkey_lock_try (self->folder, LATCHKEY_LOCK_ACCOUNTS, NULL);
    }
}
