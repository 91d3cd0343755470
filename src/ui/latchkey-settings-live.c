#include "latchkey-settings-live.h"

#include "latchkey-activity.h"

struct _LatchkeySettingsLive
{
  GObject parent_instance;

  LatchkeyConnection *connection;
  HomeboxSettings *settings;
  HomeboxEvents *events;
  LatchkeySettingsHistory *history;

  /* What is on the screen while the account is, and the window that it is in. */
  GtkWidget *shown;
  GtkWindow *window;
  LatchkeyActivity *activity;
};

G_DEFINE_FINAL_TYPE (LatchkeySettingsLive, latchkey_settings_live, G_TYPE_OBJECT)

enum
{
  PROP_SETTINGS = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
update_active (LatchkeySettingsLive *self)
{
  gboolean is_ready = self->settings != NULL
                      && homebox_settings_get_availability (self->settings)
                           == HOMEBOX_SETTINGS_READY;

  if (self->events != NULL)
    homebox_events_set_active (self->events,
                               is_ready && self->activity != NULL
                                 && latchkey_activity_get_in_use (self->activity)
                                 && gtk_widget_get_mapped (self->shown));
}

/* Who comes back to the window wants to see what is true now. */
static void
window_focused (LatchkeySettingsLive *self)
{
  if (!gtk_window_is_active (self->window) || self->settings == NULL
      || homebox_settings_get_availability (self->settings) != HOMEBOX_SETTINGS_READY
      || homebox_events_get_state (self->events) == HOMEBOX_EVENTS_OPEN)
    return;

  homebox_events_retry (self->events);
  homebox_settings_refresh (self->settings);
}

static void
leave_window (LatchkeySettingsLive *self)
{
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);

  g_clear_weak_pointer (&self->window);
  if (self->activity != NULL)
    g_signal_handlers_disconnect_by_data (self->activity, self);
  g_clear_object (&self->activity);
}

static void
enter_window (LatchkeySettingsLive *self)
{
  GtkRoot *root = gtk_widget_get_root (self->shown);

  if (!GTK_IS_WINDOW (root) || self->window == GTK_WINDOW (root))
    return;

  leave_window (self);
  g_set_weak_pointer (&self->window, GTK_WINDOW (root));
  self->activity = latchkey_activity_new (self->window);
  g_signal_connect_object (self->activity,
                           "notify::in-use",
                           G_CALLBACK (update_active),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window,
                           "notify::is-active",
                           G_CALLBACK (window_focused),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
shown_mapped (LatchkeySettingsLive *self)
{
  enter_window (self);
  update_active (self);
}

static void
watch_shown (LatchkeySettingsLive *self, GtkWidget *shown)
{
  const GConnectFlags after = G_CONNECT_SWAPPED | G_CONNECT_AFTER;

  if (self->shown == shown)
    return;

  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);

  g_set_weak_pointer (&self->shown, shown);

  if (shown != NULL)
    {
      g_signal_connect_object (shown, "map", G_CALLBACK (shown_mapped), self, after);
      g_signal_connect_object (shown, "unmap", G_CALLBACK (update_active), self, after);
    }
}

static void
make_settings (LatchkeySettingsLive *self, HomeboxSession *session)
{
  self->settings = homebox_settings_new (session);
  self->events = homebox_events_new (session);
  homebox_settings_follow (self->settings, self->events);
  latchkey_settings_history_follow (self->history, self->settings);
  g_signal_connect_object (self->settings,
                           "notify::availability",
                           G_CALLBACK (update_active),
                           self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SETTINGS]);
}

static void
connection_changed (LatchkeySettingsLive *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);
  LatchkeyConnectionState state = latchkey_connection_get_state (self->connection);

  if (state == LATCHKEY_CONNECTION_CLOSED)
    {
      latchkey_settings_history_remove (self->history);
      return;
    }

  if (self->settings == NULL && session != NULL)
    make_settings (self, session);

  if (self->settings != NULL && self->shown != NULL && state == LATCHKEY_CONNECTION_READY
      && homebox_settings_get_availability (self->settings) == HOMEBOX_SETTINGS_UNKNOWN)
    homebox_settings_refresh (self->settings);
}

