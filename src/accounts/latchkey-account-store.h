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
 * Properties: `save-error` (#GError, nullable): why the list in memory is not on the disk.
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
LatchkeyAccount *latchkey_account_store_find (LatchkeyAccountStore *self,
                                              const char *server,
                                              const char *user_id);

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
