#include "latchkey-sign-in.h"

#include "homebox-error.h"
#include "latchkey-hand-over.h"

struct _LatchkeySignIn
{
  GObject parent_instance;

  LatchkeyVault *vault;
  /* Where the person signs in again, or else where a server is looked for. */
  LatchkeyConnection *connection;
  HomeboxDiscovery *discovery;
  /* The server that was found, by us or by whoever looked before. */
  HomeboxClient *client;
  HomeboxServerInfo *info;
  HomeboxReach reach;
  gboolean needs_confirmation;
  /* Whether the next attempt goes there without looking again. */
  gboolean is_fresh;

  LatchkeySignInState state;
  /* Of the attempt that goes on; a late answer of an older one carries another. */
  GCancellable *cancellable;
  char *email;
  HomeboxSecret *password;
  gboolean stay_signed_in;
};

G_DEFINE_FINAL_TYPE (LatchkeySignIn, latchkey_sign_in, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPERTIES,
};

enum
{
  SUCCEEDED,
  FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

/* What an asynchronous call carries: the flow, and which attempt it belongs to. */
typedef struct
{
  LatchkeySignIn *self;
  GCancellable *cancellable;
} Step;

static Step *
step_new (LatchkeySignIn *self)
{
  Step *step = g_new0 (Step, 1);

  step->self = g_object_ref (self);
  step->cancellable = g_object_ref (self->cancellable);

  return step;
}

static void
step_free (Step *step)
{
  g_object_unref (step->self);
  g_object_unref (step->cancellable);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static gboolean
step_is_late (Step *step)
{
  return step->self->cancellable != step->cancellable
         || g_cancellable_is_cancelled (step->cancellable);
}

static void
set_state (LatchkeySignIn *self, LatchkeySignInState state)
{
  if (state == self->state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
forget_attempt (LatchkeySignIn *self)
{
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->password, homebox_secret_unref);
}

static void
fail (LatchkeySignIn *self, const GError *error)
{
  forget_attempt (self);
  set_state (self, LATCHKEY_SIGN_IN_IDLE);
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
handed_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyConnection) connection = latchkey_hand_over_finish (result, &error);
  LatchkeySignIn *self = step->self;

  if (step_is_late (step))
    return;

  if (connection == NULL)
    {
      fail (self, error);
      return;
    }

  forget_attempt (self);
  set_state (self, LATCHKEY_SIGN_IN_IDLE);
  g_signal_emit (self, signals[SUCCEEDED], 0, connection);
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxSession) session
    = homebox_session_sign_in_finish (HOMEBOX_CLIENT (source), result, &error);
  LatchkeySignIn *self = step->self;

  if (step_is_late (step))
    {
      /* Nobody will use it. If handing it back fails, it ends by itself after its time. */
      if (session != NULL)
        homebox_session_sign_out_async (session, NULL, NULL, NULL);
      return;
    }

  if (session == NULL)
    {
      fail (self, error);
      return;
    }

  g_clear_pointer (&self->password, homebox_secret_unref);
  set_state (self, LATCHKEY_SIGN_IN_KEEPING);
  latchkey_hand_over_async (self->vault,
                            self->connection,
                            session,
                            self->cancellable,
                            handed_over,
                            g_steal_pointer (&step));
}

static void
send_password (LatchkeySignIn *self)
{
  set_state (self, LATCHKEY_SIGN_IN_SENDING);
  homebox_session_sign_in_async (self->client,
                                 self->email,
                                 self->password,
                                 self->stay_signed_in,
                                 self->cancellable,
                                 signed_in,
                                 step_new (self));
}

static void
set_found (LatchkeySignIn *self,
           HomeboxClient *client,
           HomeboxServerInfo *info,
           HomeboxReach reach,
           gboolean needs_confirmation)
{
  g_set_object (&self->client, client);
  g_set_object (&self->info, info);
  self->reach = reach;
  self->needs_confirmation = needs_confirmation;
}

static void
go_on_with_found (LatchkeySignIn *self)
{
  if (!homebox_server_info_get_allow_local_login (self->info))
    {
      g_autoptr (GError) refusal
        = homebox_error_new (HOMEBOX_ERROR_LOCAL_LOGIN_OFF, HOMEBOX_FIELD_NONE, NULL);

      fail (self, refusal);
      return;
    }

  if (self->needs_confirmation
      && !latchkey_pins_get_plain_http_allowed (latchkey_vault_get_pins (self->vault),
                                                latchkey_sign_in_get_server (self)))
    set_state (self, LATCHKEY_SIGN_IN_CONFIRMING);
  else
    send_password (self);
}

static void
discovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  LatchkeySignIn *self = step->self;
  gboolean found = homebox_discovery_run_finish (self->discovery, result, &error);

