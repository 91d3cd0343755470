#pragma once

#include "latchkey-account.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNT_STORE (latchkey_account_store_get_type ())

/**
 * LatchkeyAccountStore:
 *
 * The accounts on this computer, as a #GListModel of #LatchkeyAccount, kept in one file
 * (`accounts.json` in the data folder, mode 0600).
 *
 * The file is replaced as a whole, and what was written is on the disk before the old one goes.
 * Members that this version does not know are kept. A file that cannot be read as accounts is set
 * aside under another name, never overwritten.
 *
 * Several processes may use one file. It is replaced under %LATCHKEY_LOCK_ACCOUNTS, after what
 * others wrote meanwhile was merged in; and what others write shows up in the list by itself. So an
 * account may be added, change, move and go without anything being done here: that is what
 * #GListModel::items-changed and #GObject::notify are for. An account that is still the same stays
 * the same object. How a change on either side is merged:
 *
 * - members of a record: each by itself; the one saved last, where both changed the same one;
 * - addresses: what either added or took away;
 * - an account that one took off the list goes, unless the other signed in to it anew
 *   (`signed-in-at`);
 * - the same person on the same server, added by both, becomes one account;
 * - the order: that of whoever moved something, saved last where both did.
 *
 * Properties:
 *
 * - `save-error` (#GError, nullable): why the list in memory is not on the disk, or what of an
 *   account that was removed still is.
 * - `current` (#LatchkeyAccount, nullable): see latchkey_account_store_get_current(). What is
 *   current in another process is no change of it.
 * - `damaged-file` (#GFile, nullable): where a file that could not be read was moved.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountStore,
                      latchkey_account_store,
                      LATCHKEY,
                      ACCOUNT_STORE,
                      GObject)

LatchkeyAccountStore *latchkey_account_store_new (GFile *folder);

gboolean latchkey_account_store_load (LatchkeyAccountStore *self, GError **error);
GFile *latchkey_account_store_get_damaged_file (LatchkeyAccountStore *self);
const GError *latchkey_account_store_get_save_error (LatchkeyAccountStore *self);

LatchkeyAccount *latchkey_account_store_get_current (LatchkeyAccountStore *self);
void latchkey_account_store_set_current (LatchkeyAccountStore *self, LatchkeyAccount *account);
void latchkey_account_store_move (LatchkeyAccountStore *self,
                                  LatchkeyAccount *account,
                                  guint position);
LatchkeyAccount *latchkey_account_store_find (LatchkeyAccountStore *self,
                                              const char *server,
                                              const char *user_id);
LatchkeyAccount *latchkey_account_store_find_elsewhere (LatchkeyAccountStore *self,
                                                        const char *server,
                                                        const char *user_id);

GFile *latchkey_account_store_get_data_folder (LatchkeyAccountStore *self);
GFile *latchkey_account_store_get_folder (LatchkeyAccountStore *self, LatchkeyAccount *account);

void latchkey_account_store_add_async (LatchkeyAccountStore *self,
                                       LatchkeyAccount *account,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
latchkey_account_store_add_finish (LatchkeyAccountStore *self,
                                   GAsyncResult *result,
                                   GError **error);

void latchkey_account_store_remove_async (LatchkeyAccountStore *self,
                                          LatchkeyAccount *account,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean latchkey_account_store_remove_finish (LatchkeyAccountStore *self,
                                               GAsyncResult *result,
                                               GError **error);

void latchkey_account_store_save_async (LatchkeyAccountStore *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
latchkey_account_store_save_finish (LatchkeyAccountStore *self,
                                    GAsyncResult *result,
                                    GError **error);

G_END_DECLS
