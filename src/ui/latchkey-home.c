#include "latchkey-home-private.h"

#include "homebox-session-invitations.h"

G_DEFINE_FINAL_TYPE (LatchkeyHome, latchkey_home, G_TYPE_OBJECT)

enum
{
  CHANGED,
  TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_connection_changed (LatchkeyHome *self)
{
  if (self->state == LATCHKEY_HOME_FAILED
      && latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_READY)
    latchkey_home_load (self);
}

static void
latchkey_home_dispose (GObject *object)
{
  LatchkeyHome *self = LATCHKEY_HOME (object);

  latchkey_home_close (self);
  g_clear_object (&self->connection);
  g_clear_object (&self->session);
  g_clear_object (&self->homes);
  g_clear_object (&self->group);
  g_clear_object (&self->members);
  g_clear_object (&self->invitations);

  G_OBJECT_CLASS (latchkey_home_parent_class)->dispose (object);
}

static void
latchkey_home_finalize (GObject *object)
{
  LatchkeyHome *self = LATCHKEY_HOME (object);

  g_clear_error (&self->error);
  g_hash_table_unref (self->elsewhere);

  G_OBJECT_CLASS (latchkey_home_parent_class)->finalize (object);
}

static void
latchkey_home_class_init (LatchkeyHomeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_home_dispose;
  object_class->finalize = latchkey_home_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   LATCHKEY_TYPE_HOME,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  signals[TOLD] = g_signal_new ("told",
                                LATCHKEY_TYPE_HOME,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                2,
                                G_TYPE_STRING,
                                G_TYPE_BOOLEAN);
}

static void
latchkey_home_init (LatchkeyHome *self)
{
  self->elsewhere = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * latchkey_home_new:
 * @connection: the account, which is signed in
 * @homes: (nullable): all homes of the person, a list of #HomeboxGroup
 * @group: the one that it is about
 *
 * Returns: (transfer full): a home that nothing was asked about yet; see latchkey_home_load()
 */
LatchkeyHome *
latchkey_home_new (LatchkeyConnection *connection, GListModel *homes, HomeboxGroup *group)
{
  LatchkeyHome *self;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (latchkey_connection_get_session (connection) != NULL, NULL);
  g_return_val_if_fail (HOMEBOX_IS_GROUP (group), NULL);

  self = g_object_new (LATCHKEY_TYPE_HOME, NULL);
  self->connection = g_object_ref (connection);
  self->session = g_object_ref (latchkey_connection_get_session (connection));
  self->homes = homes != NULL ? g_object_ref (homes) : NULL;
  self->group = g_object_ref (group);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (connection,
                           "notify::state",
                           G_CALLBACK (on_connection_changed),
                           self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * latchkey_home_close:
 * @self: a home
 *
 * Nobody looks at it any more: what is under way is let go of, and nothing is said.
 */
void
latchkey_home_close (LatchkeyHome *self)
{
  g_return_if_fail (LATCHKEY_IS_HOME (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/**
 * latchkey_home_get_state:
 * @self: a home
 *
 * Returns: what is going on
 */
LatchkeyHomeState
latchkey_home_get_state (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), LATCHKEY_HOME_FAILED);

  return self->state;
}

/**
 * latchkey_home_get_error:
 * @self: a home
 *
 * Returns: (transfer none) (nullable): why not all of it could be had, when it was loaded last
 */
const GError *
latchkey_home_get_error (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), NULL);

  return self->error;
}

/**
 * latchkey_home_is_changing:
 * @self: a home
 *
 * Returns: whether the server was told to change something and has not answered yet
 */
gboolean
latchkey_home_is_changing (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), FALSE);

  return self->state == LATCHKEY_HOME_WITHDRAWING || self->state == LATCHKEY_HOME_REMOVING;
}

/**
 * latchkey_home_get_group:
 * @self: a home
 *
 * Returns: (transfer none): its facts
 */
HomeboxGroup *
latchkey_home_get_group (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), NULL);

  return self->group;
}

