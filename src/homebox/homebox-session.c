#include "homebox-session-private.h"

enum
{
  PROP_0,
  PROP_CLIENT,
  PROP_TOKEN,
  PROP_USER,
  PROP_STATE,
  PROP_PATIENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxSession, homebox_session, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxSessionState,
                    homebox_session_state,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_REFRESHING, "refreshing"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SESSION_UNREACHABLE, "unreachable"))

static void
homebox_session_dispose (GObject *object)
{
  HomeboxSession *self = HOMEBOX_SESSION (object);

  /* What waits has references, so that this finds anything only when it is told to let go. */
  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_CLOSED);

  G_OBJECT_CLASS (homebox_session_parent_class)->dispose (object);
}

static void
homebox_session_finalize (GObject *object)
{
  HomeboxSession *self = HOMEBOX_SESSION (object);

  g_assert (self->waiting->len == 0 && self->n_under_way == 0 && self->refresh == NULL);

  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->refresh_callers);
  g_clear_object (&self->client);
  g_clear_object (&self->user);
  g_clear_pointer (&self->token, homebox_token_unref);

  G_OBJECT_CLASS (homebox_session_parent_class)->finalize (object);
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
    case PROP_PATIENT:
      g_value_set_boolean (value, self->patient);
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
    case PROP_PATIENT:
      homebox_session_set_patient (self, g_value_get_boolean (value));
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
  object_class->finalize = homebox_session_finalize;
  object_class->get_property = homebox_session_get_property;
  object_class->set_property = homebox_session_set_property;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, HOMEBOX_TYPE_CLIENT, given);
  properties[PROP_TOKEN] = g_param_spec_boxed ("token", NULL, NULL, HOMEBOX_TYPE_TOKEN,
                                               given | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_USER] = g_param_spec_object ("user", NULL, NULL, HOMEBOX_TYPE_USER, told);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HOMEBOX_TYPE_SESSION_STATE,
                                              HOMEBOX_SESSION_ACTIVE, told);
  properties[PROP_PATIENT]
      = g_param_spec_boolean ("patient", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_session_init (HomeboxSession *self)
{
  self->user = homebox_user_new ();
  self->state = HOMEBOX_SESSION_ACTIVE;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->refresh_callers = g_ptr_array_new_with_free_func (g_object_unref);
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
 * homebox_session_set_client:
 * @self: a session
 * @client: a client of the same server at another address
 *
 * Goes on at another address: whatever is sent from now on goes there, also what waits for a new
 * token. What is under way stays where it is. That it is the same server, and may have the token, is
 * the caller's to make sure.
 */
void
homebox_session_set_client (HomeboxSession *self, HomeboxClient *client)
{
  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_CLIENT (client));

  if (g_set_object (&self->client, client))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
}

/**
 * homebox_session_get_token:
 * @self: a session
 *
 * Returns: (transfer none): its token of now; another one after a refresh or a new sign-in
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
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), HOMEBOX_SESSION_SIGNED_OUT);

  return self->state;
}

/**
 * homebox_session_is_over:
 * @self: a session
 *
 * Returns: whether its token is of no use: it was refused, or signed out. A session that refreshes
 *   or whose server is not found now is not over
 */
gboolean
homebox_session_is_over (HomeboxSession *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), TRUE);

  return self->state == HOMEBOX_SESSION_ENDED || self->state == HOMEBOX_SESSION_SIGNING_IN
         || self->state == HOMEBOX_SESSION_SIGNED_OUT;
}

/**
 * homebox_session_get_patient:
 * @self: a session
 *
 * Returns: whether requests wait for a new sign-in
 */
gboolean
homebox_session_get_patient (HomeboxSession *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), FALSE);

  return self->patient;
}

/**
 * homebox_session_set_patient:
 * @self: a session
 * @patient: whether requests wait for a new sign-in; %FALSE at first
 *
 * Says what becomes of a request whose token is refused, and of one that comes after that.
 *
 * A session that is not patient fails them with %HOMEBOX_ERROR_SESSION_ENDED. A patient one keeps
 * them, however long it takes, and sends each once more after homebox_session_resume() or
 * homebox_session_take_token(); a server does not execute what it refuses with 401. A request that
 * is refused again then fails. Cancelling a request that waits answers it at once;
 * homebox_session_give_up() answers all of them.
 *
 * Never kept are a deletion, a password change and a sign-out: the person confirms them anew.
 */
