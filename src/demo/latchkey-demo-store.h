#pragma once

#include "latchkey-demo-api-key.h"
#include "latchkey-demo-export.h"
#include "latchkey-demo-group.h"
#include "latchkey-demo-invitation.h"
#include "latchkey-demo-person.h"
#include "latchkey-demo-session.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoStore:
 * @people: (element-type LatchkeyDemoPerson): all accounts
 * @groups: (element-type LatchkeyDemoGroup): all homes, in the order of their ids
 * @sessions: (element-type LatchkeyDemoSession): who is signed in
 * @api_keys: (element-type LatchkeyDemoApiKey): all API keys
 * @invitations: (element-type LatchkeyDemoInvitation): all invitations, spent ones too
 * @exports: (element-type LatchkeyDemoExport): all exports
 *
 * What a #LatchkeyDemoServer knows, in memory only. The arrays own what is in them; everything
 * else points into them.
 */
typedef struct
{
  GPtrArray *people;
  GPtrArray *groups;
  GPtrArray *sessions;
  GPtrArray *api_keys;
  GPtrArray *invitations;
  GPtrArray *exports;
} LatchkeyDemoStore;

LatchkeyDemoStore *latchkey_demo_store_new (void);
void latchkey_demo_store_free (LatchkeyDemoStore *self);

void latchkey_demo_store_add_person (LatchkeyDemoStore *self, LatchkeyDemoPerson *person);
void latchkey_demo_store_remove_person (LatchkeyDemoStore *self, LatchkeyDemoPerson *person);
void latchkey_demo_store_lock_out (LatchkeyDemoStore *self, LatchkeyDemoPerson *person);
LatchkeyDemoPerson *latchkey_demo_store_find_person (LatchkeyDemoStore *self, const char *id);
LatchkeyDemoPerson *latchkey_demo_store_find_email (LatchkeyDemoStore *self, const char *email);
LatchkeyDemoPerson *latchkey_demo_store_find_oidc (LatchkeyDemoStore *self,
                                                   const char *issuer,
                                                   const char *subject);
gboolean latchkey_demo_store_is_email_taken (LatchkeyDemoStore *self,
                                             const char *email,
                                             LatchkeyDemoPerson *except);

void latchkey_demo_store_add_group (LatchkeyDemoStore *self,
                                    LatchkeyDemoGroup *group,
                                    LatchkeyDemoPerson *owner);
void latchkey_demo_store_remove_group (LatchkeyDemoStore *self, LatchkeyDemoGroup *group);
void latchkey_demo_store_join (LatchkeyDemoStore *self,
                               LatchkeyDemoGroup *group,
                               LatchkeyDemoPerson *person);
LatchkeyDemoGroup *latchkey_demo_store_find_group (LatchkeyDemoStore *self, const char *id);
GPtrArray *latchkey_demo_store_list_groups (LatchkeyDemoStore *self, LatchkeyDemoPerson *person);

LatchkeyDemoSession *latchkey_demo_store_open_session (LatchkeyDemoStore *self,
                                                       LatchkeyDemoPerson *person,
                                                       guint days);
LatchkeyDemoSession *latchkey_demo_store_find_session (LatchkeyDemoStore *self, const char *token);
void latchkey_demo_store_close_session (LatchkeyDemoStore *self, const char *token);
void latchkey_demo_store_close_sessions (LatchkeyDemoStore *self,
                                         LatchkeyDemoPerson *person,
                                         const char *except_token);
void latchkey_demo_store_expire_sessions (LatchkeyDemoStore *self);

LatchkeyDemoApiKey *latchkey_demo_store_find_api_key (LatchkeyDemoStore *self, const char *token);
LatchkeyDemoInvitation *latchkey_demo_store_find_invitation (LatchkeyDemoStore *self,
                                                             const char *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoStore, latchkey_demo_store_free)

G_END_DECLS
