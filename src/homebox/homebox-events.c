#include "homebox-events-private.h"

#include <string.h>

#define USER_MUTATED "user.mutation"

/* The server pings every ten seconds: two may be missed. */
static const HomeboxEventsTiming default_timing = {
  .handshake = 20 * 1000,
  .silence = 25 * 1000,
  .first_retry = 1000,
  .longest_retry = 5 * 60 * 1000,
  .rest = 10 * 60 * 1000,
};

enum
{
  PROP_SESSION = 1,
  PROP_ACTIVE,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  OPENED,
  USER_MUTATION,
  EVENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomeboxEvents, homebox_events, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxEventsState,
                    homebox_events_state,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_EVENTS_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_EVENTS_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_EVENTS_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_EVENTS_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_EVENTS_UNSUPPORTED, "unsupported"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_EVENTS_ENDED, "ended"))

/*
 * homebox_events_set_state:
 * @self: events
 * @state: whether the server tells what happens
 *
 * Notes it, and tells whom it concerns, who may do anything with @self then.
 */
void
homebox_events_set_state (HomeboxEvents *self, HomeboxEventsState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/*
 * homebox_events_tell_opened:
 * @self: events
 *
 * Tells that the connection is open.
 */
void
homebox_events_tell_opened (HomeboxEvents *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

/*
 * homebox_events_tell:
 * @self: events
 * @event: the name of an event
 *
 * Tells that something happened.
 */
void
homebox_events_tell (HomeboxEvents *self, const char *event)
{
  if (strcmp (event, USER_MUTATED) == 0)
    g_signal_emit (self, signals[USER_MUTATION], 0);

  /* What the server makes up must not become a quark, which would never be freed. */
  g_signal_emit (self, signals[EVENT], g_quark_try_string (event), event);
}

static void
on_session_state (GObject *session, GParamSpec *pspec, gpointer user_data)
{
  HomeboxEvents *self = HOMEBOX_EVENTS (user_data);

  /* What else happens to a session, such as a request that found no server, says nothing about a
   * connection that is open. */
  if (homebox_session_is_over (self->session) != (self->state == HOMEBOX_EVENTS_ENDED))
    homebox_events_restart (self);
}

static void
on_session_token (GObject *session, GParamSpec *pspec, gpointer user_data)
{
  HomeboxEvents *self = HOMEBOX_EVENTS (user_data);

  if (self->active && homebox_session_get_token (self->session) != self->token)
    homebox_events_restart (self);
}

static void
homebox_events_constructed (GObject *object)
{
  HomeboxEvents *self = HOMEBOX_EVENTS (object);

  G_OBJECT_CLASS (homebox_events_parent_class)->constructed (object);

  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (on_session_state), self, 0);
  g_signal_connect_object (self->session, "notify::token", G_CALLBACK (on_session_token), self, 0);
  if (homebox_session_is_over (self->session))
    self->state = HOMEBOX_EVENTS_ENDED;
}

static void
homebox_events_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxEvents *self = HOMEBOX_EVENTS (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_events_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HomeboxEvents *self = HOMEBOX_EVENTS (object);

  switch (id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_ACTIVE:
      homebox_events_set_active (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_events_dispose (GObject *object)
{
  HomeboxEvents *self = HOMEBOX_EVENTS (object);

  homebox_events_disconnect (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (homebox_events_parent_class)->dispose (object);
}

static void
homebox_events_finalize (GObject *object)
{
  g_main_context_unref (HOMEBOX_EVENTS (object)->context);

  G_OBJECT_CLASS (homebox_events_parent_class)->finalize (object);
}

static void
homebox_events_class_init (HomeboxEventsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = homebox_events_get_property;
  object_class->set_property = homebox_events_set_property;
  object_class->constructed = homebox_events_constructed;
  object_class->dispose = homebox_events_dispose;
  object_class->finalize = homebox_events_finalize;

  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, HOMEBOX_TYPE_SESSION,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | flags);
  properties[PROP_ACTIVE]
      = g_param_spec_boolean ("active", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HOMEBOX_TYPE_EVENTS_STATE,
                                              HOMEBOX_EVENTS_IDLE, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[USER_MUTATION] = g_signal_new ("user-mutation", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
homebox_events_init (HomeboxEvents *self)
{
  self->timing = default_timing;
  self->context = g_main_context_ref_thread_default ();
}

/**
 * homebox_events_new:
 * @session: whose events
 *
 * Returns: (transfer full): new events, which connect once they are active
 */
HomeboxEvents *
homebox_events_new (HomeboxSession *session)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (session), NULL);

  return g_object_new (HOMEBOX_TYPE_EVENTS, "session", session, NULL);
}

/**
 * homebox_events_get_session:
 * @self: events
 *
 * Returns: (transfer none): whose they are
 */
HomeboxSession *
homebox_events_get_session (HomeboxEvents *self)
{
  g_return_val_if_fail (HOMEBOX_IS_EVENTS (self), NULL);

  return self->session;
}

/**
 * homebox_events_get_state:
 * @self: events
 *
 * Returns: whether the server tells what happens
 */
HomeboxEventsState
homebox_events_get_state (HomeboxEvents *self)
{
  g_return_val_if_fail (HOMEBOX_IS_EVENTS (self), HOMEBOX_EVENTS_ENDED);

  return self->state;
}

/**
 * homebox_events_get_active:
 * @self: events
 *
 * Returns: whether somebody needs them
 */
gboolean
homebox_events_get_active (HomeboxEvents *self)
{
  g_return_val_if_fail (HOMEBOX_IS_EVENTS (self), FALSE);

  return self->active;
}

/**
 * homebox_events_set_active:
 * @self: events
 * @active: whether somebody needs them
 *
 * Connects, at once and whatever happened before; or closes the connection, if there is one.
 */
void
homebox_events_set_active (HomeboxEvents *self, gboolean active)
{
  g_return_if_fail (HOMEBOX_IS_EVENTS (self));

  active = !!active;

  if (self->active == active)
    return;

  self->active = active;
  homebox_events_restart (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/**
 * homebox_events_retry:
 * @self: events
 *
 * Says that it may be worth a try, for example since the window got the focus: does at once what
 * %HOMEBOX_EVENTS_WAITING waits for; in %HOMEBOX_EVENTS_UNSUPPORTED tries again if the last time was
 * more than ten minutes ago. Does nothing in any other state, so it can be called at any time.
 */
void
homebox_events_retry (HomeboxEvents *self)
{
  gint64 rested;

  g_return_if_fail (HOMEBOX_IS_EVENTS (self));

  rested = (g_get_monotonic_time () - self->gave_up_at) / 1000;

  if (self->state == HOMEBOX_EVENTS_UNSUPPORTED && rested >= self->timing.rest)
    homebox_events_restart (self);
  else if (self->state == HOMEBOX_EVENTS_WAITING)
    homebox_events_connect (self);
}

/*
 * homebox_events_set_timing:
 * @self: events that are not active
 * @timing: how patient to be; copied
 *
 * Replaces the times that suit Homebox, for a test.
 */
void
homebox_events_set_timing (HomeboxEvents *self, const HomeboxEventsTiming *timing)
{
  g_return_if_fail (HOMEBOX_IS_EVENTS (self));
  g_return_if_fail (!self->active);

  self->timing = *timing;
}
