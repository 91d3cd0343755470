#include "latchkey-invite.h"

#include "latchkey-weak.h"

#include "homebox-error.h"
#include "homebox-session-invitations.h"

struct _LatchkeyInvite
{
  GObject parent_instance;

  HomeboxSession *session;
  HomeboxGroup *group;
  /* Ids of the invitations that were there before, or NULL where a server does not tell. */
  GHashTable *known;

  LatchkeyInviteState state;
  guint uses;
  GDateTime *expires_at;
  HomeboxInvitation *invitation;
  GError *error;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyInvite, latchkey_invite, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (LatchkeyInvite *self, LatchkeyInviteState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The server keeps a time to the second, or better. */
static gboolean
is_same_time (GDateTime *one, GDateTime *other)
{
  return one != NULL && ABS (g_date_time_difference (one, other)) <= 2 * G_TIME_SPAN_SECOND;
}

/* Nobody can have used it, since nobody knows its token. */
static gboolean
is_ours (LatchkeyInvite *self, HomeboxInvitation *invitation)
{
  const char *id = homebox_invitation_get_id (invitation);

  return id != NULL && !g_hash_table_contains (self->known, id)
         && homebox_invitation_get_uses_left (invitation) == self->uses
         && is_same_time (homebox_invitation_get_expires_at (invitation), self->expires_at);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyInvite) self = latchkey_weak_take (user_data);
  g_autoptr (GListModel) invitations
    = homebox_session_list_invitations_finish (HOMEBOX_SESSION (source), result, NULL);
  gboolean found = FALSE;

  if (self == NULL || self->cancellable == NULL)
    return;

  if (invitations == NULL)
    {
      set_state (self, LATCHKEY_INVITE_UNKNOWN);
      return;
    }

  for (guint i = 0; i < g_list_model_get_n_items (invitations); i++)
    {
      g_autoptr (HomeboxInvitation) invitation = g_list_model_get_item (invitations, i);

      if (is_ours (self, invitation))
        {
          g_hash_table_add (self->known, g_strdup (homebox_invitation_get_id (invitation)));
          found = TRUE;
        }
    }

  set_state (self, found ? LATCHKEY_INVITE_LOST : LATCHKEY_INVITE_FAILED);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyInvite) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxInvitation) invitation
    = homebox_session_create_invitation_finish (HOMEBOX_SESSION (source), result, &error);

  if (self == NULL || self->cancellable == NULL)
    return;

  if (invitation != NULL)
    {
      g_set_object (&self->invitation, invitation);
      set_state (self, LATCHKEY_INVITE_MADE);
      return;
    }

  self->error = g_steal_pointer (&error);

  if (!homebox_error_is_unclear (self->error))
    {
      set_state (self, LATCHKEY_INVITE_FAILED);
    }
  else if (self->known == NULL)
    {
      set_state (self, LATCHKEY_INVITE_UNKNOWN);
    }
  else
    {
      homebox_session_list_invitations_async (self->session,
                                              self->group,
                                              self->cancellable,
                                              on_listed,
                                              latchkey_weak_new (self));
      set_state (self, LATCHKEY_INVITE_CHECKING);
    }
}

static void
latchkey_invite_finalize (GObject *object)
{
  LatchkeyInvite *self = LATCHKEY_INVITE (object);

  latchkey_invite_close (self);
  g_clear_object (&self->session);
  g_clear_object (&self->group);
  g_clear_object (&self->invitation);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->expires_at, g_date_time_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (latchkey_invite_parent_class)->finalize (object);
}

