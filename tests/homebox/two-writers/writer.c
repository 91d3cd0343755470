#include "homebox-error.h"
#include "homebox-settings-private.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>

/* One of the two writers: the settings as a window uses them, changed at random. It is told where
 * its server is and who it is on its standard input, and says all that it does, and hears, on its
 * standard output: a line each, with the time in microseconds. What it says is judged by
 * two_writers.py. */

#define N_OTHERS 12
#define LONGEST_PAUSE 330

typedef struct
{
  HomeboxClient *client;
  HomeboxSession *session;
  HomeboxEvents *events;
  HomeboxSettings *settings;

  GDataInputStream *input;
  GRand *rand;
  guint n_changes;
  guint n_left;
  guint counter;
  gboolean is_finishing;
  gboolean is_done;
} Writer;

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  printf ("%" G_GINT64_FORMAT " %s\n", g_get_monotonic_time (), text);
  fflush (stdout);
}

static const char *
or_absent (const char *value)
{
  return value != NULL ? value : "absent";
}

/* What is to be on the server, of all that is not there yet. */
static void
say_intentions (Writer *self)
{
  GHashTableIter iter;
  HomeboxSetting *setting;

  g_hash_table_iter_init (&iter, self->settings->edits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    say ("intend %s %s", setting->key, or_absent (setting->value));
}

static char *
pick (Writer *self, const char *key)
{
  const HomeboxKnownSetting *known = homebox_known_settings_find (key, NULL);
  guint n = g_strv_length ((char **) known->choices);
  const char *choice = known->choices[g_rand_int_range (self->rand, 0, (int) n)];

  return known->control == HOMEBOX_KNOWN_CONTROL_NUMBER ? g_strdup (choice)
                                                        : homebox_json_text_from_string (choice);
}

static void
set (Writer *self, const char *key, char *value)
{
  g_autofree char *owned = value;
  g_autoptr (GError) error = NULL;

  homebox_settings_set_value (self->settings, homebox_settings_ensure (self->settings, key), owned,
                              &error);
  g_assert_no_error (error);
}

static void
flip (Writer *self, const char *key)
{
  HomeboxSetting *setting = homebox_settings_ensure (self->settings, key);
  gboolean value = homebox_json_text_get_boolean (setting->value, FALSE);

  set (self, key, g_strdup (homebox_json_text_from_boolean (!value)));
}

static void
flip_member (Writer *self, const char *member)
{
  HomeboxSetting *setting = homebox_settings_ensure (self->settings, "duplicateSettings");
  g_autofree char *old = homebox_json_text_dup_member (setting->value, member);

  homebox_settings_set_member (
      self->settings, setting, member,
      homebox_json_text_from_boolean (!homebox_json_text_get_boolean (old, FALSE)), NULL);
}

static void
change_other (Writer *self)
{
  g_autofree char *key
      = g_strdup_printf ("mine%d", g_rand_int_range (self->rand, 0, N_OTHERS));
  HomeboxSetting *setting = homebox_settings_find (self->settings, key);

  if (setting != NULL && g_rand_int_range (self->rand, 0, 8) == 0)
    {
      homebox_settings_remove (self->settings, setting);
      say ("intend %s absent", key);
      return;
    }

  set (self, key, g_strdup_printf ("%u", ++self->counter));
}

static void
bring_back (Writer *self)
{
  g_autoptr (GError) error = NULL;

  homebox_settings_bring_back (self->settings, NULL, &error);
  g_assert_no_error (error);
}

/* What is undone before it was sent is no change any more, but it is what was wanted. */
static void
undo (Writer *self)
{
  GPtrArray *step;

  if (!homebox_settings_get_can_undo (self->settings))
    return;

  homebox_settings_undo (self->settings);
  step = g_ptr_array_index (self->settings->redo, self->settings->redo->len - 1);
  for (guint i = 0; i < step->len; i++)
    {
      HomeboxSettingChange *change = g_ptr_array_index (step, i);

      say ("intend %s %s", change->setting->key, or_absent (change->setting->value));
    }
}

static void
change_something (Writer *self)
{
  switch (g_rand_int_range (self->rand, 0, 12))
    {
    case 0:
    case 1:
      set (self, "theme", pick (self, "theme"));
      break;
    case 2:
      set (self, "itemsPerTablePage", pick (self, "itemsPerTablePage"));
      break;
    case 3:
      flip (self, "showEmpty");
      break;
    case 4:
      flip_member (self, "copyMaintenance");
      break;
    case 5:
      bring_back (self);
      break;
    case 6:
      undo (self);
      break;
    default:
      change_other (self);
    }

  say_intentions (self);
}

static gboolean on_time (gpointer user_data);

static void
wait_a_little (Writer *self)
{
  g_timeout_add ((guint) g_rand_int_range (self->rand, 0, LONGEST_PAUSE), on_time, self);
}

static gboolean
on_time (gpointer user_data)
{
  Writer *self = user_data;

  change_something (self);
  if (--self->n_left > 0)
    wait_a_little (self);
  else
    say ("changed");

  return G_SOURCE_REMOVE;
}

static gboolean
resolve (gpointer user_data)
{
  Writer *self = user_data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->settings));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HomeboxSetting) setting
          = g_list_model_get_item (G_LIST_MODEL (self->settings), i);
      HomeboxSettingChoice choice;

      if (setting == NULL || setting->state != HOMEBOX_SETTING_CONFLICT)
        continue;

      choice = g_rand_boolean (self->rand) ? HOMEBOX_SETTING_OURS : HOMEBOX_SETTING_THEIRS;
      homebox_settings_resolve (self->settings, setting, choice);
      say ("intend %s %s", setting->key, or_absent (setting->value));
    }

  return G_SOURCE_REMOVE;
}

