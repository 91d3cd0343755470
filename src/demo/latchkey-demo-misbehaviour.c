#include "latchkey-demo-misbehaviour.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define HUGE_SIZE (2 * 1024 * 1024)
#define DEPTH 100000

static const char *const mode_names[] = {
  [LATCHKEY_DEMO_MODE_OFF] = "off",
  [LATCHKEY_DEMO_MODE_SLOW] = "slow",
  [LATCHKEY_DEMO_MODE_DRIP] = "drip",
  [LATCHKEY_DEMO_MODE_HOLD] = "hold",
  [LATCHKEY_DEMO_MODE_CLOSE] = "close",
  [LATCHKEY_DEMO_MODE_LOSE] = "lose",
  [LATCHKEY_DEMO_MODE_CUT] = "cut",
  [LATCHKEY_DEMO_MODE_HUGE] = "huge",
  [LATCHKEY_DEMO_MODE_DEEP] = "deep",
  [LATCHKEY_DEMO_MODE_BROKEN] = "broken",
  [LATCHKEY_DEMO_MODE_EMPTY] = "empty",
  [LATCHKEY_DEMO_MODE_HTML] = "html",
  [LATCHKEY_DEMO_MODE_REDIRECT] = "redirect",
  [LATCHKEY_DEMO_MODE_STATUS] = "status",
};

/**
 * latchkey_demo_misbehaviour_parse_mode:
 * @name: the name of a mode
 * @mode: (out): the mode
 *
 * Returns: whether there is such a mode
 */
gboolean
latchkey_demo_misbehaviour_parse_mode (const char *name, LatchkeyDemoMode *mode)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mode_names); i++)
    if (g_strcmp0 (name, mode_names[i]) == 0)
      {
        *mode = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
check_number (LatchkeyDemoMode mode, const char *text, guint64 least, guint64 most, GError **error)
{
  g_autofree char *number = text != NULL ? g_strndup (text, strcspn (text, " ")) : NULL;

  if (number != NULL && g_ascii_string_to_unsigned (number, 10, least, most, NULL, NULL))
    return TRUE;

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               "%s needs a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
               mode_names[mode],
               least,
               most);

  return FALSE;
}

static gboolean
check_argument (LatchkeyDemoMode mode, const char *argument, GError **error)
{
  switch (mode)
    {
    case LATCHKEY_DEMO_MODE_SLOW:
      return check_number (mode, argument, 0, 3600, error);
    case LATCHKEY_DEMO_MODE_CUT:
      return check_number (mode, argument, 0, G_MAXUINT32, error);
    case LATCHKEY_DEMO_MODE_STATUS:
      return check_number (mode, argument, 200, 599, error);
    case LATCHKEY_DEMO_MODE_REDIRECT:
      if (argument != NULL)
        return TRUE;
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "redirect needs an address");
      return FALSE;
    default:
      if (argument == NULL)
        return TRUE;
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   "%s takes no argument",
                   mode_names[mode]);
      return FALSE;
    }
}

/**
 * latchkey_demo_misbehaviour_new:
 * @method: the HTTP method it is about, `*` for any
 * @path_prefix: how the path begins, `/api/v1` included
 * @mode: what to do
 * @argument: (nullable): as @mode needs it
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the misbehaviour, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT
 *   when @argument does not fit @mode
 */
LatchkeyDemoMisbehaviour *
latchkey_demo_misbehaviour_new (const char *method,
                                const char *path_prefix,
                                LatchkeyDemoMode mode,
                                const char *argument,
                                GError **error)
{
  LatchkeyDemoMisbehaviour *self;

  if (!check_argument (mode, argument, error))
    return NULL;

  self = g_new0 (LatchkeyDemoMisbehaviour, 1);
  self->method = g_strdup (method);
  self->path_prefix = g_strdup (path_prefix);
  self->mode = mode;
  self->argument = g_strdup (argument);

  return self;
}

/**
 * latchkey_demo_misbehaviour_free:
 * @self: (nullable) (transfer full): a misbehaviour
 *
 * Frees it.
 */
void
latchkey_demo_misbehaviour_free (LatchkeyDemoMisbehaviour *self)
{
  if (self == NULL)
    return;

  g_free (self->method);
  g_free (self->path_prefix);
  g_free (self->argument);
  g_free (self);
}

/**
 * latchkey_demo_misbehaviour_matches:
 * @self: a misbehaviour
 * @method: the method of a request
 * @path: its path
 *
 * Returns: whether it is about that request
 */
gboolean
latchkey_demo_misbehaviour_matches (LatchkeyDemoMisbehaviour *self,
                                    const char *method,
                                    const char *path)
{
  return (strcmp (self->method, "*") == 0 || strcmp (self->method, method) == 0)
         && g_str_has_prefix (path, self->path_prefix);
}

static void
reply_take (SoupServerMessage *message, const char *type, char *body, gsize length)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE, body, length);
}

static void
reply_filled (SoupServerMessage *message, char fill, gsize length, gboolean quoted)
{
  char *body = g_malloc (length);

  memset (body, fill, length);
  if (quoted)
    body[0] = body[length - 1] = '"';
  reply_take (message, "application/json; charset=utf-8", body, length);
}

static void
reply_status (SoupServerMessage *message, const char *argument)
{
  const char *text = strchr (argument, ' ');

  soup_server_message_set_status (message, strtoul (argument, NULL, 10), NULL);
  if (text != NULL)
    {
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text + 1);
      g_autofree char *quoted = json_to_string (node, FALSE);
      char *body = g_strdup_printf ("{\"error\":%s}", quoted);

      soup_server_message_set_response (
          message, "application/json; charset=utf-8", SOUP_MEMORY_TAKE, body, strlen (body));
    }
}

/**
 * latchkey_demo_misbehaviour_replace:
 * @self: a misbehaviour
 * @message: a request it is about
 *
 * Answers in place of the endpoint, when the mode is one that does nothing but answer.
 *
 * Returns: whether it did
 */
gboolean
latchkey_demo_misbehaviour_replace (LatchkeyDemoMisbehaviour *self, SoupServerMessage *message)
{
  switch (self->mode)
    {
    case LATCHKEY_DEMO_MODE_HUGE:
      reply_filled (message, 'x', HUGE_SIZE, TRUE);
      return TRUE;
    case LATCHKEY_DEMO_MODE_DEEP:
      reply_filled (message, '[', DEPTH, FALSE);
      return TRUE;
    case LATCHKEY_DEMO_MODE_BROKEN:
      reply_take (message,
                  "application/json; charset=utf-8",
                  g_strdup ("{\"item\":{\"id\":\"ada"),
                  strlen ("{\"item\":{\"id\":\"ada"));
      return TRUE;
    case LATCHKEY_DEMO_MODE_EMPTY:
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      return TRUE;
    case LATCHKEY_DEMO_MODE_HTML:
      {
        char *page = g_strdup ("<!DOCTYPE html>\n"
                               "<html><head><title>Sign in to the gateway</title></head>"
                               "<body><form method=\"post\"></form></body></html>\n");

        reply_take (message, "text/html; charset=utf-8", page, strlen (page));
        return TRUE;
      }
    case LATCHKEY_DEMO_MODE_REDIRECT:
      soup_server_message_set_status (message, SOUP_STATUS_FOUND, NULL);
      soup_message_headers_replace (
          soup_server_message_get_response_headers (message), "Location", self->argument);
      return TRUE;
    case LATCHKEY_DEMO_MODE_STATUS:
      reply_status (message, self->argument);
      return TRUE;
    default:
      return FALSE;
    }
}
