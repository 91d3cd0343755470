#include "homebox-address.h"
#include "homebox-error.h"

#include <string.h>

typedef struct
{
  const char *typed;
  const char *scheme;
  const char *host;
  const char *base_uri;
} Understood;

static const Understood understood[] = {
  { "home.lan", NULL, "home.lan", "https://home.lan" },
  { "home.lan:7745", NULL, "home.lan", "https://home.lan:7745" },
  { "home.lan:", NULL, "home.lan", "https://home.lan" },
  { "localhost:7745", NULL, "localhost", "https://localhost:7745" },
  { "192.168.1.5:7745", NULL, "192.168.1.5", "https://192.168.1.5:7745" },
  { "home_box:7745", NULL, "home_box", "https://home_box:7745" },
  { "https://x/homebox/", "https", "x", "https://x/homebox" },
  { "http://x/a/b//", "http", "x", "http://x/a/b" },
  { "http://[::1]:7745", "http", "::1", "http://[::1]:7745" },
  { "[::1]:7745", NULL, "::1", "https://[::1]:7745" },

  /* What comes along when it is copied. */
  { "  home.lan \t", NULL, "home.lan", "https://home.lan" },
  { "https://home.lan\n", "https", "home.lan", "https://home.lan" },
  { "\r\nhttps://home.lan\r\n", "https", "home.lan", "https://home.lan" },
  { "\"https://home.lan\"", "https", "home.lan", "https://home.lan" },
  { "‘home.lan’", NULL, "home.lan", "https://home.lan" },
  { "<https://home.lan/>", "https", "home.lan", "https://home.lan" },
  { "\xef\xbb\xbfhome.lan\xe2\x80\x8b", NULL, "home.lan", "https://home.lan" },

  /* Slips in the scheme, and upper case. */
  { "HTTPS://HOME.Lan", "https", "home.lan", "https://home.lan" },
  { "Http://Home.lan:7745", "http", "home.lan", "http://home.lan:7745" },
  { "https:/home.lan", "https", "home.lan", "https://home.lan" },
  { "https:///home.lan", "https", "home.lan", "https://home.lan" },
  { "//home.lan/", NULL, "home.lan", "https://home.lan" },

  /* What Homebox puts behind its base, and what a browser does. */
  { "home.lan/", NULL, "home.lan", "https://home.lan" },
  { "home.lan/api", NULL, "home.lan", "https://home.lan" },
  { "home.lan/api/", NULL, "home.lan", "https://home.lan" },
  { "home.lan/api/v1", NULL, "home.lan", "https://home.lan" },
  { "home.lan/api/v1/", NULL, "home.lan", "https://home.lan" },
  { "https://x/homebox/api/v1/status", "https", "x", "https://x/homebox" },
  { "home.lan/home", NULL, "home.lan", "https://home.lan" },
  { "home.lan/profile", NULL, "home.lan", "https://home.lan" },
  { "home.lan/login", NULL, "home.lan", "https://home.lan" },
  { "https://x/homebox/home/", "https", "x", "https://x/homebox" },
  { "https://x/home/box", "https", "x", "https://x/home/box" },
  { "home.lan?token=abc", NULL, "home.lan", "https://home.lan" },
  { "home.lan/?token=abc@d:1", NULL, "home.lan", "https://home.lan" },
  { "https://home.lan/profile?x=1#top", "https", "home.lan", "https://home.lan" },
  { "home.lan#/login", NULL, "home.lan", "https://home.lan" },

  /* Default ports. */
  { "https://home.lan:443", "https", "home.lan", "https://home.lan" },
  { "http://home.lan:80/", "http", "home.lan", "http://home.lan" },
  { "https://home.lan:80", "https", "home.lan", "https://home.lan:80" },

  /* IPv6 without brackets, where it can mean one thing only. */
  { "::1", NULL, "::1", "https://[::1]" },
  { "fe80::1", NULL, "fe80::1", "https://[fe80::1]" },
  { "http://fd00::abcd/homebox", "http", "fd00::abcd", "http://[fd00::abcd]/homebox" },
  { "1:2:3:4:5:6:7:8", NULL, "1:2:3:4:5:6:7:8", "https://[1:2:3:4:5:6:7:8]" },
  { "1:2:3:4:5:6:7:8:7745", NULL, "1:2:3:4:5:6:7:8", "https://[1:2:3:4:5:6:7:8]:7745" },
  { "::ffff:192.168.1.5", NULL, "::ffff:192.168.1.5", "https://[::ffff:192.168.1.5]" },
  { "http://[fe80::1%25eth0]:7745", "http", "fe80::1%eth0", "http://[fe80::1%25eth0]:7745" },

  /* Names and paths in any script. */
  { "bücher.example", NULL, "xn--bcher-kva.example", "https://xn--bcher-kva.example" },
  { "https://مثال.إختبار/", "https", "xn--mgbh0fb.xn--kgbechtv",
    "https://xn--mgbh0fb.xn--kgbechtv" },
  { "https://x/häuser", "https", "x", "https://x/h%C3%A4user" },
  { "https://x/my%20box", "https", "x", "https://x/my%20box" },
};