void
homebox_session_set_patient (HomeboxSession *self, gboolean patient)
{
  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  patient = patient != FALSE;
  if (self->patient == patient)
    return;

  self->patient = patient;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATIENT]);
  homebox_session_review_waiting (self);
}

static HomeboxSessionState
get_usable_state (HomeboxSession *self)
{
  return self->no_server ? HOMEBOX_SESSION_UNREACHABLE : HOMEBOX_SESSION_ACTIVE;
}

/* The table of #HomeboxSessionState. What is not in it changes nothing: an answer that comes after
 * the end, say. */
static HomeboxSessionState
find_next_state (HomeboxSession *self, HomeboxSessionEvent event)
{
  gboolean usable
      = self->state == HOMEBOX_SESSION_ACTIVE || self->state == HOMEBOX_SESSION_UNREACHABLE;
  gboolean refreshing = self->state == HOMEBOX_SESSION_REFRESHING;
  gboolean ended
      = self->state == HOMEBOX_SESSION_ENDED || self->state == HOMEBOX_SESSION_SIGNING_IN;

  switch (event)
    {
    case HOMEBOX_SESSION_EVENT_ANSWERED:
    case HOMEBOX_SESSION_EVENT_NO_SERVER:
      return usable ? get_usable_state (self) : self->state;
    case HOMEBOX_SESSION_EVENT_REFUSED:
      return usable || refreshing ? HOMEBOX_SESSION_ENDED : self->state;
    case HOMEBOX_SESSION_EVENT_REFRESH_BEGAN:
      return usable ? HOMEBOX_SESSION_REFRESHING : self->state;
    case HOMEBOX_SESSION_EVENT_REFRESH_OVER:
      return refreshing ? get_usable_state (self) : self->state;
    case HOMEBOX_SESSION_EVENT_SIGN_IN_BEGAN:
      return ended ? HOMEBOX_SESSION_SIGNING_IN : self->state;
    case HOMEBOX_SESSION_EVENT_SIGN_IN_FAILED:
      return ended ? HOMEBOX_SESSION_ENDED : self->state;
    case HOMEBOX_SESSION_EVENT_RESUMED:
      return usable || ended ? HOMEBOX_SESSION_ACTIVE : self->state;
    case HOMEBOX_SESSION_EVENT_TOKEN_TAKEN:
      return ended ? HOMEBOX_SESSION_ACTIVE : self->state;
    case HOMEBOX_SESSION_EVENT_CLOSED:
      return HOMEBOX_SESSION_SIGNED_OUT;
    default:
      g_return_val_if_reached (self->state);
    }
}

/*
 * homebox_session_happen:
 * @self: a session
 * @event: what happened to it
 *
 * The one function that changes the state; and what follows from that happens here too. Callbacks
 * may run before it returns.
 */
void
homebox_session_happen (HomeboxSession *self, HomeboxSessionEvent event)
{
  g_autoptr (HomeboxSession) alive = g_object_ref (self);
  HomeboxSessionState next;

  if (event == HOMEBOX_SESSION_EVENT_NO_SERVER)
    self->no_server = TRUE;
  else if (event == HOMEBOX_SESSION_EVENT_ANSWERED)
    self->no_server = FALSE;

  next = find_next_state (self, event);
  if (next == HOMEBOX_SESSION_ACTIVE)
    self->no_server = FALSE;
  if (next == self->state)
    return;

  self->state = next;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  homebox_session_review_refresh (self);
  homebox_session_review_waiting (self);
}

/*
 * homebox_session_set_token:
 * @self: a session
 * @token: a token of the same person
 *
 * Replaces the token of what is sent from now on.
 */
void
homebox_session_set_token (HomeboxSession *self, HomeboxToken *token)
{
  if (token == self->token)
    return;

  homebox_token_ref (token);
  homebox_token_unref (self->token);
  self->token = token;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
}
