#include "latchkey-countdown.h"

#include "homebox-error.h"

#include <glib/gi18n.h>

/* How long to wait after too many attempts when the server does not say. Its own first answer is
 * ten seconds, the longest two minutes. */
#define DEFAULT_WAIT_SECONDS 30

struct _LatchkeyCountdown
{
  GObject parent_instance;

  gint64 deadline;
  guint seconds;
  gboolean shown;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (LatchkeyCountdown, latchkey_countdown, G_TYPE_OBJECT)

enum
{
  PROP_SECONDS = 1,
  PROP_SHOWN,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* A part of a second left is a second: nobody is told to go on too early. */
static void
count (LatchkeyCountdown *self)
{
  gint64 left = self->deadline - g_get_monotonic_time ();
  guint seconds = left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;

  if (seconds == self->seconds)
    return;

  self->seconds = seconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS]);
}

static gboolean
tick (gpointer user_data)
{
  LatchkeyCountdown *self = user_data;
  g_autoptr (LatchkeyCountdown) alive = g_object_ref (self);
  guint id = self->tick_id;

  count (self);

  if (self->seconds > 0)
    return G_SOURCE_CONTINUE;

  /* Whoever heard of it may have started the next one. */
  if (self->tick_id == id)
    self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

static void
update_tick (LatchkeyCountdown *self)
{
  gboolean wanted = self->shown && self->seconds > 0;

  if (wanted && self->tick_id == 0)
    {
      self->tick_id = g_timeout_add_seconds (1, tick, self);
      g_source_set_name_by_id (self->tick_id, "[latchkey] countdown");
    }
  else if (!wanted)
    {
      g_clear_handle_id (&self->tick_id, g_source_remove);
    }
}

static void
latchkey_countdown_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  LatchkeyCountdown *self = LATCHKEY_COUNTDOWN (object);

  switch (property_id)
    {
    case PROP_SECONDS:
      g_value_set_uint (value, self->seconds);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_countdown_set_property (GObject *object,
                                 guint property_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  LatchkeyCountdown *self = LATCHKEY_COUNTDOWN (object);

  switch (property_id)
    {
    case PROP_SHOWN:
      latchkey_countdown_set_shown (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_countdown_dispose (GObject *object)
{
  LatchkeyCountdown *self = LATCHKEY_COUNTDOWN (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);

  G_OBJECT_CLASS (latchkey_countdown_parent_class)->dispose (object);
}

static void
latchkey_countdown_class_init (LatchkeyCountdownClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = latchkey_countdown_get_property;
  object_class->set_property = latchkey_countdown_set_property;
  object_class->dispose = latchkey_countdown_dispose;

  properties[PROP_SECONDS]
    = g_param_spec_uint ("seconds", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | flags);
  properties[PROP_SHOWN]
    = g_param_spec_boolean ("shown", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_countdown_init (LatchkeyCountdown *self)
{
}

/**
 * latchkey_countdown_new:
 *
 * Makes a countdown that is over.
 *
 * Returns: (transfer full): a new countdown
 */
LatchkeyCountdown *
latchkey_countdown_new (void)
{
  return g_object_new (LATCHKEY_TYPE_COUNTDOWN, NULL);
}

/**
 * latchkey_countdown_start:
 * @self: a countdown
 * @seconds: how long to wait, from now
 *
 * Starts over.
 */
void
latchkey_countdown_start (LatchkeyCountdown *self, guint seconds)
{
  g_return_if_fail (LATCHKEY_IS_COUNTDOWN (self));

  self->deadline = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  g_clear_handle_id (&self->tick_id, g_source_remove);
  count (self);
  update_tick (self);
}

/**
 * latchkey_countdown_start_for:
 * @self: a countdown
 * @error: why a server refused
 *
 * Starts over, for as long as a server wants us to wait, if that is why it refused
 * (%HOMEBOX_ERROR_TOO_MANY_ATTEMPTS).
 *
 * Returns: whether there is something to wait for
 */
gboolean
latchkey_countdown_start_for (LatchkeyCountdown *self, const GError *error)
{
  guint seconds;

  g_return_val_if_fail (LATCHKEY_IS_COUNTDOWN (self), FALSE);

  if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS))
    return FALSE;

  seconds = homebox_error_get_retry_after (error);
  latchkey_countdown_start (self, seconds > 0 ? seconds : DEFAULT_WAIT_SECONDS);

  return TRUE;
}

/**
 * latchkey_countdown_dup_text:
 * @self: a countdown
 *
 * Returns: (transfer full) (nullable): what to tell whoever waits, or %NULL when it is over
 */
char *
latchkey_countdown_dup_text (LatchkeyCountdown *self)
{
  g_return_val_if_fail (LATCHKEY_IS_COUNTDOWN (self), NULL);

  if (self->seconds == 0)
    return NULL;

  return g_strdup_printf (ngettext ("Too many attempts. Try again in %u second.",
                                    "Too many attempts. Try again in %u seconds.",
                                    self->seconds),
                          self->seconds);
}

/**
 * latchkey_countdown_get_seconds:
 * @self: a countdown
 *
 * Returns: how many seconds are left, as last told; 0 when it is over
 */
guint
latchkey_countdown_get_seconds (LatchkeyCountdown *self)
{
  g_return_val_if_fail (LATCHKEY_IS_COUNTDOWN (self), 0);

  return self->seconds;
}

/**
 * latchkey_countdown_set_shown:
 * @self: a countdown
 * @shown: whether somebody looks at it
 *
 * Counts while somebody looks. When somebody looks again, it tells at once what is left by then.
 */
void
latchkey_countdown_set_shown (LatchkeyCountdown *self, gboolean shown)
{
  g_return_if_fail (LATCHKEY_IS_COUNTDOWN (self));

  shown = !!shown;

  if (shown == self->shown)
    return;

  self->shown = shown;
  count (self);
  update_tick (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}
