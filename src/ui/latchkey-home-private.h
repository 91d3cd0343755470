#pragma once

#include "latchkey-home.h"

G_BEGIN_DECLS

struct _LatchkeyHome
{
  GObject parent_instance;

  LatchkeyConnection *connection;
  HomeboxSession *session;
  GListModel *homes;
  HomeboxGroup *group;

  LatchkeyHomeState state;
  /* The first that came while it was loaded. */
  GError *error;
  GListModel *members;
  GListStore *invitations;
  gboolean no_member_list;
  gboolean no_invitation_list;
  /* In which other home of the person somebody is, by id. */
  GHashTable *elsewhere;

  guint n_pending;
  gboolean load_again;
  GCancellable *cancellable;
};

void latchkey_home_set_state (LatchkeyHome *self, LatchkeyHomeState state);
void latchkey_home_emit_changed (LatchkeyHome *self);
void latchkey_home_tell (LatchkeyHome *self, const char *words, gboolean problem);

G_END_DECLS
