#include "homebox-settings-private.h"

/* The server has no versions: what another program wrote between our read and our write is gone,
 * and nothing shows it afterwards. But the WebSocket tells of every write, in the order they were
 * done. So the events are counted in two ways, and each number is at least that of the writes that
 * were overwritten.
 *
 * One is an account of everything:
 *
 *   + 1  an event
 *   − 1  a write of ours that was done
 *   − 1  a read that shows something else than before, since another program wrote at least once
 *
 * What is left over when it has become quiet are writes that nobody ever saw. Most are harmless: a
 * tab that saves what was there already, two writes of others between two reads, another member of
 * the home.
 *
 * The other is of the gap: an event of an overwritten write comes after the read was sent, and not
 * much later than the answer to our write. What comes in that time but for our own is suspicious.
 *
 * The smaller number is told. */

/* Events come within some milliseconds of what they tell of: so long is waited for them after the
 * answer to a write. Not as long as a tab of the web page takes to write, 400 ms after it heard of
 * ours. It is quiet when nothing happened for so long; and where it never is, the account is closed
 * now and then all the same. In microseconds. */
#define GAP_END (G_TIME_SPAN_SECOND / 4)
#define QUIET (2 * G_TIME_SPAN_SECOND)
#define TOO_LONG (6 * G_TIME_SPAN_SECOND)

static void watch (HomeboxSettings *self, gint64 delay);

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* What other programs write: the keys of the web page, and whatever was seen to change. */
static GPtrArray *
list_suspects (HomeboxSettings *self)
{
  GPtrArray *keys = g_ptr_array_new ();
  const char *const *known = homebox_known_settings_get_keys ();
  GHashTableIter iter;
  HomeboxSetting *setting;

  g_hash_table_iter_init (&iter, self->foreign);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    {
      if (!homebox_known_settings_has_key (setting->key))
        g_ptr_array_add (keys, setting->key);
    }
  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (keys, (gpointer) known[i]);

  g_ptr_array_sort (keys, compare_texts);
  g_ptr_array_add (keys, NULL);

  return keys;
}

static void
close_gap (HomeboxSettings *self)
{
  /* One of them is ours. */
  if (self->n_in_gap > 1)
    self->n_suspects += self->n_in_gap - 1;

  self->n_in_gap = 0;
  self->gap_end = 0;
}

static void
close_account (HomeboxSettings *self, gboolean is_quiet)
{
  int n = self->n_unexplained;

  close_gap (self);
  n = MIN (n, (int) self->n_suspects);

  /* What is still to come explains what is missing; but not for ever. */
  self->n_unexplained = is_quiet ? 0 : MIN (self->n_unexplained, 0);
  self->n_suspects = 0;
  self->unsettled_since = 0;

  if (n > 0)
    {
      g_autoptr (GPtrArray) keys = list_suspects (self);

      homebox_settings_emit_maybe_overwritten (self, (guint) n,
                                               (const char *const *) keys->pdata);
    }
}

static gboolean
on_settling (gpointer user_data)
{
  HomeboxSettings *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gboolean is_quiet = now - self->last_activity >= QUIET;

  self->settling = 0;
  if (self->phase == HOMEBOX_SETTINGS_IDLE && now >= self->gap_end
      && (is_quiet || now - self->unsettled_since >= TOO_LONG))
    close_account (self, is_quiet);
  else
    watch (self, MAX (self->last_activity + QUIET - now, QUIET / 10));

  return G_SOURCE_REMOVE;
}

static void
watch (HomeboxSettings *self, gint64 delay)
{
  if (self->settling == 0)
    self->settling = g_timeout_add ((guint) (delay / G_TIME_SPAN_MILLISECOND) + 1, on_settling,
                                    self);
}

static void
note_activity (HomeboxSettings *self)
{
  self->last_activity = g_get_monotonic_time ();
  if (self->unsettled_since == 0)
    self->unsettled_since = self->last_activity;
  watch (self, QUIET);
}

/*
 * homebox_settings_account_reading:
 * @self: settings
 *
 * Notes that a read is sent: what is told of from now on may not be in its answer.
 */
void
homebox_settings_account_reading (HomeboxSettings *self)
{
  self->n_since_read = 0;
}

