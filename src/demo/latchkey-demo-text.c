#include "latchkey-demo-text.h"

#include <sys/random.h>

/**
 * latchkey_demo_text_new_token:
 *
 * Makes a secret of the form Homebox uses: 128 random bits as 26 characters of base32 (RFC 4648,
 * section 6) without padding.
 *
 * Returns: (transfer full): the token
 */
char *
latchkey_demo_text_new_token (void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  guint8 random[16];
  GString *token = g_string_new (NULL);
  guint32 bits = 0;
  guint n_bits = 0;

  if (getentropy (random, sizeof random) != 0)
    g_error ("The system has no random numbers: %s", g_strerror (errno));

  for (gsize i = 0; i < sizeof random; i++)
    {
      bits = (bits << 8) | random[i];
      for (n_bits += 8; n_bits >= 5; n_bits -= 5)
        g_string_append_c (token, alphabet[(bits >> (n_bits - 5)) & 31]);
    }
  g_string_append_c (token, alphabet[(bits << (5 - n_bits)) & 31]);

  return g_string_free (token, FALSE);
}

/* RFC 4648, section 5, without padding. */
static char *
encode_base64url (const guint8 *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  text[strcspn (text, "=")] = '\0';

  return g_strdelimit (g_strdelimit (text, "+", '-'), "/", '_');
}

/**
 * latchkey_demo_text_new_secret:
 *
 * Makes a secret of the form Homebox uses in OIDC: 256 random bits as 43 characters of base64url.
 *
 * Returns: (transfer full): the secret
 */
char *
latchkey_demo_text_new_secret (void)
{
  guint8 random[32];

  if (getentropy (random, sizeof random) != 0)
    g_error ("The system has no random numbers: %s", g_strerror (errno));

  return encode_base64url (random, sizeof random);
}

/**
 * latchkey_demo_text_make_challenge:
 * @verifier: a code verifier
 *
 * Returns: (transfer full): its code challenge by the method `S256` (RFC 7636, section 4.2)
 */
char *
latchkey_demo_text_make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return encode_base64url (digest, length);
}

/**
 * latchkey_demo_text_format_time:
 * @microseconds: real time
 *
 * Writes a time as Homebox does: RFC 3339 in UTC, with as many decimals as are not zero.
 *
 * Returns: (transfer full): the time
 */
char *
latchkey_demo_text_format_time (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autofree char *seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *fraction
      = g_strdup_printf (".%06" G_GINT64_FORMAT, microseconds % G_USEC_PER_SEC);
  gsize length = strlen (fraction);

  while (length > 0 && strchr ("0.", fraction[length - 1]) != NULL)
    fraction[--length] = '\0';

  return g_strconcat (seconds, fraction, "Z", NULL);
}

/**
 * latchkey_demo_text_parse_time:
 * @text: an RFC 3339 time
 * @microseconds: (out): the time as real time
 *
 * Returns: whether @text is a time with a time zone, as the server insists on
 */
gboolean
latchkey_demo_text_parse_time (const char *text, gint64 *microseconds)
{
  g_autoptr (GDateTime) time = NULL;

  /* What GLib takes beyond RFC 3339 (week dates, no separators) the server refuses. */
  if (!g_regex_match_simple (
          "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$", text, 0, 0))
    return FALSE;

  time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;

  *microseconds
      = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);

  return TRUE;
}
