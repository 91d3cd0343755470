#include "latchkey-activity.h"

#define PATIENCE (10 * 60 * 1000)

struct _LatchkeyActivity
{
  GObject parent_instance;

  GtkWindow *window;
  guint patience;
  gboolean in_use;
  guint leaving_id;
};

enum
{
  PROP_WINDOW = 1,
  PROP_PATIENCE,
  PROP_IN_USE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LatchkeyActivity, latchkey_activity, G_TYPE_OBJECT)

static void
set_in_use (LatchkeyActivity *self, gboolean in_use)
{
  if (self->in_use == in_use)
    return;

  self->in_use = in_use;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_USE]);
}

static gboolean
left (gpointer user_data)
{
  LatchkeyActivity *self = user_data;

  self->leaving_id = 0;
  set_in_use (self, FALSE);

  return G_SOURCE_REMOVE;
}

static gboolean
is_unseen (LatchkeyActivity *self)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  return gtk_window_is_suspended (self->window);
#else
  return FALSE;
#endif
}

static void
update (LatchkeyActivity *self)
{
  gboolean active = self->window != NULL && gtk_window_is_active (self->window);

  if (self->window == NULL || is_unseen (self))
    {
      g_clear_handle_id (&self->leaving_id, g_source_remove);
      set_in_use (self, FALSE);
    }
  else if (active)
    {
      g_clear_handle_id (&self->leaving_id, g_source_remove);
      set_in_use (self, TRUE);
    }
  else if (self->in_use && self->leaving_id == 0)
    {
      /* In whole seconds it may share a wake-up with others, where it is that long. */
      self->leaving_id = self->patience >= 1000
                             ? g_timeout_add_seconds (self->patience / 1000, left, self)
                             : g_timeout_add (self->patience, left, self);
      g_source_set_name_by_id (self->leaving_id, "[latchkey] activity");
    }
}

static void
on_window_changed (GObject *window, GParamSpec *pspec, gpointer user_data)
{
  update (LATCHKEY_ACTIVITY (user_data));
}

static void
on_window_gone (gpointer user_data, GObject *window)
{
  LatchkeyActivity *self = user_data;

  self->window = NULL;
  update (self);
}

static void
latchkey_activity_constructed (GObject *object)
{
  LatchkeyActivity *self = LATCHKEY_ACTIVITY (object);

  G_OBJECT_CLASS (latchkey_activity_parent_class)->constructed (object);

  if (self->window == NULL)
    return;

  g_object_weak_ref (G_OBJECT (self->window), on_window_gone, self);
  g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (on_window_changed), self,
                           0);
#if GTK_CHECK_VERSION (4, 12, 0)
  g_signal_connect_object (self->window, "notify::suspended", G_CALLBACK (on_window_changed), self,
                           0);
#endif
  update (self);
}

static void
latchkey_activity_dispose (GObject *object)
{
  LatchkeyActivity *self = LATCHKEY_ACTIVITY (object);

  g_clear_handle_id (&self->leaving_id, g_source_remove);
  if (self->window != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->window, self);
      g_object_weak_unref (G_OBJECT (self->window), on_window_gone, self);
      self->window = NULL;
    }

  G_OBJECT_CLASS (latchkey_activity_parent_class)->dispose (object);
}

static void
latchkey_activity_get_property (GObject *object,
                                guint property_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  LatchkeyActivity *self = LATCHKEY_ACTIVITY (object);

  switch (property_id)
    {
    case PROP_WINDOW:
      g_value_set_object (value, self->window);
      break;
    case PROP_PATIENCE:
      g_value_set_uint (value, self->patience);
      break;
    case PROP_IN_USE:
      g_value_set_boolean (value, self->in_use);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_activity_set_property (GObject *object,
                                guint property_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  LatchkeyActivity *self = LATCHKEY_ACTIVITY (object);

  switch (property_id)
    {
    case PROP_WINDOW:
      self->window = g_value_get_object (value);
      break;
    case PROP_PATIENCE:
      self->patience = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_activity_class_init (LatchkeyActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | flags;

  object_class->constructed = latchkey_activity_constructed;
  object_class->dispose = latchkey_activity_dispose;
  object_class->get_property = latchkey_activity_get_property;
  object_class->set_property = latchkey_activity_set_property;

  properties[PROP_WINDOW] = g_param_spec_object ("window", NULL, NULL, GTK_TYPE_WINDOW, given);
  properties[PROP_PATIENCE]
      = g_param_spec_uint ("patience", NULL, NULL, 1, G_MAXUINT, PATIENCE, given);
  properties[PROP_IN_USE]
      = g_param_spec_boolean ("in-use", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_activity_init (LatchkeyActivity *self)
{
}

/**
 * latchkey_activity_new:
 * @window: a window; not kept alive. Once it is gone it is not in use
 *
 * Watches a window. One that was not active so far is not in use.
 *
 * Returns: (transfer full): its activity
 */
LatchkeyActivity *
latchkey_activity_new (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  return g_object_new (LATCHKEY_TYPE_ACTIVITY, "window", window, NULL);
}

/**
 * latchkey_activity_get_in_use:
 * @self: the activity of a window
 *
 * Returns: whether the window is active, or was so in the last ten minutes
 */
gboolean
latchkey_activity_get_in_use (LatchkeyActivity *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACTIVITY (self), FALSE);

  return self->in_use;
}