/*
 * homebox_settings_account_written:
 * @self: settings
 *
 * Notes that there is an answer to a write of ours, or will be none: what was told of since the
 * read before it, and is within a moment, may have been overwritten.
 */
void
homebox_settings_account_written (HomeboxSettings *self)
{
  if (!self->is_live)
    return;

  close_gap (self);
  self->n_in_gap = self->n_since_read;
  self->gap_end = g_get_monotonic_time () + GAP_END;
  note_activity (self);
}

/*
 * homebox_settings_account_own:
 * @self: settings
 *
 * Notes that a write of ours was done.
 */
void
homebox_settings_account_own (HomeboxSettings *self)
{
  if (!self->is_live)
    return;

  self->n_unexplained--;
  note_activity (self);
}

/*
 * homebox_settings_account_foreign:
 * @self: settings
 *
 * Notes that a read showed what another program wrote.
 */
void
homebox_settings_account_foreign (HomeboxSettings *self)
{
  if (!self->is_live)
    return;

  self->n_unexplained--;
  note_activity (self);
}

static void
stop_counting (HomeboxSettings *self)
{
  g_clear_handle_id (&self->settling, g_source_remove);
  self->is_live = FALSE;
  self->n_unexplained = 0;
  self->n_since_read = 0;
  self->n_in_gap = 0;
  self->gap_end = 0;
  self->n_suspects = 0;
  self->unsettled_since = 0;
}

static void
on_events_changed (HomeboxSettings *self)
{
  HomeboxEventsState state = homebox_events_get_state (self->events);

  homebox_settings_set_live (self, state == HOMEBOX_EVENTS_OPEN);

  /* Nobody will tell what happens: what happened until now is read at least. */
  if (state == HOMEBOX_EVENTS_UNSUPPORTED && self->availability == HOMEBOX_SETTINGS_READY)
    homebox_settings_refresh (self);
}

/*
 * homebox_settings_stop_following:
 * @self: settings
 *
 * Hears of no events any more.
 */
void
homebox_settings_stop_following (HomeboxSettings *self)
{
  stop_counting (self);
  if (self->events != NULL)
    g_signal_handlers_disconnect_by_data (self->events, self);
  g_clear_object (&self->events);
}

/**
 * homebox_settings_follow:
 * @self: settings
 * @events: the events of the same session
 *
 * Lets the settings follow what the server tells: they are read when the connection opens, and
 * whenever somebody in the home saved settings. While it is open, it is also noticed when a change
 * made elsewhere may have been overwritten (#HomeboxSettings::maybe-overwritten).
 */
void
homebox_settings_follow (HomeboxSettings *self, HomeboxEvents *events)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));
  g_return_if_fail (HOMEBOX_IS_EVENTS (events));

  homebox_settings_stop_following (self);
  self->events = g_object_ref (events);
  g_signal_connect_swapped (events, "user-mutation", G_CALLBACK (homebox_settings_note_mutation),
                            self);
  g_signal_connect_swapped (events, "notify::state", G_CALLBACK (on_events_changed), self);
  on_events_changed (self);
}

/**
 * homebox_settings_set_live:
 * @self: settings
 * @is_live: whether the WebSocket is open
 *
 * Tells whether homebox_settings_note_mutation() tells of everything. When it begins to, the
 * settings are read once, for what happened before.
 */
void
homebox_settings_set_live (HomeboxSettings *self, gboolean is_live)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  if (self->is_live == !!is_live)
    return;

  stop_counting (self);
  self->is_live = !!is_live;

  if (self->is_live)
    homebox_settings_refresh (self);
}

/**
 * homebox_settings_note_mutation:
 * @self: settings
 *
 * Tells that somebody in the home saved settings (`user.mutation` on the WebSocket): another
 * program of the same person, another person, or this very program. The settings are read and
 * merged.
 */
void
homebox_settings_note_mutation (HomeboxSettings *self)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  if (self->is_live)
    {
      self->n_unexplained++;
      self->n_since_read++;
      if (g_get_monotonic_time () < self->gap_end)
        self->n_in_gap++;
      note_activity (self);
    }

  homebox_settings_refresh (self);
}
