#include "homebox-error.h"

#include <gio/gio.h>
#include <libsoup/soup.h>

#include <string.h>

/* Every code says something of its own, and something that a person can do. */
static void
test_messages (void)
{
  g_autoptr (GHashTable) messages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int code = HOMEBOX_ERROR_INVALID_ADDRESS; code <= HOMEBOX_ERROR_CANCELLED; code++)
    {
      g_autoptr (GError) error = NULL;

      error = homebox_error_new ((HomeboxError) code, HOMEBOX_FIELD_NONE, "detail of the server");
      g_assert_error (error, HOMEBOX_ERROR, code);
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_null (strstr (error->message, "detail of the server"));
      g_assert_cmpstr (homebox_error_get_detail (error), ==, "detail of the server");
      g_assert_true (g_hash_table_add (messages, g_strdup (error->message)));
    }
}

static void
test_fields (void)
{
  g_autoptr (GHashTable) messages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int field = HOMEBOX_FIELD_NONE; field <= HOMEBOX_FIELD_USES; field++)
    {
      g_autoptr (GError) error = NULL;

      error = homebox_error_new (HOMEBOX_ERROR_INVALID_INPUT, (HomeboxField) field, NULL);
      g_assert_cmpint (homebox_error_get_field (error), ==, field);
      g_assert_null (homebox_error_get_detail (error));
      g_assert_true (g_hash_table_add (messages, g_strdup (error->message)));
    }
}

static void
test_retry_after (void)
{
  g_autoptr (GError) one = homebox_error_new_retry_after (1, NULL);
  g_autoptr (GError) unavailable = homebox_error_new_unavailable (120, "maintenance");
  g_autoptr (GError) many = homebox_error_new_retry_after (30, "slow down");
  g_autoptr (GError) copy = g_error_copy (many);

  g_assert_error (copy, HOMEBOX_ERROR, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
  g_assert_cmpuint (homebox_error_get_retry_after (copy), ==, 30);
  g_assert_cmpstr (homebox_error_get_detail (copy), ==, "slow down");
  g_assert_nonnull (strstr (copy->message, "30 seconds"));
  g_assert_nonnull (strstr (one->message, "1 second,"));
  g_assert_error (unavailable, HOMEBOX_ERROR, HOMEBOX_ERROR_UNAVAILABLE);
  g_assert_cmpuint (homebox_error_get_retry_after (unavailable), ==, 120);
  g_assert_cmpstr (homebox_error_get_detail (unavailable), ==, "maintenance");
}

static void
test_detail (void)
{
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autoptr (GError) longest = NULL;
  g_autoptr (GError) address = NULL;
  g_autoptr (GError) dirty = NULL;
  g_autoptr (GError) blank = NULL;

  longest = homebox_error_new (HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE, filler);
  address = homebox_error_new (HOMEBOX_ERROR_REDIRECTED, HOMEBOX_FIELD_NONE, filler);
  dirty = homebox_error_new (HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE,
                             " a\x1b[1m\r\n\tb\xff \xe2\x80\xae" "c\xe2\x80\xa8 ");
  blank = homebox_error_new (HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE, " \r\n\x01");

  g_assert_cmpuint (strlen (homebox_error_get_detail (longest)), ==, 300);
  g_assert_cmpuint (strlen (homebox_error_get_detail (address)), ==, 2000);
  g_assert_cmpstr (homebox_error_get_detail (dirty), ==, "a[1m b\xef\xbf\xbd c");
  g_assert_null (homebox_error_get_detail (blank));
}

static void
test_foreign (void)
{
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_cmpint (homebox_error_get_field (foreign), ==, HOMEBOX_FIELD_NONE);
  g_assert_cmpuint (homebox_error_get_retry_after (foreign), ==, 0);
  g_assert_null (homebox_error_get_detail (foreign));
  g_assert_cmpint (homebox_error_get_field (NULL), ==, HOMEBOX_FIELD_NONE);
  g_assert_cmpuint (homebox_error_get_retry_after (NULL), ==, 0);
  g_assert_null (homebox_error_get_detail (NULL));
}

static void
assert_becomes (GQuark domain, int code, HomeboxError expected)
{
  g_autoptr (GError) cause = g_error_new_literal (domain, code, "technical words");
  g_autoptr (GError) error = homebox_error_new_from_transport (cause);

  g_assert_error (error, HOMEBOX_ERROR, (int) expected);
  g_assert_cmpstr (homebox_error_get_detail (error), ==, "technical words");
}

/* The common ones come from real sockets in the tests of the client; these are the rest. */
static void
test_transport (void)
{
  g_autoptr (GError) own = homebox_error_new_retry_after (7, NULL);
  g_autoptr (GError) copy = homebox_error_new_from_transport (own);

  assert_becomes (G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE,
                  HOMEBOX_ERROR_NAME_NOT_FOUND);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, HOMEBOX_ERROR_NAME_NOT_FOUND);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, HOMEBOX_ERROR_UNREACHABLE);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, HOMEBOX_ERROR_UNREACHABLE);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, HOMEBOX_ERROR_UNREACHABLE);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, HOMEBOX_ERROR_TIMED_OUT);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_CANCELLED, HOMEBOX_ERROR_CANCELLED);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, HOMEBOX_ERROR_CONNECTION_LOST);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_FAILED, HOMEBOX_ERROR_CONNECTION_LOST);
  assert_becomes (G_TLS_ERROR, G_TLS_ERROR_EOF, HOMEBOX_ERROR_CONNECTION_LOST);
  assert_becomes (G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE, HOMEBOX_ERROR_NOT_SECURE);
  assert_becomes (SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_TOO_MANY_REDIRECTS,
                  HOMEBOX_ERROR_REDIRECTED);
  assert_becomes (g_quark_from_static_string ("something-else"), 1, HOMEBOX_ERROR_CONNECTION_LOST);

  g_assert_error (copy, HOMEBOX_ERROR, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
  g_assert_cmpuint (homebox_error_get_retry_after (copy), ==, 7);
}