  if (step_is_late (step))
    return;

  if (!found)
    {
      fail (self, error);
      return;
    }

  set_found (self,
             homebox_discovery_get_client (self->discovery),
             homebox_discovery_get_server_info (self->discovery),
             homebox_discovery_get_reach (self->discovery),
             homebox_discovery_needs_confirmation (self->discovery));
  go_on_with_found (self);
}

static void
latchkey_sign_in_get_property (GObject *object,
                               guint property_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  LatchkeySignIn *self = LATCHKEY_SIGN_IN (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_sign_in_dispose (GObject *object)
{
  LatchkeySignIn *self = LATCHKEY_SIGN_IN (object);

  g_cancellable_cancel (self->cancellable);
  forget_attempt (self);
  g_clear_object (&self->connection);
  g_clear_object (&self->client);
  g_clear_object (&self->info);
  g_clear_object (&self->discovery);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (latchkey_sign_in_parent_class)->dispose (object);
}

static void
latchkey_sign_in_class_init (LatchkeySignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = latchkey_sign_in_get_property;
  object_class->dispose = latchkey_sign_in_dispose;

  properties[PROP_STATE] = g_param_spec_int ("state",
                                             NULL,
                                             NULL,
                                             LATCHKEY_SIGN_IN_IDLE,
                                             LATCHKEY_SIGN_IN_KEEPING,
                                             LATCHKEY_SIGN_IN_IDLE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                               | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * LatchkeySignIn::succeeded:
   * @self: the sign-in
   * @connection: what came of it
   *
   * The account is on the disk and in use.
   */
  signals[SUCCEEDED] = g_signal_new ("succeeded",
                                     LATCHKEY_TYPE_SIGN_IN,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     LATCHKEY_TYPE_CONNECTION);

  /**
   * LatchkeySignIn::failed:
   * @self: the sign-in
   * @error: what went wrong: a #HomeboxError, or what the account file could not do
   *
   * Nothing was changed on this computer.
   */
  signals[FAILED] = g_signal_new ("failed",
                                  LATCHKEY_TYPE_SIGN_IN,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_ERROR);
}

static void
latchkey_sign_in_init (LatchkeySignIn *self)
{
}

/**
 * latchkey_sign_in_new:
 * @vault: where the account goes
 *
 * Makes a sign-in that waits to be started.
 *
 * Returns: (transfer full): a new sign-in
 */
LatchkeySignIn *
latchkey_sign_in_new (LatchkeyVault *vault)
{
  LatchkeySignIn *self;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);

  self = g_object_new (LATCHKEY_TYPE_SIGN_IN, NULL);
  self->vault = g_object_ref (vault);

  return self;
}

/**
 * latchkey_sign_in_new_again:
 * @vault: where the account is
 * @connection: the account, whose session has ended
 *
 * Makes a sign-in to the server of an account that is on this computer already. No server is looked
 * for: the password goes to the address that is in use, which the person agreed to before. The
 * sign-in of somebody else is refused with %LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT.
 *
 * Returns: (transfer full): a new sign-in
 */
LatchkeySignIn *
latchkey_sign_in_new_again (LatchkeyVault *vault, LatchkeyConnection *connection)
{
  LatchkeySignIn *self = latchkey_sign_in_new (vault);

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  self->connection = g_object_ref (connection);

  return self;
}

/**
 * latchkey_sign_in_get_state:
 * @self: a sign-in
 *
 * Returns: how far it has come
 */
LatchkeySignInState
latchkey_sign_in_get_state (LatchkeySignIn *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SIGN_IN (self), LATCHKEY_SIGN_IN_IDLE);

  return self->state;
}

/**
 * latchkey_sign_in_get_server:
 * @self: a sign-in
 *
 * Returns: (nullable): the address of the server that was found, scheme included
 */
const char *
latchkey_sign_in_get_server (LatchkeySignIn *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SIGN_IN (self), NULL);

  return self->client != NULL ? homebox_client_get_base_uri (self->client) : NULL;
}

/**
 * latchkey_sign_in_get_reach:
 * @self: a sign-in in which a server was found
 *
 * Returns: how far away that server is
 */
