#include "homebox-settings-private.h"

#include "homebox-error.h"
#include "homebox-verdict.h"

static GError *
broken (const char *detail)
{
  return homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE, detail);
}

/*
 * homebox_settings_read_answer:
 * @response: an answer to a read or a write of the settings
 * @error: return location for an error
 *
 * Reads `{"item": {…}}`, and `{"item": null}` as an empty object; a bare object as well. The text
 * is split by our own reader, since json-glib would damage it.
 *
 * Errors: those of homebox_response_check(), %HOMEBOX_ERROR_NOT_HOMEBOX,
 * %HOMEBOX_ERROR_BROKEN_ANSWER.
 *
 * Returns: (transfer full) (nullable): what the server has
 */
HomeboxJsonMembers *
homebox_settings_read_answer (HomeboxResponse *response, GError **error)
{
  g_autoptr (HomeboxJsonMembers) answer = NULL;
  const char *text, *item;
  gsize length;

  /* A plain success is not looked at twice: a write may have to follow at once. */
  if (homebox_response_get_status (response) != SOUP_STATUS_OK
      && !homebox_response_check (response, error))
    return NULL;
  if (!homebox_verdict_is_json (response, error))
    return NULL;

  text = g_bytes_get_data (homebox_response_get_body (response), &length);
  answer = text != NULL ? homebox_json_members_parse_stored (text, length) : NULL;
  if (answer == NULL)
    {
      g_propagate_error (error, broken ("settings: not an object"));
      return NULL;
    }

  item = homebox_json_members_lookup (answer, "\"item\"");
  if (item == NULL || homebox_json_members_get_n (answer) != 1)
    return g_steal_pointer (&answer);

  switch (homebox_json_text_get_kind (item))
    {
    case HOMEBOX_JSON_NULL:
      return homebox_json_members_new ();
    case HOMEBOX_JSON_OBJECT:
      return homebox_json_members_split (item);
    default:
      g_propagate_error (error, broken ("settings: not an object"));
      return NULL;
    }
}

/*
 * homebox_settings_is_worth_waiting:
 * @error: why a read or a write failed
 *
 * Returns: whether it may go later just as it is, without anybody doing anything about it here
 */
gboolean
homebox_settings_is_worth_waiting (const GError *error)
{
  if (error->domain != HOMEBOX_ERROR)
    return FALSE;

  if (homebox_error_is_no_server (error))
    return TRUE;

  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_CONNECTION_LOST:
    case HOMEBOX_ERROR_NOT_ENCRYPTED:
    case HOMEBOX_ERROR_REDIRECTED:
    case HOMEBOX_ERROR_GATEWAY_LOGIN:
    case HOMEBOX_ERROR_NOT_HOMEBOX:
    case HOMEBOX_ERROR_SERVER_BUSY:
    case HOMEBOX_ERROR_BAD_GATEWAY:
    case HOMEBOX_ERROR_UNAVAILABLE:
    case HOMEBOX_ERROR_GATEWAY_TIMEOUT:
    case HOMEBOX_ERROR_TOO_MANY_ATTEMPTS:
    case HOMEBOX_ERROR_SESSION_ENDED:
      return TRUE;
    default:
      return FALSE;
    }
}

/*
 * homebox_settings_is_undecided:
 * @error: why a write failed
 *
 * Returns: whether the server may have done it all the same
 */
gboolean
homebox_settings_is_undecided (const GError *error)
{
  return error->domain != HOMEBOX_ERROR || homebox_error_is_unclear (error);
}
