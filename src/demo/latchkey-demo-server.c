#include "latchkey-demo-server.h"

#include "latchkey-demo-delivery.h"
#include "latchkey-demo-hangup.h"
#include "latchkey-demo-service.h"

struct _LatchkeyDemoServer
{
  GObject parent_instance;

  LatchkeyDemoService *service;
  GTlsCertificate *certificate;
  SoupServer *server;
  LatchkeyDemoHangup *hangup;
  char *uri;

  /* The provider is another server, as it would be elsewhere: a proxy in front of Homebox is not
   * in front of it, and rewrites no redirection to it. */
  SoupServer *provider_server;
  LatchkeyDemoHangup *provider_hangup;
  GPtrArray *misbehaviours;
  GPtrArray *deliveries;
};

G_DEFINE_FINAL_TYPE (LatchkeyDemoServer, latchkey_demo_server, G_TYPE_OBJECT)

enum
{
  REQUEST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
latchkey_demo_server_dispose (GObject *object)
{
  LatchkeyDemoServer *self = LATCHKEY_DEMO_SERVER (object);

  g_ptr_array_set_size (self->deliveries, 0);
  latchkey_demo_events_drop (self->service->events);
  g_clear_pointer (&self->hangup, latchkey_demo_hangup_free);
  g_clear_pointer (&self->provider_hangup, latchkey_demo_hangup_free);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  if (self->provider_server != NULL)
    soup_server_disconnect (self->provider_server);
  g_clear_object (&self->server);
  g_clear_object (&self->provider_server);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (latchkey_demo_server_parent_class)->dispose (object);
}

static void
latchkey_demo_server_finalize (GObject *object)
{
  LatchkeyDemoServer *self = LATCHKEY_DEMO_SERVER (object);

  g_ptr_array_unref (self->deliveries);
  g_ptr_array_unref (self->misbehaviours);
  latchkey_demo_service_free (self->service);
  g_free (self->uri);

  G_OBJECT_CLASS (latchkey_demo_server_parent_class)->finalize (object);
}

static void
latchkey_demo_server_class_init (LatchkeyDemoServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_demo_server_dispose;
  object_class->finalize = latchkey_demo_server_finalize;

  /**
   * LatchkeyDemoServer::request:
   * @self: the server
   * @method: the HTTP method
   * @path: the path, without the query
   * @status: the status, or 0 when there will be no answer
   *
   * A request was decided upon. Its answer may still be on its way.
   */
  signals[REQUEST] = g_signal_new ("request",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   3,
                                   G_TYPE_STRING,
                                   G_TYPE_STRING,
                                   G_TYPE_UINT);
}

static void
latchkey_demo_server_init (LatchkeyDemoServer *self)
{
  self->misbehaviours
      = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_misbehaviour_free);
  self->deliveries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_delivery_free);
}

static LatchkeyDemoMisbehaviour *
find_misbehaviour (LatchkeyDemoServer *self, const char *method, const char *path)
{
  for (guint i = self->misbehaviours->len; i > 0; i--)
    {
      LatchkeyDemoMisbehaviour *misbehaviour = g_ptr_array_index (self->misbehaviours, i - 1);

      if (latchkey_demo_misbehaviour_matches (misbehaviour, method, path))
        return misbehaviour;
    }

  return NULL;
}

