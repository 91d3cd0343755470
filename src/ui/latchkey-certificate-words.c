#include "latchkey-certificate-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* In letters of a fingerprint: eight pairs, with what is between them and behind them. */
#define FINGERPRINT_LINE 24

/**
 * latchkey_certificate_words_server:
 * @origin: a server: `https://host:port`
 *
 * Returns: (transfer full): the server as people call it: without the scheme, and without the port
 *   if it is the usual one
 */
char *
latchkey_certificate_words_server (const char *origin)
{
  const char *separator = strstr (origin, "://");
  char *server = g_strdup (separator != NULL ? separator + strlen ("://") : origin);
  const char *usual = g_str_has_prefix (origin, "http://") ? ":80" : ":443";

  if (g_str_has_suffix (server, usual))
    server[strlen (server) - strlen (usual)] = '\0';

  return server;
}

static char *
dup_host (HomeboxCertificate *certificate)
{
  g_autoptr (GUri) uri
    = g_uri_parse (homebox_certificate_get_origin (certificate), G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL ? g_uri_get_host (uri) : "");
}

static char *
format_date (GDateTime *date)
{
  g_autoptr (GDateTime) local = date != NULL ? g_date_time_to_local (date) : NULL;

  if (local == NULL)
    return NULL;

  /* Translators: a day, as a format for g_date_time_format(); for example "21 December 2026". */
  return g_date_time_format (local, _("%-d %B %Y"));
}

static char *
describe_other_name (HomeboxCertificate *certificate)
{
  const char *const *names = homebox_certificate_get_alternative_names (certificate);
  g_autofree char *host = dup_host (certificate);
  g_autofree char *joined = NULL;

  if (names[0] == NULL)
    /* Translators: %s is the name of a computer, such as “home.example.org”. */
    return g_strdup_printf (_("It was not made for the server %s."), host);

  /* Translators: this is between the names of computers. */
  joined = g_strjoinv (_(", "), (char **) names);

  /* Translators: both are names of computers; the first may be several. */
  return g_strdup_printf (_("It was made for %s, and not for %s."), joined, host);
}

static char *
describe_unknown_issuer (HomeboxCertificate *certificate)
{
  const char *issuer = homebox_certificate_get_issuer (certificate);

  if (homebox_certificate_get_self_signed (certificate))
    return g_strdup (_("The server made it itself. Many servers at home do, but anybody can."));

  if (issuer == NULL)
    return g_strdup (_("It was made by somebody whom this computer does not know."));

  /* Translators: %s is who made the certificate. */
  return g_strdup_printf (_("It was made by “%s”, whom this computer does not know."), issuer);
}

static char *
describe_expired (HomeboxCertificate *certificate)
{
  g_autofree char *date = format_date (homebox_certificate_get_not_after (certificate));

  if (date == NULL)
    return g_strdup (_("It has expired."));

  /* Translators: %s is a day, such as “21 December 2026”. */
  return g_strdup_printf (_("It expired on %s."), date);
}

static char *
describe_not_activated (HomeboxCertificate *certificate)
{
  g_autofree char *date = format_date (homebox_certificate_get_not_before (certificate));

  if (date == NULL)
    return g_strdup (_("It is not valid yet. Check the date of this computer."));

  /* Translators: %s is a day, such as “21 December 2026”. */
  return g_strdup_printf (_("It is not valid before %s. Check the date of this computer."), date);
}

/**
 * latchkey_certificate_words_problems:
 * @certificate: a certificate
 *
 * Returns: (transfer full): what is wrong with it, a sentence on each line; empty if nothing is
 */
char *
latchkey_certificate_words_problems (HomeboxCertificate *certificate)
{
  GTlsCertificateFlags problems;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (certificate), NULL);

  problems = homebox_certificate_get_problems (certificate);

  if ((problems & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    g_ptr_array_add (lines, describe_unknown_issuer (certificate));
  if ((problems & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    g_ptr_array_add (lines, describe_other_name (certificate));
  if ((problems & G_TLS_CERTIFICATE_EXPIRED) != 0)
    g_ptr_array_add (lines, describe_expired (certificate));
  if ((problems & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    g_ptr_array_add (lines, describe_not_activated (certificate));
  if ((problems & G_TLS_CERTIFICATE_REVOKED) != 0)
    g_ptr_array_add (lines, g_strdup (_("Whoever made it has taken it back.")));
  if ((problems & G_TLS_CERTIFICATE_INSECURE) != 0)
    g_ptr_array_add (lines, g_strdup (_("It was made in a way that is no longer safe.")));
  if ((problems & G_TLS_CERTIFICATE_GENERIC_ERROR) != 0 || (problems != 0 && lines->len == 0))
    g_ptr_array_add (lines, g_strdup (_("This computer could not check it.")));

  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}

/**
 * latchkey_certificate_words_validity:
 * @certificate: a certificate
 *
 * Returns: (transfer full) (nullable): from when until when it is valid, or %NULL if it does not
 *   say
 */
char *
latchkey_certificate_words_validity (HomeboxCertificate *certificate)
{
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (certificate), NULL);

  start = format_date (homebox_certificate_get_not_before (certificate));
  end = format_date (homebox_certificate_get_not_after (certificate));

  if (start == NULL || end == NULL)
    return NULL;

  /* Translators: both are days, such as “21 December 2026”. */
  return g_strdup_printf (_("From %s to %s"), start, end);
}

/**
 * latchkey_certificate_words_fingerprint:
 * @fingerprint: a fingerprint, as homebox_certificate_get_fingerprint() writes it
 *
 * Returns: (transfer full): the same in lines of eight pairs, which are easier to compare
 */
char *
latchkey_certificate_words_fingerprint (const char *fingerprint)
{
  GString *grouped = g_string_new (fingerprint);

  for (gsize at = FINGERPRINT_LINE - 1; at < grouped->len; at += FINGERPRINT_LINE)
    grouped->str[at] = '\n';

  g_string_replace (grouped, ":", " ", 0);

  return g_string_free (grouped, FALSE);
}

/**
 * latchkey_certificate_words_command:
 * @certificate: a certificate
 *
 * Makes the command that shows the fingerprint when it is run on the server itself, where nobody
 * can be in between. A server with several certificates chooses by the name that it is asked for.
 *
 * Returns: (transfer full): a line for a shell
 */
char *
latchkey_certificate_words_command (HomeboxCertificate *certificate)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *name = NULL;
  const char *host;

  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (certificate), NULL);

  uri = g_uri_parse (homebox_certificate_get_origin (certificate), G_URI_FLAGS_NONE, NULL);
  g_return_val_if_fail (uri != NULL, NULL);
  host = g_uri_get_host (uri);

  if (!g_hostname_is_ip_address (host))
    {
      g_autofree char *quoted = g_shell_quote (host);

      name = g_strconcat (" -servername ", quoted, NULL);
    }

  return g_strdup_printf ("openssl s_client -connect localhost:%d%s </dev/null 2>/dev/null"
                          " | openssl x509 -noout -fingerprint -sha256",
                          g_uri_get_port (uri),
                          name != NULL ? name : "");
}
