#include "homebox-verdict.h"

#include "homebox-error.h"

#include <string.h>

/* In seconds. The default is for a server that does not say; the longest a Homebox asks for is two
 * minutes, and an answer that means "tomorrow" is not worth a countdown. */
#define RETRY_AFTER_DEFAULT 60
#define RETRY_AFTER_MAX 3600

/* RFC 6585, sections 4 and 6; libsoup has no names for them. */
#define STATUS_TOO_MANY_REQUESTS 429
#define STATUS_NETWORK_AUTHENTICATION_REQUIRED 511

typedef struct
{
  const char *text;
  HomeboxError code;
  HomeboxField field;
} Meaning;

/* The words of the server's refusals, in lower case. */
static const Meaning forbidden_meanings[] = {
  { "access to the requested tenant", HOMEBOX_ERROR_NO_HOME, HOMEBOX_FIELD_NONE },
  { "only the owner", HOMEBOX_ERROR_NOT_OWNER, HOMEBOX_FIELD_NONE },
  { "local login is not enabled", HOMEBOX_ERROR_LOCAL_LOGIN_OFF, HOMEBOX_FIELD_NONE },
  { "user registration disabled", HOMEBOX_ERROR_REGISTRATION_OFF, HOMEBOX_FIELD_NONE },
};

/* Homebox answers 500, some versions 400, for what the person could have entered differently. The
 * first is the wording of SQLite, the second that of PostgreSQL. */
static const Meaning input_meanings[] = {
  { "unique constraint failed: users.email", HOMEBOX_ERROR_EMAIL_TAKEN, HOMEBOX_FIELD_EMAIL },
  { "duplicate key value violates unique constraint", HOMEBOX_ERROR_EMAIL_TAKEN,
    HOMEBOX_FIELD_EMAIL },
  { "validator failed for field \"user.name\"", HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NAME },
  { "validator failed for field \"group.name\"", HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NAME },
  { "validator failed for field \"user.email\"", HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_EMAIL },
  { "password must be at least", HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_PASSWORD },
  { "group_invitation_token not found", HOMEBOX_ERROR_INVITATION_UNKNOWN,
    HOMEBOX_FIELD_INVITATION },
  { "invitation used up", HOMEBOX_ERROR_INVITATION_SPENT, HOMEBOX_FIELD_INVITATION },
  { "invitation expired", HOMEBOX_ERROR_INVITATION_SPENT, HOMEBOX_FIELD_INVITATION },
  { "password reset link is invalid", HOMEBOX_ERROR_RESET_LINK_SPENT, HOMEBOX_FIELD_NONE },
};

static const struct
{
  const char *key;
  HomeboxField field;
} fields[] = {
  { "name", HOMEBOX_FIELD_NAME },         { "email", HOMEBOX_FIELD_EMAIL },
  { "username", HOMEBOX_FIELD_EMAIL },    { "password", HOMEBOX_FIELD_PASSWORD },
  { "new", HOMEBOX_FIELD_PASSWORD },      { "token", HOMEBOX_FIELD_INVITATION },
  { "grouptoken", HOMEBOX_FIELD_INVITATION }, { "uses", HOMEBOX_FIELD_USES },
  { "expiresat", HOMEBOX_FIELD_EXPIRY },
};

static const Meaning *
find_meaning (const Meaning *meanings, gsize n_meanings, const char *text)
{
  g_autofree char *lower = NULL;

  if (text == NULL)
    return NULL;

  lower = g_ascii_strdown (text, -1);

  for (gsize i = 0; i < n_meanings; i++)
    {
      if (strstr (lower, meanings[i].text) != NULL)
        return &meanings[i];
    }

  return NULL;
}

static const char *
get_content_type (HomeboxResponse *response)
{
  return soup_message_headers_get_content_type (homebox_response_get_headers (response), NULL);
}

static gboolean
is_json_type (const char *content_type)
{
  return g_ascii_strcasecmp (content_type, "application/json") == 0
         || g_str_has_suffix (content_type, "+json");
}

