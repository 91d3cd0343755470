#include "homebox-user.h"

#include "homebox-error.h"
#include "homebox-json.h"

struct _HomeboxUser
{
  GObject parent_instance;

  char *id;
  char *name;
  char *email;
  gboolean superuser;
  HomeboxOwnership ownership;
  char *default_group_id;
  char *default_group_name;
  GStrv group_ids;
  char *oidc_issuer;
  char *oidc_subject;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_EMAIL,
  PROP_SUPERUSER,
  PROP_OWNERSHIP,
  PROP_DEFAULT_GROUP_ID,
  PROP_DEFAULT_GROUP_NAME,
  PROP_GROUP_IDS,
  PROP_OIDC_ISSUER,
  PROP_OIDC_SUBJECT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxUser, homebox_user, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxOwnership,
                    homebox_ownership,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_OWNERSHIP_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_OWNERSHIP_OWNER, "owner"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_OWNERSHIP_MEMBER, "member"))

static void
homebox_user_finalize (GObject *object)
{
  HomeboxUser *self = HOMEBOX_USER (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->email);
  g_free (self->default_group_id);
  g_free (self->default_group_name);
  g_strfreev (self->group_ids);
  g_free (self->oidc_issuer);
  g_free (self->oidc_subject);

  G_OBJECT_CLASS (homebox_user_parent_class)->finalize (object);
}

static void
homebox_user_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxUser *self = HOMEBOX_USER (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_EMAIL:
      g_value_set_string (value, self->email);
      break;
    case PROP_SUPERUSER:
      g_value_set_boolean (value, self->superuser);
      break;
    case PROP_OWNERSHIP:
      g_value_set_enum (value, self->ownership);
      break;
    case PROP_DEFAULT_GROUP_ID:
      g_value_set_string (value, self->default_group_id);
      break;
    case PROP_DEFAULT_GROUP_NAME:
      g_value_set_string (value, self->default_group_name);
      break;
    case PROP_GROUP_IDS:
      g_value_set_boxed (value, self->group_ids);
      break;
    case PROP_OIDC_ISSUER:
      g_value_set_string (value, self->oidc_issuer);
      break;
    case PROP_OIDC_SUBJECT:
      g_value_set_string (value, self->oidc_subject);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_user_class_init (HomeboxUserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_user_finalize;
  object_class->get_property = homebox_user_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  properties[PROP_SUPERUSER] = g_param_spec_boolean ("superuser", NULL, NULL, FALSE, flags);
  properties[PROP_OWNERSHIP] = g_param_spec_enum ("ownership", NULL, NULL, HOMEBOX_TYPE_OWNERSHIP,
                                                  HOMEBOX_OWNERSHIP_UNKNOWN, flags);
  properties[PROP_DEFAULT_GROUP_ID] = g_param_spec_string ("default-group-id", NULL, NULL, NULL,
                                                           flags);
  properties[PROP_DEFAULT_GROUP_NAME] = g_param_spec_string ("default-group-name", NULL, NULL, NULL,
                                                             flags);
  properties[PROP_GROUP_IDS] = g_param_spec_boxed ("group-ids", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_OIDC_ISSUER] = g_param_spec_string ("oidc-issuer", NULL, NULL, NULL, flags);
  properties[PROP_OIDC_SUBJECT] = g_param_spec_string ("oidc-subject", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_user_init (HomeboxUser *self)
{
  self->group_ids = g_new0 (char *, 1);
}

/**
 * homebox_user_new:
 *
 * Makes a profile that nothing is known of yet: every text is %NULL.
 *
 * Returns: (transfer full): a new user
 */
HomeboxUser *
homebox_user_new (void)
{
  return g_object_new (HOMEBOX_TYPE_USER, NULL);
}

static void
set_text (HomeboxUser *self, char **place, const char *text, guint property)
{
  if (g_strcmp0 (*place, text) == 0)
    return;

  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* A Go server writes "none" as an empty text or as the nil UUID, too. */
static const char *
get_id (JsonObject *object, const char *member)
{
  const char *id = homebox_json_get_string (object, member);

  if (id == NULL || *id == '\0' || g_str_equal (id, "00000000-0000-0000-0000-000000000000"))
    return NULL;

  return id;
}

static const char *
get_text (JsonObject *object, const char *member)
{
  const char *text = homebox_json_get_string (object, member);

  return text != NULL && *text != '\0' ? text : NULL;
}

static GStrv
read_group_ids (JsonObject *object, const char *default_group_id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, "groupIds");

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);

          if (json_node_get_value_type (element) == G_TYPE_STRING)
            g_strv_builder_add (builder, json_node_get_string (element));
        }
    }
  else if (default_group_id != NULL)
    {
      g_strv_builder_add (builder, default_group_id);
    }

  return g_strv_builder_end (builder);
}

static HomeboxOwnership
read_ownership (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "isOwner");

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return HOMEBOX_OWNERSHIP_UNKNOWN;

  return json_node_get_boolean (node) ? HOMEBOX_OWNERSHIP_OWNER : HOMEBOX_OWNERSHIP_MEMBER;
}