static void
test_understood (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (understood); i++)
    {
      const Understood *expected = &understood[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (HomeboxAddress) address = homebox_address_parse (expected->typed, &error);
      g_autoptr (HomeboxAddress) copy = NULL;
      g_autofree char *base_uri = NULL;

      g_test_message ("%s", expected->typed);
      g_assert_no_error (error);
      copy = homebox_address_copy (address);
      base_uri = homebox_address_dup_base_uri (copy, NULL);
      g_assert_cmpstr (homebox_address_get_scheme (copy), ==, expected->scheme);
      g_assert_cmpstr (homebox_address_get_host (copy), ==, expected->host);
      g_assert_cmpstr (base_uri, ==, expected->base_uri);

      /* What is kept is understood again, as the same. */
      g_clear_pointer (&address, homebox_address_free);
      address = homebox_address_parse (base_uri, &error);
      g_assert_no_error (error);
      g_clear_pointer (&base_uri, g_free);
      base_uri = homebox_address_dup_base_uri (address, NULL);
      g_assert_cmpstr (base_uri, ==, expected->base_uri);
    }
}

static void
test_other_scheme (void)
{
  g_autoptr (HomeboxAddress) plain = homebox_address_parse ("home.lan:80/x", NULL);
  g_autoptr (HomeboxAddress) secure = homebox_address_parse ("http://home.lan:443", NULL);
  g_autofree char *http = homebox_address_dup_base_uri (plain, "http");
  g_autofree char *https = homebox_address_dup_base_uri (secure, "https");

  g_assert_cmpstr (http, ==, "http://home.lan/x");
  g_assert_cmpstr (https, ==, "https://home.lan");
}

typedef struct
{
  const char *typed;
  const char *says;
} Refused;

