#include "latchkey-registration-flow.h"

#include "latchkey-hand-over.h"

#include "homebox-error.h"

struct _LatchkeyRegistrationFlow
{
  GObject parent_instance;

  LatchkeyVault *vault;
  LatchkeyRegistrationState state;

  HomeboxDiscovery *discovery;
  /* Of the server that was found last: it knows what became of an account that was sent there. */
  HomeboxRegistration *registration;
  char *server;

  /* What the attempt is about, while it goes on. */
  GCancellable *cancellable;
  char *name;
  char *email;
  HomeboxSecret *password;
  HomeboxSecret *invitation;
  gboolean stay_signed_in;
};

G_DEFINE_FINAL_TYPE (LatchkeyRegistrationFlow, latchkey_registration_flow, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  SUCCEEDED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (LatchkeyRegistrationFlow *self, LatchkeyRegistrationState state)
{
  if (state == self->state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
forget_attempt (LatchkeyRegistrationFlow *self)
{
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->password, homebox_secret_unref);
  g_clear_pointer (&self->invitation, homebox_secret_unref);
}

static void
fail (LatchkeyRegistrationFlow *self, const GError *error)
{
  forget_attempt (self);
  set_state (self, LATCHKEY_REGISTRATION_IDLE);
  g_signal_emit (self, signals[FAILED], 0, error);
}

/* Nobody waits for it any more: the object is only kept by its last call. */
static gboolean
is_disposed (LatchkeyRegistrationFlow *self)
{
  return self->vault == NULL;
}

static void
handed_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyRegistrationFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyConnection) connection = latchkey_hand_over_finish (result, &error);

  if (is_disposed (self))
    return;

  if (connection == NULL)
    {
      fail (self, error);
      return;
    }

  forget_attempt (self);
  set_state (self, LATCHKEY_REGISTRATION_IDLE);
  g_signal_emit (self, signals[SUCCEEDED], 0, connection);
}

static void
registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyRegistrationFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxSession) session
    = homebox_registration_run_finish (HOMEBOX_REGISTRATION (source), result, &error);

  if (is_disposed (self))
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
  set_state (self, LATCHKEY_REGISTRATION_KEEPING);
  latchkey_hand_over_async (self->vault,
                            NULL,
                            session,
                            self->cancellable,
                            handed_over,
                            g_object_ref (self));
}

static void
send (LatchkeyRegistrationFlow *self)
{
  set_state (self, LATCHKEY_REGISTRATION_SENDING);
  homebox_registration_run_async (self->registration,
                                  self->name,
                                  self->email,
                                  self->password,
                                  self->invitation,
                                  self->stay_signed_in,
                                  self->cancellable,
                                  registered,
                                  g_object_ref (self));
}

static void
take_server (LatchkeyRegistrationFlow *self)
{
  HomeboxClient *client = homebox_discovery_get_client (self->discovery);
  const char *server = homebox_client_get_base_uri (client);

  if (g_strcmp0 (self->server, server) == 0)
    return;

  g_free (self->server);
  self->server = g_strdup (server);
  g_clear_object (&self->registration);
  self->registration
    = homebox_registration_new (client, homebox_discovery_get_server_info (self->discovery));
}

static void
discovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyRegistrationFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean found = homebox_discovery_run_finish (HOMEBOX_DISCOVERY (source), result, &error);

  if (is_disposed (self))
    return;

  if (!found)
    {
      fail (self, error);
      return;
    }

  take_server (self);

  if (homebox_discovery_needs_confirmation (self->discovery)
      && !latchkey_pins_get_plain_http_allowed (latchkey_vault_get_pins (self->vault),
                                                self->server))
    set_state (self, LATCHKEY_REGISTRATION_CONFIRMING);
  else
    send (self);
}

static void
latchkey_registration_flow_get_property (GObject *object,
                                         guint property_id,
                                         GValue *value,
                                         GParamSpec *pspec)
{
  LatchkeyRegistrationFlow *self = LATCHKEY_REGISTRATION_FLOW (object);

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
latchkey_registration_flow_dispose (GObject *object)
{
  LatchkeyRegistrationFlow *self = LATCHKEY_REGISTRATION_FLOW (object);

  g_clear_object (&self->vault);
  g_cancellable_cancel (self->cancellable);
  forget_attempt (self);
  g_clear_object (&self->registration);
  g_clear_object (&self->discovery);
  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (latchkey_registration_flow_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, GType type)
{
  return g_signal_new (name,
                       LATCHKEY_TYPE_REGISTRATION_FLOW,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       type);
}

static void
latchkey_registration_flow_class_init (LatchkeyRegistrationFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = latchkey_registration_flow_get_property;
  object_class->dispose = latchkey_registration_flow_dispose;

  properties[PROP_STATE] = g_param_spec_int ("state",
                                             NULL,
                                             NULL,
                                             LATCHKEY_REGISTRATION_IDLE,
                                             LATCHKEY_REGISTRATION_KEEPING,
                                             LATCHKEY_REGISTRATION_IDLE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                               | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SUCCEEDED] = add_signal ("succeeded", LATCHKEY_TYPE_CONNECTION);
  signals[FAILED] = add_signal ("failed", G_TYPE_ERROR);
}

static void
latchkey_registration_flow_init (LatchkeyRegistrationFlow *self)
{
}

/**
 * latchkey_registration_flow_new:
 * @vault: where the account goes
 *
 * Returns: (transfer full): a registration that waits to be started
 */
LatchkeyRegistrationFlow *
latchkey_registration_flow_new (LatchkeyVault *vault)
{
  LatchkeyRegistrationFlow *self;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);

  self = g_object_new (LATCHKEY_TYPE_REGISTRATION_FLOW, NULL);
  self->vault = g_object_ref (vault);

  return self;
}

/**
 * latchkey_registration_flow_get_state:
 * @self: a registration
 *
 * Returns: how far it has come
 */
LatchkeyRegistrationState
latchkey_registration_flow_get_state (LatchkeyRegistrationFlow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_REGISTRATION_FLOW (self), LATCHKEY_REGISTRATION_IDLE);

  return self->state;
}

