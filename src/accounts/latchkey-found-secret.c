#include "latchkey-found-secret.h"

#include "latchkey-account-private.h"

#include <string.h>

struct _LatchkeyFoundSecret
{
  GObject parent_instance;

  char *server;
  char *user_id;
  HomeboxTokenKind kind;
  char *label;
};

enum
{
  PROP_SERVER = 1,
  PROP_USER_ID,
  PROP_KIND,
  PROP_LABEL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LatchkeyFoundSecret, latchkey_found_secret, G_TYPE_OBJECT)

static void
latchkey_found_secret_finalize (GObject *object)
{
  LatchkeyFoundSecret *self = LATCHKEY_FOUND_SECRET (object);

  g_free (self->server);
  g_free (self->user_id);
  g_free (self->label);
  G_OBJECT_CLASS (latchkey_found_secret_parent_class)->finalize (object);
}

static void
latchkey_found_secret_get_property (GObject *object,
                                    guint property,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  LatchkeyFoundSecret *self = LATCHKEY_FOUND_SECRET (object);

  switch (property)
    {
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    case PROP_USER_ID:
      g_value_set_string (value, self->user_id);
      break;
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_found_secret_class_init (LatchkeyFoundSecretClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = latchkey_found_secret_finalize;
  object_class->get_property = latchkey_found_secret_get_property;

  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, flags);
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, HOMEBOX_TOKEN_SESSION,
                                            HOMEBOX_TOKEN_API_KEY, HOMEBOX_TOKEN_SESSION, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_found_secret_init (LatchkeyFoundSecret *self)
{
}

/**
 * latchkey_found_secret_new:
 * @server: the base URI of a server
 * @user_id: that server's id of a person; not empty
 * @kind: what kind of token it is
 * @label: how it is listed for people
 *
 * Returns: (transfer full) (nullable): a new object, or %NULL if no account could be made of that:
 *   anybody may put anything into a keyring
 */
LatchkeyFoundSecret *
latchkey_found_secret_new (const char *server,
                           const char *user_id,
                           HomeboxTokenKind kind,
                           const char *label)
{
  LatchkeyFoundSecret *self = NULL;

  if (!latchkey_account_is_address (server) || user_id == NULL || *user_id == '\0')
    return NULL;
  self = g_object_new (LATCHKEY_TYPE_FOUND_SECRET, NULL);
  self->server = g_strdup (server);
  self->user_id = g_strdup (user_id);
  self->kind = kind;
  self->label = g_strdup (label != NULL ? label : "");
  return self;
}

/**
 * latchkey_found_secret_get_server:
 * @self: what was found
 *
 * Returns: (transfer none): the base URI of the server that issued it
 */
const char *
latchkey_found_secret_get_server (LatchkeyFoundSecret *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FOUND_SECRET (self), NULL);
  return self->server;
}

/**
 * latchkey_found_secret_get_user_id:
 * @self: what was found
 *
 * Returns: (transfer none): the server's id of the person
 */
const char *
latchkey_found_secret_get_user_id (LatchkeyFoundSecret *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FOUND_SECRET (self), NULL);
  return self->user_id;
}

/**
 * latchkey_found_secret_get_kind:
 * @self: what was found
 *
 * Returns: what kind of token it is
 */
HomeboxTokenKind
latchkey_found_secret_get_kind (LatchkeyFoundSecret *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FOUND_SECRET (self), HOMEBOX_TOKEN_SESSION);
  return self->kind;
}

/**
 * latchkey_found_secret_get_label:
 * @self: what was found
 *
 * Returns: (transfer none): how it is listed in Passwords and Keys, or an empty text
 */
const char *
latchkey_found_secret_get_label (LatchkeyFoundSecret *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FOUND_SECRET (self), NULL);
  return self->label;
}

/**
 * latchkey_found_secret_dup_email:
 * @self: what was found
 *
 * The email in the label: the one word with an at sign, in whatever language the rest is.
 *
 * Returns: (transfer full) (nullable): an email, or %NULL if the label does not tell one
 */
char *
latchkey_found_secret_dup_email (LatchkeyFoundSecret *self)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (LATCHKEY_IS_FOUND_SECRET (self), NULL);

  words = g_strsplit_set (self->label, " \t\n", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *at = strchr (words[i], '@');

      if (at != NULL && at != words[i] && at[1] != '\0')
        return g_strdup (words[i]);
    }
  return NULL;
}

/**
 * latchkey_found_secret_dup_server_label:
 * @self: what was found
 *
 * Returns: (transfer full): the server as a person would name it, see
 *   latchkey_account_dup_address_label()
 */
char *
latchkey_found_secret_dup_server_label (LatchkeyFoundSecret *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FOUND_SECRET (self), NULL);
  return latchkey_account_dup_address_label (self->server);
}
