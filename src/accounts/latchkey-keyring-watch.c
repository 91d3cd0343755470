#include "latchkey-keyring-watch.h"

#define SERVICE_NAME "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

struct _LatchkeyKeyringWatch
{
  GObject parent_instance;

  char *schema;
  GCancellable *cancellable;
  GDBusConnection *bus;
  guint properties_subscription;
  guint service_subscription;
  guint name_watch;

  gboolean starting;
  gboolean expecting;
  gboolean looking;
  gboolean look_again;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (LatchkeyKeyringWatch, latchkey_keyring_watch, G_TYPE_OBJECT)

static void look (LatchkeyKeyringWatch *self);

static void
latchkey_keyring_watch_dispose (GObject *object)
{
  LatchkeyKeyringWatch *self = LATCHKEY_KEYRING_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  if (self->bus != NULL)
    {
      g_dbus_connection_signal_unsubscribe (self->bus, self->properties_subscription);
      g_dbus_connection_signal_unsubscribe (self->bus, self->service_subscription);
      g_bus_unwatch_name (self->name_watch);
    }
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (latchkey_keyring_watch_parent_class)->dispose (object);
}

static void
latchkey_keyring_watch_finalize (GObject *object)
{
  LatchkeyKeyringWatch *self = LATCHKEY_KEYRING_WATCH (object);

  g_object_unref (self->cancellable);
  g_free (self->schema);
  G_OBJECT_CLASS (latchkey_keyring_watch_parent_class)->finalize (object);
}

static void
latchkey_keyring_watch_class_init (LatchkeyKeyringWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_keyring_watch_dispose;
  object_class->finalize = latchkey_keyring_watch_finalize;

  opened_signal = g_signal_new ("opened", LATCHKEY_TYPE_KEYRING_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
latchkey_keyring_watch_init (LatchkeyKeyringWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

/* A look is three questions, each of which may be the last. They keep the watch only as long as it
 * is not disposed of: that cancels them. */
static void
ask (LatchkeyKeyringWatch *self,
     const char *path,
     const char *interface,
     const char *method,
     GVariant *arguments,
     const char *answer_type,
     GAsyncReadyCallback callback)
{
  g_autoptr (GVariantType) type = g_variant_type_new (answer_type);

  g_dbus_connection_call (self->bus, SERVICE_NAME, path, interface, method, arguments, type,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, callback,
                          g_object_ref (self));
}

/* Returns: (transfer full) (nullable): the answer, unless there is none or nobody wants it. */
static GVariant *
take_answer (LatchkeyKeyringWatch *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) problem = NULL;
  GVariant *answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &problem);

  if (answer == NULL)
    g_debug ("The keyring was not looked at: %s", problem->message);
  return answer;
}

static void
end_look (LatchkeyKeyringWatch *self, gboolean open)
{
  gboolean again = self->look_again;

  self->looking = FALSE;
  self->look_again = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (open && self->expecting)
    {
      self->expecting = FALSE;
      g_signal_emit (self, opened_signal, 0);
    }
  else if (again)
    look (self);
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringWatch) self = user_data;
  g_autoptr (GVariant) answer = take_answer (self, source, result);
  g_autoptr (GVariant) locked = NULL;

  if (answer != NULL)
    locked = g_variant_get_child_value (answer, 1);
  end_look (self, locked != NULL && g_variant_n_children (locked) == 0);
}

static void
on_lock_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringWatch) self = user_data;
  g_autoptr (GVariant) answer = take_answer (self, source, result);
  g_autoptr (GVariant) value = NULL;
  GVariantBuilder attributes;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
      || g_variant_get_boolean (value))
    {
      end_look (self, FALSE);
      return;
    }
  /* An item may be in another keyring than the default one. */
  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "xdg:schema", self->schema);
  ask (self, SERVICE_PATH, SERVICE_INTERFACE, "SearchItems",
       g_variant_new ("(a{ss})", &attributes), "(aoao)", on_searched);
}

static void
on_default_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringWatch) self = user_data;
  g_autoptr (GVariant) answer = take_answer (self, source, result);
  const char *path = "/";

  if (answer != NULL)
    g_variant_get (answer, "(&o)", &path);
  if (g_str_equal (path, "/"))
    end_look (self, FALSE);
  else
    ask (self, path, PROPERTIES_INTERFACE, "Get",
         g_variant_new ("(ss)", COLLECTION_INTERFACE, "Locked"), "(v)", on_lock_known);
}

static void
look (LatchkeyKeyringWatch *self)
{
  if (!self->expecting)
    return;
  if (self->looking)
    {
      self->look_again = TRUE;
      return;
    }
  self->looking = TRUE;
  ask (self, SERVICE_PATH, SERVICE_INTERFACE, "ReadAlias", g_variant_new ("(s)", "default"), "(o)",
       on_default_known);
}

static void
on_signal (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *member,
           GVariant *arguments,
           gpointer user_data)
{
  look (user_data);
}

static void
on_name_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  look (user_data);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringWatch) self = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &problem);

  self->starting = FALSE;
  if (bus == NULL)
    {
      g_debug ("The keyring is not watched: %s", problem->message);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->bus = g_steal_pointer (&bus);
  self->properties_subscription = g_dbus_connection_signal_subscribe (
      self->bus, SERVICE_NAME, PROPERTIES_INTERFACE, "PropertiesChanged", NULL,
      COLLECTION_INTERFACE, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
  self->service_subscription = g_dbus_connection_signal_subscribe (
      self->bus, SERVICE_NAME, SERVICE_INTERFACE, NULL, SERVICE_PATH, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
  self->name_watch = g_bus_watch_name_on_connection (self->bus, SERVICE_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     on_name_appeared, NULL, self, NULL);
}

/**
 * latchkey_keyring_watch_new:
 * @schema: the schema that our items carry
 *
 * Returns: (transfer full): a new watch; nothing is asked of the bus yet
 */
LatchkeyKeyringWatch *
latchkey_keyring_watch_new (const char *schema)
{
  LatchkeyKeyringWatch *self = g_object_new (LATCHKEY_TYPE_KEYRING_WATCH, NULL);

  self->schema = g_strdup (schema);
  return self;
}

/**
 * latchkey_keyring_watch_start:
 * @self: a watch
 *
 * Begins to listen, unless it does already. It is for the time before the service is asked, so that
 * nothing is missed between its answer and latchkey_keyring_watch_expect(). The service is not
 * started by it.
 */
void
latchkey_keyring_watch_start (LatchkeyKeyringWatch *self)
{
  g_return_if_fail (LATCHKEY_IS_KEYRING_WATCH (self));

  if (self->bus != NULL || self->starting)
    return;
  self->starting = TRUE;
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_bus, g_object_ref (self));
}

/**
 * latchkey_keyring_watch_expect:
 * @self: a watch
 *
 * Notes that the service could not be asked, so that #LatchkeyKeyringWatch::opened is emitted when
 * it can be.
 */
void
latchkey_keyring_watch_expect (LatchkeyKeyringWatch *self)
{
  g_return_if_fail (LATCHKEY_IS_KEYRING_WATCH (self));

  self->expecting = TRUE;
}
