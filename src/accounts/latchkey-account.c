#include "latchkey-account-private.h"

enum
{
  PROP_ID = 1,
  PROP_SERVER,
  PROP_USER_ID,
  PROP_NAME,
  PROP_EMAIL,
  PROP_KIND,
  PROP_EXPIRES_AT,
  PROP_SIGNED_IN_AT,
  PROP_LAST_REFRESH_AT,
  PROP_ADDRESSES,
  PROP_LAST_ADDRESS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LatchkeyAccount, latchkey_account, G_TYPE_OBJECT)

static gboolean
times_equal (GDateTime *a, GDateTime *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_date_time_equal (a, b);
}

static gboolean
take_text (LatchkeyAccount *self, char **place, const char *text, guint property)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  return TRUE;
}

static gboolean
take_time (LatchkeyAccount *self, GDateTime **place, GDateTime *time, guint property)
{
  if (times_equal (*place, time))
    return FALSE;
  g_clear_pointer (place, g_date_time_unref);
  *place = time != NULL ? g_date_time_ref (time) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  return TRUE;
}

static void
latchkey_account_finalize (GObject *object)
{
  LatchkeyAccount *self = LATCHKEY_ACCOUNT (object);

  g_free (self->id);
  g_free (self->server);
  g_free (self->user_id);
  g_free (self->name);
  g_free (self->email);
  g_clear_pointer (&self->expires_at, g_date_time_unref);
  g_clear_pointer (&self->signed_in_at, g_date_time_unref);
  g_clear_pointer (&self->last_refresh_at, g_date_time_unref);
  g_ptr_array_unref (self->addresses);
  g_free (self->last_address);
  g_clear_pointer (&self->unknown, json_object_unref);
  g_ptr_array_unref (self->foreign_addresses);
  g_ptr_array_unref (self->own_keys);
  G_OBJECT_CLASS (latchkey_account_parent_class)->finalize (object);
}

