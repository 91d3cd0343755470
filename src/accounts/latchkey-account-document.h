#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * LatchkeyAccountDocument:
 * @current: (nullable): the id of the account that was used last
 * @records: (element-type JsonNode): the accounts in their order, each an object as
 *   latchkey_account_to_json() writes it; no two have the same id, or the same owner (one person on
 *   one server), which is what an account is known by
 * @by_id: (element-type utf8 JsonObject): the same
 * @by_owner: (element-type utf8 JsonObject): the same, by latchkey_account_record_dup_owner()
 * @foreign: (element-type JsonNode): accounts of a kind that this version does not know
 * @members: what else there is, which this version does not know
 *
 * What the account file says at one moment, apart from any #LatchkeyAccount. Not changed any more
 * once it is made.
 */
typedef struct
{
  char *current;
  GPtrArray *records;
  GHashTable *by_id;
  GHashTable *by_owner;
  GPtrArray *foreign;
  JsonObject *members;
} LatchkeyAccountDocument;

LatchkeyAccountDocument *latchkey_account_document_new (void);
LatchkeyAccountDocument *latchkey_account_document_new_like (LatchkeyAccountDocument *other);
LatchkeyAccountDocument *latchkey_account_document_parse (GBytes *content, gboolean *newer);
void latchkey_account_document_free (LatchkeyAccountDocument *self);

GBytes *latchkey_account_document_serialize (LatchkeyAccountDocument *self);
gboolean latchkey_account_document_add (LatchkeyAccountDocument *self, JsonNode *record);
JsonObject *latchkey_account_document_find (LatchkeyAccountDocument *self, const char *id);
JsonObject *
latchkey_account_document_find_owner (LatchkeyAccountDocument *self, const char *owner);

const char *latchkey_account_record_get_id (JsonObject *record);
char *latchkey_account_record_dup_owner (JsonObject *record);
JsonObject *latchkey_account_document_get_record (LatchkeyAccountDocument *self, guint position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyAccountDocument, latchkey_account_document_free)

G_END_DECLS
