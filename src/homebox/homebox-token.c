#include "homebox-token.h"

#include <string.h>

struct _HomeboxToken
{
  gatomicrefcount ref_count;
  HomeboxTokenKind kind;
  GDateTime *expires_at;
  HomeboxSecret *secret;
  HomeboxSecret *authorization;
};

G_DEFINE_BOXED_TYPE (HomeboxToken, homebox_token, homebox_token_ref, homebox_token_unref)

#define BEARER "Bearer "

/* What Homebox puts before the text of every API key. */
#define API_KEY_PREFIX "hb_"

static const char *
skip_spaces (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return text;
}

static const char *
skip_scheme (const char *text)
{
  text = skip_spaces (text);

  if (g_ascii_strncasecmp (text, BEARER, strlen (BEARER)) == 0)
    text = skip_spaces (text + strlen (BEARER));

  return text;
}

/**
 * homebox_token_new:
 * @text: the token, with or without `Bearer ` before it
 * @kind: what kind of token it is
 * @expires_at: (nullable): when it ends, if that is known
 *
 * Copies a token as an answer, the keyring or a person gave it; spaces around it are no part of it.
 * The sign-in of Homebox answers `Bearer XXXX`, its refresh the `XXXX` alone.
 *
 * Returns: (transfer full): a new token
 */
HomeboxToken *
homebox_token_new (const char *text, HomeboxTokenKind kind, GDateTime *expires_at)
{
  HomeboxToken *self;
  gsize length;
  char *bare;

  g_return_val_if_fail (text != NULL, NULL);

  text = skip_scheme (text);
  length = strlen (text);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;

  bare = g_strndup (text, length);

  self = g_new0 (HomeboxToken, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->expires_at = expires_at != NULL ? g_date_time_ref (expires_at) : NULL;
  self->authorization = homebox_secret_new_take (g_strconcat (BEARER, bare, NULL));
  self->secret = homebox_secret_new_take (bare);

  return self;
}

/**
 * homebox_token_ref:
 * @self: a token
 *
 * Returns: (transfer full): @self, with one more reference
 */
HomeboxToken *
homebox_token_ref (HomeboxToken *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * homebox_token_unref:
 * @self: (transfer full): a token
 *
 * Lets go of a reference. With the last one the token's text is overwritten.
 */
void
homebox_token_unref (HomeboxToken *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  homebox_secret_unref (self->authorization);
  homebox_secret_unref (self->secret);
  g_clear_pointer (&self->expires_at, g_date_time_unref);
  g_free (self);
}

/**
 * homebox_token_get_kind:
 * @self: a token
 *
 * Returns: what kind of token it is
 */
HomeboxTokenKind
homebox_token_get_kind (HomeboxToken *self)
{
  g_return_val_if_fail (self != NULL, HOMEBOX_TOKEN_SESSION);

  return self->kind;
}

/**
 * homebox_token_get_expires_at:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): when the token ends, or %NULL when that is not known
 */
GDateTime *
homebox_token_get_expires_at (HomeboxToken *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->expires_at;
}

/**
 * homebox_token_get_secret:
 * @self: a token
 *
 * The bare token, for keeping it.
 *
 * Returns: (transfer none): the text without `Bearer `
 */
HomeboxSecret *
homebox_token_get_secret (HomeboxToken *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->secret;
}

/**
 * homebox_token_get_authorization:
 * @self: a token
 *
 * The value of an `Authorization` header (RFC 6750, section 2.1).
 *
 * Returns: (transfer none): the text with `Bearer ` before it
 */
HomeboxSecret *
homebox_token_get_authorization (HomeboxToken *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->authorization;
}

/**
 * homebox_token_kind_for_text:
 * @text: a token, with or without `Bearer ` before it
 *
 * Tells the kind of a token from its text: Homebox starts every API key with `hb_`.
 *
 * Returns: the kind
 */
HomeboxTokenKind
homebox_token_kind_for_text (const char *text)
{
  g_return_val_if_fail (text != NULL, HOMEBOX_TOKEN_SESSION);

  return g_str_has_prefix (skip_scheme (text), API_KEY_PREFIX) ? HOMEBOX_TOKEN_API_KEY
                                                               : HOMEBOX_TOKEN_SESSION;
}
