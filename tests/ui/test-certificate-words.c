#include "latchkey-certificate-words.h"

#define FINGERPRINT                                                                                \
  "10:A6:82:A8:D7:18:40:D5:A5:35:79:57:51:EA:0A:E8:"                                               \
  "15:90:31:8D:D0:8C:E9:A6:89:A5:EB:6F:5B:DB:4F:74"

static HomeboxCertificate *
make (const char *origin, GTlsCertificateFlags problems)
{
  g_autofree char *path
    = g_test_build_filename (G_TEST_DIST, "..", "homebox", "loopback.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);

  g_assert_nonnull (certificate);

  return homebox_certificate_new (certificate, origin, NULL, problems);
}

static void
assert_problems (const char *origin, GTlsCertificateFlags problems, const char *expected)
{
  g_autoptr (HomeboxCertificate) certificate = make (origin, problems);
  g_autofree char *words = latchkey_certificate_words_problems (certificate);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_problems (void)
{
  const char *origin = "https://home.lan:7745";

  assert_problems (origin, 0, "");
  assert_problems (origin,
                   G_TLS_CERTIFICATE_UNKNOWN_CA,
                   "The server made it itself. Many servers at home do, but anybody can.");
  assert_problems (origin,
                   G_TLS_CERTIFICATE_BAD_IDENTITY,
                   "It was made for 127.0.0.1, and not for home.lan.");
  assert_problems (origin, G_TLS_CERTIFICATE_EXPIRED, "It expired on 1 January 2120.");
  assert_problems (origin,
                   G_TLS_CERTIFICATE_NOT_ACTIVATED,
                   "It is not valid before 1 January 2020. Check the date of this computer.");
  assert_problems (origin, G_TLS_CERTIFICATE_REVOKED, "Whoever made it has taken it back.");
  assert_problems (origin,
                   G_TLS_CERTIFICATE_INSECURE,
                   "It was made in a way that is no longer safe.");
  assert_problems (origin, G_TLS_CERTIFICATE_GENERIC_ERROR, "This computer could not check it.");
  assert_problems (origin,
                   G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_BAD_IDENTITY,
                   "The server made it itself. Many servers at home do, but anybody can.\n"
                   "It was made for 127.0.0.1, and not for home.lan.");
}

static void
test_validity (void)
{
  g_autoptr (HomeboxCertificate) certificate = make ("https://home.lan:443", 0);
  g_autofree char *words = latchkey_certificate_words_validity (certificate);

  g_assert_cmpstr (words, ==, "From 1 January 2020 to 1 January 2120");
}

static void
test_server (void)
{
  const struct
  {
    const char *origin;
    const char *server;
  } cases[] = {
    { "https://home.lan:443", "home.lan" },
    { "https://home.lan:7745", "home.lan:7745" },
    { "https://home.lan:80", "home.lan:80" },
    { "http://home.lan:80", "home.lan" },
    { "http://home.lan:443", "home.lan:443" },
    { "https://[fe80::1]:443", "[fe80::1]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *server = latchkey_certificate_words_server (cases[i].origin);

      g_assert_cmpstr (server, ==, cases[i].server);
    }
}

static void
test_fingerprint (void)
{
  g_autofree char *grouped = latchkey_certificate_words_fingerprint (FINGERPRINT);

  g_assert_cmpstr (grouped,
                   ==,
                   "10 A6 82 A8 D7 18 40 D5\nA5 35 79 57 51 EA 0A E8\n"
                   "15 90 31 8D D0 8C E9 A6\n89 A5 EB 6F 5B DB 4F 74");
}

static void
test_command (void)
{
  const struct
  {
    const char *origin;
    const char *start;
  } cases[] = {
    { "https://home.lan:443",
      "openssl s_client -connect localhost:443 -servername 'home.lan' </dev/null" },
    { "https://192.168.7.45:7745", "openssl s_client -connect localhost:7745 </dev/null" },
    { "https://[fe80::1]:443", "openssl s_client -connect localhost:443 </dev/null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HomeboxCertificate) certificate = make (cases[i].origin, 0);
      g_autofree char *command = latchkey_certificate_words_command (certificate);

      g_test_message ("%s", command);
      g_assert_true (g_str_has_prefix (command, cases[i].start));
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate-words/problems", test_problems);
  g_test_add_func ("/certificate-words/validity", test_validity);
  g_test_add_func ("/certificate-words/server", test_server);
  g_test_add_func ("/certificate-words/fingerprint", test_fingerprint);
  g_test_add_func ("/certificate-words/command", test_command);

  return g_test_run ();
}
