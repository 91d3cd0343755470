#include "homebox-certificate.h"

#include "homebox-distinguished-name.h"
#include "homebox-error-private.h"

#include <string.h>

/* Names that are worth showing; a certificate may have thousands. */
#define MAX_NAMES 20
#define MAX_NAME_CHARACTERS 100

struct _HomeboxCertificate
{
  GObject parent_instance;

  char *origin;
  char *fingerprint;
  char *pin;
  GBytes *der;

  GTlsCertificateFlags problems;
  gboolean self_signed;

  char *name;
  char *issuer;
  GStrv alternative_names;
  GDateTime *not_before;
  GDateTime *not_after;
};

G_DEFINE_FINAL_TYPE (HomeboxCertificate, homebox_certificate, G_TYPE_OBJECT)

static void
homebox_certificate_finalize (GObject *object)
{
  HomeboxCertificate *self = HOMEBOX_CERTIFICATE (object);

  g_free (self->origin);
  g_free (self->fingerprint);
  g_free (self->pin);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_free (self->name);
  g_free (self->issuer);
  g_strfreev (self->alternative_names);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);

  G_OBJECT_CLASS (homebox_certificate_parent_class)->finalize (object);
}

static void
homebox_certificate_class_init (HomeboxCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = homebox_certificate_finalize;
}

static void
homebox_certificate_init (HomeboxCertificate *self)
{
}

static GBytes *
dup_der (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);

  return der != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&der)) : g_bytes_new (NULL, 0);
}

static char *
fingerprint_of_der (GBytes *der)
{
  g_autofree char *hex = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  GString *grouped = g_string_new (NULL);

  for (const char *at = hex; *at != '\0'; at += 2)
    {
      if (grouped->len > 0)
        g_string_append_c (grouped, ':');

      g_string_append_c (grouped, g_ascii_toupper (at[0]));
      g_string_append_c (grouped, g_ascii_toupper (at[1]));
    }

  return g_string_free (grouped, FALSE);
}

/* What people call it: the common name, or who it was made for. */
static char *
dup_short_name (const char *distinguished_name)
{
  static const char *const attributes[] = { "CN", "O", "OU" };

  for (gsize i = 0; distinguished_name != NULL && i < G_N_ELEMENTS (attributes); i++)
    {
      char *found = homebox_distinguished_name_find (distinguished_name, attributes[i]);

      if (found != NULL)
        return found;
    }

  return distinguished_name != NULL
           ? homebox_error_clean_text (distinguished_name, strlen (distinguished_name),
                                       MAX_NAME_CHARACTERS)
           : NULL;
}

static GStrv
dup_alternative_names (GTlsCertificate *certificate)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GPtrArray) hosts = NULL;
  g_autoptr (GPtrArray) addresses = NULL;
  guint n_names = 0;

  g_object_get (certificate, "dns-names", &hosts, "ip-addresses", &addresses, NULL);

  for (guint i = 0; hosts != NULL && i < hosts->len && n_names < MAX_NAMES; i++)
    {
      gsize length;
      const char *text = g_bytes_get_data (g_ptr_array_index (hosts, i), &length);
      g_autofree char *clean = homebox_error_clean_text (text, length, MAX_NAME_CHARACTERS);

      if (clean == NULL)
        continue;

      g_strv_builder_add (names, clean);
      n_names++;
    }

  for (guint i = 0; addresses != NULL && i < addresses->len && n_names < MAX_NAMES; i++, n_names++)
    {
      g_autofree char *text = g_inet_address_to_string (g_ptr_array_index (addresses, i));

      g_strv_builder_add (names, text);
    }

  return g_strv_builder_end (names);
}

/* A database stops at the first thing that is wrong; a person wants to know all of it. */
static GTlsCertificateFlags
add_dates (HomeboxCertificate *self, GTlsCertificateFlags problems)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (problems == 0)
    return 0;

  if (self->not_after != NULL && g_date_time_compare (self->not_after, now) < 0)
    problems |= G_TLS_CERTIFICATE_EXPIRED;
  if (self->not_before != NULL && g_date_time_compare (self->not_before, now) > 0)
    problems |= G_TLS_CERTIFICATE_NOT_ACTIVATED;

  return problems;
}

/**
 * homebox_certificate_new:
 * @certificate: what a server showed
 * @origin: the server, as homebox_uri_dup_origin() writes it
 * @pin: (nullable): the fingerprint of the certificate that was expected instead
 * @problems: why the system does not trust it for that server; 0 when it does
 *
 * Returns: (transfer full): a new description of it
 */