static void
latchkey_account_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  LatchkeyAccount *self = LATCHKEY_ACCOUNT (object);

  switch (property)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    case PROP_USER_ID:
      g_value_set_string (value, self->user_id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_EMAIL:
      g_value_set_string (value, self->email);
      break;
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_EXPIRES_AT:
      g_value_set_boxed (value, self->expires_at);
      break;
    case PROP_SIGNED_IN_AT:
      g_value_set_boxed (value, self->signed_in_at);
      break;
    case PROP_LAST_REFRESH_AT:
      g_value_set_boxed (value, self->last_refresh_at);
      break;
    case PROP_ADDRESSES:
      g_value_set_boxed (value, self->addresses->pdata);
      break;
    case PROP_LAST_ADDRESS:
      g_value_set_string (value, self->last_address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_account_class_init (LatchkeyAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = latchkey_account_finalize;
  object_class->get_property = latchkey_account_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, flags);
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, HOMEBOX_TOKEN_SESSION,
                                            HOMEBOX_TOKEN_API_KEY, HOMEBOX_TOKEN_SESSION, flags);
  properties[PROP_EXPIRES_AT]
      = g_param_spec_boxed ("expires-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_SIGNED_IN_AT]
      = g_param_spec_boxed ("signed-in-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_LAST_REFRESH_AT]
      = g_param_spec_boxed ("last-refresh-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_ADDRESSES] = g_param_spec_boxed ("addresses", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_LAST_ADDRESS] = g_param_spec_string ("last-address", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_account_init (LatchkeyAccount *self)
{
  self->name = g_strdup ("");
  self->email = g_strdup ("");
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->foreign_addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->own_keys = latchkey_account_new_own_keys ();
}

/*
 * latchkey_account_new_bare:
 * @id: its id
 * @server: a usable address
 * @user_id: the server's id of the person
 * @kind: what kind of token the account is used with
 *
 * Returns: (transfer full): a new account that has what every account has, and nothing else
 */
LatchkeyAccount *
latchkey_account_new_bare (const char *id,
                           const char *server,
                           const char *user_id,
                           HomeboxTokenKind kind)
{
  LatchkeyAccount *self = g_object_new (LATCHKEY_TYPE_ACCOUNT, NULL);

  self->id = g_strdup (id);
  self->server = g_strdup (server);
  self->user_id = g_strdup (user_id);
  self->kind = kind;
  g_ptr_array_add (self->addresses, g_strdup (server));
  g_ptr_array_add (self->addresses, NULL);
  return self;
}

/**
 * latchkey_account_new:
 * @server: the base URI of the server, as a #HomeboxClient has it
 * @user_id: the server's id of the person
 * @kind: what kind of token the account is used with
 *
 * Makes the record of an account that this computer did not know yet, with an id of its own. The
 * profile is empty until latchkey_account_update().
 *
 * Returns: (transfer full): a new account
 */
LatchkeyAccount *
latchkey_account_new (const char *server, const char *user_id, HomeboxTokenKind kind)
{
  g_autofree char *id = g_uuid_string_random ();

  g_return_val_if_fail (latchkey_account_is_address (server), NULL);
  g_return_val_if_fail (user_id != NULL && *user_id != '\0', NULL);

  return latchkey_account_new_bare (id, server, user_id, kind);
}

/**
 * latchkey_account_update:
 * @self: an account
 * @user: the person as the server tells it; its id must be the account's
 * @expires_at: (nullable): when the token ends, or %NULL if that is not known
 *
 * Takes over what the server said. Only what differs is changed and notified.
 *
 * Returns: whether anything changed, so that the record needs to be saved
 */
gboolean
latchkey_account_update (LatchkeyAccount *self, HomeboxUser *user, GDateTime *expires_at)
{
  gboolean changed = FALSE;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (HOMEBOX_IS_USER (user), FALSE);
  g_return_val_if_fail (g_strcmp0 (homebox_user_get_id (user), self->user_id) == 0, FALSE);

  if (homebox_user_get_name (user) != NULL)
    changed |= take_text (self, &self->name, homebox_user_get_name (user), PROP_NAME);
  if (homebox_user_get_email (user) != NULL)
    changed |= take_text (self, &self->email, homebox_user_get_email (user), PROP_EMAIL);
  changed |= take_time (self, &self->expires_at, expires_at, PROP_EXPIRES_AT);
  return changed;
}

/**
 * latchkey_account_set_kind:
 * @self: an account
 * @kind: what kind of token it is used with from now on
 *
 * Notes that the person signed in to the same account another way.
 *
 * Returns: whether that is a change, so that the record needs to be saved
 */
gboolean
latchkey_account_set_kind (LatchkeyAccount *self, HomeboxTokenKind kind)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);

  if (self->kind == kind)
    return FALSE;
  self->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
  return TRUE;
}

/**
 * latchkey_account_set_email:
 * @self: an account
 * @email: the person's email, as far as it is known without the server
 *
 * For an account whose profile was not read yet. What the server says comes with
 * latchkey_account_update().
 *
 * Returns: whether that is a change, so that the record needs to be saved
 */
gboolean
latchkey_account_set_email (LatchkeyAccount *self, const char *email)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (email != NULL, FALSE);

  return take_text (self, &self->email, email, PROP_EMAIL);
}

/**
 * latchkey_account_set_signed_in_at:
 * @self: an account
 * @signed_in_at: (nullable): when the person signed in, or %NULL if that is not known
 *
 * Notes since when the session lasts. It is set with every sign-in, and not with a refresh: that is
 * how the record of a sign-in is told from one that only grew older when two processes changed it.
 *
 * Returns: whether that is a change, so that the record needs to be saved
 */
gboolean
latchkey_account_set_signed_in_at (LatchkeyAccount *self, GDateTime *signed_in_at)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);

  return take_time (self, &self->signed_in_at, signed_in_at, PROP_SIGNED_IN_AT);
}

/**
 * latchkey_account_set_last_refresh_at:
 * @self: an account
 * @last_refresh_at: (nullable): when its token was last exchanged for a new one, or %NULL
 *
 * Returns: whether that is a change, so that the record needs to be saved
 */
