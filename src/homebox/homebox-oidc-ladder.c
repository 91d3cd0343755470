#include "homebox-oidc-ladder.h"

#include "homebox-error.h"

#define LOGIN_PATH "/users/login/oidc"

/* Where the server may take the host name of the redirect URI from. A proxy that routes by name
 * does not pass a foreign Host; only a server that trusts its proxy believes the other one. */
static const char *const rungs[] = { "Host", "X-Forwarded-Host" };

typedef struct
{
  guint16 port;
  char *host;
  gsize rung;

  /* Leads to this computer, but not to our port: good for pasting, if nothing better comes. */
  HomeboxOidcOffer *spare;
} Climb;

static void
climb_free (Climb *climb)
{
  g_free (climb->host);
  g_clear_pointer (&climb->spare, homebox_oidc_offer_unref);
  g_free (climb);
}

static void ask (GTask *task);

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS) ||
         g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_TRUSTED) ||
         g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CERTIFICATE_CHANGED) ||
         g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED);
}

/* An address of the server itself would redeem the code without the cookies, and lose it. */
static gboolean
leads_to_server (HomeboxClient *client, GUri *redirect_uri)
{
  g_autoptr (GUri) server = g_uri_parse (homebox_client_get_base_uri (client),
                                         SOUP_HTTP_URI_FLAGS, NULL);

  return g_ascii_strcasecmp (g_uri_get_host (server), g_uri_get_host (redirect_uri)) == 0 &&
         g_uri_get_port (server) == g_uri_get_port (redirect_uri);
}

/* Of two that stay on this computer, the one with our port: it can be registered once for good. */
static void
keep_spare (Climb *climb, HomeboxClient *client, HomeboxOidcOffer *offer)
{
  GUri *redirect_uri = homebox_oidc_offer_get_redirect_uri (offer);

  if (!homebox_oidc_offer_redirects_here (offer) || leads_to_server (client, redirect_uri))
    return;

  if (climb->spare != NULL && g_uri_get_port (redirect_uri) != climb->port)
    return;

  g_clear_pointer (&climb->spare, homebox_oidc_offer_unref);
  climb->spare = homebox_oidc_offer_ref (offer);
}

static GError *
explain (GError *error)
{
  HomeboxError code;

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD) ||
      g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_FOUND))
    code = HOMEBOX_ERROR_OIDC_OFF;
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_FAILED))
    code = HOMEBOX_ERROR_OIDC_PROVIDER_DOWN;
  else
    return g_error_copy (error);

  return homebox_error_new (code, HOMEBOX_FIELD_NONE, homebox_error_get_detail (error));
}

static void
finish_climb (GTask *task, const GError *error)
{
  Climb *climb = g_task_get_task_data (task);

  if (climb->spare != NULL)
    g_task_return_pointer (task, g_steal_pointer (&climb->spare),
                           (GDestroyNotify) homebox_oidc_offer_unref);
  else
    g_task_return_error (task, explain ((GError *) error));
}

static void
offer_arrived (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Climb *climb = g_task_get_task_data (task);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxOidcOffer) offer = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  if (response != NULL)
    offer = homebox_oidc_offer_new_from_response (rungs[climb->rung], climb->host, response,
                                                  &error);

  if (offer != NULL && homebox_oidc_offer_redirects_to (offer, climb->port))
    {
      g_task_return_pointer (task, g_steal_pointer (&offer),
                             (GDestroyNotify) homebox_oidc_offer_unref);
      return;
    }

  if (error != NULL && is_final (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (offer != NULL)
    {
      g_autofree char *redirect_uri =
          g_uri_to_string (homebox_oidc_offer_get_redirect_uri (offer));

      error = homebox_error_new (HOMEBOX_ERROR_OIDC_OWN_ADDRESS, HOMEBOX_FIELD_NONE,
                                 redirect_uri);
      keep_spare (climb, HOMEBOX_CLIENT (source), offer);
    }

  /* Behind a proxy the first rung may fail in any way, which says nothing about the second. What
   * the last one says is about the server. */
  if (++climb->rung < G_N_ELEMENTS (rungs))
    ask (g_steal_pointer (&task));
  else
    finish_climb (task, error);
}

static void
ask (GTask *task)
{
  HomeboxClient *client = g_task_get_source_object (task);
  Climb *climb = g_task_get_task_data (task);
  g_autoptr (HomeboxRequest) request = NULL;

  request = homebox_request_new ("GET", LOGIN_PATH,
                                 HOMEBOX_REQUEST_ONCE | HOMEBOX_REQUEST_KEEP_REDIRECT);
  homebox_request_set_header (request, rungs[climb->rung], climb->host);
  homebox_client_send_async (client, request, g_task_get_cancellable (task), offer_arrived, task);
}

/**
 * homebox_oidc_ladder_climb_async:
 * @client: the server
 * @port: the port of 127.0.0.1 that the browser should come to
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server for a sign-in whose redirect URI is ours (`GET /users/login/oidc`): first with
 * our address as `Host`, then as `X-Forwarded-Host`. When neither brings the browser to @port, a
 * redirect URI that at least stays on this computer is taken.
 */
void
homebox_oidc_ladder_climb_async (HomeboxClient *client,
                                 guint16 port,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Climb *climb = g_new0 (Climb, 1);

  g_task_set_source_tag (task, homebox_oidc_ladder_climb_async);
  g_task_set_task_data (task, climb, (GDestroyNotify) climb_free);
  climb->port = port;
  climb->host = g_strdup_printf ("127.0.0.1:%u", port);

  ask (g_steal_pointer (&task));
}

/**
 * homebox_oidc_ladder_climb_finish:
 * @client: the server
 * @result: what the callback got
 * @error: the place for a #HomeboxError
 *
 * Returns: (transfer full) (nullable): an offer whose redirect URI is on this computer, or %NULL
 *   with @error set: %HOMEBOX_ERROR_OIDC_OFF, %HOMEBOX_ERROR_OIDC_PROVIDER_DOWN,
 *   %HOMEBOX_ERROR_OIDC_OWN_ADDRESS with the server's redirect URI as detail, or what a request
 *   can fail with
 */
HomeboxOidcOffer *
homebox_oidc_ladder_climb_finish (HomeboxClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
