#include "homebox-member.h"

#include "homebox-error.h"
#include "homebox-json.h"

struct _HomeboxMember
{
  GObject parent_instance;

  char *id;
  char *name;
  char *email;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_EMAIL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxMember, homebox_member, G_TYPE_OBJECT)

static void
homebox_member_finalize (GObject *object)
{
  HomeboxMember *self = HOMEBOX_MEMBER (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->email);

  G_OBJECT_CLASS (homebox_member_parent_class)->finalize (object);
}

static void
homebox_member_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxMember *self = HOMEBOX_MEMBER (object);

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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_member_class_init (HomeboxMemberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_member_finalize;
  object_class->get_property = homebox_member_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_member_init (HomeboxMember *self)
{
}

/**
 * homebox_member_new_from_json:
 * @object: a member of the answer of `GET /groups/members`
 * @error: return location for an error
 *
 * Reads somebody who belongs to a home. Without an id it is nobody:
 * %HOMEBOX_ERROR_BROKEN_ANSWER.
 *
 * Returns: (transfer full) (nullable): a new member
 */
HomeboxMember *
homebox_member_new_from_json (JsonObject *object, GError **error)
{
  HomeboxMember *self;
  const char *id, *name, *email;

  g_return_val_if_fail (object != NULL, NULL);

  id = homebox_json_get_string (object, "id");
  if (id == NULL || *id == '\0')
    {
      g_propagate_error (error,
                         homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                            "member without “id”"));
      return NULL;
    }

  name = homebox_json_get_string (object, "name");
  email = homebox_json_get_string (object, "email");

  self = g_object_new (HOMEBOX_TYPE_MEMBER, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : "");
  self->email = g_strdup (email != NULL ? email : "");

  return self;
}

/**
 * homebox_member_get_id:
 * @self: a member
 *
 * Returns: (transfer none): the user's id
 */
const char *
homebox_member_get_id (HomeboxMember *self)
{
  g_return_val_if_fail (HOMEBOX_IS_MEMBER (self), NULL);

  return self->id;
}

/**
 * homebox_member_get_name:
 * @self: a member
 *
 * Returns: (transfer none): the name, which may be empty
 */
const char *
homebox_member_get_name (HomeboxMember *self)
{
  g_return_val_if_fail (HOMEBOX_IS_MEMBER (self), NULL);

  return self->name;
}

/**
 * homebox_member_get_email:
 * @self: a member
 *
 * Returns: (transfer none): the email, which may be empty
 */
const char *
homebox_member_get_email (HomeboxMember *self)
{
  g_return_val_if_fail (HOMEBOX_IS_MEMBER (self), NULL);

  return self->email;
}
