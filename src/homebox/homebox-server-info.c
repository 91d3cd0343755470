#include "homebox-server-info.h"

#include "homebox-error-private.h"
#include "homebox-json.h"

#include <string.h>

/* In characters: what fits on a button, and on a line. */
#define BUTTON_TEXT_MAX 60
#define VERSION_MAX 100

struct _HomeboxServerInfo
{
  GObject parent_instance;

  char *version;
  gboolean demo;
  gboolean allow_registration;
  gboolean allow_local_login;
  gboolean oidc_enabled;
  gboolean oidc_auto_redirect;
  char *oidc_button_text;
};

enum
{
  PROP_0,
  PROP_VERSION,
  PROP_DEMO,
  PROP_ALLOW_REGISTRATION,
  PROP_ALLOW_LOCAL_LOGIN,
  PROP_OIDC_ENABLED,
  PROP_OIDC_AUTO_REDIRECT,
  PROP_OIDC_BUTTON_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxServerInfo, homebox_server_info, G_TYPE_OBJECT)

static void
homebox_server_info_finalize (GObject *object)
{
  HomeboxServerInfo *self = HOMEBOX_SERVER_INFO (object);

  g_free (self->version);
  g_free (self->oidc_button_text);

  G_OBJECT_CLASS (homebox_server_info_parent_class)->finalize (object);
}

static void
homebox_server_info_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxServerInfo *self = HOMEBOX_SERVER_INFO (object);

  switch (id)
    {
    case PROP_VERSION:
      g_value_set_string (value, self->version);
      break;
    case PROP_DEMO:
      g_value_set_boolean (value, self->demo);
      break;
    case PROP_ALLOW_REGISTRATION:
      g_value_set_boolean (value, self->allow_registration);
      break;
    case PROP_ALLOW_LOCAL_LOGIN:
      g_value_set_boolean (value, self->allow_local_login);
      break;
    case PROP_OIDC_ENABLED:
      g_value_set_boolean (value, self->oidc_enabled);
      break;
    case PROP_OIDC_AUTO_REDIRECT:
      g_value_set_boolean (value, self->oidc_auto_redirect);
      break;
    case PROP_OIDC_BUTTON_TEXT:
      g_value_set_string (value, self->oidc_button_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_server_info_class_init (HomeboxServerInfoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_server_info_finalize;
  object_class->get_property = homebox_server_info_get_property;

  properties[PROP_VERSION] = g_param_spec_string ("version", NULL, NULL, NULL, flags);
  properties[PROP_DEMO] = g_param_spec_boolean ("demo", NULL, NULL, FALSE, flags);
  properties[PROP_ALLOW_REGISTRATION] = g_param_spec_boolean ("allow-registration", NULL, NULL,
                                                              FALSE, flags);
  properties[PROP_ALLOW_LOCAL_LOGIN] = g_param_spec_boolean ("allow-local-login", NULL, NULL, TRUE,
                                                             flags);
  properties[PROP_OIDC_ENABLED] = g_param_spec_boolean ("oidc-enabled", NULL, NULL, FALSE, flags);
  properties[PROP_OIDC_AUTO_REDIRECT] = g_param_spec_boolean ("oidc-auto-redirect", NULL, NULL,
                                                              FALSE, flags);
  properties[PROP_OIDC_BUTTON_TEXT] = g_param_spec_string ("oidc-button-text", NULL, NULL, NULL,
                                                           flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_server_info_init (HomeboxServerInfo *self)
{
  self->allow_local_login = TRUE;
}

static char *
read_text (JsonObject *object, const char *member, gsize max_characters)
{
  const char *text = homebox_json_get_string (object, member);

  return text != NULL ? homebox_error_clean_text (text, strlen (text), max_characters) : NULL;
}

static JsonObject *
get_part (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static GError *
judge (JsonObject *object)
{
  const char *title = homebox_json_get_string (object, "title");

  if (g_strcmp0 (title, "Homebox") != 0 || !json_object_has_member (object, "health"))
    return homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_SERVER, title);

  if (!homebox_json_get_boolean (object, "health", FALSE))
    return homebox_error_new (HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_SERVER,
                              homebox_json_get_string (object, "message"));

  return NULL;
}

/**
 * homebox_server_info_new_from_json:
 * @object: the answer of `GET /status`
 * @error: return location for an error
 *
 * Reads what a server says about itself. A Homebox is what has the title `Homebox` and a `health`;
 * anything else is %HOMEBOX_ERROR_NOT_HOMEBOX, and one that calls itself unwell
 * %HOMEBOX_ERROR_SERVER_FAILED (field %HOMEBOX_FIELD_SERVER).
 *
 * Servers before v0.22 send no `oidc`: there is none, and passwords are taken. The text of the OIDC
 * button is the administrator's: it becomes one line of at most 60 characters. It is no markup.
 *
 * Returns: (transfer full) (nullable): what is known about the server
 */
HomeboxServerInfo *
homebox_server_info_new_from_json (JsonObject *object, GError **error)
{
  HomeboxServerInfo *self;
  JsonObject *build, *oidc;
  GError *verdict;

  g_return_val_if_fail (object != NULL, NULL);

  verdict = judge (object);
  if (verdict != NULL)
    {
      g_propagate_error (error, verdict);
      return NULL;
    }

  self = g_object_new (HOMEBOX_TYPE_SERVER_INFO, NULL);
  self->demo = homebox_json_get_boolean (object, "demo", FALSE);
  self->allow_registration = homebox_json_get_boolean (object, "allowRegistration", FALSE);

  build = get_part (object, "build");
  if (build != NULL)
    self->version = read_text (build, "version", VERSION_MAX);

  oidc = get_part (object, "oidc");
  if (oidc != NULL)
    {
      self->oidc_enabled = homebox_json_get_boolean (oidc, "enabled", FALSE);
      self->oidc_auto_redirect = homebox_json_get_boolean (oidc, "autoRedirect", FALSE);
      self->oidc_button_text = read_text (oidc, "buttonText", BUTTON_TEXT_MAX);
      self->allow_local_login = homebox_json_get_boolean (oidc, "allowLocal", TRUE);
    }

  return self;
}

/**
 * homebox_server_info_get_version:
 * @self: what is known about a server
 *
 * Returns: (transfer none) (nullable): the version as told (`v0.21.0`, `nightly`, a commit), for
 *   showing only
 */
const char *
homebox_server_info_get_version (HomeboxServerInfo *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (self), NULL);

  return self->version;
}

/**
 * homebox_server_info_get_demo:
 * @self: what is known about a server
 *
 * Returns: whether this is a demo, where passwords cannot be changed nor accounts deleted
 */
gboolean
homebox_server_info_get_demo (HomeboxServerInfo *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (self), FALSE);

  return self->demo;
}

/**
 * homebox_server_info_get_allow_registration:
 * @self: what is known about a server
 *
 * Returns: whether anybody can make an account
 */
gboolean
homebox_server_info_get_allow_registration (HomeboxServerInfo *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (self), FALSE);

  return self->allow_registration;
}

/**
 * homebox_server_info_get_allow_local_login:
 * @self: what is known about a server
 *
 * Returns: whether passwords are taken
 */
gboolean
homebox_server_info_get_allow_local_login (HomeboxServerInfo *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (self), TRUE);

  return self->allow_local_login;
}

