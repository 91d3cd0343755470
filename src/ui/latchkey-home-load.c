#include "latchkey-home-private.h"

#include "latchkey-weak.h"

#include "homebox-error.h"
#include "homebox-session-invitations.h"

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
      latchkey_home_emit_changed (self);
      return;
    }

  if (self->load_again)
    {
      self->load_again = FALSE;
      latchkey_home_load (self);
      return;
    }

  latchkey_home_set_state (self, self->error != NULL ? LATCHKEY_HOME_FAILED : LATCHKEY_HOME_READY);
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
      latchkey_home_set_state (self, LATCHKEY_HOME_LOADING);
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
  latchkey_home_set_state (self, LATCHKEY_HOME_LOADING);
}
