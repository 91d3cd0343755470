#include "homebox-oidc-redemption.h"

#include "homebox-error.h"
#include "homebox-set-cookie.h"

#include <string.h>

#define CALLBACK_PATH "/users/login/oidc/callback"

static HomeboxToken *
read_token (SoupMessageHeaders *headers)
{
  g_autoptr (SoupCookie) cookie = homebox_set_cookie_find (headers, "hb.auth.token");

  if (cookie == NULL)
    return NULL;

  return homebox_token_new (soup_cookie_get_value (cookie), HOMEBOX_TOKEN_SESSION,
                            soup_cookie_get_expires (cookie));
}

/* Homebox answers 302 to /home with the session's cookie, or 302 to /?oidc_error=…. */
static HomeboxToken *
judge_callback (HomeboxClient *client, HomeboxResponse *response, GError **error)
{
  SoupMessageHeaders *headers = homebox_response_get_headers (response);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GUri) base = NULL;
  g_autoptr (GUri) uri = NULL;

  if (!SOUP_STATUS_IS_REDIRECTION (homebox_response_get_status (response)) || location == NULL)
    {
      if (homebox_response_check (response, error))
        g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER,
                                                     HOMEBOX_FIELD_NONE, NULL));
      return NULL;
    }

  base = g_uri_parse (homebox_client_get_base_uri (client), G_URI_FLAGS_ENCODED, NULL);
  uri = g_uri_parse_relative (base, location, G_URI_FLAGS_ENCODED, NULL);
  token = read_token (headers);

  if (uri != NULL && token != NULL && g_str_has_suffix (g_uri_get_path (uri), "/home"))
    return g_steal_pointer (&token);

  if (uri != NULL && g_uri_get_query (uri) != NULL &&
      strstr (g_uri_get_query (uri), "oidc_error=") != NULL)
    g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_OIDC_REFUSED, HOMEBOX_FIELD_NONE,
                                                 NULL));
  else
    g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_REDIRECTED, HOMEBOX_FIELD_NONE,
                                                 location));
  return NULL;
}

static void
redeemed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  if (response != NULL)
    token = judge_callback (HOMEBOX_CLIENT (source), response, &error);

  if (token != NULL)
    g_task_return_pointer (task, g_steal_pointer (&token), (GDestroyNotify) homebox_token_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static char *
make_path (HomeboxAuthorizationAnswer *answer)
{
  HomeboxSecret *code = homebox_authorization_answer_get_code (answer);
  HomeboxSecret *state = homebox_authorization_answer_get_state (answer);
  char *escaped_code = g_uri_escape_string (homebox_secret_peek (code), NULL, FALSE);
  char *escaped_state = g_uri_escape_string (homebox_secret_peek (state), NULL, FALSE);
  char *path;

  path = g_strdup_printf (CALLBACK_PATH "?code=%s&state=%s", escaped_code, escaped_state);
  homebox_secret_free_string (escaped_code);
  homebox_secret_free_string (escaped_state);

  return path;
}

/**
 * homebox_oidc_redemption_run_async:
 * @client: the server that made @offer
 * @offer: what it offered
 * @answer: the provider's answer to it, with a code
 * @cancellable: (nullable): to give up. Whether there is a session then is not known
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Has the server exchange the code (`GET /users/login/oidc/callback`): with the header and the
 * three cookies of the first step, and nothing else. A code is good for once, so this is never
 * repeated.
 */
void
homebox_oidc_redemption_run_async (HomeboxClient *client,
                                   HomeboxOidcOffer *offer,
                                   HomeboxAuthorizationAnswer *answer,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  g_autoptr (HomeboxRequest) request = NULL;
  char *path = make_path (answer);

  g_task_set_source_tag (task, homebox_oidc_redemption_run_async);

  request = homebox_request_new ("GET", path,
                                 HOMEBOX_REQUEST_ONCE | HOMEBOX_REQUEST_KEEP_REDIRECT);
  homebox_secret_free_string (path);
  homebox_request_set_header (request, homebox_oidc_offer_get_host_header (offer),
                              homebox_oidc_offer_get_host (offer));
  homebox_request_set_header (request, "Cookie",
                              homebox_secret_peek (homebox_oidc_offer_get_cookies (offer)));

  homebox_client_send_async (client, request, cancellable, redeemed, g_steal_pointer (&task));
}

/**
 * homebox_oidc_redemption_run_finish:
 * @client: the server
 * @result: what the callback got
 * @error: the place for a #HomeboxError
 *
 * Returns: (transfer full) (nullable): the token of a new session, or %NULL with @error set:
 *   %HOMEBOX_ERROR_OIDC_REFUSED when the server did not accept the code
 */
HomeboxToken *
homebox_oidc_redemption_run_finish (HomeboxClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
