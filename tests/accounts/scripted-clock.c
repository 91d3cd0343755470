#include "scripted-clock.h"

struct _ScriptedClock
{
  LatchkeyClock parent_instance;

  gint64 now;
  gint64 next;
  guint idle_id;
};

G_DEFINE_FINAL_TYPE (ScriptedClock, scripted_clock, LATCHKEY_TYPE_CLOCK)

static gint64
scripted_clock_get_now (LatchkeyClock *clock)
{
  return SCRIPTED_CLOCK (clock)->now;
}

static gboolean
on_idle (gpointer user_data)
{
  ScriptedClock *self = user_data;

  self->idle_id = 0;
  latchkey_clock_ring (LATCHKEY_CLOCK (self));
  return G_SOURCE_REMOVE;
}

static void
scripted_clock_arm (LatchkeyClock *clock, gint64 when)
{
  ScriptedClock *self = SCRIPTED_CLOCK (clock);

  self->next = when;
  if (when <= self->now && self->idle_id == 0)
    self->idle_id = g_idle_add (on_idle, self);
}

static void
scripted_clock_finalize (GObject *object)
{
  ScriptedClock *self = SCRIPTED_CLOCK (object);

  g_assert_cmpuint (latchkey_clock_get_n_alarms (LATCHKEY_CLOCK (self)), ==, 0);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  G_OBJECT_CLASS (scripted_clock_parent_class)->finalize (object);
}

static void
scripted_clock_class_init (ScriptedClockClass *klass)
{
  LatchkeyClockClass *clock_class = LATCHKEY_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scripted_clock_finalize;
  clock_class->get_now = scripted_clock_get_now;
  clock_class->arm = scripted_clock_arm;
}

static void
scripted_clock_init (ScriptedClock *self)
{
  self->now = g_get_real_time ();
  self->next = G_MAXINT64;
}

ScriptedClock *
scripted_clock_new (void)
{
  return g_object_new (SCRIPTED_TYPE_CLOCK, NULL);
}

void
scripted_clock_pass (ScriptedClock *self, GTimeSpan span)
{
  gint64 end = self->now + span;

  while (self->next <= end)
    {
      self->now = MAX (self->now, self->next);
      latchkey_clock_ring (LATCHKEY_CLOCK (self));
    }
  self->now = end;
}

void
scripted_clock_set (ScriptedClock *self, gint64 now)
{
  self->now = now;
  latchkey_clock_jump (LATCHKEY_CLOCK (self));
}

void
scripted_clock_jump_by (ScriptedClock *self, GTimeSpan span)
{
  scripted_clock_set (self, self->now + span);
}

gint64
scripted_clock_get_next (ScriptedClock *self)
{
  return self->next;
}

void
scripted_clock_wait_for_alarm (ScriptedClock *self)
{
  while (self->next == G_MAXINT64)
    g_main_context_iteration (NULL, TRUE);
}
