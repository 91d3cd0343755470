#include "homebox-certificate.h"
#include "homebox-distinguished-name.h"
#include "homebox-error.h"
#include "homebox-uri.h"

#define ORIGIN "https://127.0.0.1:7745"

/* What `openssl x509 -in loopback.pem -noout -fingerprint -sha256` says. */
#define FINGERPRINT                                                                                \
  "10:A6:82:A8:D7:18:40:D5:A5:35:79:57:51:EA:0A:E8:"                                               \
  "15:90:31:8D:D0:8C:E9:A6:89:A5:EB:6F:5B:DB:4F:74"

static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "loopback.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

static void
test_description (void)
{
  g_autoptr (GTlsCertificate) tls = load_certificate ();
  g_autofree char *fingerprint = homebox_certificate_fingerprint_of (tls);
  g_autoptr (GTlsCertificate) again = NULL;
  g_autoptr (GByteArray) der = NULL;
  HomeboxCertificate *certificate;

  g_assert_cmpstr (fingerprint, ==, FINGERPRINT);

  certificate = homebox_certificate_new (tls, ORIGIN, NULL, G_TLS_CERTIFICATE_UNKNOWN_CA);
  g_assert_cmpstr (homebox_certificate_get_origin (certificate), ==, ORIGIN);
  g_assert_cmpstr (homebox_certificate_get_fingerprint (certificate), ==, FINGERPRINT);
  g_assert_null (homebox_certificate_get_pin (certificate));
  g_assert_cmpuint (homebox_certificate_get_problems (certificate), ==,
                    G_TLS_CERTIFICATE_UNKNOWN_CA);
  g_assert_false (homebox_certificate_get_trusted (certificate));
  g_assert_true (homebox_certificate_get_self_signed (certificate));
  g_assert_nonnull (homebox_certificate_get_name (certificate));
  g_assert_cmpstr (homebox_certificate_get_name (certificate), ==,
                   homebox_certificate_get_issuer (certificate));
  g_assert_cmpstr (homebox_certificate_get_alternative_names (certificate)[0], ==, "127.0.0.1");
  g_assert_null (homebox_certificate_get_alternative_names (certificate)[1]);
  g_assert_cmpint (g_date_time_compare (homebox_certificate_get_not_before (certificate),
                                        homebox_certificate_get_not_after (certificate)),
                   <, 0);

  g_object_get (tls, "certificate", &der, NULL);
  g_assert_cmpmem (der->data, der->len,
                   g_bytes_get_data (homebox_certificate_get_der (certificate), NULL),
                   g_bytes_get_size (homebox_certificate_get_der (certificate)));
  g_assert_finalize_object (certificate);
}

static void
test_trusted_has_no_problem (void)
{
  g_autoptr (GTlsCertificate) tls = load_certificate ();
  HomeboxCertificate *certificate = homebox_certificate_new (tls, ORIGIN, "AA", 0);

  g_assert_true (homebox_certificate_get_trusted (certificate));
  g_assert_cmpstr (homebox_certificate_get_pin (certificate), ==, "AA");
  g_assert_finalize_object (certificate);
}

static void
test_error_carries_it (void)
{
  g_autoptr (GTlsCertificate) tls = load_certificate ();
  HomeboxCertificate *unknown
      = homebox_certificate_new (tls, ORIGIN, NULL, G_TLS_CERTIFICATE_UNKNOWN_CA);
  HomeboxCertificate *other
      = homebox_certificate_new (tls, ORIGIN, "AA", G_TLS_CERTIFICATE_UNKNOWN_CA);
  GError *error = homebox_error_new_certificate (unknown);
  GError *copy = g_error_copy (error);

  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_TRUSTED);
  g_assert_true (homebox_error_get_certificate (error) == unknown);
  g_error_free (error);
  g_assert_true (homebox_error_get_certificate (copy) == unknown);
  g_error_free (copy);
  g_assert_finalize_object (unknown);

  error = homebox_error_new_certificate (other);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CERTIFICATE_CHANGED);
  g_error_free (error);
  g_assert_finalize_object (other);

  error = homebox_error_new (HOMEBOX_ERROR_NOT_TRUSTED, HOMEBOX_FIELD_NONE, NULL);
  g_assert_null (homebox_error_get_certificate (error));
  g_error_free (error);
  g_assert_null (homebox_error_get_certificate (NULL));
}

static void
test_distinguished_name (void)
{
  const struct
  {
    const char *name;
    const char *attribute;
    const char *value;
  } cases[] = {
    { "CN=home.lan", "CN", "home.lan" },
    { "O=Ada,CN=home.lan", "CN", "home.lan" },
    { "O=Ada, CN=home.lan", "cn", "home.lan" },
    { "CN=home.lan+O=Ada", "O", "Ada" },
    { "CN=Ada\\, Countess,O=x", "CN", "Ada, Countess" },
    { "O=a\\,CN\\=evil,CN=good", "CN", "good" },
    { "O=\"a,CN=evil\",CN=good", "CN", "good" },
    { "CN=caf\\C3\\A9", "CN", "café" },
    { "CN=two\\0Alines", "CN", "two lines" },
    { "CN=trailing\\", "CN", "trailing\\" },
    { "CN=half\\C3", "CN", "half\xef\xbf\xbd" },
    { "CN=", "CN", NULL },
    { "CN", "CN", NULL },
    { "ACN=x", "CN", NULL },
    { ",,,", "CN", NULL },
    { "", "CN", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value
          = homebox_distinguished_name_find (cases[i].name, cases[i].attribute);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_origin (void)
{
  const struct
  {
    const char *base_uri;
    const char *origin;
  } cases[] = {
    { "https://home.example.org", "https://home.example.org:443" },
    { "https://home.example.org/homebox", "https://home.example.org:443" },
    { "https://HOME.example.org:443/", "https://home.example.org:443" },
    { "http://home.lan:7745", "http://home.lan:7745" },
    { "http://home.lan", "http://home.lan:80" },
    { "https://[FE80::1]:7745/x", "https://[fe80::1]:7745" },
    { "ftp://home.lan", NULL },
    { "home.lan", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *origin = homebox_uri_dup_origin_of (cases[i].base_uri);

      g_assert_cmpstr (origin, ==, cases[i].origin);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate/description", test_description);
  g_test_add_func ("/certificate/trusted-has-no-problem", test_trusted_has_no_problem);
  g_test_add_func ("/certificate/error-carries-it", test_error_carries_it);
  g_test_add_func ("/certificate/distinguished-name", test_distinguished_name);
  g_test_add_func ("/certificate/origin", test_origin);

  return g_test_run ();
}