static void
latchkey_settings_live_get_property (GObject *object,
                                     guint property_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  LatchkeySettingsLive *self = LATCHKEY_SETTINGS_LIVE (object);

  switch (property_id)
    {
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
history_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;

  latchkey_settings_history_flush_finish (LATCHKEY_SETTINGS_HISTORY (source), result, NULL);
  g_application_release (application);
}

/* A program that quits just now writes it first. */
static void
write_history (LatchkeySettingsLive *self)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL)
    return;

  g_application_hold (application);
  latchkey_settings_history_flush_async (self->history,
                                         history_written,
                                         g_object_ref (application));
}

static void
latchkey_settings_live_dispose (GObject *object)
{
  LatchkeySettingsLive *self = LATCHKEY_SETTINGS_LIVE (object);

  watch_shown (self, NULL);
  leave_window (self);

  if (self->events != NULL)
    homebox_events_set_active (self->events, FALSE);

  if (self->history != NULL)
    write_history (self);

  g_clear_object (&self->events);
  g_clear_object (&self->settings);
  g_clear_object (&self->history);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (latchkey_settings_live_parent_class)->dispose (object);
}

static void
latchkey_settings_live_class_init (LatchkeySettingsLiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = latchkey_settings_live_get_property;
  object_class->dispose = latchkey_settings_live_dispose;

  properties[PROP_SETTINGS] = g_param_spec_object ("settings",
                                                   NULL,
                                                   NULL,
                                                   HOMEBOX_TYPE_SETTINGS,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                     | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_settings_live_init (LatchkeySettingsLive *self)
{
}

/**
 * latchkey_settings_live_new:
 * @connection: an account
 *
 * Makes the settings of an account. Its server is asked for nothing before
 * latchkey_settings_live_start().
 *
 * Returns: (transfer full): a new object
 */
LatchkeySettingsLive *
latchkey_settings_live_new (LatchkeyConnection *connection)
{
  LatchkeySettingsLive *self;
  LatchkeyAccountStore *accounts;
  g_autoptr (GFile) folder = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  self = g_object_new (LATCHKEY_TYPE_SETTINGS_LIVE, NULL);
  self->connection = g_object_ref (connection);
  accounts = latchkey_vault_get_accounts (latchkey_connection_get_vault (connection));
  /* It goes with the account, whether this is there then or not. */
  folder = latchkey_account_store_get_folder (accounts, latchkey_connection_get_account (connection));
  self->history
    = latchkey_settings_history_new (folder, latchkey_connection_get_account (connection));
  g_signal_connect_object (connection,
                           "notify",
                           G_CALLBACK (connection_changed),
                           self,
                           G_CONNECT_SWAPPED);
  connection_changed (self);

  return self;
}

/**
 * latchkey_settings_live_get_settings:
 * @self: the settings of an account
 *
 * Returns: (transfer none) (nullable): the model, or %NULL while there is no session yet
 */
HomeboxSettings *
latchkey_settings_live_get_settings (LatchkeySettingsLive *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_LIVE (self), NULL);

  return self->settings;
}

/**
 * latchkey_settings_live_get_events:
 * @self: the settings of an account
 *
 * Returns: (transfer none) (nullable): the events, or %NULL while there is no session yet
 */
HomeboxEvents *
latchkey_settings_live_get_events (LatchkeySettingsLive *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_LIVE (self), NULL);

  return self->events;
}

/**
 * latchkey_settings_live_get_history:
 * @self: the settings of an account
 *
 * Returns: (transfer none): the versions that were seen
 */
LatchkeySettingsHistory *
latchkey_settings_live_get_history (LatchkeySettingsLive *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_LIVE (self), NULL);

  return self->history;
}

/**
 * latchkey_settings_live_start:
 * @self: the settings of an account
 * @shown: a widget that is on the screen as long as the account is
 *
 * Somebody sees the settings: they are read when the account is ready, and kept up to date from
 * then on, while @shown is on the screen of a window in use.
 */
void
latchkey_settings_live_start (LatchkeySettingsLive *self, GtkWidget *shown)
{
  g_return_if_fail (LATCHKEY_IS_SETTINGS_LIVE (self));
  g_return_if_fail (GTK_IS_WIDGET (shown));

  watch_shown (self, shown);
  if (gtk_widget_get_mapped (shown))
    shown_mapped (self);
  connection_changed (self);
}
