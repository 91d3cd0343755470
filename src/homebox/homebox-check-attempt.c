#include "homebox-check-attempt.h"

#include "homebox-check-step-private.h"
#include "homebox-error.h"

#include <string.h>

#define STATUS_PATH "/api/v1/status"

/* Homebox's own, which people leave out. */
#define USUAL_PORT 7745

static gboolean
has_literal_host (const char *base_uri)
{
  g_autoptr (GUri) uri = g_uri_parse (base_uri, SOUP_HTTP_URI_FLAGS, NULL);

  return uri != NULL && g_hostname_is_ip_address (g_uri_get_host (uri));
}

/*
 * homebox_check_attempt_new:
 * @base_uri: where a server is going to be asked
 *
 * Returns: (transfer full): an attempt that looks up its name
 */
HomeboxCheckAttempt *
homebox_check_attempt_new (const char *base_uri)
{
  HomeboxCheckAttempt *self = g_new0 (HomeboxCheckAttempt, 1);

  self->base_uri = g_strdup (base_uri);
  self->is_plain = g_str_has_prefix (base_uri, "http://");
  self->is_literal = has_literal_host (base_uri);
  self->at = self->is_literal ? HOMEBOX_CHECK_CONNECTION : HOMEBOX_CHECK_NAME;

  return self;
}

/*
 * homebox_check_attempt_free:
 * @self: (transfer full): an attempt
 *
 * Frees @self.
 */
void
homebox_check_attempt_free (HomeboxCheckAttempt *self)
{
  g_free (self->base_uri);
  g_free (self->address);
  g_clear_object (&self->certificate);
  g_clear_error (&self->error);
  g_free (self->suggestion);
  g_free (self->target);
  g_free (self);
}

static void
note_address (HomeboxCheckAttempt *self, GIOStream *connection)
{
  g_autoptr (GSocketAddress) address = NULL;

  if (!G_IS_SOCKET_CONNECTION (connection))
    return;

  address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return;

  g_free (self->address);
  self->address = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

/*
 * homebox_check_attempt_network:
 * @self: an attempt
 * @event: what happened
 * @connection: (nullable): the connection, as far as it goes
 *
 * Notes how far the connection came. A name may have several addresses, of which the first do not
 * answer: it never goes back.
 */
void
homebox_check_attempt_network (HomeboxCheckAttempt *self,
                               GSocketClientEvent event,
                               GIOStream *connection)
{
  HomeboxCheckKind at = self->at;

  switch (event)
    {
    case G_SOCKET_CLIENT_RESOLVED:
    case G_SOCKET_CLIENT_CONNECTING:
      at = HOMEBOX_CHECK_CONNECTION;
      break;

    case G_SOCKET_CLIENT_CONNECTED:
      note_address (self, connection);
      at = self->is_plain ? HOMEBOX_CHECK_ANSWER : HOMEBOX_CHECK_CERTIFICATE;
      break;

    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
      if (G_IS_TLS_CONNECTION (connection))
        g_set_object (&self->certificate,
                      g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (connection)));
      break;

    /* Not before: who looks at the certificate may still not like it. */
    case G_SOCKET_CLIENT_COMPLETE:
      at = HOMEBOX_CHECK_ANSWER;
      break;

    default:
      break;
    }

  self->at = MAX (self->at, at);
}

static gboolean
contains (const char *text, const char *word)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return strstr (lower, word) != NULL;
}

static gboolean
is_page (HomeboxResponse *response, const char *text)
{
  SoupMessageHeaders *headers = homebox_response_get_headers (response);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if (type != NULL)
    return g_ascii_strcasecmp (type, "text/html") == 0
           || g_ascii_strcasecmp (type, "application/xhtml+xml") == 0;

  return *text == '<';
}

/*
 * homebox_check_attempt_answered:
 * @self: an attempt
 * @response: what the server answered
 *
 * Notes what kind of answer it was.
 */
void
homebox_check_attempt_answered (HomeboxCheckAttempt *self, HomeboxResponse *response)
{
  gsize length;
  const char *data = g_bytes_get_data (homebox_response_get_body (response), &length);
  g_autofree char *text = length > 0 ? g_strndup (data, length) : g_strdup ("");

  self->at = HOMEBOX_CHECK_HOMEBOX;
  self->status = homebox_response_get_status (response);
  self->is_page = is_page (response, text);
  self->is_login = self->is_page
                   && (contains (text, "type=\"password\"") || contains (text, "type='password'")
                       || contains (text, "type=password"));
  self->wants_tls = self->is_plain && self->status == SOUP_STATUS_BAD_REQUEST
                    && contains (text, "https");
}

