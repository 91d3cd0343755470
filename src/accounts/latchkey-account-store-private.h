#pragma once

#include "latchkey-account-document.h"
#include "latchkey-account-store.h"
#include "latchkey-lock.h"

G_BEGIN_DECLS

/*
 * LatchkeyAccountStore:
 * @accounts: the list
 * @current: (nullable): the one used last; may be off the list
 * @current_chosen: whether that is not on the disk yet
 * @base: what was last read from the disk or written to it: what the list is compared with
 * @seen: (nullable): the very bytes of it
 * @blocked: (nullable): why the file must not be replaced: it holds something that was not read
 * @left_behind: (nullable): what could not be deleted of an account that was removed
 * @lock_limit: how long to wait for another process that writes, in milliseconds
 * @busy: whether the file is being read or written; one thing at a time
 * @look_again: whether the file changed meanwhile
 * @writing_for: (element-type GTask) (nullable): who waits for the write under way
 * @written: (nullable): what is being written
 * @written_content: (nullable): the same in bytes
 * @written_choice: whether that tells which account is current
 * @lock: (nullable): held for the write
 * @waiting: (element-type GTask): who waits for the next write
 */
struct _LatchkeyAccountStore
{
  GObject parent_instance;

  GFile *folder;
  GFile *file;
  GFile *damaged_file;
  GFileMonitor *monitor;

  GPtrArray *accounts;
  LatchkeyAccount *current;
  gboolean current_chosen;

  LatchkeyAccountDocument *base;
  GBytes *seen;
  GError *blocked;
  GError *save_error;
  GError *left_behind;

  guint lock_limit;
  gboolean busy;
  gboolean look_again;
  GPtrArray *writing_for;
  LatchkeyAccountDocument *written;
  GBytes *written_content;
  gboolean written_choice;
  LatchkeyLock *lock;
  GPtrArray *waiting;
};

/* The list: latchkey-account-store.c and latchkey-account-store-show.c. */
LatchkeyAccountDocument *latchkey_account_store_describe (LatchkeyAccountStore *self);
void latchkey_account_store_show (LatchkeyAccountStore *self, LatchkeyAccountDocument *document);
LatchkeyAccount *latchkey_account_store_dup_current (LatchkeyAccountStore *self);
void latchkey_account_store_notify_current (LatchkeyAccountStore *self, LatchkeyAccount *before);
void latchkey_account_store_set_save_error (LatchkeyAccountStore *self, const GError *problem);
void latchkey_account_store_set_damaged_file (LatchkeyAccountStore *self, GFile *file);

/* The file: latchkey-account-store-load.c, -save.c and -follow.c. */
void latchkey_account_store_save (LatchkeyAccountStore *self, GTask *task);
void latchkey_account_store_next (LatchkeyAccountStore *self);
void latchkey_account_store_take_in (LatchkeyAccountStore *self,
                                     LatchkeyAccountDocument *theirs,
                                     GBytes *content);
void latchkey_account_store_watch (LatchkeyAccountStore *self);
void latchkey_account_store_look (LatchkeyAccountStore *self);

G_END_DECLS
