#pragma once

#include "latchkey-account.h"

G_BEGIN_DECLS

struct _LatchkeyAccount
{
  GObject parent_instance;

  char *id;
  char *server;
  char *user_id;
  char *name;
  char *email;
  HomeboxTokenKind kind;
  GDateTime *expires_at;
  GDateTime *signed_in_at;
  GDateTime *last_refresh_at;

  /* All of them, `server` first, as a %NULL-terminated array. */
  GPtrArray *addresses;
  char *last_address;

  /* The API keys that were made for it: latchkey-account-own-keys.c. */
  GPtrArray *own_keys;

  /* Members of the record that a later version added, and addresses of a form unknown here; kept
   * for it. */
  JsonObject *unknown;
  GPtrArray *foreign_addresses;
};

LatchkeyAccount *latchkey_account_new_bare (const char *id,
                                            const char *server,
                                            const char *user_id,
                                            HomeboxTokenKind kind);
gboolean latchkey_account_is_address (const char *text);
GPtrArray *latchkey_account_new_own_keys (void);
void latchkey_account_copy_own_keys (LatchkeyAccount *self, LatchkeyAccount *other);
void latchkey_account_read_own_keys (LatchkeyAccount *self, JsonObject *object);
void latchkey_account_write_own_keys (LatchkeyAccount *self, JsonObject *object);
void latchkey_account_take_over (LatchkeyAccount *self, LatchkeyAccount *other);

G_END_DECLS