/**
 * homebox_server_info_get_oidc_enabled:
 * @self: what is known about a server
 *
 * Returns: whether one can sign in through an identity provider
 */
gboolean
homebox_server_info_get_oidc_enabled (HomeboxServerInfo *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (self), FALSE);

  return self->oidc_enabled;
}

/**
 * homebox_server_info_get_oidc_auto_redirect:
 * @self: what is known about a server
 *
 * Returns: whether the web page goes to the identity provider at once
 */
gboolean
homebox_server_info_get_oidc_auto_redirect (HomeboxServerInfo *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (self), FALSE);

  return self->oidc_auto_redirect;
}

/**
 * homebox_server_info_get_oidc_button_text:
 * @self: what is known about a server
 *
 * Returns: (transfer none) (nullable): what the administrator wrote on the button for that
 */
const char *
homebox_server_info_get_oidc_button_text (HomeboxServerInfo *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (self), NULL);

  return self->oidc_button_text;
}

/* `GET /status` needs no token and is in every version: a refusal comes from something else. */
static GError *
judge_refusal (const GError *error)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_SERVER_TOO_OLD:
    case HOMEBOX_ERROR_NOT_FOUND:
    case HOMEBOX_ERROR_SESSION_ENDED:
    case HOMEBOX_ERROR_FORBIDDEN:
    case HOMEBOX_ERROR_INVALID_INPUT:
      return homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_SERVER,
                                homebox_error_get_detail (error));
    default:
      return g_error_copy (error);
    }
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  const HomeboxServerWatch *watch = g_task_get_task_data (task);
  HomeboxServerInfo *info = NULL;
  JsonObject *object = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  if (response != NULL && watch != NULL && watch->answered != NULL)
    watch->answered (response, watch->user_data);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);
  if (object != NULL)
    info = homebox_server_info_new_from_json (object, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, g_object_unref);
  else
    g_task_return_error (task, judge_refusal (error));
}

/**
 * homebox_server_info_fetch_async:
 * @client: the client of a server
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Asks a server what it is (`GET /status`, without a token). No redirect is followed: it is
 * %HOMEBOX_ERROR_REDIRECTED with the address as its detail.
 */
void
homebox_server_info_fetch_async (HomeboxClient *client,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  homebox_server_info_fetch_watched_async (client, NULL, cancellable, callback, user_data);
}

/**
 * homebox_server_info_fetch_watched_async:
 * @client: the client of a server
 * @watch: (nullable): who watches; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Does what homebox_server_info_fetch_async() does before somebody's eyes, and is ended as that is.
 */
void
homebox_server_info_fetch_watched_async (HomeboxClient *client,
                                         const HomeboxServerWatch *watch,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_server_info_fetch_async);
  g_task_set_check_cancellable (task, FALSE);

  /* A redirect is not followed: one that leads to another base has to be known as that, or every
   * later request would go astray. */
  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_ONCE);

  if (watch != NULL)
    {
      g_task_set_task_data (task, g_memdup2 (watch, sizeof *watch), g_free);
      homebox_request_set_network_func (request, watch->network, watch->user_data);
    }

  homebox_client_send_async (client, request, cancellable, on_sent, g_steal_pointer (&task));
}

/**
 * homebox_server_info_fetch_finish:
 * @client: the client of a server
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_server_info_fetch_async(). Fails as homebox_client_send_async() and
 * homebox_server_info_new_from_json() do; what a Homebox would never answer to this is
 * %HOMEBOX_ERROR_NOT_HOMEBOX.
 *
 * Returns: (transfer full) (nullable): what is known about the server
 */
HomeboxServerInfo *
homebox_server_info_fetch_finish (HomeboxClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_server_info_fetch_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
