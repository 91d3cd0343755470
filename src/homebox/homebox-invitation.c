#include "homebox-invitation.h"

#include "homebox-error.h"
#include "homebox-expiry.h"
#include "homebox-json.h"

struct _HomeboxInvitation
{
  GObject parent_instance;

  char *id;
  guint uses_left;
  GDateTime *expires_at;
  HomeboxSecret *token;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_USES_LEFT,
  PROP_EXPIRES_AT,
  PROP_TOKEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxInvitation, homebox_invitation, G_TYPE_OBJECT)

static void
homebox_invitation_finalize (GObject *object)
{
  HomeboxInvitation *self = HOMEBOX_INVITATION (object);

  g_free (self->id);
  g_clear_pointer (&self->expires_at, g_date_time_unref);
  g_clear_pointer (&self->token, homebox_secret_unref);

  G_OBJECT_CLASS (homebox_invitation_parent_class)->finalize (object);
}

static void
homebox_invitation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxInvitation *self = HOMEBOX_INVITATION (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_USES_LEFT:
      g_value_set_uint (value, self->uses_left);
      break;
    case PROP_EXPIRES_AT:
      g_value_set_boxed (value, self->expires_at);
      break;
    case PROP_TOKEN:
      g_value_set_boxed (value, self->token);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_invitation_class_init (HomeboxInvitationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_invitation_finalize;
  object_class->get_property = homebox_invitation_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_USES_LEFT] = g_param_spec_uint ("uses-left", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_EXPIRES_AT] = g_param_spec_boxed ("expires-at", NULL, NULL, G_TYPE_DATE_TIME,
                                                    flags);
  properties[PROP_TOKEN] = g_param_spec_boxed ("token", NULL, NULL, HOMEBOX_TYPE_SECRET, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_invitation_init (HomeboxInvitation *self)
{
}

/**
 * homebox_invitation_new_from_json:
 * @object: a member of the answer of `GET /groups/invitations`, or the answer of its `POST`
 * @error: return location for an error
 *
 * Reads an invitation. What has neither an id nor a token is none: %HOMEBOX_ERROR_BROKEN_ANSWER.
 *
 * Returns: (transfer full) (nullable): a new invitation
 */
HomeboxInvitation *
homebox_invitation_new_from_json (JsonObject *object, GError **error)
{
  HomeboxInvitation *self;
  const char *id, *token;
  gint64 uses = 0;

  g_return_val_if_fail (object != NULL, NULL);

  id = homebox_json_get_string (object, "id");
  token = homebox_json_get_string (object, "token");

  if ((id == NULL || *id == '\0') && (token == NULL || *token == '\0'))
    {
      g_propagate_error (error,
                         homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                            "invitation without “id” and “token”"));
      return NULL;
    }

  homebox_json_get_count (object, "uses", &uses);

  self = g_object_new (HOMEBOX_TYPE_INVITATION, NULL);
  self->id = id != NULL && *id != '\0' ? g_strdup (id) : NULL;
  self->uses_left = (guint) CLAMP (uses, 0, G_MAXUINT);
  self->expires_at = homebox_json_get_time (object, "expiresAt");
  self->token = token != NULL && *token != '\0' ? homebox_secret_new (token) : NULL;

  return self;
}

/**
 * homebox_invitation_get_id:
 * @self: an invitation
 *
 * Returns: (transfer none) (nullable): its id, which is no secret
 */
const char *
homebox_invitation_get_id (HomeboxInvitation *self)
{
  g_return_val_if_fail (HOMEBOX_IS_INVITATION (self), NULL);

  return self->id;
}

/**
 * homebox_invitation_get_uses_left:
 * @self: an invitation
 *
 * Returns: how many people it can still let in
 */
guint
homebox_invitation_get_uses_left (HomeboxInvitation *self)
{
  g_return_val_if_fail (HOMEBOX_IS_INVITATION (self), 0);

  return self->uses_left;
}

/**
 * homebox_invitation_get_expires_at:
 * @self: an invitation
 *
 * Returns: (transfer none) (nullable): when it ends
 */
GDateTime *
homebox_invitation_get_expires_at (HomeboxInvitation *self)
{
  g_return_val_if_fail (HOMEBOX_IS_INVITATION (self), NULL);

  return self->expires_at;
}

/**
 * homebox_invitation_get_token:
 * @self: an invitation
 *
 * Returns: (transfer none) (nullable): what lets in; homebox_link_write_invitation() makes a link
 *   of it
 */
HomeboxSecret *
homebox_invitation_get_token (HomeboxInvitation *self)
{
  g_return_val_if_fail (HOMEBOX_IS_INVITATION (self), NULL);

  return self->token;
}

/**
 * homebox_invitation_is_open:
 * @self: an invitation
 *
 * Spent and expired ones stay on the server's list.
 *
 * Returns: whether anybody can still come in with it, by the clock of this computer
 */
gboolean
homebox_invitation_is_open (HomeboxInvitation *self)
{
  g_return_val_if_fail (HOMEBOX_IS_INVITATION (self), FALSE);

  return self->uses_left > 0 && !homebox_expiry_is_over (self->expires_at);
}
