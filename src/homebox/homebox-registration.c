#include "homebox-registration.h"

#include "homebox-error-private.h"
#include "homebox-secret-body.h"

#include <glib/gi18n-lib.h>

struct _HomeboxRegistration
{
  GObject parent_instance;

  HomeboxClient *client;
  HomeboxServerInfo *info;
  HomeboxRegistrationState state;
  HomeboxRegistrationFate fate;

  /* Of the account whose fate is not certain: what was sent, and nothing that was typed since. */
  char *email;
  HomeboxSecret *password;
};

enum
{
  PROP_0,
  PROP_CLIENT,
  PROP_SERVER_INFO,
  PROP_STATE,
  PROP_FATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxRegistration, homebox_registration, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxRegistrationState,
                    homebox_registration_state,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_REGISTRATION_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_REGISTRATION_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_REGISTRATION_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_REGISTRATION_LOOKING, "looking"))

G_DEFINE_ENUM_TYPE (HomeboxRegistrationFate,
                    homebox_registration_fate,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_REGISTRATION_NOT_MADE, "not-made"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_REGISTRATION_UNCERTAIN, "uncertain"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_REGISTRATION_MADE, "made"))

static void
homebox_registration_dispose (GObject *object)
{
  HomeboxRegistration *self = HOMEBOX_REGISTRATION (object);

  g_clear_object (&self->client);
  g_clear_object (&self->info);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->password, homebox_secret_unref);

  G_OBJECT_CLASS (homebox_registration_parent_class)->dispose (object);
}

static void
homebox_registration_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxRegistration *self = HOMEBOX_REGISTRATION (object);

  switch (id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_SERVER_INFO:
      g_value_set_object (value, self->info);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_FATE:
      g_value_set_enum (value, self->fate);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_registration_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  HomeboxRegistration *self = HOMEBOX_REGISTRATION (object);

  switch (id)
    {
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;
    case PROP_SERVER_INFO:
      self->info = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_registration_class_init (HomeboxRegistrationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = homebox_registration_dispose;
  object_class->get_property = homebox_registration_get_property;
  object_class->set_property = homebox_registration_set_property;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, HOMEBOX_TYPE_CLIENT, given);
  properties[PROP_SERVER_INFO] = g_param_spec_object ("server-info", NULL, NULL,
                                                      HOMEBOX_TYPE_SERVER_INFO, given);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL,
                                              HOMEBOX_TYPE_REGISTRATION_STATE,
                                              HOMEBOX_REGISTRATION_IDLE, told);
  properties[PROP_FATE] = g_param_spec_enum ("fate", NULL, NULL, HOMEBOX_TYPE_REGISTRATION_FATE,
                                             HOMEBOX_REGISTRATION_NOT_MADE, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_registration_init (HomeboxRegistration *self)
{
}

/**
 * homebox_registration_new:
 * @client: the client of a server
 * @info: (nullable): what that server says about itself; without it, the server alone decides
 *   whether it makes accounts
 *
 * Returns: (transfer full): a registration of which nothing was sent yet
 */
HomeboxRegistration *
homebox_registration_new (HomeboxClient *client, HomeboxServerInfo *info)
{
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);
  g_return_val_if_fail (info == NULL || HOMEBOX_IS_SERVER_INFO (info), NULL);

  return g_object_new (HOMEBOX_TYPE_REGISTRATION, "client", client, "server-info", info, NULL);
}

/**
 * homebox_registration_get_state:
 * @self: a registration
 *
 * Returns: what it is doing
 */
HomeboxRegistrationState
homebox_registration_get_state (HomeboxRegistration *self)
{
  g_return_val_if_fail (HOMEBOX_IS_REGISTRATION (self), HOMEBOX_REGISTRATION_IDLE);

  return self->state;
}

/**
 * homebox_registration_get_fate:
 * @self: a registration
 *
 * Returns: whether there is an account by now
 */
HomeboxRegistrationFate
homebox_registration_get_fate (HomeboxRegistration *self)
{
  g_return_val_if_fail (HOMEBOX_IS_REGISTRATION (self), HOMEBOX_REGISTRATION_NOT_MADE);

  return self->fate;
}

static void
set_state (HomeboxRegistration *self, HomeboxRegistrationState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_fate (HomeboxRegistration *self, HomeboxRegistrationFate fate)
{
  if (fate == HOMEBOX_REGISTRATION_NOT_MADE)
    g_clear_pointer (&self->email, g_free);
  if (fate != HOMEBOX_REGISTRATION_UNCERTAIN)
    g_clear_pointer (&self->password, homebox_secret_unref);

  if (self->fate == fate)
    return;

  self->fate = fate;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FATE]);
}

