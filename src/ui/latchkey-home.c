#include "latchkey-home.h"

#include "latchkey-home-words.h"
#include "latchkey-weak.h"

#include "homebox-error.h"
#include "homebox-session-invitations.h"

#include <glib/gi18n-lib.h>

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

G_DEFINE_FINAL_TYPE (LatchkeyHome, latchkey_home, G_TYPE_OBJECT)

enum
{
  CHANGED,
  TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (LatchkeyHome *self, LatchkeyHomeState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tell (LatchkeyHome *self, const char *words, gboolean problem)
{
  g_signal_emit (self, signals[TOLD], 0, words, problem);
}

static void
take_error (LatchkeyHome *self, const GError *error)
{
  if (error != NULL && self->error == NULL)
    self->error = g_error_copy (error);
}

static void
end_step (LatchkeyHome *self)
{
  if (--self->n_pending > 0)
    return;

  /* Something was asked for meanwhile, and when that is over it is loaded again anyway. */
  if (latchkey_home_is_changing (self))
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }

  if (self->load_again)
    {
      self->load_again = FALSE;
      latchkey_home_load (self);
      return;
    }

  set_state (self, self->error != NULL ? LATCHKEY_HOME_FAILED : LATCHKEY_HOME_READY);
}

/*
 * Elsewhere:
 * @weak: who asked
 * @other: another home of the person
 *
 * A question who is in @other.
 */
typedef struct
{
  gpointer weak;
  HomeboxGroup *other;
} Elsewhere;

static void
on_elsewhere (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Elsewhere *elsewhere = user_data;
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (elsewhere->weak);
  g_autoptr (HomeboxGroup) other = elsewhere->other;
  /* It only adds to what is known: whatever goes wrong is no reason to stop anybody. */
  g_autoptr (GListModel) members
    = homebox_session_list_members_finish (HOMEBOX_SESSION (source), result, NULL);

  g_free (elsewhere);

  if (self == NULL || self->cancellable == NULL)
    return;

  for (guint i = 0; members != NULL && i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (HomeboxMember) member = g_list_model_get_item (members, i);

      g_hash_table_insert (self->elsewhere,
                           g_strdup (homebox_member_get_id (member)),
                           g_object_ref (other));
    }

  end_step (self);
}

static void
ask_elsewhere (LatchkeyHome *self)
{
  g_hash_table_remove_all (self->elsewhere);

  for (guint i = 0; self->homes != NULL && i < g_list_model_get_n_items (self->homes); i++)
    {
      g_autoptr (HomeboxGroup) other = g_list_model_get_item (self->homes, i);
      Elsewhere *elsewhere;

      if (g_strcmp0 (homebox_group_get_id (other), homebox_group_get_id (self->group)) == 0)
        continue;

      elsewhere = g_new0 (Elsewhere, 1);
      elsewhere->weak = latchkey_weak_new (self);
      elsewhere->other = g_object_ref (other);
      self->n_pending++;
      homebox_session_list_members_async (self->session,
                                          other,
                                          self->cancellable,
                                          on_elsewhere,
                                          elsewhere);
    }
}

static void
on_ownership (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  homebox_session_load_ownership_finish (HOMEBOX_SESSION (source), result, &error);

  if (self == NULL || self->cancellable == NULL)
    return;

  take_error (self, error);

  /* Who removes nobody need not know where else anybody is. */
  if (error == NULL && latchkey_home_may_manage (self))
    ask_elsewhere (self);

  end_step (self);
}

static void
on_statistics (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;

  homebox_session_load_statistics_finish (HOMEBOX_SESSION (source), result, &error);

  if (self == NULL || self->cancellable == NULL)
    return;

  take_error (self, error);
  end_step (self);
}

static void
on_members (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) members
    = homebox_session_list_members_finish (HOMEBOX_SESSION (source), result, &error);

  if (self == NULL || self->cancellable == NULL)
    return;

  self->no_member_list
    = g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);

  if (members != NULL)
    g_set_object (&self->members, members);
  else if (!self->no_member_list)
    take_error (self, error);

  end_step (self);
}

static void
on_invitations (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) invitations
    = homebox_session_list_invitations_finish (HOMEBOX_SESSION (source), result, &error);

  if (self == NULL || self->cancellable == NULL)
    return;

  self->no_invitation_list
    = g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);

  if (invitations == NULL && !self->no_invitation_list)
    take_error (self, error);

  if (invitations != NULL)
    {
      g_clear_object (&self->invitations);
      self->invitations = g_list_store_new (HOMEBOX_TYPE_INVITATION);
    }

  /* The server keeps the others on its list for ever. */
  for (guint i = 0; invitations != NULL && i < g_list_model_get_n_items (invitations); i++)
    {
      g_autoptr (HomeboxInvitation) invitation = g_list_model_get_item (invitations, i);

      if (homebox_invitation_is_open (invitation))
        g_list_store_append (self->invitations, invitation);
    }

  end_step (self);
}

/*
 * Withdrawal:
 * @weak: who asked
 * @invitation: what is to be taken back
 */
typedef struct
{
  gpointer weak;
  HomeboxInvitation *invitation;
} Withdrawal;

static Withdrawal *
withdrawal_new (LatchkeyHome *self, HomeboxInvitation *invitation)
{
  Withdrawal *withdrawal = g_new0 (Withdrawal, 1);

  withdrawal->weak = latchkey_weak_new (self);
  withdrawal->invitation = g_object_ref (invitation);

  return withdrawal;
}

/* What is on the screen is to be what the server has, whatever the answer was. */
static void
end_withdrawal (LatchkeyHome *self, const char *problem)
{
  latchkey_home_load (self);
  tell (self,
        problem != NULL ? problem
                        : _("The invitation was withdrawn. Nobody can come in with it any more."),
        problem != NULL);
}