/* Every code is on one side or the other, and an error that was not sent at all on neither. */
static void
test_kinds (void)
{
  static const HomeboxError no_server[] = {
    HOMEBOX_ERROR_NAME_NOT_FOUND,      HOMEBOX_ERROR_REFUSED,     HOMEBOX_ERROR_UNREACHABLE,
    HOMEBOX_ERROR_TIMED_OUT,           HOMEBOX_ERROR_NOT_TRUSTED, HOMEBOX_ERROR_NOT_SECURE,
    HOMEBOX_ERROR_CERTIFICATE_CHANGED,
  };
  static const HomeboxError clear[] = {
    HOMEBOX_ERROR_NAME_NOT_FOUND,    HOMEBOX_ERROR_REFUSED,       HOMEBOX_ERROR_NOT_TRUSTED,
    HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_ERROR_REDIRECTED,
    HOMEBOX_ERROR_SERVER_TOO_OLD,    HOMEBOX_ERROR_FORBIDDEN,     HOMEBOX_ERROR_INVALID_INPUT,
  };
  static const HomeboxError unclear[] = {
    HOMEBOX_ERROR_UNREACHABLE,     HOMEBOX_ERROR_TIMED_OUT,       HOMEBOX_ERROR_CONNECTION_LOST,
    HOMEBOX_ERROR_BROKEN_ANSWER,   HOMEBOX_ERROR_SERVER_FAILED,   HOMEBOX_ERROR_BAD_GATEWAY,
    HOMEBOX_ERROR_GATEWAY_TIMEOUT, HOMEBOX_ERROR_GATEWAY_LOGIN,   HOMEBOX_ERROR_CANCELLED,
  };
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, HOMEBOX_ERROR_TIMED_OUT, "x");
  guint n_no_server = 0;

  for (int code = HOMEBOX_ERROR_INVALID_ADDRESS; code <= HOMEBOX_ERROR_CANCELLED; code++)
    {
      g_autoptr (GError) error = homebox_error_new ((HomeboxError) code, HOMEBOX_FIELD_NONE, NULL);

      n_no_server += homebox_error_is_no_server (error) ? 1 : 0;
    }

  g_assert_cmpuint (n_no_server, ==, G_N_ELEMENTS (no_server));
  for (guint i = 0; i < G_N_ELEMENTS (no_server); i++)
    {
      g_autoptr (GError) error = homebox_error_new (no_server[i], HOMEBOX_FIELD_NONE, NULL);

      g_assert_true (homebox_error_is_no_server (error));
    }

  for (guint i = 0; i < G_N_ELEMENTS (clear); i++)
    {
      g_autoptr (GError) error = homebox_error_new (clear[i], HOMEBOX_FIELD_NONE, NULL);

      g_assert_false (homebox_error_is_unclear (error));
    }

  for (guint i = 0; i < G_N_ELEMENTS (unclear); i++)
    {
      g_autoptr (GError) error = homebox_error_new (unclear[i], HOMEBOX_FIELD_NONE, NULL);

      g_assert_true (homebox_error_is_unclear (error));
    }

  g_assert_false (homebox_error_is_no_server (foreign) || homebox_error_is_unclear (foreign));
  g_assert_false (homebox_error_is_no_server (NULL) || homebox_error_is_unclear (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/every-code-has-a-message-of-its-own", test_messages);
  g_test_add_func ("/error/every-field-has-a-message-of-its-own", test_fields);
  g_test_add_func ("/error/retry-after", test_retry_after);
  g_test_add_func ("/error/detail-is-short-and-clean", test_detail);
  g_test_add_func ("/error/foreign-errors-say-nothing", test_foreign);
  g_test_add_func ("/error/kinds", test_kinds);
  g_test_add_func ("/error/transport", test_transport);

  return g_test_run ();
}