HomeboxCertificate *
homebox_certificate_new (GTlsCertificate *certificate,
                         const char *origin,
                         const char *pin,
                         GTlsCertificateFlags problems)
{
  HomeboxCertificate *self;
  g_autofree char *subject = NULL;
  g_autofree char *issuer = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  self = g_object_new (HOMEBOX_TYPE_CERTIFICATE, NULL);
  self->origin = g_strdup (origin);
  self->pin = g_strdup (pin);
  self->der = dup_der (certificate);
  self->fingerprint = fingerprint_of_der (self->der);

  subject = g_tls_certificate_get_subject_name (certificate);
  issuer = g_tls_certificate_get_issuer_name (certificate);
  self->name = dup_short_name (subject);
  self->issuer = dup_short_name (issuer);
  self->self_signed = subject != NULL && g_strcmp0 (subject, issuer) == 0;
  self->alternative_names = dup_alternative_names (certificate);
  self->not_before = g_tls_certificate_get_not_valid_before (certificate);
  self->not_after = g_tls_certificate_get_not_valid_after (certificate);
  self->problems = add_dates (self, problems);

  return self;
}

/**
 * homebox_certificate_fingerprint_of:
 * @certificate: a certificate
 *
 * Writes the SHA-256 of its DER form as browsers and `openssl x509 -fingerprint -sha256` do:
 * `AB:CD:…`, 32 pairs.
 *
 * Returns: (transfer full): its fingerprint
 */
char *
homebox_certificate_fingerprint_of (GTlsCertificate *certificate)
{
  g_autoptr (GBytes) der = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  der = dup_der (certificate);

  return fingerprint_of_der (der);
}

/**
 * homebox_certificate_get_origin:
 * @self: a certificate
 *
 * Returns: (transfer none): the server that showed it: `https://host:port`
 */
const char *
homebox_certificate_get_origin (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->origin;
}

/**
 * homebox_certificate_get_fingerprint:
 * @self: a certificate
 *
 * Returns: (transfer none): its SHA-256 fingerprint, see homebox_certificate_fingerprint_of()
 */
const char *
homebox_certificate_get_fingerprint (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->fingerprint;
}

/**
 * homebox_certificate_get_pin:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): the fingerprint of the certificate that the person trusts
 *   for this server, which is another one; %NULL when there is none
 */
const char *
homebox_certificate_get_pin (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->pin;
}

/**
 * homebox_certificate_get_der:
 * @self: a certificate
 *
 * Returns: (transfer none): the certificate itself, in DER form
 */
GBytes *
homebox_certificate_get_der (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->der;
}

/**
 * homebox_certificate_get_problems:
 * @self: a certificate
 *
 * Returns: why the system does not trust it for this server; 0 when it does
 */
GTlsCertificateFlags
homebox_certificate_get_problems (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), G_TLS_CERTIFICATE_GENERIC_ERROR);

  return self->problems;
}

/**
 * homebox_certificate_get_trusted:
 * @self: a certificate
 *
 * Returns: whether the system trusts it for this server
 */
gboolean
homebox_certificate_get_trusted (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), FALSE);

  return self->problems == 0;
}

/**
 * homebox_certificate_get_self_signed:
 * @self: a certificate
 *
 * Returns: whether it names itself as its issuer
 */
gboolean
homebox_certificate_get_self_signed (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), FALSE);

  return self->self_signed;
}

/**
 * homebox_certificate_get_name:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): whom it was made for, in a few words
 */
const char *
homebox_certificate_get_name (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->name;
}

/**
 * homebox_certificate_get_issuer:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): who made it, in a few words
 */
const char *
homebox_certificate_get_issuer (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->issuer;
}

/**
 * homebox_certificate_get_alternative_names:
 * @self: a certificate
 *
 * Returns: (transfer none) (array zero-terminated=1): the servers that it is for, by name and by IP
 *   address; at most 20 of them
 */
const char *const *
homebox_certificate_get_alternative_names (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return (const char *const *) self->alternative_names;
}

/**
 * homebox_certificate_get_not_before:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): since when it is valid, in UTC
 */
GDateTime *
homebox_certificate_get_not_before (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->not_before;
}

/**
 * homebox_certificate_get_not_after:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): until when it is valid, in UTC
 */
GDateTime *
homebox_certificate_get_not_after (HomeboxCertificate *self)
{
  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (self), NULL);

  return self->not_after;
}
