#include "homebox-error.h"

#include "homebox-error-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

/* An address has to stay whole. */
#define ADDRESS_MAX 2000

typedef struct
{
  HomeboxField field;
  guint retry_after;
  char *detail;
  HomeboxCertificate *certificate;
} HomeboxErrorPrivate;

static void
homebox_error_private_init (HomeboxErrorPrivate *priv)
{
}

static void
homebox_error_private_copy (const HomeboxErrorPrivate *source, HomeboxErrorPrivate *target)
{
  *target = *source;
  target->detail = g_strdup (source->detail);
  if (target->certificate != NULL)
    g_object_ref (target->certificate);
}

static void
homebox_error_private_clear (HomeboxErrorPrivate *priv)
{
  g_free (priv->detail);
  g_clear_object (&priv->certificate);
}

G_DEFINE_EXTENDED_ERROR (HomeboxError, homebox_error)

/* Marks and overrides of text direction could make a server's words read as something else. */
static gboolean
is_unwanted (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
         || c == 0x2028 || c == 0x2029 || c == 0x200e || c == 0x200f || c == 0xfeff;
}

/*
 * homebox_error_clean_text:
 * @text: what a server said, in any encoding
 * @length: its length in bytes
 * @max_characters: how much of it to keep
 *
 * Makes foreign words fit to be shown and logged: valid UTF-8, one line, no control characters.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL when nothing is left of it
 */
char *
homebox_error_clean_text (const char *text, gsize length, gsize max_characters)
{
  g_autofree char *valid = NULL;
  GString *clean;
  gsize count = 0;

  /* One character takes four bytes at most: what is behind could not be shown anyway. */
  valid = g_utf8_make_valid (text, (gssize) MIN (length, max_characters * 4));
  clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0' && count < max_characters; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c))
        c = ' ';
      else if (is_unwanted (c))
        continue;

      if (c == ' ' && (clean->len == 0 || clean->str[clean->len - 1] == ' '))
        continue;

      g_string_append_unichar (clean, c);
      count++;
    }

  if (clean->len > 0 && clean->str[clean->len - 1] == ' ')
    g_string_truncate (clean, clean->len - 1);

  return g_string_free (clean, clean->len == 0);
}

/*
 * homebox_error_is_silence:
 * @error: why a request failed
 *
 * Returns: whether the server could not be asked at all, or had nothing to say
 */
gboolean
homebox_error_is_silence (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain != HOMEBOX_ERROR)
    return FALSE;

  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
    case HOMEBOX_ERROR_REFUSED:
    case HOMEBOX_ERROR_UNREACHABLE:
    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_CONNECTION_LOST:
    case HOMEBOX_ERROR_SERVER_FAILED:
    case HOMEBOX_ERROR_SERVER_BUSY:
      return TRUE;
    default:
      return FALSE;
    }
}

static GError *
new_error (HomeboxError code,
           HomeboxField field,
           guint retry_after,
           const char *detail,
           const char *message)
{
  GError *error = g_error_new_literal (HOMEBOX_ERROR, (int) code, message);
  HomeboxErrorPrivate *priv = homebox_error_get_private (error);
  gboolean is_address = code == HOMEBOX_ERROR_REDIRECTED || code == HOMEBOX_ERROR_GATEWAY_LOGIN;
  gsize max = is_address ? ADDRESS_MAX : HOMEBOX_ERROR_DETAIL_MAX;

  priv->field = field;
  priv->retry_after = retry_after;
  priv->detail = detail != NULL ? homebox_error_clean_text (detail, strlen (detail), max) : NULL;

  return error;
}

/**
 * homebox_error_new:
 * @code: what happened
 * @field: the input it is about, or %HOMEBOX_FIELD_NONE
 * @detail: (nullable): what the server itself said; for %HOMEBOX_ERROR_REDIRECTED the address it
 *   sent us to
 *
 * Makes an error with the translated message that belongs to @code. Control characters in @detail
 * are dropped, and no more than 300 characters of it are kept (2,000 of an address).
 *
 * Returns: (transfer full): a new error
 */
GError *
homebox_error_new (HomeboxError code, HomeboxField field, const char *detail)
{
  return new_error (code, field, 0, detail, homebox_error_message (code, field));
}

/**
 * homebox_error_new_with_message:
 * @code: what happened
 * @field: the input it is about, or %HOMEBOX_FIELD_NONE
 * @message: what happened and what to do now, translated
 *
 * Makes an error with a message of its own, for when more is known than @code says.
 *
 * Returns: (transfer full): a new error
 */
GError *
homebox_error_new_with_message (HomeboxError code, HomeboxField field, const char *message)
{
  g_return_val_if_fail (message != NULL, NULL);

  return new_error (code, field, 0, NULL, message);
}