/*
 * Run:
 * @stay_signed_in: for a session of 28 days
 * @email: as it is sent
 * @password: to sign in with
 * @error: (nullable): why no answer came to what was sent
 *
 * What one call wants.
 */
typedef struct
{
  gboolean stay_signed_in;
  char *email;
  HomeboxSecret *password;
  GError *error;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_free (run->email);
  g_clear_pointer (&run->password, homebox_secret_unref);
  g_clear_error (&run->error);
  g_free (run);
}

static void
fail (GTask *task, GError *error)
{
  set_state (g_task_get_source_object (task), HOMEBOX_REGISTRATION_IDLE);
  g_task_return_error (task, error);
}

static GError *
new_not_made (GError *cause)
{
  if (cause != NULL && cause->code != HOMEBOX_ERROR_CONNECTION_LOST
      && cause->code != HOMEBOX_ERROR_TIMED_OUT)
    return g_error_copy (cause);

  return homebox_error_new_with_message (HOMEBOX_ERROR_NOT_DONE,
                                         HOMEBOX_FIELD_NONE,
                                         _("The connection was lost, and no account was made. Try "
                                           "again."));
}

static GError *
new_not_known (const GError *cause)
{
  if (!homebox_error_is_silence (cause))
    return g_error_copy (cause);

  return homebox_error_new_with_message ((HomeboxError) cause->code,
                                         HOMEBOX_FIELD_NONE,
                                         _("The server did not confirm the new account, and does "
                                           "not answer now. When you try again, Latchkey first "
                                           "looks whether the account is there."));
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxRegistration *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  gboolean was_looking = self->state == HOMEBOX_REGISTRATION_LOOKING;

  session = homebox_session_sign_in_finish (HOMEBOX_CLIENT (source), result, &error);

  if (session != NULL)
    {
      set_fate (self, HOMEBOX_REGISTRATION_MADE);
      set_state (self, HOMEBOX_REGISTRATION_IDLE);
      g_task_return_pointer (task, g_steal_pointer (&session), g_object_unref);
    }
  else if (!was_looking)
    {
      fail (task, g_steal_pointer (&error));
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS))
    {
      set_fate (self, HOMEBOX_REGISTRATION_NOT_MADE);
      fail (task, new_not_made (run->error));
    }
  else
    {
      /* It could sign in, and no more: there is an account. */
      if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME))
        {
          set_fate (self, HOMEBOX_REGISTRATION_MADE);
          fail (task, g_steal_pointer (&error));
          return;
        }

      fail (task, new_not_known (error));
    }
}

static void
sign_in (GTask *task, HomeboxRegistrationState state)
{
  HomeboxRegistration *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  set_state (self, state);
  homebox_session_sign_in_async (self->client, run->email, run->password, run->stay_signed_in,
                                 g_task_get_cancellable (task), on_signed_in,
                                 g_object_ref (task));
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxRegistration *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);

  if (response != NULL && homebox_response_check (response, &error))
    {
      set_fate (self, HOMEBOX_REGISTRATION_MADE);
      sign_in (task, HOMEBOX_REGISTRATION_SIGNING_IN);
    }
  else if (!homebox_error_is_unclear (error))
    {
      set_fate (self, HOMEBOX_REGISTRATION_NOT_MADE);
      fail (task, g_steal_pointer (&error));
    }
  else if (error->code == HOMEBOX_ERROR_CANCELLED)
    {
      fail (task, g_steal_pointer (&error));
    }
  else
    {
      run->error = g_steal_pointer (&error);
      sign_in (task, HOMEBOX_REGISTRATION_LOOKING);
    }
}

static void
send (GTask *task, const char *name, HomeboxSecret *invitation)
{
  HomeboxRegistration *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxSecret) body = NULL;

  const HomeboxBodyMember members[] = {
    { "name", name },
    { "email", run->email },
    { "password", homebox_secret_peek (run->password) },
    { "token", invitation != NULL ? homebox_secret_peek (invitation) : "" },
  };

  /* From here on, until an answer says otherwise, nothing is certain. */
  g_free (self->email);
  self->email = g_strdup (run->email);
  g_clear_pointer (&self->password, homebox_secret_unref);
  self->password = homebox_secret_ref (run->password);
  set_fate (self, HOMEBOX_REGISTRATION_UNCERTAIN);
  set_state (self, HOMEBOX_REGISTRATION_SENDING);

  body = homebox_secret_body_new (members, G_N_ELEMENTS (members));
  request = homebox_request_new ("POST", "/users/register", HOMEBOX_REQUEST_ONCE);
  homebox_request_set_body (request, body);
  homebox_client_send_async (self->client, request, g_task_get_cancellable (task), on_registered,
                             g_object_ref (task));
}

