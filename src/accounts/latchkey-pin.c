#include "latchkey-pin.h"

#include "homebox-json.h"

#include <string.h>

/* 32 pairs of hexadecimal digits, with a colon between them. */
#define FINGERPRINT_LENGTH 95

struct _LatchkeyPin
{
  GObject parent_instance;

  char *origin;
  char *fingerprint;
  char *name;
  GDateTime *since;
};

G_DEFINE_FINAL_TYPE (LatchkeyPin, latchkey_pin, G_TYPE_OBJECT)

static void
latchkey_pin_finalize (GObject *object)
{
  LatchkeyPin *self = LATCHKEY_PIN (object);

  g_free (self->origin);
  g_free (self->fingerprint);
  g_free (self->name);
  g_clear_pointer (&self->since, g_date_time_unref);
  G_OBJECT_CLASS (latchkey_pin_parent_class)->finalize (object);
}

static void
latchkey_pin_class_init (LatchkeyPinClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_pin_finalize;
}

static void
latchkey_pin_init (LatchkeyPin *self)
{
}

static LatchkeyPin *
make (const char *origin, const char *fingerprint, const char *name, GDateTime *since)
{
  LatchkeyPin *self = g_object_new (LATCHKEY_TYPE_PIN, NULL);

  self->origin = g_strdup (origin);
  self->fingerprint = g_strdup (fingerprint);
  self->name = g_strdup (name);
  self->since = since;
  return self;
}

/**
 * latchkey_pin_new:
 * @origin: a server: `https://host:port` or `http://host:port`
 * @fingerprint: (nullable): the SHA-256 fingerprint of its certificate; %NULL for `http`
 * @name: (nullable): what the certificate is called, for the list of pins
 *
 * Returns: (transfer full): what the person agrees to now
 */
LatchkeyPin *
latchkey_pin_new (const char *origin, const char *fingerprint, const char *name)
{
  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail ((fingerprint != NULL) == g_str_has_prefix (origin, "https://"), NULL);

  return make (origin, fingerprint, name, g_date_time_new_now_utc ());
}

static gboolean
is_fingerprint (const char *text)
{
  if (strlen (text) != FINGERPRINT_LENGTH)
    return FALSE;

  for (guint i = 0; i < FINGERPRINT_LENGTH; i++)
    {
      if (i % 3 == 2 ? text[i] != ':' : !g_ascii_isxdigit (text[i]) || g_ascii_islower (text[i]))
        return FALSE;
    }
  return TRUE;
}

/*
 * latchkey_pin_new_from_json:
 * @object: what latchkey_pin_to_json() wrote
 *
 * Returns: (transfer full) (nullable): a pin, or %NULL if that is none
 */
LatchkeyPin *
latchkey_pin_new_from_json (JsonObject *object)
{
  const char *origin = homebox_json_get_string (object, "origin");
  const char *fingerprint = homebox_json_get_string (object, "fingerprint");
  const char *since = homebox_json_get_string (object, "since");
  gboolean plain;

  if (origin == NULL)
    return NULL;

  plain = g_str_has_prefix (origin, "http://");
  if (!plain && !g_str_has_prefix (origin, "https://"))
    return NULL;
  if (plain ? fingerprint != NULL : fingerprint == NULL || !is_fingerprint (fingerprint))
    return NULL;

  return make (origin, fingerprint, homebox_json_get_string (object, "name"),
               since != NULL ? g_date_time_new_from_iso8601 (since, NULL) : NULL);
}

/*
 * latchkey_pin_to_json:
 * @self: a pin
 *
 * Returns: (transfer full): what to write into the file
 */
JsonNode *
latchkey_pin_to_json (LatchkeyPin *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_alloc ();

  json_object_set_string_member (object, "origin", self->origin);
  if (self->fingerprint != NULL)
    json_object_set_string_member (object, "fingerprint", self->fingerprint);
  if (self->name != NULL)
    json_object_set_string_member (object, "name", self->name);
  if (self->since != NULL)
    {
      g_autofree char *since = g_date_time_format_iso8601 (self->since);

      json_object_set_string_member (object, "since", since);
    }
  return json_node_init_object (node, object);
}

/**
 * latchkey_pin_get_origin:
 * @self: a pin
 *
 * Returns: (transfer none): the server: `https://host:port`, or `http://host:port` when it is about
 *   a connection without encryption
 */
const char *
latchkey_pin_get_origin (LatchkeyPin *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PIN (self), NULL);
  return self->origin;
}

/**
 * latchkey_pin_get_fingerprint:
 * @self: a pin
 *
 * Returns: (transfer none) (nullable): the SHA-256 fingerprint of the certificate; %NULL for a
 *   connection without encryption
 */
const char *
latchkey_pin_get_fingerprint (LatchkeyPin *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PIN (self), NULL);
  return self->fingerprint;
}

/**
 * latchkey_pin_get_name:
 * @self: a pin
 *
 * Returns: (transfer none) (nullable): what the certificate is called
 */
const char *
latchkey_pin_get_name (LatchkeyPin *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PIN (self), NULL);
  return self->name;
}

/**
 * latchkey_pin_get_since:
 * @self: a pin
 *
 * Returns: (transfer none) (nullable): when the person agreed
 */
GDateTime *
latchkey_pin_get_since (LatchkeyPin *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PIN (self), NULL);
  return self->since;
}
