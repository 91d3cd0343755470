#include "latchkey-home-private.h"

#include "latchkey-home-words.h"
#include "latchkey-weak.h"

#include "homebox-error.h"
#include "homebox-session-invitations.h"

#include <glib/gi18n-lib.h>

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
  latchkey_home_tell (self,
                      problem != NULL ? problem
                                      : _("The invitation was withdrawn. Nobody can come in with "
                                          "it any more."),
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
    end_withdrawal (self,
                    _("The invitation could not be withdrawn, and is still open. Try again."));
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
  gboolean removed
    = homebox_session_remove_member_finish (HOMEBOX_SESSION (source), result, &error);

  g_free (removal);

  if (self == NULL || self->cancellable == NULL)
    return;

  /* Translators: %s is the name of a person. */
  words = g_strdup_printf (_("%s does not belong to this home any more."),
                           latchkey_home_words_get_member_name (member));
  latchkey_home_load (self);
  latchkey_home_tell (self, removed ? words : error->message, !removed);
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
  latchkey_home_set_state (self, LATCHKEY_HOME_WITHDRAWING);
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
  latchkey_home_set_state (self, LATCHKEY_HOME_REMOVING);
}
