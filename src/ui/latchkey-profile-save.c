#include "latchkey-profile-save.h"

#include "homebox-error.h"

/* Why the outcome had to be looked up; the task's data. */
typedef struct
{
  GError *error;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_error (&save->error);
  g_free (save);
}

static void
take_stored (LatchkeyProfileEdit *edit, HomeboxSession *session)
{
  HomeboxUser *user = homebox_session_get_user (session);

  latchkey_profile_edit_set_stored (edit,
                                    homebox_user_get_name (user),
                                    homebox_user_get_email (user));
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  LatchkeyProfileEdit *edit = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);

  if (homebox_session_load_user_finish (session, result, NULL))
    {
      take_stored (edit, session);

      if (!latchkey_profile_edit_get_changed (edit))
        {
          g_task_return_boolean (task, TRUE);
          return;
        }
    }

  g_task_return_error (task, g_steal_pointer (&save->error));
}

static gboolean
outcome_is_unknown (const GError *error)
{
  return g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CONNECTION_LOST)
         || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_TIMED_OUT)
         || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
}

static void
on_updated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  LatchkeyProfileEdit *edit = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);

  if (homebox_session_update_profile_finish (session, result, &save->error))
    {
      /* What the server stores is shown, also where that is not what was typed. */
      take_stored (edit, session);
      latchkey_profile_edit_revert (edit);
      g_task_return_boolean (task, TRUE);
    }
  else if (outcome_is_unknown (save->error))
    {
      homebox_session_load_user_async (session,
                                       g_task_get_cancellable (task),
                                       on_checked,
                                       g_object_ref (task));
    }
  else if (g_error_matches (save->error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    {
      /* Nobody waits any more, but what became of it is shown when it is known. */
      homebox_session_load_user_async (session, NULL, NULL, NULL);
      g_task_return_error (task, g_steal_pointer (&save->error));
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&save->error));
    }
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  LatchkeyProfileEdit *edit = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *email = NULL;

  if (!homebox_session_load_user_finish (session, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  take_stored (edit, session);

  /* Somebody else stored exactly that. */
  if (!latchkey_profile_edit_get_changed (edit))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  name = latchkey_profile_edit_dup_name_to_save (edit);
  email = latchkey_profile_edit_dup_email_to_save (edit);
  homebox_session_update_profile_async (session,
                                        name,
                                        email,
                                        cancellable,
                                        on_updated,
                                        g_steal_pointer (&task));
}

/**
 * latchkey_profile_save_async:
 * @edit: a savable edit, not to be typed into meanwhile
 * @session: the session to send it with
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Sends an edit to the server.
 *
 * `PUT /users/self` takes name and email, always both. So the profile is read right before: a
 * field that was not touched goes back as it is there, and a change made elsewhere since is not
 * undone. When the answer gets lost, the server may have stored it all the same: the profile is
 * read once more before anything is said. When the person cancels, it is read without waiting for
 * that; the user of the session tells.
 */
void
latchkey_profile_save_async (LatchkeyProfileEdit *edit,
                             HomeboxSession *session,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_PROFILE_EDIT (edit));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  task = g_task_new (edit, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_profile_save_async);
  /* Cancelled or not, it is told what became of it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (Save, 1), save_free);
  homebox_session_load_user_async (session, cancellable, on_refreshed, g_steal_pointer (&task));
}

/**
 * latchkey_profile_save_finish:
 * @edit: the edit
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails with a #HomeboxError, and the edit is as it was.
 *
 * Returns: whether the edit is stored; it then shows what the server has
 */
gboolean
latchkey_profile_save_finish (LatchkeyProfileEdit *edit, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, edit), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_profile_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
