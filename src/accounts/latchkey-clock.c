#include "latchkey-clock.h"

typedef struct
{
  guint id;
  gint64 when;
  LatchkeyAlarmFunc func;
  gpointer user_data;
} Alarm;

typedef struct
{
  /* In the order in which they ring; few, so that a list is searched. */
  GList *alarms;
  guint last_id;
} LatchkeyClockPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LatchkeyClock, latchkey_clock, G_TYPE_OBJECT)

enum
{
  JUMPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
latchkey_clock_finalize (GObject *object)
{
  LatchkeyClockPrivate *priv = latchkey_clock_get_instance_private (LATCHKEY_CLOCK (object));

  g_list_free_full (priv->alarms, g_free);

  G_OBJECT_CLASS (latchkey_clock_parent_class)->finalize (object);
}

static void
latchkey_clock_class_init (LatchkeyClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_clock_finalize;

  signals[JUMPED] = g_signal_new ("jumped", LATCHKEY_TYPE_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
latchkey_clock_init (LatchkeyClock *self)
{
}

static void
arm (LatchkeyClock *self)
{
  LatchkeyClockPrivate *priv = latchkey_clock_get_instance_private (self);
  Alarm *next = priv->alarms != NULL ? priv->alarms->data : NULL;

  LATCHKEY_CLOCK_GET_CLASS (self)->arm (self, next != NULL ? next->when : G_MAXINT64);
}

static int
compare_alarms (gconstpointer a, gconstpointer b)
{
  const Alarm *first = a;
  const Alarm *second = b;

  return (first->when > second->when) - (first->when < second->when);
}

/**
 * latchkey_clock_get_now:
 * @self: a clock
 *
 * Returns: what time it is, in microseconds since 1970 (UTC)
 */
gint64
latchkey_clock_get_now (LatchkeyClock *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CLOCK (self), 0);

  return LATCHKEY_CLOCK_GET_CLASS (self)->get_now (self);
}

/**
 * latchkey_clock_dup_now:
 * @self: a clock
 *
 * Returns: (transfer full): what time it is, in whole seconds and UTC, as records are kept
 */
GDateTime *
latchkey_clock_dup_now (LatchkeyClock *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CLOCK (self), NULL);

  return g_date_time_new_from_unix_utc (latchkey_clock_get_now (self) / G_TIME_SPAN_SECOND);
}

/**
 * latchkey_clock_add_alarm:
 * @self: a clock
 * @when: when, in microseconds since 1970 (UTC). A time that is past rings as soon as the main
 *   context runs, never from within this call
 * @func: (scope async): called once
 * @user_data: data for @func, which has to be there until then: remove the alarm before it goes
 *
 * Sets an alarm at a time of day. When the clock is set, the alarm keeps its time of day, and so
 * rings earlier or later.
 *
 * Returns: an id for latchkey_clock_remove_alarm(), never 0
 */
guint
latchkey_clock_add_alarm (LatchkeyClock *self,
                          gint64 when,
                          LatchkeyAlarmFunc func,
                          gpointer user_data)
{
  LatchkeyClockPrivate *priv = latchkey_clock_get_instance_private (self);
  Alarm *alarm = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CLOCK (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  alarm = g_new0 (Alarm, 1);
  alarm->id = ++priv->last_id;
  alarm->when = when;
  alarm->func = func;
  alarm->user_data = user_data;
  priv->alarms = g_list_insert_sorted (priv->alarms, alarm, compare_alarms);
  arm (self);

  return alarm->id;
}

/**
 * latchkey_clock_remove_alarm:
 * @self: a clock
 * @id: what latchkey_clock_add_alarm() returned; one that rang already is no error
 *
 * Takes an alarm back.
 */
void
latchkey_clock_remove_alarm (LatchkeyClock *self, guint id)
{
  LatchkeyClockPrivate *priv = latchkey_clock_get_instance_private (self);

  g_return_if_fail (LATCHKEY_IS_CLOCK (self));

  for (GList *l = priv->alarms; l != NULL; l = l->next)
    {
      Alarm *alarm = l->data;

      if (alarm->id != id)
        continue;
      g_free (alarm);
      priv->alarms = g_list_delete_link (priv->alarms, l);
      arm (self);
      return;
    }
}

/**
 * latchkey_clock_get_n_alarms:
 * @self: a clock
 *
 * Returns: how many alarms are set
 */
guint
latchkey_clock_get_n_alarms (LatchkeyClock *self)
{
  LatchkeyClockPrivate *priv = latchkey_clock_get_instance_private (self);

  g_return_val_if_fail (LATCHKEY_IS_CLOCK (self), 0);

  return g_list_length (priv->alarms);
}

/**
 * latchkey_clock_ring:
 * @self: a clock
 *
 * Called by a subclass when the time that it was armed for has come: rings what is due, and arms
 * for the next one. An alarm that is added meanwhile for a past time rings with the next call.
 */
void
latchkey_clock_ring (LatchkeyClock *self)
{
  LatchkeyClockPrivate *priv = latchkey_clock_get_instance_private (self);
  gint64 now = latchkey_clock_get_now (self);
  guint newest = priv->last_id;

  g_return_if_fail (LATCHKEY_IS_CLOCK (self));

  g_object_ref (self);
  for (GList *l = priv->alarms; l != NULL && ((Alarm *) l->data)->when <= now;)
    {
      g_autofree Alarm *alarm = l->data;

      if (alarm->id > newest)
        {
          g_steal_pointer (&alarm);
          l = l->next;
          continue;
        }
      priv->alarms = g_list_delete_link (priv->alarms, l);
      alarm->func (alarm->user_data);
      /* It may have changed the list. */
      l = priv->alarms;
    }
  arm (self);
  g_object_unref (self);
}

/**
 * latchkey_clock_jump:
 * @self: a clock
 *
 * Called by a subclass when the clock was set or the computer slept: tells everybody, and rings
 * what is due by now.
 */
void
latchkey_clock_jump (LatchkeyClock *self)
{
  g_return_if_fail (LATCHKEY_IS_CLOCK (self));

  g_object_ref (self);
  g_signal_emit (self, signals[JUMPED], 0);
  latchkey_clock_ring (self);
  g_object_unref (self);
}