/**
 * latchkey_home_get_session:
 * @self: a home
 *
 * Returns: (transfer none): the session that the server is asked with
 */
HomeboxSession *
latchkey_home_get_session (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), NULL);

  return self->session;
}

/**
 * latchkey_home_is_default:
 * @self: a home
 *
 * Returns: whether it is the person's default home
 */
gboolean
latchkey_home_is_default (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), FALSE);

  return g_strcmp0 (homebox_group_get_id (self->group),
                    homebox_user_get_default_group_id (homebox_session_get_user (self->session)))
         == 0;
}

/**
 * latchkey_home_may_manage:
 * @self: a home
 *
 * Returns: whether there is a point in inviting or removing anybody
 */
gboolean
latchkey_home_may_manage (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), FALSE);

  return homebox_session_may_manage_home (self->session, self->group);
}

/**
 * latchkey_home_get_members:
 * @self: a home
 *
 * Returns: (transfer none) (nullable): who belongs to it, a list of #HomeboxMember, once known
 */
GListModel *
latchkey_home_get_members (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), NULL);

  return self->members;
}

/**
 * latchkey_home_has_member_list:
 * @self: a home
 *
 * Returns: whether the server may tell who belongs to it; v0.21 does not
 */
gboolean
latchkey_home_has_member_list (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), FALSE);

  return !self->no_member_list;
}

/**
 * latchkey_home_get_invitations:
 * @self: a home
 *
 * Returns: (transfer none) (nullable): those that somebody could still come in with, a list of
 *   #HomeboxInvitation, once known
 */
GListModel *
latchkey_home_get_invitations (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), NULL);

  return (GListModel *) self->invitations;
}

/**
 * latchkey_home_has_invitation_list:
 * @self: a home
 *
 * Returns: whether the server may tell which invitations there are; v0.21 does not
 */
gboolean
latchkey_home_has_invitation_list (LatchkeyHome *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), FALSE);

  return !self->no_invitation_list;
}

/**
 * latchkey_home_is_self:
 * @self: a home
 * @member: a member of it
 *
 * Returns: whether that is the person
 */
gboolean
latchkey_home_is_self (LatchkeyHome *self, HomeboxMember *member)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), FALSE);
  g_return_val_if_fail (HOMEBOX_IS_MEMBER (member), FALSE);

  return g_strcmp0 (homebox_member_get_id (member),
                    homebox_user_get_id (homebox_session_get_user (self->session)))
         == 0;
}

/**
 * latchkey_home_find_other:
 * @self: a home that may be managed
 * @member: a member of it
 *
 * Whoever is removed from their only home is locked out of the account. Nobody but they can see
 * which homes they have; but those that they share with the person are known.
 *
 * Returns: (transfer none) (nullable): another home where they are, or %NULL when none is known
 */
HomeboxGroup *
latchkey_home_find_other (LatchkeyHome *self, HomeboxMember *member)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME (self), NULL);
  g_return_val_if_fail (HOMEBOX_IS_MEMBER (member), NULL);

  return g_hash_table_lookup (self->elsewhere, homebox_member_get_id (member));
}

/*
 * latchkey_home_set_state:
 * @self: a home
 * @state: what is going on now
 */
void
latchkey_home_set_state (LatchkeyHome *self, LatchkeyHomeState state)
{
  self->state = state;
  latchkey_home_emit_changed (self);
}

/*
 * latchkey_home_emit_changed:
 * @self: a home of which more is known
 */
void
latchkey_home_emit_changed (LatchkeyHome *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/*
 * latchkey_home_tell:
 * @self: a home
 * @words: what became of what the person asked for
 * @problem: whether that went wrong
 */
void
latchkey_home_tell (LatchkeyHome *self, const char *words, gboolean problem)
{
  g_signal_emit (self, signals[TOLD], 0, words, problem);
}
