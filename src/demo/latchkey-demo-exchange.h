#pragma once

#include "latchkey-demo-provider.h"
#include "latchkey-demo-store.h"
#include "latchkey-demo-version.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LatchkeyDemoExchange:
 * @version: which Homebox the server is
 * @flags: how it is set up
 * @store: what it knows
 * @provider: (nullable): through whom people may sign in
 * @hostname: (nullable): what the administrator says the server is called
 * @message: the request, and the answer as far as there is one
 * @query: the parameters behind the `?`
 * @parameter: (nullable): the variable part of the path
 * @token: (nullable): what the person identified with, without `Bearer`
 * @is_api_key: whether that is an API key
 * @person: (nullable): who sent the request
 * @group: (nullable): the home it is about
 * @changes_settings: set by the endpoint when everybody listening has to hear of it
 *
 * A request and the answer to it, as an endpoint sees it.
 */
typedef struct
{
  LatchkeyDemoVersion version;
  LatchkeyDemoFlags flags;
  LatchkeyDemoStore *store;
  LatchkeyDemoProvider *provider;
  const char *hostname;
  SoupServerMessage *message;
  GHashTable *query;
  char *parameter;
  char *token;
  gboolean is_api_key;
  LatchkeyDemoPerson *person;
  LatchkeyDemoGroup *group;
  gboolean changes_settings;
} LatchkeyDemoExchange;

LatchkeyDemoExchange *latchkey_demo_exchange_new (LatchkeyDemoVersion version,
                                                  LatchkeyDemoFlags flags,
                                                  LatchkeyDemoStore *store,
                                                  SoupServerMessage *message);
void latchkey_demo_exchange_free (LatchkeyDemoExchange *self);

gboolean latchkey_demo_exchange_authenticate (LatchkeyDemoExchange *self);

GBytes *latchkey_demo_exchange_get_body (LatchkeyDemoExchange *self);
char *latchkey_demo_exchange_dup_cookie (LatchkeyDemoExchange *self, const char *name);
gboolean latchkey_demo_exchange_decode (LatchkeyDemoExchange *self,
                                        const char *type_name,
                                        char **problem,
                                        const char *member,
                                        ...) G_GNUC_NULL_TERMINATED;

void latchkey_demo_exchange_reply (LatchkeyDemoExchange *self, guint status);
void latchkey_demo_exchange_reply_text (LatchkeyDemoExchange *self,
                                        guint status,
                                        const char *content_type,
                                        const char *text);
void latchkey_demo_exchange_reply_json (LatchkeyDemoExchange *self,
                                        guint status,
                                        JsonBuilder *builder);
void latchkey_demo_exchange_reply_error (LatchkeyDemoExchange *self,
                                         guint status,
                                         const char *text);
void latchkey_demo_exchange_reply_field_error (LatchkeyDemoExchange *self,
                                               const char *field,
                                               const char *text);
void latchkey_demo_exchange_reply_demo_refusal (LatchkeyDemoExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoExchange, latchkey_demo_exchange_free)

G_END_DECLS