/**
 * homebox_registration_run_async:
 * @self: a registration
 * @name: the name as typed
 * @email: the email as typed
 * @password: the password
 * @invitation: (nullable): the token of an invitation
 * @stay_signed_in: %TRUE for a session of 28 days, %FALSE for one of 7
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Checks everything, makes the account (`POST /users/register`, sent once), and signs in.
 *
 * When no answer comes, it signs in with what was sent to see whether the account is there. When
 * not even that can be asked (or the caller cancelled), the fate is
 * %HOMEBOX_REGISTRATION_UNCERTAIN, and the next call for the same email looks first and sends
 * nothing. When the account is there already (%HOMEBOX_REGISTRATION_MADE), a call for the same
 * email only signs in.
 *
 * A failed sign-in counts with the server's limit of attempts (five of them close it for a while).
 */
void
homebox_registration_run_async (HomeboxRegistration *self,
                                const char *name,
                                const char *email,
                                HomeboxSecret *password,
                                HomeboxSecret *invitation,
                                gboolean stay_signed_in,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *name_to_send = NULL;
  GError *error = NULL;
  gboolean is_same;
  Run *run;

  g_return_if_fail (HOMEBOX_IS_REGISTRATION (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (email != NULL);
  g_return_if_fail (password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_registration_run_async);
  g_task_set_check_cancellable (task, FALSE);

  if (self->state != HOMEBOX_REGISTRATION_IDLE)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "Registration under way");
      return;
    }

  run = g_new0 (Run, 1);
  run->stay_signed_in = stay_signed_in;
  g_task_set_task_data (task, run, run_free);

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_error (task,
                           homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL));
      return;
    }

  name_to_send = homebox_registration_normalize_name (name, invitation != NULL, &error);
  if (name_to_send != NULL)
    run->email = homebox_user_normalize_email (email, &error);
  if (run->email == NULL
      || !homebox_user_check_new_password (homebox_secret_peek (password), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  is_same = g_strcmp0 (self->email, run->email) == 0;

  if (is_same && self->fate == HOMEBOX_REGISTRATION_UNCERTAIN)
    {
      run->password = homebox_secret_ref (self->password);
      sign_in (task, HOMEBOX_REGISTRATION_LOOKING);
    }
  else if (is_same && self->fate == HOMEBOX_REGISTRATION_MADE)
    {
      run->password = homebox_secret_ref (password);
      sign_in (task, HOMEBOX_REGISTRATION_SIGNING_IN);
    }
  else if (self->info != NULL
           && !homebox_registration_check_open (self->info, invitation != NULL, &error))
    {
      g_task_return_error (task, error);
    }
  else
    {
      run->password = homebox_secret_ref (password);
      send (task, name_to_send, invitation);
    }
}

/**
 * homebox_registration_run_finish:
 * @self: a registration
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_registration_run_async().
 *
 * Before anything is sent: %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_NAME,
 * %HOMEBOX_FIELD_EMAIL or %HOMEBOX_FIELD_PASSWORD), %HOMEBOX_ERROR_REGISTRATION_OFF,
 * %HOMEBOX_ERROR_LOCAL_LOGIN_OFF, and %G_IO_ERROR_PENDING while another call is under way.
 *
 * From the server: the same; %HOMEBOX_ERROR_EMAIL_TAKEN (field %HOMEBOX_FIELD_EMAIL);
 * %HOMEBOX_ERROR_INVITATION_UNKNOWN and %HOMEBOX_ERROR_INVITATION_SPENT (field
 * %HOMEBOX_FIELD_INVITATION); %HOMEBOX_ERROR_NOT_DONE when no answer came and there is no account;
 * and as homebox_client_send_finish() and homebox_session_sign_in_finish() do. Whether there is an
 * account is said by homebox_registration_get_fate(), not by the error.
 *
 * Returns: (transfer full) (nullable): a session with its user loaded
 */
HomeboxSession *
homebox_registration_run_finish (HomeboxRegistration *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_registration_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