static void
latchkey_invite_class_init (LatchkeyInviteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_invite_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   LATCHKEY_TYPE_INVITE,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
latchkey_invite_init (LatchkeyInvite *self)
{
}

/**
 * latchkey_invite_new:
 * @session: a session
 * @group: a home
 * @known: (nullable): the open invitations into it, a list of #HomeboxInvitation, or %NULL where
 *   the server does not tell
 *
 * Returns: (transfer full): what makes one more
 */
LatchkeyInvite *
latchkey_invite_new (HomeboxSession *session, HomeboxGroup *group, GListModel *known)
{
  LatchkeyInvite *self;

  g_return_val_if_fail (HOMEBOX_IS_SESSION (session), NULL);
  g_return_val_if_fail (HOMEBOX_IS_GROUP (group), NULL);

  self = g_object_new (LATCHKEY_TYPE_INVITE, NULL);
  self->session = g_object_ref (session);
  self->group = g_object_ref (group);
  self->cancellable = g_cancellable_new ();

  if (known != NULL)
    self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; known != NULL && i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (HomeboxInvitation) invitation = g_list_model_get_item (known, i);

      if (homebox_invitation_get_id (invitation) != NULL)
        g_hash_table_add (self->known, g_strdup (homebox_invitation_get_id (invitation)));
    }

  return self;
}

/**
 * latchkey_invite_close:
 * @self: an invite
 *
 * Nobody waits for it any more.
 */
void
latchkey_invite_close (LatchkeyInvite *self)
{
  g_return_if_fail (LATCHKEY_IS_INVITE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/**
 * latchkey_invite_send:
 * @self: an invite
 * @uses: how many people it is for, 1 to %HOMEBOX_INVITATION_MAX_USES
 * @expires_at: when it is to end
 *
 * Makes an invitation, unless one is being made. When no answer comes the server is asked whether
 * it made one: its token would be lost, and it could only be withdrawn.
 */
void
latchkey_invite_send (LatchkeyInvite *self, guint uses, GDateTime *expires_at)
{
  g_return_if_fail (LATCHKEY_IS_INVITE (self));
  g_return_if_fail (expires_at != NULL);

  if (self->cancellable == NULL || latchkey_invite_is_working (self)
      || self->state == LATCHKEY_INVITE_MADE)
    return;

  g_clear_error (&self->error);
  g_clear_pointer (&self->expires_at, g_date_time_unref);
  self->uses = uses;
  self->expires_at = g_date_time_ref (expires_at);
  homebox_session_create_invitation_async (self->session,
                                           self->group,
                                           uses,
                                           expires_at,
                                           self->cancellable,
                                           on_created,
                                           latchkey_weak_new (self));
  set_state (self, LATCHKEY_INVITE_SENDING);
}

/**
 * latchkey_invite_get_state:
 * @self: an invite
 *
 * Returns: how far it is
 */
LatchkeyInviteState
latchkey_invite_get_state (LatchkeyInvite *self)
{
  g_return_val_if_fail (LATCHKEY_IS_INVITE (self), LATCHKEY_INVITE_FAILED);

  return self->state;
}

/**
 * latchkey_invite_is_working:
 * @self: an invite
 *
 * Returns: whether the server has been asked and has not answered yet
 */
gboolean
latchkey_invite_is_working (LatchkeyInvite *self)
{
  g_return_val_if_fail (LATCHKEY_IS_INVITE (self), FALSE);

  return self->state == LATCHKEY_INVITE_SENDING || self->state == LATCHKEY_INVITE_CHECKING;
}

/**
 * latchkey_invite_get_error:
 * @self: an invite
 *
 * Returns: (transfer none) (nullable): why it was not made, or why it is not known
 */
const GError *
latchkey_invite_get_error (LatchkeyInvite *self)
{
  g_return_val_if_fail (LATCHKEY_IS_INVITE (self), NULL);

  return self->error;
}

/**
 * latchkey_invite_get_invitation:
 * @self: an invite
 *
 * Returns: (transfer none) (nullable): what was made, with its token
 */
HomeboxInvitation *
latchkey_invite_get_invitation (LatchkeyInvite *self)
{
  g_return_val_if_fail (LATCHKEY_IS_INVITE (self), NULL);

  return self->invitation;
}
