#include "latchkey-account.h"

#include "homebox-json.h"

struct _LatchkeyAccount
{
  GObject parent_instance;

  char *id;
  char *server;
  char *user_id;
  char *name;
  char *email;
  HomeboxTokenKind kind;
  GDateTime *expires_at;

  /* Members of the record that a later version added, kept for it. */
  JsonObject *unknown;
};

enum
{
  PROP_ID = 1,
  PROP_SERVER,
  PROP_USER_ID,
  PROP_NAME,
  PROP_EMAIL,
  PROP_KIND,
  PROP_EXPIRES_AT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const char *const known_members[] = {
  "id", "server", "user-id", "name", "email", "kind", "expires-at", NULL,
};

G_DEFINE_FINAL_TYPE (LatchkeyAccount, latchkey_account, G_TYPE_OBJECT)

static const char *
kind_to_string (HomeboxTokenKind kind)
{
  return kind == HOMEBOX_TOKEN_API_KEY ? "api-key" : "session";
}

static gboolean
kind_from_string (const char *text, HomeboxTokenKind *kind)
{
  if (g_strcmp0 (text, "session") == 0)
    *kind = HOMEBOX_TOKEN_SESSION;
  else if (g_strcmp0 (text, "api-key") == 0)
    *kind = HOMEBOX_TOKEN_API_KEY;
  else
    return FALSE;
  return TRUE;
}

/* A record with a user name or password in its address was not made here, and must not be shown. */
static gboolean
is_server (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  if (text == NULL)
    return FALSE;
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return FALSE;
  return g_str_equal (g_uri_get_scheme (uri), "https")
         || g_str_equal (g_uri_get_scheme (uri), "http");
}

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
  g_clear_pointer (&self->unknown, json_object_unref);
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
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_account_init (LatchkeyAccount *self)
{
  self->name = g_strdup ("");
  self->email = g_strdup ("");
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
  LatchkeyAccount *self = NULL;

  g_return_val_if_fail (is_server (server), NULL);
  g_return_val_if_fail (user_id != NULL && *user_id != '\0', NULL);

  self = g_object_new (LATCHKEY_TYPE_ACCOUNT, NULL);
  self->id = g_uuid_string_random ();
  self->server = g_strdup (server);
  self->user_id = g_strdup (user_id);
  self->kind = kind;
  return self;
}

/**
 * latchkey_account_new_from_json:
 * @object: a record as latchkey_account_to_json() wrote it
 * @error: return location for an error
 *
 * Reads an account from its record. Members that this version does not know are kept and written
 * back by latchkey_account_to_json().
 *
 * Fails with %G_IO_ERROR_INVALID_DATA when the record has no id, no usable server, no user id, or a
 * kind that this version does not know. The message is for the log, not for the person.
 *
 * Returns: (transfer full) (nullable): a new account, or %NULL
 */
LatchkeyAccount *
latchkey_account_new_from_json (JsonObject *object, GError **error)
{
  g_autoptr (LatchkeyAccount) self = NULL;
  const char *id = NULL;
  const char *server = NULL;
  const char *user_id = NULL;
  HomeboxTokenKind kind = HOMEBOX_TOKEN_SESSION;
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  id = homebox_json_get_string (object, "id");
  server = homebox_json_get_string (object, "server");
  user_id = homebox_json_get_string (object, "user-id");
  if (id == NULL || *id == '\0' || !is_server (server) || user_id == NULL || *user_id == '\0'
      || !kind_from_string (homebox_json_get_string (object, "kind"), &kind))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "This is no record of an account");
      return NULL;
    }

  self = g_object_new (LATCHKEY_TYPE_ACCOUNT, NULL);
  self->id = g_strdup (id);
  self->server = g_strdup (server);
  self->user_id = g_strdup (user_id);
  self->kind = kind;
  if (homebox_json_get_string (object, "name") != NULL)
    take_text (self, &self->name, homebox_json_get_string (object, "name"), PROP_NAME);
  if (homebox_json_get_string (object, "email") != NULL)
    take_text (self, &self->email, homebox_json_get_string (object, "email"), PROP_EMAIL);
  self->expires_at = homebox_json_get_time (object, "expires-at");

  self->unknown = json_object_new ();
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (!g_strv_contains (known_members, member))
        json_object_set_member (self->unknown, member, json_node_copy (node));
    }
  return g_steal_pointer (&self);
}

/**
 * latchkey_account_to_json:
 * @self: an account
 *
 * The record of the account as it goes into the file. It holds no secret.
 *
 * Returns: (transfer full): a node that holds an object
 */
JsonNode *
latchkey_account_to_json (LatchkeyAccount *self)
{
  JsonObject *object = NULL;
  JsonNode *record = NULL;
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "server", self->server);
  json_object_set_string_member (object, "user-id", self->user_id);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "email", self->email);
  json_object_set_string_member (object, "kind", kind_to_string (self->kind));
  if (self->expires_at != NULL)
    {
      g_autofree char *time = g_date_time_format_iso8601 (self->expires_at);

      json_object_set_string_member (object, "expires-at", time);
    }

  if (self->unknown != NULL)
    {
      json_object_iter_init_ordered (&iter, self->unknown);
      while (json_object_iter_next_ordered (&iter, &member, &node))
        json_object_set_member (object, member, json_node_copy (node));
    }

  record = json_node_alloc ();
  json_node_init_object (record, object);
  json_object_unref (object);
  return record;
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
  if (!times_equal (self->expires_at, expires_at))
    {
      g_clear_pointer (&self->expires_at, g_date_time_unref);
      self->expires_at = expires_at != NULL ? g_date_time_ref (expires_at) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPIRES_AT]);
      changed = TRUE;
    }
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
 * latchkey_account_dup_server_label:
 * @self: an account
 *
 * The server as a person would name it: the address without its scheme, with the port only where
 * it is not the usual one, and an international name in its own script.
 *
 * Returns: (transfer full): a text for the screen
 */
char *
latchkey_account_dup_server_label (LatchkeyAccount *self)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  g_autofree char *path = NULL;
  gboolean secure = FALSE;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);

  uri = g_uri_parse (self->server, G_URI_FLAGS_NONE, NULL);
  secure = g_str_equal (g_uri_get_scheme (uri), "https");
  host = g_hostname_to_unicode (g_uri_get_host (uri));
  if (host == NULL)
    host = g_strdup (g_uri_get_host (uri));
  if (strchr (host, ':') != NULL)
    {
      char *bracketed = g_strdup_printf ("[%s]", host);

      g_free (host);
      host = bracketed;
    }
  if (g_uri_get_port (uri) != -1 && g_uri_get_port (uri) != (secure ? 443 : 80))
    port = g_strdup_printf (":%d", g_uri_get_port (uri));
  path = g_strdup (g_uri_get_path (uri));
  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';

  return g_strconcat (host, port != NULL ? port : "", path, NULL);
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