static HomeboxCheckKind
find_failed_step (HomeboxCheckAttempt *self, const GError *error)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_INVALID_ADDRESS:
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
      return HOMEBOX_CHECK_NAME;

    case HOMEBOX_ERROR_REFUSED:
      return HOMEBOX_CHECK_CONNECTION;

    case HOMEBOX_ERROR_UNREACHABLE:
      return MAX (self->at, HOMEBOX_CHECK_CONNECTION);

    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_CONNECTION_LOST:
      return self->at;

    case HOMEBOX_ERROR_NOT_TRUSTED:
    case HOMEBOX_ERROR_CERTIFICATE_CHANGED:
    case HOMEBOX_ERROR_NOT_SECURE:
      return HOMEBOX_CHECK_CERTIFICATE;

    case HOMEBOX_ERROR_REDIRECTED:
    case HOMEBOX_ERROR_GATEWAY_LOGIN:
    case HOMEBOX_ERROR_BAD_GATEWAY:
    case HOMEBOX_ERROR_UNAVAILABLE:
    case HOMEBOX_ERROR_GATEWAY_TIMEOUT:
    case HOMEBOX_ERROR_SERVER_BUSY:
    case HOMEBOX_ERROR_TOO_MANY_ATTEMPTS:
      return HOMEBOX_CHECK_ANSWER;

    default:
      return self->status == 0 ? HOMEBOX_CHECK_ANSWER : MAX (self->at, HOMEBOX_CHECK_HOMEBOX);
    }
}

static char *
suggest_usual_port (HomeboxAddress *typed)
{
  g_autofree char *base_uri = homebox_address_dup_base_uri (typed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (base_uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) usual = NULL;
  g_autofree char *text = NULL;
  const char *scheme = homebox_address_get_scheme (typed);

  /* A port that was typed was meant. */
  if (uri == NULL || homebox_address_has_port (typed))
    return NULL;

  usual = g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                       USUAL_PORT, g_uri_get_path (uri), NULL, NULL);
  text = g_uri_to_string (usual);
  if (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';

  return g_strdup (scheme != NULL ? text : text + strlen ("https://"));
}

static char *
suggest_scheme (HomeboxCheckAttempt *self, const char *scheme)
{
  g_autoptr (HomeboxAddress) address = homebox_address_parse (self->base_uri, NULL);

  return address != NULL ? homebox_address_dup_base_uri (address, scheme) : NULL;
}

/* What a Homebox elsewhere, or a gateway in front of this one, looks like from here. */
static HomeboxCheckFix
judge_redirect (HomeboxCheckAttempt *self, const char *target)
{
  if (target == NULL || !g_str_has_suffix (target, STATUS_PATH))
    return HOMEBOX_CHECK_FIX_GATEWAY;

  self->suggestion = g_strndup (target, strlen (target) - strlen (STATUS_PATH));

  return HOMEBOX_CHECK_FIX_ADDRESS;
}

static gboolean
is_of_gateway (HomeboxCheckAttempt *self)
{
  return self->status == SOUP_STATUS_UNAUTHORIZED || self->status == SOUP_STATUS_FORBIDDEN
         || (self->is_login && SOUP_STATUS_IS_SUCCESSFUL (self->status));
}

static HomeboxCheckFix
judge_stranger (HomeboxCheckAttempt *self)
{
  g_autofree char *parent = homebox_check_attempt_dup_parent (self->base_uri);

  if (self->wants_tls)
    {
      self->at = HOMEBOX_CHECK_ANSWER;
      self->suggestion = suggest_scheme (self, "https");
      return HOMEBOX_CHECK_FIX_HTTPS;
    }

  if (is_of_gateway (self))
    {
      self->at = HOMEBOX_CHECK_ANSWER;
      return HOMEBOX_CHECK_FIX_GATEWAY;
    }

  if (parent != NULL && (self->is_page || self->status == SOUP_STATUS_NOT_FOUND))
    return HOMEBOX_CHECK_FIX_PATH;

  return HOMEBOX_CHECK_FIX_OTHER_PROGRAM;
}

static HomeboxCheckFix
judge (HomeboxCheckAttempt *self, const GError *error, HomeboxAddress *typed)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_INVALID_ADDRESS:
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
      return HOMEBOX_CHECK_FIX_SPELLING;

    case HOMEBOX_ERROR_UNREACHABLE:
      return HOMEBOX_CHECK_FIX_NETWORK;

    case HOMEBOX_ERROR_REFUSED:
      self->suggestion = suggest_usual_port (typed);
      return HOMEBOX_CHECK_FIX_PORT;

    case HOMEBOX_ERROR_TIMED_OUT:
      return HOMEBOX_CHECK_FIX_SILENCE;

    /* A connection that is closed after the request was read is what a port for TLS does to one
     * without, and a port for something else to both. */
    case HOMEBOX_ERROR_CONNECTION_LOST:
      if (self->at < HOMEBOX_CHECK_ANSWER)
        return HOMEBOX_CHECK_FIX_SILENCE;
      if (!self->is_plain || self->status != 0)
        return HOMEBOX_CHECK_FIX_OTHER_PROGRAM;
      self->suggestion = suggest_scheme (self, "https");
      return HOMEBOX_CHECK_FIX_HTTPS;

    case HOMEBOX_ERROR_NOT_TRUSTED:
    case HOMEBOX_ERROR_CERTIFICATE_CHANGED:
      return HOMEBOX_CHECK_FIX_TRUST;

    case HOMEBOX_ERROR_NOT_SECURE:
      self->suggestion = suggest_scheme (self, "http");
      return HOMEBOX_CHECK_FIX_PLAIN_HTTP;

    case HOMEBOX_ERROR_REDIRECTED:
      return judge_redirect (self, self->target);

    case HOMEBOX_ERROR_GATEWAY_LOGIN:
      return HOMEBOX_CHECK_FIX_GATEWAY;

    case HOMEBOX_ERROR_BAD_GATEWAY:
    case HOMEBOX_ERROR_UNAVAILABLE:
    case HOMEBOX_ERROR_GATEWAY_TIMEOUT:
      return HOMEBOX_CHECK_FIX_START;

    case HOMEBOX_ERROR_TOO_MANY_ATTEMPTS:
      return HOMEBOX_CHECK_FIX_WAIT;

    case HOMEBOX_ERROR_SERVER_BUSY:
    case HOMEBOX_ERROR_SERVER_FAILED:
      return HOMEBOX_CHECK_FIX_ADMINISTRATOR;

    default:
      return judge_stranger (self);
    }
}