static void
delivered (LatchkeyDemoDelivery *delivery, gpointer user_data)
{
  LatchkeyDemoServer *self = LATCHKEY_DEMO_SERVER (user_data);

  g_ptr_array_remove (self->deliveries, delivery);
}

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  LatchkeyDemoServer *self = LATCHKEY_DEMO_SERVER (user_data);
  const char *method = soup_server_message_get_method (message);
  LatchkeyDemoMisbehaviour *misbehaviour = find_misbehaviour (self, method, path);
  gboolean deliver
      = misbehaviour != NULL && !latchkey_demo_misbehaviour_replace (misbehaviour, message);
  guint status;

  if (misbehaviour == NULL || (deliver && misbehaviour->mode != LATCHKEY_DEMO_MODE_CLOSE))
    {
      if (server == self->provider_server)
        latchkey_demo_provider_execute (self->service->provider, message, path);
      else
        latchkey_demo_service_execute (self->service, message, path);
    }

  if (deliver)
    g_ptr_array_add (self->deliveries,
                     latchkey_demo_delivery_new (message, misbehaviour, delivered, self));

  status = soup_server_message_get_status (message);
  if (status == 0 && misbehaviour == NULL)
    status = SOUP_STATUS_SWITCHING_PROTOCOLS;
  g_signal_emit (self, signals[REQUEST], 0, method, path, status);
}

static void
socket_opened (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               SoupWebsocketConnection *connection,
               gpointer user_data)
{
  latchkey_demo_service_open_socket (
      LATCHKEY_DEMO_SERVER (user_data)->service, message, connection);
}

/**
 * latchkey_demo_server_new:
 * @version: which Homebox to be
 * @flags: how it is set up
 *
 * Returns: (transfer full): a server that does not listen yet
 */
LatchkeyDemoServer *
latchkey_demo_server_new (LatchkeyDemoVersion version, LatchkeyDemoFlags flags)
{
  LatchkeyDemoServer *self = g_object_new (LATCHKEY_DEMO_TYPE_SERVER, NULL);

  self->service = latchkey_demo_service_new (version, flags);

  return self;
}

/**
 * latchkey_demo_server_set_certificate:
 * @self: a server that does not listen yet
 * @certificate: a certificate with its key
 *
 * Makes the server speak TLS.
 */
void
latchkey_demo_server_set_certificate (LatchkeyDemoServer *self, GTlsCertificate *certificate)
{
  g_set_object (&self->certificate, certificate);
}

/**
 * latchkey_demo_server_set_hostname:
 * @self: a server
 * @hostname: a host, with a port if need be
 *
 * Gives the server a public name of its own, to which the provider sends people back.
 */
void
latchkey_demo_server_set_hostname (LatchkeyDemoServer *self, const char *hostname)
{
  g_free (self->service->hostname);
  self->service->hostname = g_strdup (hostname);
}