/**
 * homebox_error_new_retry_after:
 * @seconds: how long the server wants us to wait, in seconds
 * @detail: (nullable): what the server itself said
 *
 * Makes a %HOMEBOX_ERROR_TOO_MANY_ATTEMPTS that knows how long to wait and says so.
 *
 * Returns: (transfer full): a new error
 */
GError *
homebox_error_new_retry_after (guint seconds, const char *detail)
{
  g_autofree char *message = NULL;

  message = g_strdup_printf (
      ngettext ("There were too many attempts. Wait %u second, then try again.",
                "There were too many attempts. Wait %u seconds, then try again.", seconds),
      seconds);

  return new_error (HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, HOMEBOX_FIELD_NONE, seconds, detail, message);
}

/**
 * homebox_error_new_certificate:
 * @certificate: what a server showed
 *
 * Makes the error for a certificate that is not taken: %HOMEBOX_ERROR_CERTIFICATE_CHANGED when the
 * person trusts another one for that server, otherwise %HOMEBOX_ERROR_NOT_TRUSTED.
 *
 * Returns: (transfer full): a new error
 */
GError *
homebox_error_new_certificate (HomeboxCertificate *certificate)
{
  HomeboxError code;
  GError *error;

  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (certificate), NULL);

  code = homebox_certificate_get_pin (certificate) != NULL ? HOMEBOX_ERROR_CERTIFICATE_CHANGED
                                                           : HOMEBOX_ERROR_NOT_TRUSTED;
  error = homebox_error_new (code, HOMEBOX_FIELD_NONE, NULL);
  homebox_error_get_private (error)->certificate = g_object_ref (certificate);

  return error;
}

/**
 * homebox_error_new_unavailable:
 * @seconds: how long the server says that it takes, in seconds, or 0 when it does not say
 * @detail: (nullable): what the server itself said
 *
 * Makes a %HOMEBOX_ERROR_UNAVAILABLE.
 *
 * Returns: (transfer full): a new error
 */
GError *
homebox_error_new_unavailable (guint seconds, const char *detail)
{
  const char *message = homebox_error_message (HOMEBOX_ERROR_UNAVAILABLE, HOMEBOX_FIELD_NONE);

  return new_error (HOMEBOX_ERROR_UNAVAILABLE, HOMEBOX_FIELD_NONE, seconds, detail, message);
}

static HomeboxError
code_for_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED:
      return HOMEBOX_ERROR_CANCELLED;
    case G_IO_ERROR_TIMED_OUT:
      return HOMEBOX_ERROR_TIMED_OUT;
    case G_IO_ERROR_CONNECTION_REFUSED:
      return HOMEBOX_ERROR_REFUSED;
    case G_IO_ERROR_HOST_NOT_FOUND:
      return HOMEBOX_ERROR_NAME_NOT_FOUND;
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return HOMEBOX_ERROR_UNREACHABLE;
    case G_IO_ERROR_INVALID_DATA:
      return HOMEBOX_ERROR_BROKEN_ANSWER;
    default:
      /* The one that promises nothing about what the server did. */
      return HOMEBOX_ERROR_CONNECTION_LOST;
    }
}

static HomeboxError
code_for_tls_error (int code)
{
  switch (code)
    {
    case G_TLS_ERROR_BAD_CERTIFICATE:
      return HOMEBOX_ERROR_NOT_TRUSTED;
    case G_TLS_ERROR_EOF:
      return HOMEBOX_ERROR_CONNECTION_LOST;
    default:
      return HOMEBOX_ERROR_NOT_SECURE;
    }
}

static HomeboxError
code_for_session_error (int code)
{
  switch (code)
    {
    case SOUP_SESSION_ERROR_PARSING:
      return HOMEBOX_ERROR_NOT_HOMEBOX;
    case SOUP_SESSION_ERROR_ENCODING:
      return HOMEBOX_ERROR_BROKEN_ANSWER;
    case SOUP_SESSION_ERROR_TOO_MANY_REDIRECTS:
    case SOUP_SESSION_ERROR_REDIRECT_NO_LOCATION:
    case SOUP_SESSION_ERROR_REDIRECT_BAD_URI:
      return HOMEBOX_ERROR_REDIRECTED;
    default:
      return HOMEBOX_ERROR_CONNECTION_LOST;
    }
}

/**
 * homebox_error_new_from_transport:
 * @cause: an error of #GResolver, GIO, TLS or libsoup
 *
 * Translates what the libraries below report into what it means to a person. The technical words
 * become the detail. An error that already is of this domain is copied.
 *
 * Returns: (transfer full): a new error
 */