/*
 * homebox_check_attempt_fail:
 * @self: an attempt
 * @error: why it ended
 * @typed: what the person typed
 *
 * Notes at which step it ended, and what usually helps there.
 */
void
homebox_check_attempt_fail (HomeboxCheckAttempt *self, const GError *error, HomeboxAddress *typed)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  self->is_over = TRUE;

  if (error->code == HOMEBOX_ERROR_CANCELLED)
    return;

  if (error->code == HOMEBOX_ERROR_REDIRECTED)
    self->target = g_strdup (homebox_error_get_detail (error));

  self->at = find_failed_step (self, error);
  self->fix = judge (self, error, typed);
}

/*
 * homebox_check_attempt_may_be_above:
 * @self: an attempt that failed
 *
 * Returns: whether Homebox may be nearer to the root of this server than the path that was asked
 */
gboolean
homebox_check_attempt_may_be_above (HomeboxCheckAttempt *self)
{
  g_autofree char *parent = homebox_check_attempt_dup_parent (self->base_uri);

  return parent != NULL && self->error != NULL
         && (self->is_page || self->status == SOUP_STATUS_NOT_FOUND)
         && (SOUP_STATUS_IS_SUCCESSFUL (self->status) || self->status == SOUP_STATUS_NOT_FOUND);
}

/*
 * homebox_check_attempt_dup_parent:
 * @base_uri: where a server is, without a slash at its end
 *
 * Returns: (transfer full) (nullable): the same without the last part of its path, or %NULL when
 *   there is none
 */
char *
homebox_check_attempt_dup_parent (const char *base_uri)
{
  const char *authority = strstr (base_uri, "://");
  const char *slash;

  if (authority == NULL)
    return NULL;

  authority += strlen ("://");
  slash = strrchr (authority, '/');

  return slash != NULL ? g_strndup (base_uri, slash - base_uri) : NULL;
}

static HomeboxCheckState
get_state (HomeboxCheckAttempt *self, HomeboxCheckKind kind)
{
  gboolean is_needless = (kind == HOMEBOX_CHECK_NAME && self->is_literal)
                         || (kind == HOMEBOX_CHECK_CERTIFICATE && self->is_plain);
  gboolean has_failed = self->is_over && !self->is_done;

  if (kind == self->at && !self->is_over)
    return HOMEBOX_CHECK_RUNNING;

  if (kind == self->at && has_failed)
    return self->error->code == HOMEBOX_ERROR_CANCELLED ? HOMEBOX_CHECK_SKIPPED
                                                        : HOMEBOX_CHECK_FAILED;

  if (kind > self->at)
    return has_failed ? HOMEBOX_CHECK_SKIPPED : HOMEBOX_CHECK_WAITING;

  return is_needless ? HOMEBOX_CHECK_SKIPPED : HOMEBOX_CHECK_DONE;
}

/*
 * homebox_check_attempt_show:
 * @self: an attempt
 * @steps: (element-type HomeboxCheckStep): all steps
 *
 * Shows in the steps how far it came.
 */
void
homebox_check_attempt_show (HomeboxCheckAttempt *self, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      HomeboxCheckKind kind = (HomeboxCheckKind) i;
      HomeboxCheckState state = get_state (self, kind);
      HomeboxCheckFacts facts = { 0 };

      if (state == HOMEBOX_CHECK_FAILED)
        facts.error = self->error;

      if (kind == self->at && self->is_over)
        {
          facts.fix = self->fix;
          facts.suggestion = self->suggestion;
        }

      if (kind == HOMEBOX_CHECK_CONNECTION)
        facts.address = self->address;
      else if (kind == HOMEBOX_CHECK_CERTIFICATE)
        facts.certificate = self->certificate;
      else if (kind == HOMEBOX_CHECK_ANSWER)
        facts.status = self->status;

      if (kind == HOMEBOX_CHECK_ANSWER)
        facts.target = self->target;

      homebox_check_step_show (g_ptr_array_index (steps, i), state, &facts);
    }
}