HomeboxReach
latchkey_sign_in_get_reach (LatchkeySignIn *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SIGN_IN (self), HOMEBOX_REACH_PUBLIC);
  g_return_val_if_fail (self->client != NULL, HOMEBOX_REACH_PUBLIC);

  return self->reach;
}

/**
 * latchkey_sign_in_set_found:
 * @self: an idle sign-in that is not one to an account that is here already
 * @client: (nullable): a client for the server, or %NULL to look for it after all
 * @info: (nullable): what that server just said about itself
 * @reach: how far away it is
 * @needs_confirmation: whether the person has to agree, since the connection is not encrypted
 *
 * Hands over the server behind what will be started, as somebody else found it a moment ago. It
 * counts for the next attempt alone: what was found may be gone when that fails.
 */
void
latchkey_sign_in_set_found (LatchkeySignIn *self,
                            HomeboxClient *client,
                            HomeboxServerInfo *info,
                            HomeboxReach reach,
                            gboolean needs_confirmation)
{
  g_return_if_fail (LATCHKEY_IS_SIGN_IN (self));
  g_return_if_fail (self->state == LATCHKEY_SIGN_IN_IDLE);
  g_return_if_fail (self->connection == NULL);
  g_return_if_fail ((client == NULL) == (info == NULL));

  set_found (self, client, info, reach, needs_confirmation);
  self->is_fresh = client != NULL;
}

/**
 * latchkey_sign_in_start:
 * @self: an idle sign-in
 * @server: (nullable): the address as typed; not looked at for an account that is here already
 * @email: the email as typed
 * @password: the password; released as soon as the server answered
 * @stay_signed_in: %TRUE for a session of 4 weeks, %FALSE for one of a week
 *
 * Starts an attempt. Its end is the signal #LatchkeySignIn::succeeded or #LatchkeySignIn::failed,
 * which may come before this returns where the server was found already.
 */
void
latchkey_sign_in_start (LatchkeySignIn *self,
                        const char *server,
                        const char *email,
                        HomeboxSecret *password,
                        gboolean stay_signed_in)
{
  g_return_if_fail (LATCHKEY_IS_SIGN_IN (self));
  g_return_if_fail (self->state == LATCHKEY_SIGN_IN_IDLE);
  g_return_if_fail (server != NULL || self->connection != NULL);
  g_return_if_fail (email != NULL);
  g_return_if_fail (password != NULL);

  self->cancellable = g_cancellable_new ();
  self->email = g_strdup (email);
  self->password = homebox_secret_ref (password);
  self->stay_signed_in = stay_signed_in;

  if (self->connection != NULL)
    {
      g_clear_object (&self->client);
      self->client = latchkey_vault_make_client (self->vault,
                                                 latchkey_connection_get_address (self->connection));
      send_password (self);
      return;
    }

  if (self->is_fresh)
    {
      self->is_fresh = FALSE;
      go_on_with_found (self);
      return;
    }

  /* Made at the first attempt: a page that is only looked at needs no network. */
  if (self->discovery == NULL)
    self->discovery = homebox_discovery_new (HOMEBOX_TRUST (latchkey_vault_get_pins (self->vault)));

  set_state (self, LATCHKEY_SIGN_IN_LOOKING);
  homebox_discovery_run_async (self->discovery,
                               server,
                               self->cancellable,
                               discovered,
                               step_new (self));
}

/**
 * latchkey_sign_in_confirm:
 * @self: a sign-in
 *
 * The person agrees that the password goes over plain http. Does nothing unless that was asked.
 * The answer is kept for this server.
 */
void
latchkey_sign_in_confirm (LatchkeySignIn *self)
{
  g_return_if_fail (LATCHKEY_IS_SIGN_IN (self));

  if (self->state != LATCHKEY_SIGN_IN_CONFIRMING)
    return;

  latchkey_pins_allow_plain_http (latchkey_vault_get_pins (self->vault),
                                  latchkey_sign_in_get_server (self));
  send_password (self);
}

/**
 * latchkey_sign_in_cancel:
 * @self: a sign-in
 *
 * Ends the attempt without a signal. A session that the server gives out all the same is handed
 * back to it.
 */
void
latchkey_sign_in_cancel (LatchkeySignIn *self)
{
  g_return_if_fail (LATCHKEY_IS_SIGN_IN (self));

  if (self->state == LATCHKEY_SIGN_IN_IDLE)
    return;

  g_cancellable_cancel (self->cancellable);
  forget_attempt (self);
  set_state (self, LATCHKEY_SIGN_IN_IDLE);
}
