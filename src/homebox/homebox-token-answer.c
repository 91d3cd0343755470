#include "homebox-token-answer.h"

#include "homebox-error.h"
#include "homebox-json.h"

/*
 * homebox_token_answer_read:
 * @response: the answer to a sign-in or a refresh
 * @error: return location for an error
 *
 * Reads the token of a session: `{"token":"Bearer XXXX","expiresAt":…}` from a sign-in, `{"raw":
 * "XXXX","expiresAt":…}` from a refresh; either is taken from both.
 *
 * Fails as homebox_response_get_object() does, and with %HOMEBOX_ERROR_BROKEN_ANSWER when there is
 * no token in it.
 *
 * Returns: (transfer full) (nullable): the token
 */
HomeboxToken *
homebox_token_answer_read (HomeboxResponse *response, GError **error)
{
  g_autoptr (GDateTime) expires_at = NULL;
  JsonObject *object;
  const char *text;

  object = homebox_response_get_object (response, error);
  if (object == NULL)
    return NULL;

  text = homebox_json_get_string (object, "token");
  if (text == NULL)
    text = homebox_json_get_string (object, "raw");
  if (text != NULL)
    {
      g_autoptr (HomeboxToken) token = NULL;

      expires_at = homebox_json_get_time (object, "expiresAt");
      token = homebox_token_new (text, HOMEBOX_TOKEN_SESSION, expires_at);
      if (homebox_secret_get_length (homebox_token_get_secret (token)) > 0)
        return g_steal_pointer (&token);
    }

  g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                               "an answer without “token”"));

  return NULL;
}
