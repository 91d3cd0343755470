#include "homebox-authorization-answer.h"

#include <gio/gio.h>
#include <string.h>

/* No provider's code or state comes near this; a browser's address line does. */
#define MAX_QUERY_LENGTH 8192

struct _HomeboxAuthorizationAnswer
{
  HomeboxSecret *code;
  HomeboxSecret *state;
  char *error;
};

G_DEFINE_BOXED_TYPE (HomeboxAuthorizationAnswer,
                     homebox_authorization_answer,
                     homebox_authorization_answer_ref,
                     homebox_authorization_answer_unref)

static void
homebox_authorization_answer_clear (HomeboxAuthorizationAnswer *self)
{
  g_clear_pointer (&self->code, homebox_secret_unref);
  g_clear_pointer (&self->state, homebox_secret_unref);
  g_clear_pointer (&self->error, g_free);
}

static gboolean
is_plain_error_code (const char *text)
{
  /* Error codes are a few words joined by underscores; anything else is somebody else's text,
   * which has no business on our screen. */
  return *text != '\0' && strlen (text) <= 64 &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz_") == strlen (text);
}

static gboolean
take_secret (HomeboxSecret **member, char *value)
{
  gboolean acceptable = *member == NULL && *value != '\0';

  if (acceptable)
    *member = homebox_secret_new_take (value);
  else
    homebox_secret_free_string (value);

  return acceptable;
}

static gboolean
homebox_authorization_answer_take (HomeboxAuthorizationAnswer *self, const char *name, char *value)
{
  gboolean acceptable = TRUE;

  if (strcmp (name, "code") == 0)
    return take_secret (&self->code, value);
  if (strcmp (name, "state") == 0)
    return take_secret (&self->state, value);

  if (strcmp (name, "error") == 0)
    {
      acceptable = self->error == NULL;
      g_free (self->error);
      self->error = g_strdup (is_plain_error_code (value) ? value : "unknown");
    }
  homebox_secret_free_string (value);

  return acceptable;
}

/**
 * homebox_authorization_answer_new_from_query:
 * @query: the query of a redirect URI, without the `?`
 *
 * Reads what a provider sent. A parameter that comes twice, an empty one, a missing state, and
 * a code together with an error are refused, as RFC 6749 has them not.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL when @query is none
 */
HomeboxAuthorizationAnswer *
homebox_authorization_answer_new_from_query (const char *query)
{
  g_autoptr (HomeboxAuthorizationAnswer) self = NULL;
  GUriParamsIter iter;
  char *name, *value;

  g_return_val_if_fail (query != NULL, NULL);

  if (strlen (query) > MAX_QUERY_LENGTH)
    return NULL;

  self = g_atomic_rc_box_new0 (HomeboxAuthorizationAnswer);

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL))
    {
      g_autofree char *owned_name = name;

      if (!homebox_authorization_answer_take (self, owned_name, value))
        return NULL;
    }

  if (self->state == NULL || (self->code == NULL) == (self->error == NULL))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * homebox_authorization_answer_ref:
 * @self: an answer
 *
 * Takes one more reference.
 *
 * Returns: (transfer full): @self
 */
HomeboxAuthorizationAnswer *
homebox_authorization_answer_ref (HomeboxAuthorizationAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * homebox_authorization_answer_unref:
 * @self: (transfer full): an answer
 *
 * Drops a reference. With the last one, the code and the state are overwritten.
 */
void
homebox_authorization_answer_unref (HomeboxAuthorizationAnswer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) homebox_authorization_answer_clear);
}

/**
 * homebox_authorization_answer_get_code:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the authorization code, or %NULL after an error
 */
HomeboxSecret *
homebox_authorization_answer_get_code (HomeboxAuthorizationAnswer *self)
{
  return self->code;
}

/**
 * homebox_authorization_answer_get_state:
 * @self: an answer
 *
 * Returns: (transfer none): the state, to be compared in constant time
 */
HomeboxSecret *
homebox_authorization_answer_get_state (HomeboxAuthorizationAnswer *self)
{
  return self->state;
}

/**
 * homebox_authorization_answer_get_error:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the provider's error code, such as `access_denied`, or
 *   %NULL when there is a code
 */
const char *
homebox_authorization_answer_get_error (HomeboxAuthorizationAnswer *self)
{
  return self->error;
}
