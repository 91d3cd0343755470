#include "homebox-settings-private.h"

/* The server has no versions: what another program wrote between our read and our write is gone, and
 * nothing shows it afterwards. But the WebSocket tells of every write. So the events are counted
 * against what explains them:
 *
 *   + 1  an event
 *   − 1  a write of ours that was done
 *   − 1  a read that shows something else than before, since another program wrote at least once
 *
 * What is left over when it has become quiet is a write that nobody ever saw. If we wrote about that
 * time, it may have been overwritten by us. (It may also have been overwritten by its own program, or
 * be that of another member of the home: this can only be suspected, but it is suspected whenever it
 * happened.) */

/* Events come within some milliseconds. It is quiet when nothing happened for so long; and where it
 * never is, the account is closed now and then all the same. In microseconds. */
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
close_account (HomeboxSettings *self, gboolean is_quiet)
{
  int n = self->n_unexplained;
  gboolean is_suspicious = n > 0 && self->n_own > 0;

  /* What is still to come explains what is missing; but not for ever. */
  self->n_unexplained = is_quiet ? 0 : MIN (n, 0);
  self->n_own = 0;
  self->unsettled_since = 0;

  if (is_suspicious)
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
  if (self->phase == HOMEBOX_SETTINGS_IDLE
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
 * homebox_settings_account_sending:
 * @self: settings
 *
 * Notes that a write of ours is under way.
 */
void
homebox_settings_account_sending (HomeboxSettings *self)
{
  if (!self->is_live)
    return;

  self->n_own++;
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
  self->n_own = 0;
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
 * Tells that somebody in the home saved settings (`user.mutation` on the WebSocket): another program
 * of the same person, another person, or this very program. The settings are read and merged.
 */
void
homebox_settings_note_mutation (HomeboxSettings *self)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  if (self->is_live)
    {
      self->n_unexplained++;
      note_activity (self);
    }

  homebox_settings_refresh (self);
}