gboolean
latchkey_account_set_last_refresh_at (LatchkeyAccount *self, GDateTime *last_refresh_at)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);

  return take_time (self, &self->last_refresh_at, last_refresh_at, PROP_LAST_REFRESH_AT);
}

static void
take_all (GPtrArray *place, GPtrArray *all, GCopyFunc copy)
{
  g_ptr_array_set_size (place, 0);
  g_ptr_array_extend (place, all, copy, NULL);
}

static gpointer
copy_text (gconstpointer text, gpointer user_data)
{
  return g_strdup (text);
}

static gpointer
copy_node (gconstpointer node, gpointer user_data)
{
  return json_node_copy ((JsonNode *) node);
}

/*
 * latchkey_account_take_over:
 * @self: an account
 * @other: a newer record of the same account, maybe under another id
 *
 * Makes @self say what @other says. Only what differs is notified.
 */
void
latchkey_account_take_over (LatchkeyAccount *self, LatchkeyAccount *other)
{
  g_return_if_fail (g_str_equal (self->server, other->server));
  g_return_if_fail (g_str_equal (self->user_id, other->user_id));

  g_object_freeze_notify (G_OBJECT (self));
  take_text (self, &self->id, other->id, PROP_ID);
  take_text (self, &self->name, other->name, PROP_NAME);
  take_text (self, &self->email, other->email, PROP_EMAIL);
  latchkey_account_set_kind (self, other->kind);
  take_time (self, &self->expires_at, other->expires_at, PROP_EXPIRES_AT);
  take_time (self, &self->signed_in_at, other->signed_in_at, PROP_SIGNED_IN_AT);
  take_time (self, &self->last_refresh_at, other->last_refresh_at, PROP_LAST_REFRESH_AT);
  if (!g_strv_equal ((const char *const *) self->addresses->pdata,
                     (const char *const *) other->addresses->pdata))
    {
      take_all (self->addresses, other->addresses, copy_text);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESSES]);
    }
  take_text (self, &self->last_address, other->last_address, PROP_LAST_ADDRESS);

  g_clear_pointer (&self->unknown, json_object_unref);
  self->unknown = other->unknown != NULL ? json_object_ref (other->unknown) : NULL;
  take_all (self->foreign_addresses, other->foreign_addresses, copy_node);
  latchkey_account_copy_own_keys (self, other);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * latchkey_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): the id that this computer gave the account
 */
const char *
latchkey_account_get_id (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->id;
}

/**
 * latchkey_account_get_server:
 * @self: an account
 *
 * Returns: (transfer none): the base URI of the server
 */
const char *
latchkey_account_get_server (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->server;
}

/**
 * latchkey_account_get_user_id:
 * @self: an account
 *
 * Returns: (transfer none): the server's id of the person
 */
const char *
latchkey_account_get_user_id (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->user_id;
}

/**
 * latchkey_account_get_name:
 * @self: an account
 *
 * Returns: (transfer none): the person's name as last told by the server, or an empty text
 */
const char *
latchkey_account_get_name (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->name;
}

/**
 * latchkey_account_get_email:
 * @self: an account
 *
 * Returns: (transfer none): the person's email as last told by the server, or an empty text
 */
const char *
latchkey_account_get_email (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->email;
}

/**
 * latchkey_account_get_kind:
 * @self: an account
 *
 * Returns: what kind of token the account is used with
 */
HomeboxTokenKind
latchkey_account_get_kind (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), HOMEBOX_TOKEN_SESSION);
  return self->kind;
}

/**
 * latchkey_account_get_expires_at:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): when the token ends, or %NULL if that is not known
 */
GDateTime *
latchkey_account_get_expires_at (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->expires_at;
}

/**
 * latchkey_account_get_signed_in_at:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): since when the session lasts, or %NULL if that is not known
 */
GDateTime *
latchkey_account_get_signed_in_at (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->signed_in_at;
}

/**
 * latchkey_account_get_last_refresh_at:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): when the token was last exchanged, or %NULL if it never was
 */
GDateTime *
latchkey_account_get_last_refresh_at (LatchkeyAccount *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  return self->last_refresh_at;
}