GError *
homebox_error_new_from_transport (const GError *cause)
{
  HomeboxError code = HOMEBOX_ERROR_CONNECTION_LOST;

  g_return_val_if_fail (cause != NULL, NULL);

  if (cause->domain == HOMEBOX_ERROR)
    return g_error_copy (cause);

  if (cause->domain == G_RESOLVER_ERROR)
    code = HOMEBOX_ERROR_NAME_NOT_FOUND;
  else if (cause->domain == G_TLS_ERROR)
    code = code_for_tls_error (cause->code);
  else if (cause->domain == G_IO_ERROR)
    code = code_for_io_error (cause->code);
  else if (cause->domain == SOUP_SESSION_ERROR)
    code = code_for_session_error (cause->code);

  return homebox_error_new (code, HOMEBOX_FIELD_NONE, cause->message);
}

/**
 * homebox_error_get_field:
 * @error: any error
 *
 * Returns: which input of the person @error is about
 */
HomeboxField
homebox_error_get_field (const GError *error)
{
  if (error == NULL || error->domain != HOMEBOX_ERROR)
    return HOMEBOX_FIELD_NONE;

  return homebox_error_get_private (error)->field;
}

/**
 * homebox_error_get_retry_after:
 * @error: any error
 *
 * Returns: how many seconds to wait before the next attempt; 0 when @error says nothing about that
 */
guint
homebox_error_get_retry_after (const GError *error)
{
  if (error == NULL || error->domain != HOMEBOX_ERROR)
    return 0;

  return homebox_error_get_private (error)->retry_after;
}

/**
 * homebox_error_get_detail:
 * @error: any error
 *
 * What the server or a library said, in its own language and words: for those who look closer. For
 * %HOMEBOX_ERROR_REDIRECTED it is the address the server sent us to, without its query; for
 * %HOMEBOX_ERROR_GATEWAY_LOGIN the address of the server.
 *
 * Returns: (transfer none) (nullable): one line of at most 300 characters (2,000 of an address)
 */
const char *
homebox_error_get_detail (const GError *error)
{
  if (error == NULL || error->domain != HOMEBOX_ERROR)
    return NULL;

  return homebox_error_get_private (error)->detail;
}

/**
 * homebox_error_get_certificate:
 * @error: any error
 *
 * Returns: (transfer none) (nullable): the certificate that was not taken, with
 *   %HOMEBOX_ERROR_NOT_TRUSTED and %HOMEBOX_ERROR_CERTIFICATE_CHANGED
 */
HomeboxCertificate *
homebox_error_get_certificate (const GError *error)
{
  if (error == NULL || error->domain != HOMEBOX_ERROR)
    return NULL;

  return homebox_error_get_private (error)->certificate;
}

/**
 * homebox_error_is_no_server:
 * @error: any error
 *
 * Tells that nobody answered who may be talked to: no network, no such name, nothing listening, no
 * answer in time, or a stranger where the server should be.
 *
 * Returns: whether @error is %HOMEBOX_ERROR_NAME_NOT_FOUND, %HOMEBOX_ERROR_REFUSED,
 *   %HOMEBOX_ERROR_UNREACHABLE, %HOMEBOX_ERROR_TIMED_OUT, %HOMEBOX_ERROR_NOT_TRUSTED,
 *   %HOMEBOX_ERROR_CERTIFICATE_CHANGED or %HOMEBOX_ERROR_NOT_SECURE
 */
gboolean
homebox_error_is_no_server (const GError *error)
{
  if (error == NULL || error->domain != HOMEBOX_ERROR)
    return FALSE;

  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
    case HOMEBOX_ERROR_REFUSED:
    case HOMEBOX_ERROR_UNREACHABLE:
    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_NOT_TRUSTED:
    case HOMEBOX_ERROR_CERTIFICATE_CHANGED:
    case HOMEBOX_ERROR_NOT_SECURE:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * homebox_error_is_unclear:
 * @error: any error
 *
 * Tells that what failed with @error may have been done all the same: the server began with it and
 * did not say, or somebody else answered in its place.
 *
 * Returns: whether that has to be found out
 */
gboolean
homebox_error_is_unclear (const GError *error)
{
  if (error == NULL || error->domain != HOMEBOX_ERROR)
    return FALSE;

  switch ((HomeboxError) error->code)
    {
    /* Also said of a network that goes away in the middle. */
    case HOMEBOX_ERROR_UNREACHABLE:
    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_CONNECTION_LOST:
    case HOMEBOX_ERROR_NOT_SECURE:
    case HOMEBOX_ERROR_NOT_HOMEBOX:
    case HOMEBOX_ERROR_BROKEN_ANSWER:
    case HOMEBOX_ERROR_TOO_LARGE:
    case HOMEBOX_ERROR_SERVER_FAILED:
    case HOMEBOX_ERROR_SERVER_BUSY:
    case HOMEBOX_ERROR_BAD_GATEWAY:
    case HOMEBOX_ERROR_UNAVAILABLE:
    case HOMEBOX_ERROR_GATEWAY_TIMEOUT:
    case HOMEBOX_ERROR_GATEWAY_LOGIN:
    case HOMEBOX_ERROR_CANCELLED:
      return TRUE;
    default:
      return FALSE;
    }
}
