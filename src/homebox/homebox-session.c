#include "homebox-session-private.h"

#include "homebox-error.h"

enum
{
  PROP_0,
  PROP_CLIENT,
  PROP_TOKEN,
  PROP_USER,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxSession, homebox_session, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxSessionState,
                    homebox_session_state,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_CLOSED, "closed"))

static void
homebox_session_dispose (GObject *object)
{
  HomeboxSession *self = HOMEBOX_SESSION (object);

  g_clear_object (&self->client);
  g_clear_object (&self->user);
  g_clear_pointer (&self->token, homebox_token_unref);

  G_OBJECT_CLASS (homebox_session_parent_class)->dispose (object);
}

static void
homebox_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxSession *self = HOMEBOX_SESSION (object);

  switch (id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_TOKEN:
      g_value_set_boxed (value, self->token);
      break;
    case PROP_USER:
      g_value_set_object (value, self->user);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HomeboxSession *self = HOMEBOX_SESSION (object);

  switch (id)
    {
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;
    case PROP_TOKEN:
      self->token = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_session_class_init (HomeboxSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = homebox_session_dispose;
  object_class->get_property = homebox_session_get_property;
  object_class->set_property = homebox_session_set_property;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, HOMEBOX_TYPE_CLIENT, given);
  properties[PROP_TOKEN] = g_param_spec_boxed ("token", NULL, NULL, HOMEBOX_TYPE_TOKEN, given);
  properties[PROP_USER] = g_param_spec_object ("user", NULL, NULL, HOMEBOX_TYPE_USER, told);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HOMEBOX_TYPE_SESSION_STATE,
                                              HOMEBOX_SESSION_ACTIVE, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_session_init (HomeboxSession *self)
{
  self->user = homebox_user_new ();
}

/**
 * homebox_session_new:
 * @client: the client of the server
 * @token: the token
 *
 * Goes on with a token that is known already. Nothing is asked of the server yet.
 *
 * Returns: (transfer full): a new session, whose user is empty
 */
HomeboxSession *
homebox_session_new (HomeboxClient *client, HomeboxToken *token)
{
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);
  g_return_val_if_fail (token != NULL, NULL);

  return g_object_new (HOMEBOX_TYPE_SESSION, "client", client, "token", token, NULL);
}

/**
 * homebox_session_get_client:
 * @self: a session
 *
 * Returns: (transfer none): the client of its server
 */
HomeboxClient *
homebox_session_get_client (HomeboxSession *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), NULL);

  return self->client;
}

/**
 * homebox_session_get_token:
 * @self: a session
 *
 * Returns: (transfer none): its token
 */
HomeboxToken *
homebox_session_get_token (HomeboxSession *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), NULL);

  return self->token;
}

/**
 * homebox_session_get_user:
 * @self: a session
 *
 * Returns: (transfer none): whom it belongs to; always the same object, empty until the server said
 *   something
 */
HomeboxUser *
homebox_session_get_user (HomeboxSession *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), NULL);

  return self->user;
}

/**
 * homebox_session_get_state:
 * @self: a session
 *
 * Returns: whether it can be used
 */
HomeboxSessionState
homebox_session_get_state (HomeboxSession *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), HOMEBOX_SESSION_CLOSED);

  return self->state;
}

/* The first reason for an end is the true one: requests that were under way when a session was
 * signed out are refused too. */
static void
end (HomeboxSession *self, HomeboxSessionState state)
{
  if (self->state != HOMEBOX_SESSION_ACTIVE)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/*
 * homebox_session_close:
 * @self: a session
 *
 * Notes that this client ended it.
 */
void
homebox_session_close (HomeboxSession *self)
{
  end (self, HOMEBOX_SESSION_CLOSED);
}

/*
 * homebox_session_judge_demo:
 * @response: the answer to a password change or an account deletion
 *
 * Judges what only these two can be refused for: demo servers answer them with a 403 that says no
 * more than its own name.
 *
 * Returns: (transfer full) (nullable): an error, or %NULL for a success
 */
GError *
homebox_session_judge_demo (HomeboxResponse *response)
{
  GError *error = NULL;
  const char *detail;

  if (homebox_response_check (response, &error))
    return NULL;

  detail = homebox_error_get_detail (error);
  if (error->code == HOMEBOX_ERROR_FORBIDDEN
      && (detail == NULL || g_ascii_strcasecmp (detail, "Forbidden") == 0))
    {
      g_clear_error (&error);
      return homebox_error_new (HOMEBOX_ERROR_DEMO_SERVER, HOMEBOX_FIELD_NONE, NULL);
    }

  return error;
}

static void
on_passed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *self = g_task_get_source_object (task);
  HomeboxSessionGate gate = GPOINTER_TO_INT (g_task_get_task_data (task));

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (homebox_response_get_status (response) == SOUP_STATUS_UNAUTHORIZED
      && !homebox_response_check (response, &error)
      && g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    {
      if (gate != HOMEBOX_SESSION_GATE_PROBE)
        end (self, HOMEBOX_SESSION_ENDED);

      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&response),
                         (GDestroyNotify) homebox_response_unref);
}

/*
 * homebox_session_pass_async:
 * @self: a session
 * @request: what to send
 * @gate: what a refused token means
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * The one place that every request of a session passes: here it gets the token, here a refused one
 * is noticed. What has to wait while the token is exchanged will wait here.
 */
void
homebox_session_pass_async (HomeboxSession *self,
                            HomeboxRequest *request,
                            HomeboxSessionGate gate,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, homebox_session_pass_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, GINT_TO_POINTER (gate), NULL);

  if (self->state != HOMEBOX_SESSION_ACTIVE)
    {
      g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                                    NULL));
      return;
    }

  homebox_request_set_token (request, self->token);
  homebox_client_send_async (self->client, request, cancellable, on_passed,
                             g_steal_pointer (&task));
}

/*
 * homebox_session_pass_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_pass_async(). Fails as homebox_session_send_finish() does.
 *
 * Returns: (transfer full) (nullable): the answer, judged for a refused token only
 */
HomeboxResponse *
homebox_session_pass_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * homebox_session_send_async:
 * @self: a session
 * @request: what to send, without a token
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Sends a request as the person whom the session belongs to. When the server does not accept the
 * token any more (401), the session is %HOMEBOX_SESSION_ENDED. When it ended before, the call fails
 * without touching the network.
 */
void
homebox_session_send_async (HomeboxSession *self,
                            HomeboxRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (request != NULL);

  homebox_session_pass_async (self, request, HOMEBOX_SESSION_GATE_DEFAULT, cancellable, callback,
                              user_data);
}

/**
 * homebox_session_send_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_send_async(). Fails with %HOMEBOX_ERROR_SESSION_ENDED, and as
 * homebox_client_send_finish() does.
 *
 * Returns: (transfer full) (nullable): the answer, of which no more is judged than that its token
 *   was accepted
 */
HomeboxResponse *
homebox_session_send_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_pass_async), NULL);

  return homebox_session_pass_finish (self, result, error);
}