/* A page for people, by its type or, where something in between dropped that, by its looks. */
static gboolean
is_web_page (HomeboxResponse *response)
{
  const char *content_type = get_content_type (response);
  gsize length;
  const char *text = g_bytes_get_data (homebox_response_get_body (response), &length);

  if (content_type != NULL)
    return g_ascii_strcasecmp (content_type, "text/html") == 0
           || g_ascii_strcasecmp (content_type, "application/xhtml+xml") == 0;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (text[i]))
        return text[i] == '<';
    }

  return FALSE;
}

/* Homebox asks for its token with JSON and no challenge: a challenge is that of a proxy, which
 * says nothing about the token (RFC 9110, section 11.6.1). */
static gboolean
is_challenge_of_proxy (HomeboxResponse *response)
{
  const char *challenge = soup_message_headers_get_one (homebox_response_get_headers (response),
                                                        "WWW-Authenticate");

  return challenge != NULL && g_ascii_strncasecmp (challenge, "bearer", strlen ("bearer")) != 0;
}

/* Whether a page is one that wants a sign-in, rather than one that says that there is nothing. */
static gboolean
is_login_status (guint status)
{
  return SOUP_STATUS_IS_SUCCESSFUL (status) || status == SOUP_STATUS_UNAUTHORIZED
         || status == SOUP_STATUS_FORBIDDEN;
}

/* Somebody else answers. Where a Homebox is known to be, that is one that stands in between. */
static GError *
new_stranger (HomeboxResponse *response, const char *detail)
{
  const char *address = homebox_response_get_homebox_address (response);

  if (address != NULL && is_login_status (homebox_response_get_status (response)))
    return homebox_error_new (HOMEBOX_ERROR_GATEWAY_LOGIN, HOMEBOX_FIELD_NONE, address);

  return homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, detail);
}

static guint
get_retry_after (HomeboxResponse *response, guint otherwise)
{
  SoupMessageHeaders *headers = homebox_response_get_headers (response);
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  const char *date = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) then = NULL;
  g_autoptr (GDateTime) now = NULL;
  guint64 seconds;

  if (text == NULL)
    return otherwise;

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &seconds, NULL))
    return (guint) CLAMP (seconds, 1, RETRY_AFTER_MAX);

  then = soup_date_time_new_from_http_string (text);
  if (then == NULL)
    return g_ascii_isdigit (*text) ? RETRY_AFTER_MAX : otherwise;

  /* By the clock that wrote it, where that is known: ours may be wrong. */
  if (date != NULL)
    now = soup_date_time_new_from_http_string (date);
  if (now == NULL)
    now = g_date_time_new_now_utc ();

  return (guint) CLAMP (g_date_time_difference (then, now) / G_TIME_SPAN_SECOND, 1,
                        RETRY_AFTER_MAX);
}

static HomeboxField
get_refused_field (JsonNode *root)
{
  JsonNode *node = NULL;
  g_autoptr (GList) members = NULL;

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    node = json_object_get_member (json_node_get_object (root), "fields");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return HOMEBOX_FIELD_NONE;

  members = json_object_get_members (json_node_get_object (node));

  for (GList *l = members; l != NULL; l = l->next)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
        {
          if (g_ascii_strcasecmp (l->data, fields[i].key) == 0)
            return fields[i].field;
        }
    }

  return HOMEBOX_FIELD_NONE;
}

