#include "homebox-events.h"

struct _HomeboxEvents
{
  GObject parent_instance;

  HomeboxSession *session;
  gboolean active;
  HomeboxEventsState state;
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

  g_clear_object (&self->session);

  G_OBJECT_CLASS (homebox_events_parent_class)->dispose (object);
}

static void
homebox_events_class_init (HomeboxEventsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = homebox_events_get_property;
  object_class->set_property = homebox_events_set_property;
  object_class->dispose = homebox_events_dispose;

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
  g_return_if_fail (HOMEBOX_IS_EVENTS (self));
}