/**
 * latchkey_registration_flow_get_fate:
 * @self: a registration
 *
 * Returns: what is known of the account
 */
HomeboxRegistrationFate
latchkey_registration_flow_get_fate (LatchkeyRegistrationFlow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_REGISTRATION_FLOW (self), HOMEBOX_REGISTRATION_NOT_MADE);

  return self->registration != NULL ? homebox_registration_get_fate (self->registration)
                                    : HOMEBOX_REGISTRATION_NOT_MADE;
}

/**
 * latchkey_registration_flow_get_server:
 * @self: a registration
 *
 * Returns: (nullable): the address of the server that was found, scheme included
 */
const char *
latchkey_registration_flow_get_server (LatchkeyRegistrationFlow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_REGISTRATION_FLOW (self), NULL);

  return self->server;
}

/**
 * latchkey_registration_flow_get_reach:
 * @self: a registration in which a server was found
 *
 * Returns: how far away that server is
 */
HomeboxReach
latchkey_registration_flow_get_reach (LatchkeyRegistrationFlow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_REGISTRATION_FLOW (self), HOMEBOX_REACH_PUBLIC);
  g_return_val_if_fail (self->discovery != NULL, HOMEBOX_REACH_PUBLIC);

  return homebox_discovery_get_reach (self->discovery);
}

/**
 * latchkey_registration_flow_start:
 * @self: an idle registration
 * @server: the address as typed
 * @name: the name as typed
 * @email: the email as typed
 * @password: the password; released as soon as the server answered
 * @invitation: (nullable): the token of an invitation
 * @stay_signed_in: %TRUE for a session of 4 weeks, %FALSE for one of a week
 *
 * Starts an attempt. Its end is the signal #LatchkeyRegistrationFlow::succeeded or
 * #LatchkeyRegistrationFlow::failed.
 */
void
latchkey_registration_flow_start (LatchkeyRegistrationFlow *self,
                                  const char *server,
                                  const char *name,
                                  const char *email,
                                  HomeboxSecret *password,
                                  HomeboxSecret *invitation,
                                  gboolean stay_signed_in)
{
  g_return_if_fail (LATCHKEY_IS_REGISTRATION_FLOW (self));
  g_return_if_fail (self->state == LATCHKEY_REGISTRATION_IDLE);
  g_return_if_fail (server != NULL && name != NULL && email != NULL);
  g_return_if_fail (password != NULL);

  self->cancellable = g_cancellable_new ();
  self->name = g_strdup (name);
  self->email = g_strdup (email);
  self->password = homebox_secret_ref (password);
  self->invitation = invitation != NULL ? homebox_secret_ref (invitation) : NULL;
  self->stay_signed_in = stay_signed_in;
  g_clear_object (&self->discovery);
  self->discovery = homebox_discovery_new (HOMEBOX_TRUST (latchkey_vault_get_pins (self->vault)));

  set_state (self, LATCHKEY_REGISTRATION_LOOKING);
  homebox_discovery_run_async (self->discovery,
                               server,
                               self->cancellable,
                               discovered,
                               g_object_ref (self));
}

/**
 * latchkey_registration_flow_confirm:
 * @self: a registration
 *
 * The person agrees that the password goes over plain http. Does nothing unless that was asked.
 * The answer is kept for this server.
 */
void
latchkey_registration_flow_confirm (LatchkeyRegistrationFlow *self)
{
  g_return_if_fail (LATCHKEY_IS_REGISTRATION_FLOW (self));

  if (self->state != LATCHKEY_REGISTRATION_CONFIRMING)
    return;

  latchkey_pins_allow_plain_http (latchkey_vault_get_pins (self->vault), self->server);
  send (self);
}

/**
 * latchkey_registration_flow_cancel:
 * @self: a registration
 *
 * Ends the attempt as soon as that can be done: with #LatchkeyRegistrationFlow::failed, or
 * succeeded all the same. What latchkey_registration_flow_get_fate() says then is what is known of
 * the account.
 */
void
latchkey_registration_flow_cancel (LatchkeyRegistrationFlow *self)
{
  g_return_if_fail (LATCHKEY_IS_REGISTRATION_FLOW (self));

  if (self->state == LATCHKEY_REGISTRATION_CONFIRMING)
    {
      g_autoptr (GError) error
        = homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL);

      fail (self, error);
    }
  else if (self->state != LATCHKEY_REGISTRATION_IDLE)
    {
      g_cancellable_cancel (self->cancellable);
    }
}
