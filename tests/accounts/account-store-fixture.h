#pragma once

#include "await.h"
#include "latchkey-account-store.h"

G_BEGIN_DECLS

/**
 * StoreFixture:
 * @home: a folder of its own, removed with everything in it
 * @folder: the folder below it that is given to the store; not made yet
 * @path: the file that the store keeps
 *
 * What a test of the account store starts with.
 */
typedef struct
{
  char *home;
  char *folder;
  char *path;
} StoreFixture;

void store_fixture_set_up (StoreFixture *fixture, gconstpointer user_data);
void store_fixture_tear_down (StoreFixture *fixture, gconstpointer user_data);
LatchkeyAccountStore *store_fixture_new_store (StoreFixture *fixture);
LatchkeyAccountStore *store_fixture_new_loaded_store (StoreFixture *fixture);
void store_fixture_write (StoreFixture *fixture, const char *text, gssize length);

/* Root may do everything: become somebody who may not, and root again. */
void store_fixture_drop_privileges (StoreFixture *fixture);
void store_fixture_regain_privileges (void);

guint store_count (LatchkeyAccountStore *store);
gboolean store_add (LatchkeyAccountStore *store, LatchkeyAccount *account, GError **error);
LatchkeyAccount *
store_add_new (LatchkeyAccountStore *store, const char *server, const char *user_id);
gboolean store_remove (LatchkeyAccountStore *store, LatchkeyAccount *account, GError **error);
gboolean store_save (LatchkeyAccountStore *store, GError **error);

void rename_person (LatchkeyAccount *account, const char *name);
void assert_file_contains (const char *path, const char *expected);

G_END_DECLS
