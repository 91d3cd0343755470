#include "homebox-client-private.h"

#include "homebox-error.h"
#include "homebox-exchange.h"
#include "homebox-request-private.h"
#include "homebox-uri.h"

#include "latchkey-config.h"

#include <string.h>

#define API_PATH "/api/v1"
#define DEFAULT_TIMEOUT 20000

/* libsoup's own limit of two would let an account deletion wait for two reads that hang. */
#define MAX_CONNECTIONS 32

struct _HomeboxClient
{
  GObject parent_instance;

  char *base_uri;
  HomeboxTrust *trust;
  guint timeout;
  SoupSession *session;
  gboolean answered;
};

enum
{
  PROP_BASE_URI = 1,
  PROP_TRUST,
  PROP_TIMEOUT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxClient, homebox_client, G_TYPE_OBJECT)

static void
homebox_client_take_base_uri (HomeboxClient *self, char *base_uri)
{
  gsize length = base_uri != NULL ? strlen (base_uri) : 0;

  while (length > 0 && base_uri[length - 1] == '/')
    base_uri[--length] = '\0';

  self->base_uri = base_uri;
}

static void
homebox_client_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HomeboxClient *self = HOMEBOX_CLIENT (object);

  switch (prop_id)
    {
    case PROP_BASE_URI:
      g_value_set_string (value, self->base_uri);
      break;
    case PROP_TRUST:
      g_value_set_object (value, self->trust);
      break;
    case PROP_TIMEOUT:
      g_value_set_uint (value, self->timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
homebox_client_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  HomeboxClient *self = HOMEBOX_CLIENT (object);

  switch (prop_id)
    {
    case PROP_BASE_URI:
      homebox_client_take_base_uri (self, g_value_dup_string (value));
      break;
    case PROP_TRUST:
      self->trust = g_value_dup_object (value);
      break;
    case PROP_TIMEOUT:
      homebox_client_set_timeout (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
homebox_client_finalize (GObject *object)
{
  HomeboxClient *self = HOMEBOX_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->trust);
  g_free (self->base_uri);

  G_OBJECT_CLASS (homebox_client_parent_class)->finalize (object);
}

static void
homebox_client_class_init (HomeboxClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = homebox_client_get_property;
  object_class->set_property = homebox_client_set_property;
  object_class->finalize = homebox_client_finalize;

  /**
   * HomeboxClient:base-uri:
   *
   * Where the server is, without a trailing slash and without `/api`.
   */
  properties[PROP_BASE_URI]
      = g_param_spec_string ("base-uri", NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * HomeboxClient:trust:
   *
   * Which certificates are trusted beyond those that the system does, if any.
   */
  properties[PROP_TRUST]
      = g_param_spec_object ("trust", NULL, NULL, HOMEBOX_TYPE_TRUST,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * HomeboxClient:timeout:
   *
   * How long a request may take from its first byte to the last of its answer, in milliseconds.
   */
  properties[PROP_TIMEOUT]
      = g_param_spec_uint ("timeout", NULL, NULL, 1, G_MAXUINT, DEFAULT_TIMEOUT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_client_init (HomeboxClient *self)
{
  self->timeout = DEFAULT_TIMEOUT;

  /* No cookie jar and no HSTS enforcer: a new session has neither. */
  self->session = soup_session_new_with_options ("user-agent", "Latchkey/" LATCHKEY_VERSION,
                                                 "max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS,
                                                 NULL);

  /* A length can be checked, and a limit kept, only for what was not packed. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

/**
 * homebox_client_new:
 * @base_uri: where the server is, as homebox_address_dup_base_uri() writes it:
 *   `https://home.example.org:7745/homebox`
 *
 * Makes a client of one server, which trusts the certificates that the system does. Nothing is
 * asked of it yet. A client belongs to the thread-default main context it was made in.
 *
 * Returns: (transfer full): a new client
 */
HomeboxClient *
homebox_client_new (const char *base_uri)
{
  g_return_val_if_fail (base_uri != NULL, NULL);

  return g_object_new (HOMEBOX_TYPE_CLIENT, "base-uri", base_uri, NULL);
}

/**
 * homebox_client_new_trusting:
 * @base_uri: where the server is, see homebox_client_new()
 * @trust: (nullable): what a person trusts, or %NULL for a client as homebox_client_new() makes it
 *
 * Makes a client of one server that takes the one certificate that @trust has for it, and what the
 * system trusts when it has none. The certificate is looked at on every connection before anything
 * is sent.
 *
 * Returns: (transfer full): a new client
 */
HomeboxClient *
homebox_client_new_trusting (const char *base_uri, HomeboxTrust *trust)
{
  g_return_val_if_fail (base_uri != NULL, NULL);
  g_return_val_if_fail (trust == NULL || HOMEBOX_IS_TRUST (trust), NULL);

  return g_object_new (HOMEBOX_TYPE_CLIENT, "base-uri", base_uri, "trust", trust, NULL);
}

/**
 * homebox_client_get_base_uri:
 * @self: a client
 *
 * Returns: (transfer none): where its server is, without a trailing slash
 */
const char *
homebox_client_get_base_uri (HomeboxClient *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (self), NULL);

  return self->base_uri;
}

/**
 * homebox_client_get_trust:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): which certificates it trusts beyond those that the system
 *   does
 */
HomeboxTrust *
homebox_client_get_trust (HomeboxClient *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (self), NULL);

  return self->trust;
}

/**
 * homebox_client_get_timeout:
 * @self: a client
 *
 * Returns: how long a request may take altogether, in milliseconds
 */
guint
homebox_client_get_timeout (HomeboxClient *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (self), 0);

  return self->timeout;
}

/**
 * homebox_client_set_timeout:
 * @self: a client
 * @milliseconds: how long a request may take altogether, at least 1
 *
 * Sets the deadline of the requests that are sent from now on; 20 seconds at first.
 */
void
homebox_client_set_timeout (HomeboxClient *self, guint milliseconds)
{
  g_return_if_fail (HOMEBOX_IS_CLIENT (self));
  g_return_if_fail (milliseconds > 0);

  if (self->timeout == milliseconds)
    return;

  self->timeout = milliseconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

/* A base address comes from a record on the disk as well as from #HomeboxAddress. */
static gboolean
is_base (GUri *uri)
{
  return homebox_uri_is_http (uri) && g_uri_get_userinfo (uri) == NULL
         && g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL;
}

static GUri *
homebox_client_make_uri (HomeboxClient *self, HomeboxRequest *request, GError **error)
{
  g_autoptr (GUri) base = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;

  if (self->base_uri != NULL)
    base = g_uri_parse (self->base_uri, SOUP_HTTP_URI_FLAGS, NULL);

  if (base != NULL && is_base (base))
    {
      text = g_strconcat (self->base_uri, API_PATH, homebox_request_get_path (request), NULL);
      uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);
    }

  if (uri == NULL)
    g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_INVALID_ADDRESS,
                                                 HOMEBOX_FIELD_SERVER, self->base_uri));

  return g_steal_pointer (&uri);
}

/*
 * homebox_client_get_soup_session:
 * @self: a client
 *
 * Returns: (transfer none): what it sends with: without a cookie jar, and without an unpacker
 */
SoupSession *
homebox_client_get_soup_session (HomeboxClient *self)
{
  return self->session;
}

/*
 * homebox_client_make_message:
 * @self: a client
 * @request: a request
 * @error: return location for an error
 *
 * Writes a request as a message to the client's server, for what is no exchange of a request and
 * its answer.
 *
 * Errors: %HOMEBOX_ERROR_INVALID_INPUT and %HOMEBOX_ERROR_INVALID_ADDRESS.
 *
 * Returns: (transfer full) (nullable): a new message
 */
SoupMessage *
homebox_client_make_message (HomeboxClient *self, HomeboxRequest *request, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (!homebox_request_check (request, error))
    return NULL;

  uri = homebox_client_make_uri (self, request, error);

  return uri != NULL ? homebox_request_make_message (request, uri) : NULL;
}

/**
 * homebox_client_send_async:
 * @self: a client
 * @request: what to send
 * @cancellable: (nullable): what cancels it
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Sends a request by the rules of #HomeboxClient. Any complete answer is a success here, whatever
 * its status: homebox_response_check() judges it.
 */
void
homebox_client_send_async (HomeboxClient *self,
                           HomeboxRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  GError *error = NULL;

  g_return_if_fail (HOMEBOX_IS_CLIENT (self));
  g_return_if_fail (request != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_client_send_async);
  g_task_set_check_cancellable (task, FALSE);

  if (g_cancellable_is_cancelled (cancellable))
    {
      error = homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL);
      g_task_return_error (task, error);
      return;
    }

  if (!homebox_request_check (request, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  uri = homebox_client_make_uri (self, request, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  homebox_exchange_start (g_steal_pointer (&task), self->session, self->trust, request, uri,
                          self->answered, self->timeout);
}

/**
 * homebox_client_send_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Gets the answer that homebox_client_send_async() waited for. After @cancellable was cancelled it
 * is always %HOMEBOX_ERROR_CANCELLED, even if there was an answer in the end.
 *
 * Errors: %HOMEBOX_ERROR_INVALID_ADDRESS, %HOMEBOX_ERROR_NAME_NOT_FOUND, %HOMEBOX_ERROR_REFUSED,
 * %HOMEBOX_ERROR_UNREACHABLE, %HOMEBOX_ERROR_TIMED_OUT, %HOMEBOX_ERROR_CONNECTION_LOST,
 * %HOMEBOX_ERROR_NOT_TRUSTED, %HOMEBOX_ERROR_CERTIFICATE_CHANGED and %HOMEBOX_ERROR_NOT_ENCRYPTED
 * (nothing was sent), %HOMEBOX_ERROR_NOT_SECURE, %HOMEBOX_ERROR_REDIRECTED, %HOMEBOX_ERROR_NOT_HOMEBOX,
 * %HOMEBOX_ERROR_BROKEN_ANSWER, %HOMEBOX_ERROR_TOO_LARGE, %HOMEBOX_ERROR_INVALID_INPUT (a header or
 * path that cannot be sent) and
 * %HOMEBOX_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the answer
 */
HomeboxResponse *
homebox_client_send_finish (HomeboxClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) local_error = NULL;
  GCancellable *cancellable;

  g_return_val_if_fail (HOMEBOX_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_client_send_async), NULL);

  cancellable = g_task_get_cancellable (G_TASK (result));
  response = g_task_propagate_pointer (G_TASK (result), &local_error);

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&local_error);
      local_error = homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  self->answered = TRUE;

  return g_steal_pointer (&response);
}