static const Refused refused[] = {
  { "", "Enter the address" },
  { " \n", "Enter the address" },
  { "\"\"", "Enter the address" },
  { "my home", "no space" },
  { "home.lan\nother.lan", "no space" },
  { "home\tlan", "no space" },
  { "home\x01lan", "invisible" },
  { "home\x7f", "invisible" },
  { "home\xe2\x80\xaelan", "invisible" },
  { "ftp://home.lan", "begin with" },
  { "file:///etc/passwd", "begin with" },
  { "httpss://home.lan", "begin with" },
  { "https://me:secret@home.lan", "before the" },
  { "me:secret@home.lan", "before the" },
  { "http://me@home.lan/x", "before the" },
  { "me@home.lan:7745", "before the" },
  { "me@example.org", "email" },
  { "::1:7745", "[::1]:7745" },
  { "http://fd00::5:80/x", "[fd00::5]:80" },
  { "home.lan:99999", "port" },
  { "home.lan:0", "port" },
  { "home.lan:http", "port" },
  { "home.lan:-1", "port" },
  { "[::1]:x", "port" },
  { "https://", "usually looks like" },
  { "http:///", "usually looks like" },
  { ":7745", "usually looks like" },
  { "home<lan", "usually looks like" },
  { "ho%20me", "usually looks like" },
  { "[home.lan]", "usually looks like" },
  { "[::1", "usually looks like" },
  { ".", "usually looks like" },
  { "home..lan", "usually looks like" },
  { "https://home.lan/%zz", "usually looks like" },
  { "home.lan\\api", "usually looks like" },
  { "home\xff.lan", "usually looks like" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refused[i].says);
      g_assert_null (homebox_address_parse (refused[i].typed, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_ADDRESS);
      g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_SERVER);
      g_assert_nonnull (strstr (error->message, refused[i].says));
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_long (void)
{
  g_autofree char *typed = g_strnfill (10000, 'x');
  g_autofree char *host = g_strnfill (255, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_null (homebox_address_parse (typed, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_ADDRESS);
  g_assert_nonnull (strstr (error->message, "too long"));
  g_clear_error (&error);

  g_assert_null (homebox_address_parse (host, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_ADDRESS);
}

static void
test_reach_of (void)
{
  static const struct
  {
    const char *address;
    HomeboxReach reach;
  } cases[] = {
    { "127.0.0.1", HOMEBOX_REACH_LOOPBACK },
    { "127.255.0.3", HOMEBOX_REACH_LOOPBACK },
    { "::1", HOMEBOX_REACH_LOOPBACK },
    { "::ffff:127.0.0.1", HOMEBOX_REACH_LOOPBACK },
    { "10.1.2.3", HOMEBOX_REACH_LOCAL },
    { "172.16.0.1", HOMEBOX_REACH_LOCAL },
    { "172.31.255.255", HOMEBOX_REACH_LOCAL },
    { "192.168.178.20", HOMEBOX_REACH_LOCAL },
    { "169.254.1.1", HOMEBOX_REACH_LOCAL },
    { "fe80::1", HOMEBOX_REACH_LOCAL },
    { "fc00::1", HOMEBOX_REACH_LOCAL },
    { "fdff:1::1", HOMEBOX_REACH_LOCAL },
    { "::ffff:192.168.1.5", HOMEBOX_REACH_LOCAL },
    { "172.15.0.1", HOMEBOX_REACH_PUBLIC },
    { "172.32.0.1", HOMEBOX_REACH_PUBLIC },
    { "192.169.0.1", HOMEBOX_REACH_PUBLIC },
    { "126.0.0.1", HOMEBOX_REACH_PUBLIC },
    { "128.0.0.1", HOMEBOX_REACH_PUBLIC },
    { "100.64.0.1", HOMEBOX_REACH_PUBLIC },
    { "8.8.8.8", HOMEBOX_REACH_PUBLIC },
    { "0.0.0.0", HOMEBOX_REACH_PUBLIC },
    { "2001:db8::1", HOMEBOX_REACH_PUBLIC },
    { "fe00::1", HOMEBOX_REACH_PUBLIC },
    { "fec0::1", HOMEBOX_REACH_PUBLIC },
    { "::", HOMEBOX_REACH_PUBLIC },
    { "::127.0.0.1", HOMEBOX_REACH_PUBLIC },
    { "::ffff:8.8.8.8", HOMEBOX_REACH_PUBLIC },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

      g_test_message ("%s", cases[i].address);
      g_assert_nonnull (address);
      g_assert_cmpint (homebox_address_reach_of (address), ==, cases[i].reach);
    }
}

typedef struct
{
  HomeboxAddress *address;
  HomeboxReach reach;
  GError *error;
  gboolean done;
} Lookup;

static void
on_reach (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lookup *lookup = user_data;

  homebox_address_find_reach_finish (lookup->address, result, &lookup->reach, &lookup->error);
  lookup->done = TRUE;
}

static void
find_reach (Lookup *lookup, const char *typed, GCancellable *cancellable)
{
  *lookup = (Lookup) { .address = homebox_address_parse (typed, NULL) };
  g_assert_nonnull (lookup->address);
  homebox_address_find_reach_async (lookup->address, cancellable, on_reach, lookup);
  while (!lookup->done)
    g_main_context_iteration (NULL, TRUE);
  homebox_address_free (lookup->address);
}

static void
test_find_reach (void)
{
  Lookup lookup;

  find_reach (&lookup, "localhost", NULL);
  g_assert_no_error (lookup.error);
  g_assert_cmpint (lookup.reach, ==, HOMEBOX_REACH_LOOPBACK);

  find_reach (&lookup, "http://[::1]:1", NULL);
  g_assert_no_error (lookup.error);
  g_assert_cmpint (lookup.reach, ==, HOMEBOX_REACH_LOOPBACK);

  find_reach (&lookup, "http://[fe80::1%25eth0]", NULL);
  g_assert_no_error (lookup.error);
  g_assert_cmpint (lookup.reach, ==, HOMEBOX_REACH_LOCAL);

  find_reach (&lookup, "8.8.8.8", NULL);
  g_assert_no_error (lookup.error);
  g_assert_cmpint (lookup.reach, ==, HOMEBOX_REACH_PUBLIC);
}

/* RFC 6761, section 6.4: `.invalid` never has an address. */
static void
test_find_reach_of_nothing (void)
{
  Lookup lookup;

  find_reach (&lookup, "nothing.invalid", NULL);
  g_assert_error (lookup.error, HOMEBOX_ERROR, HOMEBOX_ERROR_NAME_NOT_FOUND);
  g_clear_error (&lookup.error);
}

static void
test_find_reach_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Lookup lookup;

  g_cancellable_cancel (cancellable);
  find_reach (&lookup, "nothing.invalid", cancellable);
  g_assert_error (lookup.error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED);
  g_clear_error (&lookup.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address/usual-forms-are-understood", test_understood);
  g_test_add_func ("/address/default-port-goes-by-scheme", test_other_scheme);
  g_test_add_func ("/address/refused-with-a-reason", test_refused);
  g_test_add_func ("/address/too-long-is-refused", test_long);
  g_test_add_func ("/address/reach-of-an-ip-address", test_reach_of);
  g_test_add_func ("/address/reach-is-looked-up", test_find_reach);
  g_test_add_func ("/address/reach-of-unknown-name-fails", test_find_reach_of_nothing);
  g_test_add_func ("/address/reach-can-be-cancelled", test_find_reach_cancelled);

  return g_test_run ();
}
