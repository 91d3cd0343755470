#include "latchkey-pins-private.h"

#include "homebox-uri.h"

#define FILE_NAME "pins.json"

/* Another process holds the lock for one write only. */
#define LOCK_LIMIT 10000

enum
{
  PROP_SAVE_ERROR = 1,
  N_PROPS,
};

enum
{
  DROPPED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void latchkey_pins_list_model_init (GListModelInterface *iface);
static void latchkey_pins_trust_init (HomeboxTrustInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    LatchkeyPins,
    latchkey_pins,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, latchkey_pins_list_model_init)
        G_IMPLEMENT_INTERFACE (HOMEBOX_TYPE_TRUST, latchkey_pins_trust_init))

static GType
latchkey_pins_get_item_type (GListModel *model)
{
  return LATCHKEY_TYPE_PIN;
}

static guint
latchkey_pins_get_n_items (GListModel *model)
{
  return LATCHKEY_PINS (model)->pins->len;
}

static gpointer
latchkey_pins_get_item (GListModel *model, guint position)
{
  LatchkeyPins *self = LATCHKEY_PINS (model);

  if (position >= self->pins->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->pins, position));
}

static void
latchkey_pins_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = latchkey_pins_get_item_type;
  iface->get_n_items = latchkey_pins_get_n_items;
  iface->get_item = latchkey_pins_get_item;
}

static char *
latchkey_pins_dup_pin (HomeboxTrust *trust, const char *origin)
{
  LatchkeyPin *pin = latchkey_pins_find (LATCHKEY_PINS (trust), origin);

  return pin != NULL ? g_strdup (latchkey_pin_get_fingerprint (pin)) : NULL;
}

static void
latchkey_pins_pin_is_superfluous (HomeboxTrust *trust, const char *origin)
{
  LatchkeyPins *self = LATCHKEY_PINS (trust);
  LatchkeyPin *pin = latchkey_pins_find (self, origin);

  if (pin == NULL)
    return;
  g_object_ref (pin);
  latchkey_pins_remove (self, origin);
  g_signal_emit (self, signals[DROPPED], 0, pin);
  g_object_unref (pin);
}

static gboolean
latchkey_pins_allows_plain_http (HomeboxTrust *trust, const char *origin)
{
  return g_str_has_prefix (origin, "http://")
         && latchkey_pins_find (LATCHKEY_PINS (trust), origin) != NULL;
}

static void
latchkey_pins_trust_init (HomeboxTrustInterface *iface)
{
  iface->dup_pin = latchkey_pins_dup_pin;
  iface->pin_is_superfluous = latchkey_pins_pin_is_superfluous;
  iface->allows_plain_http = latchkey_pins_allows_plain_http;
}

static void
latchkey_pins_finalize (GObject *object)
{
  LatchkeyPins *self = LATCHKEY_PINS (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->file);
  g_clear_pointer (&self->pins, g_ptr_array_unref);
  g_clear_error (&self->blocked);
  g_clear_error (&self->save_error);
  g_clear_pointer (&self->decided, g_hash_table_unref);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->written_for, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (latchkey_pins_parent_class)->finalize (object);
}