static GError *
judge_client_error (HomeboxResponse *response, JsonNode *root)
{
  guint status = homebox_response_get_status (response);
  const char *text = homebox_response_get_error_text (response);
  const Meaning *meaning;

  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      if (is_challenge_of_proxy (response))
        return new_stranger (response, text);
      return homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE, text);

    case SOUP_STATUS_FORBIDDEN:
      meaning = find_meaning (forbidden_meanings, G_N_ELEMENTS (forbidden_meanings), text);
      return homebox_error_new (meaning != NULL ? meaning->code : HOMEBOX_ERROR_FORBIDDEN,
                                HOMEBOX_FIELD_NONE, text);

    case SOUP_STATUS_NOT_FOUND:
      if (root == NULL)
        return homebox_error_new (HOMEBOX_ERROR_SERVER_TOO_OLD, HOMEBOX_FIELD_NONE, text);
      if (text == NULL)
        return homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, NULL);
      return homebox_error_new (HOMEBOX_ERROR_NOT_FOUND, HOMEBOX_FIELD_NONE, text);

    case SOUP_STATUS_METHOD_NOT_ALLOWED:
      return homebox_error_new (HOMEBOX_ERROR_SERVER_TOO_OLD, HOMEBOX_FIELD_NONE, text);

    case SOUP_STATUS_REQUEST_TIMEOUT:
      return homebox_error_new (HOMEBOX_ERROR_SERVER_BUSY, HOMEBOX_FIELD_NONE, text);

    default:
      break;
    }

  meaning = find_meaning (input_meanings, G_N_ELEMENTS (input_meanings), text);
  if (meaning != NULL)
    return homebox_error_new (meaning->code, meaning->field, text);

  /* Homebox puts all of these into JSON. What a web server says about a request that it does not
   * understand (plain HTTP on a port for TLS is one) comes as text. */
  if (root == NULL && status != SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE)
    return homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, text);

  return homebox_error_new (HOMEBOX_ERROR_INVALID_INPUT, get_refused_field (root), text);
}

static GError *
judge_server_error (HomeboxResponse *response)
{
  const char *text = homebox_response_get_error_text (response);
  const Meaning *meaning;

  switch (homebox_response_get_status (response))
    {
    case SOUP_STATUS_BAD_GATEWAY:
      return homebox_error_new (HOMEBOX_ERROR_BAD_GATEWAY, HOMEBOX_FIELD_NONE, text);
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
      return homebox_error_new_unavailable (get_retry_after (response, 0), text);
    case SOUP_STATUS_GATEWAY_TIMEOUT:
      return homebox_error_new (HOMEBOX_ERROR_GATEWAY_TIMEOUT, HOMEBOX_FIELD_NONE, text);

    default:
      meaning = find_meaning (input_meanings, G_N_ELEMENTS (input_meanings), text);
      if (meaning != NULL)
        return homebox_error_new (meaning->code, meaning->field, text);
      return homebox_error_new (HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE, text);
    }
}

/*
 * homebox_verdict_on:
 * @response: an answer
 * @root: (nullable): its body, when it is JSON
 *
 * Says what an answer means wherever it comes from, see homebox_response_check().
 *
 * Returns: (transfer full) (nullable): an error, or %NULL for a success
 */
GError *
homebox_verdict_on (HomeboxResponse *response, JsonNode *root)
{
  guint status = homebox_response_get_status (response);

  if (status == STATUS_TOO_MANY_REQUESTS)
    return homebox_error_new_retry_after (get_retry_after (response, RETRY_AFTER_DEFAULT),
                                          homebox_response_get_error_text (response));

  if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED
      || status == STATUS_NETWORK_AUTHENTICATION_REQUIRED)
    return homebox_error_new (HOMEBOX_ERROR_GATEWAY_LOGIN, HOMEBOX_FIELD_NONE,
                              homebox_response_get_homebox_address (response));

  if (SOUP_STATUS_IS_SERVER_ERROR (status))
    return judge_server_error (response);

  if (is_web_page (response))
    return new_stranger (response, "a web page");

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return NULL;

  if (SOUP_STATUS_IS_CLIENT_ERROR (status))
    return judge_client_error (response, root);

  if (SOUP_STATUS_IS_REDIRECTION (status)
      && soup_message_headers_get_one (homebox_response_get_headers (response), "Location") != NULL)
    return homebox_error_new (HOMEBOX_ERROR_REDIRECTED, HOMEBOX_FIELD_NONE, NULL);

  return homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, NULL);
}

/*
 * homebox_verdict_is_json:
 * @response: an answer
 * @error: return location for an error
 *
 * Checks that an answer calls itself JSON, or at least does not call itself anything else.
 *
 * Returns: whether it is worth being parsed; with %HOMEBOX_ERROR_NOT_HOMEBOX otherwise
 */
gboolean
homebox_verdict_is_json (HomeboxResponse *response, GError **error)
{
  const char *content_type = get_content_type (response);

  if (content_type == NULL || is_json_type (content_type))
    return TRUE;

  g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE,
                                               content_type));

  return FALSE;
}