static char *
listen_on (SoupServer *server, guint16 port, gboolean with_tls, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GSocketAddress) bound = NULL;
  GSList *listeners;

  if (!soup_server_listen (server, address, with_tls ? SOUP_SERVER_LISTEN_HTTPS : 0, error))
    return NULL;

  /* soup_server_get_uris () leaks an address in libsoup 3.2. */
  listeners = soup_server_get_listeners (server);
  bound = g_socket_get_local_address (listeners->data, error);
  g_slist_free (listeners);
  if (bound == NULL)
    return NULL;

  return g_strdup_printf ("%s://127.0.0.1:%u",
                          with_tls ? "https" : "http",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

static gboolean
start_provider (LatchkeyDemoServer *self, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autofree char *uri = NULL;

  soup_server_add_handler (server, NULL, handle, self, NULL);
  uri = listen_on (server, 0, FALSE, error);
  if (uri == NULL)
    return FALSE;

  latchkey_demo_provider_set_addresses (self->service->provider, uri, self->uri);
  self->provider_hangup = latchkey_demo_hangup_new (server);
  self->provider_server = g_steal_pointer (&server);

  return TRUE;
}

/**
 * latchkey_demo_server_listen:
 * @self: a server that does not listen yet
 * @port: a port, or 0 for any
 * @error: return location for a #GError
 *
 * Starts to listen, on 127.0.0.1 only. The provider, if there is one, gets any port there, and
 * never speaks TLS.
 *
 * Returns: whether it does
 */
gboolean
latchkey_demo_server_listen (LatchkeyDemoServer *self, guint16 port, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  char *protocols[] = { "hb-auth", NULL };

  g_return_val_if_fail (self->server == NULL, FALSE);

  soup_server_add_handler (server, NULL, handle, self, NULL);
  soup_server_add_handler (server, LATCHKEY_DEMO_EVENTS_PATH, handle, self, NULL);
  soup_server_add_websocket_handler (
      server, LATCHKEY_DEMO_EVENTS_PATH, NULL, protocols, socket_opened, self, NULL);
  if (self->certificate != NULL)
    soup_server_set_tls_certificate (server, self->certificate);
  self->uri = listen_on (server, port, self->certificate != NULL, error);
  if (self->uri == NULL)
    return FALSE;

  self->hangup = latchkey_demo_hangup_new (server);
  self->server = g_steal_pointer (&server);

  return self->service->provider == NULL || start_provider (self, error);
}

/**
 * latchkey_demo_server_get_uri:
 * @self: a server
 *
 * Returns: (nullable): the address, such as `http://127.0.0.1:7745`, once it listens
 */
const char *
latchkey_demo_server_get_uri (LatchkeyDemoServer *self)
{
  return self->uri;
}

/**
 * latchkey_demo_server_get_version:
 * @self: a server
 *
 * Returns: which Homebox it is
 */
LatchkeyDemoVersion
latchkey_demo_server_get_version (LatchkeyDemoServer *self)
{
  return self->service->version;
}

/**
 * latchkey_demo_server_get_store:
 * @self: a server
 *
 * Returns: (transfer none): what it knows, to look at
 */
LatchkeyDemoStore *
latchkey_demo_server_get_store (LatchkeyDemoServer *self)
{
  return self->service->store;
}

/**
 * latchkey_demo_server_misbehave:
 * @self: a server
 * @method: the HTTP method it is about, `*` for any
 * @path_prefix: how the path begins, `/api/v1` included
 * @mode: what to do from now on; %LATCHKEY_DEMO_MODE_OFF ends what was begun with the same method
 *   and prefix
 * @argument: (nullable): as @mode needs it
 * @error: return location for a #GError
 *
 * Makes the server misbehave. Of several that match a request the last one counts.
 *
 * Returns: whether @argument fits @mode
 */
gboolean
latchkey_demo_server_misbehave (LatchkeyDemoServer *self,
                                const char *method,
                                const char *path_prefix,
                                LatchkeyDemoMode mode,
                                const char *argument,
                                GError **error)
{
  g_autoptr (LatchkeyDemoMisbehaviour) misbehaviour
      = latchkey_demo_misbehaviour_new (method, path_prefix, mode, argument, error);

  if (misbehaviour == NULL)
    return FALSE;

  for (guint i = self->misbehaviours->len; i > 0; i--)
    {
      LatchkeyDemoMisbehaviour *old = g_ptr_array_index (self->misbehaviours, i - 1);

      if (strcmp (old->method, method) == 0 && strcmp (old->path_prefix, path_prefix) == 0)
        g_ptr_array_remove_index (self->misbehaviours, i - 1);
    }
  if (mode != LATCHKEY_DEMO_MODE_OFF)
    g_ptr_array_add (self->misbehaviours, g_steal_pointer (&misbehaviour));

  return TRUE;
}

/**
 * latchkey_demo_server_set_provider_mode:
 * @self: a server
 * @mode: how the provider behaves from now on
 * @error: return location for a #GError
 *
 * Makes the provider misbehave.
 *
 * Returns: whether there is a provider
 */
gboolean
latchkey_demo_server_set_provider_mode (LatchkeyDemoServer *self,
                                        LatchkeyDemoProviderMode mode,
                                        GError **error)
{
  if (self->service->provider == NULL)
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "this server has no provider");
      return FALSE;
    }
  latchkey_demo_provider_set_mode (self->service->provider, mode);

  return TRUE;
}