/**
 * homebox_user_update:
 * @self: a user
 * @object: the answer of `GET` or `PUT /users/self`, without its envelope
 * @error: return location for an error
 *
 * Takes over what the server says. Only properties that really changed are notified, and only when
 * all of them have their new value.
 *
 * Current servers send `defaultGroupId`, `groupIds` and the OIDC members; v0.25 `isOwner` too;
 * v0.21 `groupId`, `groupName` and `isOwner` instead. What is not sent is unknown.
 *
 * An answer without an id or an email is damaged: nothing is taken over, and @error is
 * %HOMEBOX_ERROR_BROKEN_ANSWER.
 *
 * Returns: whether @self is what @object says
 */
gboolean
homebox_user_update (HomeboxUser *self, JsonObject *object, GError **error)
{
  const char *id, *email, *name, *default_group_id;
  g_auto (GStrv) group_ids = NULL;
  HomeboxOwnership ownership;
  gboolean superuser;

  g_return_val_if_fail (HOMEBOX_IS_USER (self), FALSE);
  g_return_val_if_fail (object != NULL, FALSE);

  id = get_id (object, "id");
  email = get_text (object, "email");
  if (id == NULL || email == NULL)
    {
      g_propagate_error (error,
                         homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                            id == NULL ? "user without “id”"
                                                       : "user without “email”"));
      return FALSE;
    }

  name = homebox_json_get_string (object, "name");
  superuser = homebox_json_get_boolean (object, "isSuperuser", FALSE);
  ownership = read_ownership (object);
  default_group_id = get_id (object, "defaultGroupId");
  if (default_group_id == NULL)
    default_group_id = get_id (object, "groupId");
  group_ids = read_group_ids (object, default_group_id);

  g_object_freeze_notify (G_OBJECT (self));

  set_text (self, &self->id, id, PROP_ID);
  set_text (self, &self->name, name != NULL ? name : "", PROP_NAME);
  set_text (self, &self->email, email, PROP_EMAIL);
  set_text (self, &self->default_group_id, default_group_id, PROP_DEFAULT_GROUP_ID);
  set_text (self, &self->default_group_name, get_text (object, "groupName"),
            PROP_DEFAULT_GROUP_NAME);
  set_text (self, &self->oidc_issuer, get_text (object, "oidcIssuer"), PROP_OIDC_ISSUER);
  set_text (self, &self->oidc_subject, get_text (object, "oidcSubject"), PROP_OIDC_SUBJECT);

  if (self->superuser != superuser)
    {
      self->superuser = superuser;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUPERUSER]);
    }

  if (self->ownership != ownership)
    {
      self->ownership = ownership;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWNERSHIP]);
    }

  if (!g_strv_equal ((const char *const *) self->group_ids, (const char *const *) group_ids))
    {
      g_strfreev (self->group_ids);
      self->group_ids = g_steal_pointer (&group_ids);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP_IDS]);
    }

  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

/**
 * homebox_user_get_id:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): the user's id; %NULL until the server was asked
 */
const char *
homebox_user_get_id (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return self->id;
}

/**
 * homebox_user_get_name:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): the name, as stored; %NULL until the server was asked
 */
const char *
homebox_user_get_name (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return self->name;
}

/**
 * homebox_user_get_email:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): the email, as stored; %NULL until the server was asked
 */
const char *
homebox_user_get_email (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return self->email;
}

/**
 * homebox_user_get_superuser:
 * @self: a user
 *
 * Returns: whether the person administers the server
 */
gboolean
homebox_user_get_superuser (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), FALSE);

  return self->superuser;
}

/**
 * homebox_user_get_ownership:
 * @self: a user
 *
 * Returns: whether the person owns the default home; unknown on current servers, which do not say
 */
HomeboxOwnership
homebox_user_get_ownership (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), HOMEBOX_OWNERSHIP_UNKNOWN);

  return self->ownership;
}

/**
 * homebox_user_get_default_group_id:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): the id of the home that is meant when none is named
 */
const char *
homebox_user_get_default_group_id (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return self->default_group_id;
}

/**
 * homebox_user_get_default_group_name:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): the name of that home, which only v0.21 tells here
 */
const char *
homebox_user_get_default_group_name (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return self->default_group_name;
}

/**
 * homebox_user_get_group_ids:
 * @self: a user
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of all homes of the person; never
 *   %NULL
 */
const char *const *
homebox_user_get_group_ids (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return (const char *const *) self->group_ids;
}

/**
 * homebox_user_get_oidc_issuer:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): who vouches for the person, when they sign in through OIDC
 */
const char *
homebox_user_get_oidc_issuer (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return self->oidc_issuer;
}

/**
 * homebox_user_get_oidc_subject:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): what the person is called there
 */
const char *
homebox_user_get_oidc_subject (HomeboxUser *self)
{
  g_return_val_if_fail (HOMEBOX_IS_USER (self), NULL);

  return self->oidc_subject;
}
