#include "homebox-api-key.h"

#include "homebox-error.h"
#include "homebox-expiry.h"
#include "homebox-json.h"

struct _HomeboxApiKey
{
  GObject parent_instance;

  char *id;
  char *name;
  GDateTime *created_at;
  GDateTime *expires_at;
  GDateTime *last_used_at;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_CREATED_AT,
  PROP_EXPIRES_AT,
  PROP_LAST_USED_AT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxApiKey, homebox_api_key, G_TYPE_OBJECT)

static void
homebox_api_key_finalize (GObject *object)
{
  HomeboxApiKey *self = HOMEBOX_API_KEY (object);

  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->created_at, g_date_time_unref);
  g_clear_pointer (&self->expires_at, g_date_time_unref);
  g_clear_pointer (&self->last_used_at, g_date_time_unref);

  G_OBJECT_CLASS (homebox_api_key_parent_class)->finalize (object);
}

static void
homebox_api_key_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxApiKey *self = HOMEBOX_API_KEY (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_CREATED_AT:
      g_value_set_boxed (value, self->created_at);
      break;
    case PROP_EXPIRES_AT:
      g_value_set_boxed (value, self->expires_at);
      break;
    case PROP_LAST_USED_AT:
      g_value_set_boxed (value, self->last_used_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_api_key_class_init (HomeboxApiKeyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_api_key_finalize;
  object_class->get_property = homebox_api_key_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_CREATED_AT] = g_param_spec_boxed ("created-at", NULL, NULL, G_TYPE_DATE_TIME,
                                                    flags);
  properties[PROP_EXPIRES_AT] = g_param_spec_boxed ("expires-at", NULL, NULL, G_TYPE_DATE_TIME,
                                                    flags);
  properties[PROP_LAST_USED_AT] = g_param_spec_boxed ("last-used-at", NULL, NULL, G_TYPE_DATE_TIME,
                                                      flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_api_key_init (HomeboxApiKey *self)
{
}

/**
 * homebox_api_key_new_from_json:
 * @object: a member of the answer of `GET /users/self/api-keys`, or the answer of its `POST`
 * @error: return location for an error
 *
 * Reads what is told about a key. The key itself, which is in the answer that it was made with, is
 * not taken. Without an id nothing could be done with it: %HOMEBOX_ERROR_BROKEN_ANSWER.
 *
 * Returns: (transfer full) (nullable): a new description of a key
 */
HomeboxApiKey *
homebox_api_key_new_from_json (JsonObject *object, GError **error)
{
  HomeboxApiKey *self;
  const char *id, *name;

  g_return_val_if_fail (object != NULL, NULL);

  id = homebox_json_get_string (object, "id");
  if (id == NULL || *id == '\0')
    {
      g_propagate_error (error,
                         homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                            "API key without “id”"));
      return NULL;
    }

  name = homebox_json_get_string (object, "name");

  self = g_object_new (HOMEBOX_TYPE_API_KEY, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : "");
  self->created_at = homebox_json_get_time (object, "createdAt");
  self->expires_at = homebox_json_get_time (object, "expiresAt");
  self->last_used_at = homebox_json_get_time (object, "lastUsedAt");

  return self;
}

/**
 * homebox_api_key_get_id:
 * @self: a key
 *
 * Returns: (transfer none): its id, which is no secret
 */
const char *
homebox_api_key_get_id (HomeboxApiKey *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEY (self), NULL);

  return self->id;
}

/**
 * homebox_api_key_get_name:
 * @self: a key
 *
 * Returns: (transfer none): what it was called, which may be empty; two keys may have one name
 */
const char *
homebox_api_key_get_name (HomeboxApiKey *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEY (self), NULL);

  return self->name;
}

/**
 * homebox_api_key_get_created_at:
 * @self: a key
 *
 * Returns: (transfer none) (nullable): when it was made
 */
GDateTime *
homebox_api_key_get_created_at (HomeboxApiKey *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEY (self), NULL);

  return self->created_at;
}

/**
 * homebox_api_key_get_expires_at:
 * @self: a key
 *
 * Returns: (transfer none) (nullable): when it ends; see homebox_api_key_is_endless() before it is
 *   shown as a date
 */
GDateTime *
homebox_api_key_get_expires_at (HomeboxApiKey *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEY (self), NULL);

  return self->expires_at;
}

/**
 * homebox_api_key_get_last_used_at:
 * @self: a key
 *
 * Returns: (transfer none) (nullable): when it was used last, %NULL for never
 */
GDateTime *
homebox_api_key_get_last_used_at (HomeboxApiKey *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEY (self), NULL);

  return self->last_used_at;
}

/**
 * homebox_api_key_is_expired:
 * @self: a key
 *
 * Expired keys stay on the list; the server refuses them with 401.
 *
 * Returns: whether it has ended, by the clock of this computer
 */
gboolean
homebox_api_key_is_expired (HomeboxApiKey *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEY (self), FALSE);

  return homebox_expiry_is_over (self->expires_at);
}

/**
 * homebox_api_key_is_endless:
 * @self: a key
 *
 * Returns: whether it never ends, as far as anybody will see
 */
gboolean
homebox_api_key_is_endless (HomeboxApiKey *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEY (self), FALSE);

  return homebox_expiry_is_latest (self->expires_at);
}