static gboolean
has_invitation (GListModel *invitations, HomeboxInvitation *wanted)
{
  for (guint i = 0; i < g_list_model_get_n_items (invitations); i++)
    {
      g_autoptr (HomeboxInvitation) invitation = g_list_model_get_item (invitations, i);

      if (g_strcmp0 (homebox_invitation_get_id (invitation), homebox_invitation_get_id (wanted))
          == 0)
        return TRUE;
    }

  return FALSE;
}

static void
on_withdrawal_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Withdrawal *withdrawal = user_data;
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (withdrawal->weak);
  g_autoptr (HomeboxInvitation) invitation = withdrawal->invitation;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) invitations
    = homebox_session_list_invitations_finish (HOMEBOX_SESSION (source), result, &error);

  g_free (withdrawal);

  if (self == NULL || self->cancellable == NULL)
    return;

  if (invitations == NULL)
    end_withdrawal (self, error->message);
  else if (has_invitation (invitations, invitation))
    end_withdrawal (self, _("The invitation could not be withdrawn, and is still open. Try again."));
  else
    end_withdrawal (self, NULL);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Withdrawal *withdrawal = user_data;
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (withdrawal->weak);
  g_autoptr (HomeboxInvitation) invitation = withdrawal->invitation;
  g_autoptr (GError) error = NULL;

  homebox_session_withdraw_invitation_finish (HOMEBOX_SESSION (source), result, &error);
  g_free (withdrawal);

  if (self == NULL || self->cancellable == NULL)
    return;

  if (homebox_error_is_unclear (error))
    homebox_session_list_invitations_async (self->session,
                                            self->group,
                                            self->cancellable,
                                            on_withdrawal_checked,
                                            withdrawal_new (self, invitation));
  else
    end_withdrawal (self, error != NULL ? error->message : NULL);
}

/*
 * Removal:
 * @weak: who asked
 * @member: who is to go
 */
typedef struct
{
  gpointer weak;
  HomeboxMember *member;
} Removal;

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Removal *removal = user_data;
  g_autoptr (LatchkeyHome) self = latchkey_weak_take (removal->weak);
  g_autoptr (HomeboxMember) member = removal->member;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  gboolean removed = homebox_session_remove_member_finish (HOMEBOX_SESSION (source), result, &error);

  g_free (removal);

  if (self == NULL || self->cancellable == NULL)
    return;

  /* Translators: %s is the name of a person. */
  words = g_strdup_printf (_("%s does not belong to this home any more."),
                           latchkey_home_words_get_member_name (member));
  latchkey_home_load (self);
  tell (self, removed ? words : error->message, !removed);
}

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

/**
 * latchkey_home_load:
 * @self: a home
 *
 * Asks the server for everything about the home. What is known stays until the answer is there.
 */
void
latchkey_home_load (LatchkeyHome *self)
{
  g_return_if_fail (LATCHKEY_IS_HOME (self));

  if (self->cancellable == NULL)
    return;

  if (self->n_pending > 0)
    {
      self->load_again = TRUE;
      set_state (self, LATCHKEY_HOME_LOADING);
      return;
    }

  g_clear_error (&self->error);
  self->n_pending = 4;
  homebox_session_load_statistics_async (self->session,
                                         self->group,
                                         self->cancellable,
                                         on_statistics,
                                         latchkey_weak_new (self));
  homebox_session_load_ownership_async (self->session,
                                        self->group,
                                        self->cancellable,
                                        on_ownership,
                                        latchkey_weak_new (self));
  homebox_session_list_members_async (self->session,
                                      self->group,
                                      self->cancellable,
                                      on_members,
                                      latchkey_weak_new (self));
  homebox_session_list_invitations_async (self->session,
                                          self->group,
                                          self->cancellable,
                                          on_invitations,
                                          latchkey_weak_new (self));
  set_state (self, LATCHKEY_HOME_LOADING);
}

/**
 * latchkey_home_withdraw:
 * @self: a home
 * @invitation: one that has an id
 *
 * Takes an invitation back. The end is the signal `told`.
 */
void
latchkey_home_withdraw (LatchkeyHome *self, HomeboxInvitation *invitation)
{
  g_return_if_fail (LATCHKEY_IS_HOME (self));
  g_return_if_fail (HOMEBOX_IS_INVITATION (invitation));

  if (self->cancellable == NULL || latchkey_home_is_changing (self))
    return;

  homebox_session_withdraw_invitation_async (self->session,
                                             self->group,
                                             invitation,
                                             self->cancellable,
                                             on_withdrawn,
                                             withdrawal_new (self, invitation));
  set_state (self, LATCHKEY_HOME_WITHDRAWING);
}

/**
 * latchkey_home_remove:
 * @self: a home
 * @member: somebody else
 *
 * Removes somebody from the home. The end is the signal `told`.
 */
void
latchkey_home_remove (LatchkeyHome *self, HomeboxMember *member)
{
  Removal *removal;

  g_return_if_fail (LATCHKEY_IS_HOME (self));
  g_return_if_fail (HOMEBOX_IS_MEMBER (member));

  if (self->cancellable == NULL || latchkey_home_is_changing (self))
    return;

  removal = g_new0 (Removal, 1);
  removal->weak = latchkey_weak_new (self);
  removal->member = g_object_ref (member);
  homebox_session_remove_member_async (self->session,
                                       self->group,
                                       member,
                                       self->cancellable,
                                       on_removed,
                                       removal);
  set_state (self, LATCHKEY_HOME_REMOVING);
}