/**
 * latchkey_demo_server_release:
 * @self: a server
 *
 * Lets all answers go that %LATCHKEY_DEMO_MODE_HOLD holds back. What comes later is held again.
 */
void
latchkey_demo_server_release (LatchkeyDemoServer *self)
{
  for (guint i = self->deliveries->len; i > 0; i--)
    {
      LatchkeyDemoDelivery *delivery = g_ptr_array_index (self->deliveries, i - 1);

      if (latchkey_demo_delivery_is_held (delivery))
        latchkey_demo_delivery_release (delivery);
    }
}

/**
 * latchkey_demo_server_mute_events:
 * @self: a server
 * @is_muted: whether open WebSockets hear nothing more, not even a ping
 *
 * Makes WebSockets seem dead, as when a connection broke without anybody noticing.
 */
void
latchkey_demo_server_mute_events (LatchkeyDemoServer *self, gboolean is_muted)
{
  latchkey_demo_events_set_muted (self->service->events, is_muted);
}

/**
 * latchkey_demo_server_drop_events:
 * @self: a server
 *
 * Cuts all WebSockets, as a restart would.
 */
void
latchkey_demo_server_drop_events (LatchkeyDemoServer *self)
{
  latchkey_demo_events_drop (self->service->events);
}

/**
 * latchkey_demo_server_expire_sessions:
 * @self: a server
 *
 * Ends all sessions of everybody, as time would.
 */
void
latchkey_demo_server_expire_sessions (LatchkeyDemoServer *self)
{
  latchkey_demo_store_expire_sessions (self->service->store);
}

static LatchkeyDemoPerson *
find_person (LatchkeyDemoServer *self, const char *email, GError **error)
{
  LatchkeyDemoPerson *person = latchkey_demo_store_find_email (self->service->store, email);

  if (person == NULL)
    g_set_error_literal (
        error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "nobody here has that email");

  return person;
}

/**
 * latchkey_demo_server_lock_out:
 * @self: a server, not v0.21, where everybody has a home
 * @email: somebody's email
 * @error: return location for a #GError
 *
 * Takes a person out of all homes, after which nearly everything is refused.
 *
 * Returns: whether there is such a person
 */
gboolean
latchkey_demo_server_lock_out (LatchkeyDemoServer *self, const char *email, GError **error)
{
  LatchkeyDemoPerson *person = find_person (self, email, error);

  if (person == NULL)
    return FALSE;
  if (self->service->version < LATCHKEY_DEMO_VERSION_0_25)
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "on v0.21 nobody can be without a home");
      return FALSE;
    }
  latchkey_demo_store_lock_out (self->service->store, person);

  return TRUE;
}

/**
 * latchkey_demo_server_forget:
 * @self: a server
 * @email: somebody's email
 * @error: return location for a #GError
 *
 * Deletes an account, as an administrator would.
 *
 * Returns: whether there was such an account
 */
gboolean
latchkey_demo_server_forget (LatchkeyDemoServer *self, const char *email, GError **error)
{
  LatchkeyDemoPerson *person = find_person (self, email, error);

  if (person == NULL)
    return FALSE;
  latchkey_demo_store_remove_person (self->service->store, person);

  return TRUE;
}

/**
 * latchkey_demo_server_read_mail:
 * @self: a server that listens
 * @email: somebody's email
 * @error: return location for a #GError
 *
 * Looks into a mailbox, since the demo sends no mail.
 *
 * Returns: (transfer full) (nullable): the link in the last mail about a forgotten password, if it
 *   was not used yet
 */
char *
latchkey_demo_server_read_mail (LatchkeyDemoServer *self, const char *email, GError **error)
{
  LatchkeyDemoPerson *person = find_person (self, email, error);

  if (person == NULL)
    return NULL;
  if (person->reset_token == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no mail");
      return NULL;
    }

  return g_strdup_printf ("%s/reset-password?token=%s", self->uri, person->reset_token);
}