static void
latchkey_pins_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  LatchkeyPins *self = LATCHKEY_PINS (object);

  switch (property)
    {
    case PROP_SAVE_ERROR:
      g_value_set_boxed (value, self->save_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_pins_class_init (LatchkeyPinsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = latchkey_pins_finalize;
  object_class->get_property = latchkey_pins_get_property;

  properties[PROP_SAVE_ERROR]
      = g_param_spec_boxed ("save-error", NULL, NULL, G_TYPE_ERROR,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LatchkeyPins::dropped:
   * @self: the pins
   * @pin: a pin that is not there any more
   *
   * The system trusts that certificate by now, so that the pin was dropped.
   */
  signals[DROPPED] = g_signal_new ("dropped", LATCHKEY_TYPE_PINS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, LATCHKEY_TYPE_PIN);
}

static void
latchkey_pins_init (LatchkeyPins *self)
{
  self->pins = g_ptr_array_new_with_free_func (g_object_unref);
  self->lock_limit = LOCK_LIMIT;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->decided = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * latchkey_pins_new:
 * @folder: (nullable): the local folder that holds the file; %NULL keeps the pins in memory only
 *
 * Makes an empty list. Nothing is read before latchkey_pins_load().
 *
 * Returns: (transfer full): a new list
 */
LatchkeyPins *
latchkey_pins_new (GFile *folder)
{
  LatchkeyPins *self = NULL;

  g_return_val_if_fail (folder == NULL || (G_IS_FILE (folder) && g_file_is_native (folder)), NULL);

  self = g_object_new (LATCHKEY_TYPE_PINS, NULL);
  if (folder != NULL)
    {
      self->folder = g_object_ref (folder);
      self->file = g_file_get_child (folder, FILE_NAME);
    }
  return self;
}

static gboolean
find_position (GPtrArray *pins, const char *origin, guint *position)
{
  for (guint i = 0; i < pins->len; i++)
    {
      if (g_strcmp0 (latchkey_pin_get_origin (g_ptr_array_index (pins, i)), origin) == 0)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Sets one entry of the list, or removes it. */
static void
set (LatchkeyPins *self, const char *origin, LatchkeyPin *pin)
{
  guint position = self->pins->len;
  gboolean known = find_position (self->pins, origin, &position);

  if (known)
    g_ptr_array_remove_index (self->pins, position);
  if (pin != NULL)
    g_ptr_array_insert (self->pins, (int) position, g_object_ref (pin));
  if (known || pin != NULL)
    g_list_model_items_changed (G_LIST_MODEL (self), position, known ? 1 : 0, pin != NULL ? 1 : 0);
}

/* What another process wrote counts, except for what was decided here since. */
void
latchkey_pins_take_in (LatchkeyPins *self, GPtrArray *pins)
{
  guint position = 0;

  for (guint i = self->pins->len; i > 0; i--)
    {
      g_autofree char *origin
          = g_strdup (latchkey_pin_get_origin (g_ptr_array_index (self->pins, i - 1)));

      if (!g_hash_table_contains (self->decided, origin)
          && !find_position (pins, origin, &position))
        set (self, origin, NULL);
    }
  for (guint i = 0; i < pins->len; i++)
    {
      LatchkeyPin *pin = g_ptr_array_index (pins, i);
      const char *origin = latchkey_pin_get_origin (pin);
      LatchkeyPin *known = latchkey_pins_find (self, origin);

      if (!g_hash_table_contains (self->decided, origin)
          && (known == NULL
              || g_strcmp0 (latchkey_pin_get_fingerprint (known),
                            latchkey_pin_get_fingerprint (pin)) != 0))
        set (self, origin, pin);
    }
}

/**
 * latchkey_pins_get_save_error:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why the last attempt to save failed, with a message for the
 *   person, or %NULL
 */
const GError *
latchkey_pins_get_save_error (LatchkeyPins *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PINS (self), NULL);
  return self->save_error;
}

/**
 * latchkey_pins_find:
 * @self: a list
 * @origin: a server: `https://host:port` or `http://host:port`
 *
 * Returns: (transfer none) (nullable): what the person agreed to for it
 */
LatchkeyPin *
latchkey_pins_find (LatchkeyPins *self, const char *origin)
{
  guint position = 0;

  g_return_val_if_fail (LATCHKEY_IS_PINS (self), NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  if (!find_position (self->pins, origin, &position))
    return NULL;
  return g_ptr_array_index (self->pins, position);
}

static void
decide (LatchkeyPins *self, const char *origin, LatchkeyPin *pin)
{
  g_hash_table_add (self->decided, g_strdup (origin));
  set (self, origin, pin);
  latchkey_pins_save_async (self, NULL, NULL, NULL);
}

/**
 * latchkey_pins_trust:
 * @self: a list
 * @certificate: what a server showed, and the person trusts
 *
 * From now on this server may show exactly this certificate, and no other. One that the system
 * trusts needs no pin: then a pin that the server had is dropped, and it is up to the system.
 */
void
latchkey_pins_trust (LatchkeyPins *self, HomeboxCertificate *certificate)
{
  g_autoptr (LatchkeyPin) pin = NULL;
  const char *origin = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));
  g_return_if_fail (HOMEBOX_IS_CERTIFICATE (certificate));

  origin = homebox_certificate_get_origin (certificate);
  if (!homebox_certificate_get_trusted (certificate))
    pin = latchkey_pin_new (origin, homebox_certificate_get_fingerprint (certificate),
                            homebox_certificate_get_name (certificate));
  decide (self, origin, pin);
}

/**
 * latchkey_pins_remove:
 * @self: a list
 * @origin: a server
 *
 * Takes back what the person agreed to for a server, if anything. It counts from the next request
 * on, also on connections that are open.
 */
void
latchkey_pins_remove (LatchkeyPins *self, const char *origin)
{
  g_autofree char *copy = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));
  g_return_if_fail (origin != NULL);

  /* It may be that of the pin that goes. */
  copy = g_strdup (origin);
  decide (self, copy, NULL);
}

/**
 * latchkey_pins_allow_plain_http:
 * @self: a list
 * @server: the base URI of a server that is asked with plain http
 *
 * The person agreed that what goes to this server is not encrypted.
 */
void
latchkey_pins_allow_plain_http (LatchkeyPins *self, const char *server)
{
  g_autofree char *origin = NULL;
  g_autoptr (LatchkeyPin) pin = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));
  g_return_if_fail (server != NULL);

  origin = homebox_uri_dup_origin_of (server);
  if (origin == NULL || !g_str_has_prefix (origin, "http://")
      || latchkey_pins_find (self, origin) != NULL)
    return;
  pin = latchkey_pin_new (origin, NULL, NULL);
  decide (self, origin, pin);
}

/**
 * latchkey_pins_get_plain_http_allowed:
 * @self: a list
 * @server: the base URI of a server
 *
 * Returns: whether the person agreed that what goes to this server is not encrypted
 */
gboolean
latchkey_pins_get_plain_http_allowed (LatchkeyPins *self, const char *server)
{
  g_autofree char *origin = NULL;

  g_return_val_if_fail (LATCHKEY_IS_PINS (self), FALSE);
  g_return_val_if_fail (server != NULL, FALSE);

  origin = homebox_uri_dup_origin_of (server);
  return origin != NULL && latchkey_pins_allows_plain_http (HOMEBOX_TRUST (self), origin);
}
