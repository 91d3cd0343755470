#include "homebox-message.h"

#include "homebox-json-check.h"

/* What libsoup reads of a head before it gives up. */
#define HEAD_LIMIT (64 * 1024)

static gboolean
has_length (SoupMessageHeaders *headers)
{
  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
}

/*
 * homebox_message_is_redirect:
 * @message: a message with its answer's head
 *
 * Returns: whether the answer sends us elsewhere, and says where
 */
gboolean
homebox_message_is_redirect (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  switch (soup_message_get_status (message))
    {
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_FOUND:
    case SOUP_STATUS_SEE_OTHER:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
    case SOUP_STATUS_PERMANENT_REDIRECT:
      return soup_message_headers_get_one (headers, "Location") != NULL;
    default:
      return FALSE;
    }
}

/*
 * homebox_message_has_bad_length:
 * @message: a message with its answer's head
 *
 * Returns: whether the answer announces a length below zero, which libsoup takes for a number
 */
gboolean
homebox_message_has_bad_length (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return has_length (headers) && soup_message_headers_get_content_length (headers) < 0;
}

/*
 * homebox_message_has_endless_head:
 * @message: a message that failed
 * @error: how
 *
 * Returns: whether it failed over a head that was too large, which libsoup reports with the same
 *   code as a connection that ended
 */
gboolean
homebox_message_has_endless_head (SoupMessage *message, const GError *error)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
         && soup_message_metrics_get_response_header_bytes_received (metrics) > HEAD_LIMIT;
}

/*
 * homebox_message_announces_more:
 * @message: a message with its answer's head
 * @limit: how much is wanted, in bytes
 *
 * Returns: whether the answer says that its body is larger than @limit
 */
gboolean
homebox_message_announces_more (SoupMessage *message, gsize limit)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return has_length (headers)
         && soup_message_headers_get_content_length (headers) > (goffset) limit;
}

static gboolean
ends_early (SoupMessageHeaders *headers, HomeboxBody *body)
{
  const char *content_type = soup_message_headers_get_content_type (headers, NULL);
  gsize length = homebox_body_get_length (body);
  gsize offset;

  return g_strcmp0 (content_type, "application/json") == 0
         && homebox_json_check (homebox_body_peek (body), length, &offset) != NULL
         && offset == length;
}

/*
 * homebox_message_is_cut:
 * @message: a message whose answer ended
 * @body: what was read
 *
 * Whether something is missing. libsoup takes the end of the connection for the end of the answer
 * in more cases than it should: in the middle of the head, with `Connection: close` in spite of a
 * length, and between chunks. A JSON text knows better where it ends.
 *
 * Returns: whether the answer is incomplete
 */
gboolean
homebox_message_is_cut (SoupMessage *message, HomeboxBody *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_NO_CONTENT || status == SOUP_STATUS_NOT_MODIFIED)
    return FALSE;

  if (has_length (headers))
    return (goffset) homebox_body_get_length (body)
           != soup_message_headers_get_content_length (headers);

  return soup_message_metrics_get_response_body_bytes_received (metrics) == 0
         || ends_early (headers, body);
}