static void
on_state_changed (Writer *self)
{
  if (homebox_settings_get_state (self->settings) == HOMEBOX_SETTING_CONFLICT)
    g_timeout_add (100, resolve, self);
}

static void
on_elsewhere (Writer *self, HomeboxSetting *setting)
{
  say ("elsewhere %s %s", setting->key,
       setting->state == HOMEBOX_SETTING_CONFLICT ? "conflict" : or_absent (setting->value));
}

static void
on_limit (Writer *self, HomeboxSetting *setting)
{
  say ("limit %s", setting->key);
}

static void
on_overwritten (Writer *self, guint n, char **keys)
{
  say ("overwritten %u", n);
}

static void
on_live_changed (Writer *self)
{
  say ("live %d", homebox_events_get_state (self->events) == HOMEBOX_EVENTS_OPEN);
}

static void
say_all (Writer *self)
{
  GListModel *offers = homebox_settings_get_offers (self->settings);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->settings)); i++)
    {
      g_autoptr (HomeboxSetting) setting
          = g_list_model_get_item (G_LIST_MODEL (self->settings), i);

      g_assert_cmpint (setting->state, ==, HOMEBOX_SETTING_SAVED);
      say ("final %s %s", setting->key, setting->value);
    }

  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (HomeboxSettingOffer) offer = g_list_model_get_item (offers, i);

      say ("offer %s %s", homebox_setting_offer_get_key (offer),
           homebox_setting_offer_get_value (offer));
    }
}

/* After the others are done: what is left is saved, and the account of the events closed. */
static gboolean
on_finishing (gpointer user_data)
{
  Writer *self = user_data;

  if (self->settings->phase != HOMEBOX_SETTINGS_IDLE || self->settings->wants_read
      || self->settings->timer != 0 || self->settings->settling != 0
      || homebox_settings_get_state (self->settings) != HOMEBOX_SETTING_SAVED)
    return G_SOURCE_CONTINUE;

  say_all (self);
  self->is_done = TRUE;

  return G_SOURCE_REMOVE;
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autofree char *line
      = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  g_assert_cmpstr (line, ==, "finish");
  homebox_settings_refresh (self->settings);
  g_timeout_add (50, on_finishing, self);
}

static char *
read_line (Writer *self)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (self->input, NULL, NULL, &error);

  g_assert_no_error (error);

  return line;
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autoptr (GError) error = NULL;

  self->session = homebox_session_sign_in_finish (HOMEBOX_CLIENT (source), result, &error);
  g_assert_no_error (error);
}

static void
start (Writer *self)
{
  g_autofree char *server = read_line (self);
  g_autofree char *email = read_line (self);
  g_autoptr (HomeboxSecret) password = homebox_secret_new_take (read_line (self));
  g_autofree char *kept = read_line (self);

  self->client = homebox_client_new (server);
  homebox_session_sign_in_async (self->client, email, password, FALSE, NULL, on_signed_in, self);
  while (self->session == NULL)
    g_main_context_iteration (NULL, TRUE);

  self->settings = homebox_settings_new (self->session);
  self->events = homebox_events_new (self->session);
  g_signal_connect_swapped (self->settings, "changed-elsewhere", G_CALLBACK (on_elsewhere), self);
  g_signal_connect_swapped (self->settings, "maybe-overwritten", G_CALLBACK (on_overwritten), self);
  g_signal_connect_swapped (self->settings, "keep-limit-reached", G_CALLBACK (on_limit), self);
  g_signal_connect_swapped (self->settings, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_connect_swapped (self->events, "notify::state", G_CALLBACK (on_live_changed), self);
  homebox_settings_set_keep (self->settings, homebox_settings_ensure (self->settings, kept), TRUE);

  homebox_settings_follow (self->settings, self->events);
  homebox_events_set_active (self->events, TRUE);
  while (homebox_events_get_state (self->events) != HOMEBOX_EVENTS_OPEN
         || homebox_settings_get_availability (self->settings) != HOMEBOX_SETTINGS_READY)
    g_main_context_iteration (NULL, TRUE);

  /* What was there before is not part of it. */
  while (self->settings->phase != HOMEBOX_SETTINGS_IDLE)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GInputStream) standard_input = g_unix_input_stream_new (0, FALSE);
  Writer self = { 0 };

  g_assert_cmpint (argc, ==, 3);
  self.n_left = (guint) g_ascii_strtoull (argv[1], NULL, 10);
  self.rand = g_rand_new_with_seed ((guint32) g_ascii_strtoull (argv[2], NULL, 10));
  self.input = g_data_input_stream_new (standard_input);

  start (&self);
  say ("ready");
  wait_a_little (&self);
  g_data_input_stream_read_line_async (self.input, G_PRIORITY_DEFAULT, NULL, on_told, &self);
  while (!self.is_done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_finalize_object (self.settings);
  g_object_unref (self.events);
  g_object_unref (self.session);
  g_object_unref (self.client);
  g_object_unref (self.input);
  g_rand_free (self.rand);

  return 0;
}
