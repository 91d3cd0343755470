#include "homebox-home-survey.h"

#include "homebox-error.h"

/*
 * Survey:
 * @groups: the homes, once they are known
 * @next: the home that is being asked about
 *
 * What is known so far.
 */
typedef struct
{
  GListModel *groups;
  guint next;
} Survey;

static void
survey_free (gpointer data)
{
  Survey *survey = data;

  g_clear_object (&survey->groups);
  g_free (survey);
}

static void ask_about_next (GTask *task);

static HomeboxGroup *
get_group (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);
  g_autoptr (HomeboxGroup) group = NULL;

  group = g_list_model_get_item (survey->groups, survey->next);

  return group;
}

/* Decides whether to go on after a question that the server did not answer. */
static gboolean
go_on (GTask *task, GError *error)
{
  Survey *survey = g_task_get_task_data (task);
  g_autoptr (GError) owned = error;

  if (error == NULL)
    return TRUE;

  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_CANCELLED:
    case HOMEBOX_ERROR_SESSION_ENDED:
      g_task_return_error (task, g_steal_pointer (&owned));
      return FALSE;

    /* One deadline after the other for every home would help nobody. */
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
    case HOMEBOX_ERROR_REFUSED:
    case HOMEBOX_ERROR_UNREACHABLE:
    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_NOT_TRUSTED:
    case HOMEBOX_ERROR_CERTIFICATE_CHANGED:
    case HOMEBOX_ERROR_NOT_ENCRYPTED:
    case HOMEBOX_ERROR_TOO_MANY_ATTEMPTS:
      g_task_return_pointer (task, g_object_ref (survey->groups), g_object_unref);
      return FALSE;

    default:
      return TRUE;
    }
}

static void
on_ownership (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Survey *survey = g_task_get_task_data (task);
  GError *error = NULL;

  homebox_session_load_ownership_finish (HOMEBOX_SESSION (source), result, &error);
  if (!go_on (task, error))
    return;

  survey->next++;
  ask_about_next (task);
}

static void
on_members (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListModel) members = NULL;
  GError *error = NULL;

  members = homebox_session_list_members_finish (session, result, &error);
  if (!go_on (task, error))
    return;

  homebox_session_load_ownership_async (session,
                                        get_group (task),
                                        g_task_get_cancellable (task),
                                        on_ownership,
                                        g_object_ref (task));
}

static void
on_statistics (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  homebox_session_load_statistics_finish (session, result, &error);
  if (!go_on (task, error))
    return;

  /* After the statistics, which count the members too: v0.21 has no list of them. */
  homebox_session_list_members_async (session,
                                      get_group (task),
                                      g_task_get_cancellable (task),
                                      on_members,
                                      g_object_ref (task));
}

static void
ask_about_next (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);

  if (survey->next == g_list_model_get_n_items (survey->groups))
    {
      g_task_return_pointer (task, g_object_ref (survey->groups), g_object_unref);
      return;
    }

  homebox_session_load_statistics_async (g_task_get_source_object (task),
                                         get_group (task),
                                         g_task_get_cancellable (task),
                                         on_statistics,
                                         g_object_ref (task));
}

static void
on_groups (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Survey *survey = g_task_get_task_data (task);
  GError *error = NULL;

  survey->groups = homebox_session_list_groups_finish (HOMEBOX_SESSION (source), result, &error);

  if (survey->groups == NULL)
    g_task_return_error (task, error);
  else
    ask_about_next (task);
}

/**
 * homebox_home_survey_run_async:
 * @session: a session whose user is loaded
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Asks one home after the other for its statistics, its members and its owner. When the server
 * stops answering in between, what is known by then is the result.
 */
void
homebox_home_survey_run_async (HomeboxSession *session,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_home_survey_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (Survey, 1), survey_free);

  homebox_session_list_groups_async (session, cancellable, on_groups, g_steal_pointer (&task));
}

/**
 * homebox_home_survey_run_finish:
 * @session: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_home_survey_run_async(). Fails as homebox_session_list_groups_async() does, and when
 * the session ended or the caller cancelled in between.
 *
 * Returns: (transfer full) (nullable): a list of #HomeboxGroup
 */
GListModel *
homebox_home_survey_run_finish (HomeboxSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_home_survey_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
