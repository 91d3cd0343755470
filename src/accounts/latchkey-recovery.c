#include "latchkey-recovery.h"

#include "homebox-error.h"
#include "latchkey-backoff.h"

/*
 * What it is about:
 * @STEADY: the server answered last, or was not asked yet
 * @WAITING: it did not; the next try is due when the alarm rings
 * @OFFLINE: it did not, and there is no network: the next try is due when that changes
 * @TRYING: somebody was told to try again, and did not say yet how it went
 */
typedef enum
{
  STEADY,
  WAITING,
  OFFLINE,
  TRYING,
} Phase;

struct _LatchkeyRecovery
{
  GObject parent_instance;

  LatchkeyClock *clock;
  GNetworkMonitor *network;
  LatchkeyBackoff *backoff;

  Phase phase;
  guint alarm;
  gboolean was_available;
  gboolean offline;
};

enum
{
  PROP_OFFLINE = 1,
  N_PROPS,
};

enum
{
  TRY_AGAIN,
  NETWORK_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LatchkeyRecovery, latchkey_recovery, G_TYPE_OBJECT)

static void
set_offline (LatchkeyRecovery *self, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
}

static void
forget_alarm (LatchkeyRecovery *self)
{
  if (self->alarm != 0)
    latchkey_clock_remove_alarm (self->clock, self->alarm);
  self->alarm = 0;
}

static void
try_again (LatchkeyRecovery *self)
{
  forget_alarm (self);
  self->phase = TRYING;
  g_signal_emit (self, signals[TRY_AGAIN], 0);
}

static void
on_alarm (gpointer user_data)
{
  LatchkeyRecovery *self = user_data;

  self->alarm = 0;
  try_again (self);
}

/* What failed has a new chance, whichever way it changed: even "no network" may be good news for a
 * server beside this computer. */
static void
on_network_changed (LatchkeyRecovery *self)
{
  gboolean available = g_network_monitor_get_network_available (self->network);
  gboolean came_or_went = available != self->was_available;

  self->was_available = available;
  g_object_ref (self);
  latchkey_backoff_reset (self->backoff);
  g_signal_emit (self, signals[NETWORK_CHANGED], 0, came_or_went);
  /* A computer that finds its network tells of it in many small steps. */
  if (self->phase == OFFLINE || (self->phase == WAITING && came_or_went))
    try_again (self);
  g_object_unref (self);
}

/* After a sleep, the network is rarely what it was. */
static void
on_jumped (LatchkeyRecovery *self)
{
  latchkey_backoff_reset (self->backoff);
  if (self->phase == WAITING)
    try_again (self);
}

static void
latchkey_recovery_dispose (GObject *object)
{
  LatchkeyRecovery *self = LATCHKEY_RECOVERY (object);

  if (self->clock != NULL)
    {
      forget_alarm (self);
      g_signal_handlers_disconnect_by_data (self->clock, self);
    }
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  g_clear_object (&self->clock);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (latchkey_recovery_parent_class)->dispose (object);
}

static void
latchkey_recovery_finalize (GObject *object)
{
  LatchkeyRecovery *self = LATCHKEY_RECOVERY (object);

  g_clear_pointer (&self->backoff, latchkey_backoff_free);

  G_OBJECT_CLASS (latchkey_recovery_parent_class)->finalize (object);
}

static void
latchkey_recovery_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  LatchkeyRecovery *self = LATCHKEY_RECOVERY (object);

  switch (property)
    {
    case PROP_OFFLINE:
      g_value_set_boolean (value, self->offline);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_recovery_class_init (LatchkeyRecoveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_recovery_dispose;
  object_class->finalize = latchkey_recovery_finalize;
  object_class->get_property = latchkey_recovery_get_property;

  properties[PROP_OFFLINE]
      = g_param_spec_boolean ("offline", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[TRY_AGAIN] = g_signal_new ("try-again", LATCHKEY_TYPE_RECOVERY, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NETWORK_CHANGED]
      = g_signal_new ("network-changed", LATCHKEY_TYPE_RECOVERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
latchkey_recovery_init (LatchkeyRecovery *self)
{
}

/**
 * latchkey_recovery_new:
 * @clock: what the waits are measured with
 * @network: what knows whether there is a network
 * @seed: what makes the waits differ, see latchkey_backoff_new()
 *
 * Returns: (transfer full): a recovery for a server of which nothing bad is known
 */
LatchkeyRecovery *
latchkey_recovery_new (LatchkeyClock *clock, GNetworkMonitor *network, guint32 seed)
{
  LatchkeyRecovery *self = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (G_IS_NETWORK_MONITOR (network), NULL);

  self = g_object_new (LATCHKEY_TYPE_RECOVERY, NULL);
  self->clock = g_object_ref (clock);
  self->network = g_object_ref (network);
  self->backoff = latchkey_backoff_new (seed);
  self->was_available = g_network_monitor_get_network_available (network);
  g_signal_connect_swapped (network, "network-changed", G_CALLBACK (on_network_changed), self);
  g_signal_connect_swapped (clock, "jumped", G_CALLBACK (on_jumped), self);

  return self;
}

/**
 * latchkey_recovery_get_offline:
 * @self: a recovery
 *
 * Returns: whether the last try found no server, and there is no network
 */
gboolean
latchkey_recovery_get_offline (LatchkeyRecovery *self)
{
  g_return_val_if_fail (LATCHKEY_IS_RECOVERY (self), FALSE);

  return self->offline;
}

/* Whether nothing at all answered, so that the missing network explains it. */
static gboolean
found_nobody (const GError *error)
{
  if (error == NULL || error->domain != HOMEBOX_ERROR)
    return FALSE;

  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
    case HOMEBOX_ERROR_UNREACHABLE:
    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_CONNECTION_LOST:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * latchkey_recovery_failed:
 * @self: a recovery
 * @error: (nullable): why the server was not reached
 *
 * Tells that it was not reached, by whichever request. Each failure makes the wait for the next try
 * longer, and the wait starts anew.
 */
void
latchkey_recovery_failed (LatchkeyRecovery *self, const GError *error)
{
  gboolean offline;

  g_return_if_fail (LATCHKEY_IS_RECOVERY (self));

  offline
      = found_nobody (error) && !g_network_monitor_get_network_available (self->network);

  forget_alarm (self);
  if (offline)
    self->phase = OFFLINE;
  else
    {
      self->phase = WAITING;
      self->alarm = latchkey_clock_add_alarm (
          self->clock, latchkey_clock_get_now (self->clock) + latchkey_backoff_next (self->backoff),
          on_alarm, self);
    }
  set_offline (self, offline);
}

/**
 * latchkey_recovery_succeeded:
 * @self: a recovery
 *
 * Tells that the server was reached, or that nobody needs to reach it for now: nothing is waited
 * for any more.
 */
void
latchkey_recovery_succeeded (LatchkeyRecovery *self)
{
  g_return_if_fail (LATCHKEY_IS_RECOVERY (self));

  forget_alarm (self);
  self->phase = STEADY;
  latchkey_backoff_reset (self->backoff);
  set_offline (self, FALSE);
}
