#include "account-store-fixture.h"
#include "await.h"
#include "homebox-certificate.h"
#include "latchkey-pins-private.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>

#define ORIGIN "https://home.lan:7745"
#define OTHER "https://other.lan:443"
#define A                                                                                          \
  "AA:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:"                                               \
  "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00"

typedef struct
{
  StoreFixture disk;
  char *path;
  LatchkeyPins *pins;
} Fixture;

static LatchkeyPins *
new_pins (Fixture *fixture)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->disk.folder);

  return latchkey_pins_new (folder);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  store_fixture_set_up (&fixture->disk, NULL);
  fixture->path = g_build_filename (fixture->disk.folder, "pins.json", NULL);
  fixture->pins = new_pins (fixture);
}

static void
save (LatchkeyPins *pins, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_pins_save_async (pins, NULL, await_store, &result);
  latchkey_pins_save_finish (pins, await (&result), error);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  save (fixture->pins, NULL);
  g_assert_finalize_object (fixture->pins);
  g_free (fixture->path);
  store_fixture_tear_down (&fixture->disk, NULL);
}

/* What is in a file of the tests, as if a server at @origin had shown it. */
static HomeboxCertificate *
new_certificate (const char *origin, GTlsCertificateFlags problems)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "homebox", "loopback.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);

  g_assert_nonnull (certificate);
  return homebox_certificate_new (certificate, origin, NULL, problems);
}

static void
trust (LatchkeyPins *pins, const char *origin)
{
  g_autoptr (HomeboxCertificate) certificate
      = new_certificate (origin, G_TLS_CERTIFICATE_UNKNOWN_CA);

  latchkey_pins_trust (pins, certificate);
}

static void
assert_pinned (LatchkeyPins *pins, const char *origin)
{
  g_autoptr (HomeboxCertificate) certificate = new_certificate (origin, 0);
  g_autofree char *pin = homebox_trust_dup_pin (HOMEBOX_TRUST (pins), origin);

  g_assert_cmpstr (pin, ==, homebox_certificate_get_fingerprint (certificate));
}

static void
assert_not_pinned (LatchkeyPins *pins, const char *origin)
{
  g_assert_null (homebox_trust_dup_pin (HOMEBOX_TRUST (pins), origin));
}

static guint
count (LatchkeyPins *pins)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pins));
}

static void
write_file (Fixture *fixture, const char *text)
{
  g_mkdir_with_parents (fixture->disk.folder, 0700);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static void
test_comes_back (Fixture *fixture, gconstpointer user_data)
{
  LatchkeyPins *again = new_pins (fixture);
  LatchkeyPin *pin = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (latchkey_pins_load (fixture->pins, &error));
  trust (fixture->pins, ORIGIN);
  assert_pinned (fixture->pins, ORIGIN);
  assert_not_pinned (fixture->pins, OTHER);
  save (fixture->pins, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  g_assert_true (latchkey_pins_load (again, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (again), ==, 1);
  assert_pinned (again, ORIGIN);
  pin = latchkey_pins_find (again, ORIGIN);
  g_assert_cmpstr (latchkey_pin_get_origin (pin), ==, ORIGIN);
  g_assert_cmpstr (latchkey_pin_get_name (pin), ==, "127.0.0.1");
  g_assert_nonnull (latchkey_pin_get_since (pin));
  g_assert_finalize_object (again);
}

static void
test_is_saved_by_itself (Fixture *fixture, gconstpointer user_data)
{
  trust (fixture->pins, ORIGIN);
  while (!g_file_test (fixture->path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_is_replaced (Fixture *fixture, gconstpointer user_data)
{
  guint n_changes = 0;

  write_file (fixture, "{\"version\":1,\"pins\":[{\"origin\":\"" ORIGIN "\",\"fingerprint\":\"" A
                       "\"},{\"origin\":\"" OTHER "\",\"fingerprint\":\"" A "\"}]}");
  g_assert_true (latchkey_pins_load (fixture->pins, NULL));
  g_assert_cmpuint (count (fixture->pins), ==, 2);
  g_signal_connect_swapped (fixture->pins, "items-changed", G_CALLBACK (g_atomic_int_inc),
                            &n_changes);
  trust (fixture->pins, ORIGIN);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (count (fixture->pins), ==, 2);
  assert_pinned (fixture->pins, ORIGIN);
  g_assert_cmpstr (latchkey_pin_get_fingerprint (latchkey_pins_find (fixture->pins, OTHER)), ==, A);
}

static void
test_is_removed (Fixture *fixture, gconstpointer user_data)
{
  LatchkeyPins *again = new_pins (fixture);

  trust (fixture->pins, ORIGIN);
  trust (fixture->pins, OTHER);
  latchkey_pins_remove (fixture->pins,
                        latchkey_pin_get_origin (latchkey_pins_find (fixture->pins, ORIGIN)));
  latchkey_pins_remove (fixture->pins, "https://never.lan:1");
  assert_not_pinned (fixture->pins, ORIGIN);
  save (fixture->pins, NULL);
  g_assert_true (latchkey_pins_load (again, NULL));
  g_assert_cmpuint (count (again), ==, 1);
  assert_pinned (again, OTHER);
  g_assert_finalize_object (again);
}

static void
test_what_the_system_trusts_needs_no_pin (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (HomeboxCertificate) certificate = new_certificate (ORIGIN, 0);

  latchkey_pins_trust (fixture->pins, certificate);
  g_assert_cmpuint (count (fixture->pins), ==, 0);

  trust (fixture->pins, ORIGIN);
  latchkey_pins_trust (fixture->pins, certificate);
  g_assert_cmpuint (count (fixture->pins), ==, 0);
}

static void
note_dropped (GString *dropped, LatchkeyPin *pin)
{
  g_string_append (dropped, latchkey_pin_get_origin (pin));
}

static void
test_superfluous_is_dropped_once (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GString) dropped = g_string_new (NULL);

  g_signal_connect_swapped (fixture->pins, "dropped", G_CALLBACK (note_dropped), dropped);
  trust (fixture->pins, ORIGIN);
  homebox_trust_tell_superfluous (HOMEBOX_TRUST (fixture->pins), ORIGIN);
  homebox_trust_tell_superfluous (HOMEBOX_TRUST (fixture->pins), ORIGIN);
  g_assert_cmpstr (dropped->str, ==, ORIGIN);
  assert_not_pinned (fixture->pins, ORIGIN);
}

static void
test_plain_http (Fixture *fixture, gconstpointer user_data)
{
  LatchkeyPins *again = new_pins (fixture);
  HomeboxTrust *trusting = HOMEBOX_TRUST (fixture->pins);

  g_assert_false (latchkey_pins_get_plain_http_allowed (fixture->pins, "http://far.test:80/x"));
  latchkey_pins_allow_plain_http (fixture->pins, "http://FAR.test/homebox");
  latchkey_pins_allow_plain_http (fixture->pins, "http://far.test");
  latchkey_pins_allow_plain_http (fixture->pins, "https://far.test");
  latchkey_pins_allow_plain_http (fixture->pins, "no address");
  g_assert_cmpuint (count (fixture->pins), ==, 1);
  g_assert_true (latchkey_pins_get_plain_http_allowed (fixture->pins, "http://far.test:80/x"));
  g_assert_true (homebox_trust_allows_plain_http (trusting, "http://far.test:80"));
  g_assert_false (homebox_trust_allows_plain_http (trusting, "http://far.test:8080"));

  /* That is no word about a certificate. */
  g_assert_false (latchkey_pins_get_plain_http_allowed (fixture->pins, "https://far.test"));
  assert_not_pinned (fixture->pins, "https://far.test:443");
  trust (fixture->pins, ORIGIN);
  g_assert_false (homebox_trust_allows_plain_http (trusting, "http://home.lan:7745"));

  save (fixture->pins, NULL);
  g_assert_true (latchkey_pins_load (again, NULL));
  g_assert_true (latchkey_pins_get_plain_http_allowed (again, "http://far.test"));
  g_assert_finalize_object (again);
}

static void
test_damaged (Fixture *fixture, gconstpointer user_data)
{
  const char *texts[] = {
    "",
    "{\"version\":1,\"pins\":[",
    "[]",
    "{\"pins\":[]}",
    "{\"version\":0,\"pins\":[]}",
    "{\"version\":1}",
    "{\"version\":1,\"pins\":{}}",
    "{\"version\":1,\"pins\":[7]}",
    "{\"version\":1,\"pins\":[{}]}",
    "{\"version\":1,\"pins\":[{\"origin\":\"" ORIGIN "\"}]}",
    "{\"version\":1,\"pins\":[{\"origin\":\"" ORIGIN "\",\"fingerprint\":\"AA\"}]}",
    "{\"version\":1,\"pins\":[{\"origin\":\"" ORIGIN "\",\"fingerprint\":\"\"}]}",
    "{\"version\":1,\"pins\":[{\"origin\":\"http://x:80\",\"fingerprint\":\"" A "\"}]}",
    "{\"version\":1,\"pins\":[{\"origin\":\"ftp://x:21\",\"fingerprint\":\"" A "\"}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      LatchkeyPins *pins = new_pins (fixture);
      g_autoptr (GError) error = NULL;
      g_autofree char *aside = i == 0 ? g_strconcat (fixture->path, ".damaged", NULL)
                                      : g_strdup_printf ("%s.damaged-%zu", fixture->path, i);

      g_test_message ("%s", texts[i]);
      write_file (fixture, texts[i]);
      g_assert_false (latchkey_pins_load (pins, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, aside));
      g_assert_cmpuint (count (pins), ==, 0);
      assert_not_pinned (pins, ORIGIN);
      assert_file_contains (aside, texts[i]);
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

      /* And goes on with a new list. */
      trust (pins, ORIGIN);
      save (pins, NULL);
      g_assert_null (latchkey_pins_get_save_error (pins));
      g_assert_finalize_object (pins);
    }
}

static void
test_newer_version_is_left_alone (Fixture *fixture, gconstpointer user_data)
{
  const char *newer = "{\"version\":2,\"pins\":{}}";
  g_autoptr (GError) error = NULL;

  write_file (fixture, newer);
  g_assert_false (latchkey_pins_load (fixture->pins, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  trust (fixture->pins, ORIGIN);
  assert_pinned (fixture->pins, ORIGIN);
  g_clear_error (&error);
  save (fixture->pins, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (latchkey_pins_get_save_error (fixture->pins));
  assert_file_contains (fixture->path, newer);
}

/* Another copy of Latchkey may be updated, and write, while this one runs. */
static void
test_newer_version_comes_meanwhile (Fixture *fixture, gconstpointer user_data)
{
  const char *newer = "{\"version\":2,\"pins\":{}}";
  g_autoptr (GError) error = NULL;

  g_assert_true (latchkey_pins_load (fixture->pins, NULL));
  write_file (fixture, newer);
  trust (fixture->pins, ORIGIN);
  save (fixture->pins, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (latchkey_pins_get_save_error (fixture->pins));
  assert_file_contains (fixture->path, newer);
  assert_pinned (fixture->pins, ORIGIN);

  /* What was decided meanwhile is written as soon as that is possible. */
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_clear_error (&error);
  save (fixture->pins, &error);
  g_assert_no_error (error);
  g_assert_null (latchkey_pins_get_save_error (fixture->pins));
}

static void
test_cannot_be_saved (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->disk.folder);
  g_autoptr (GError) error = NULL;

  /* Where the folder should be there is a file. */
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->disk.folder, "", -1, NULL));
  trust (fixture->pins, ORIGIN);
  save (fixture->pins, &error);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (latchkey_pins_get_save_error (fixture->pins));
  assert_pinned (fixture->pins, ORIGIN);

  g_assert_cmpint (g_remove (fixture->disk.folder), ==, 0);
  g_clear_error (&error);
  save (fixture->pins, &error);
  g_assert_no_error (error);
  g_assert_null (latchkey_pins_get_save_error (fixture->pins));
}

static void
test_in_memory (Fixture *fixture, gconstpointer user_data)
{
  LatchkeyPins *pins = latchkey_pins_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (latchkey_pins_load (pins, &error));
  trust (pins, ORIGIN);
  save (pins, &error);
  g_assert_no_error (error);
  assert_pinned (pins, ORIGIN);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (pins);
}

/* Two copies of the program, one after the other and then both. */
static void
test_two_at_once (Fixture *fixture, gconstpointer user_data)
{
  LatchkeyPins *second = new_pins (fixture);
  LatchkeyPins *third = new_pins (fixture);

  trust (fixture->pins, ORIGIN);
  save (fixture->pins, NULL);
  g_assert_true (latchkey_pins_load (second, NULL));

  trust (second, OTHER);
  save (second, NULL);
  latchkey_pins_allow_plain_http (fixture->pins, "http://far.test");
  save (fixture->pins, NULL);
  g_assert_cmpuint (count (fixture->pins), ==, 3);

  latchkey_pins_remove (second, ORIGIN);
  save (second, NULL);
  g_assert_cmpuint (count (second), ==, 2);
  trust (fixture->pins, "https://third.lan:443");
  save (fixture->pins, NULL);
  assert_not_pinned (fixture->pins, ORIGIN);

  g_assert_true (latchkey_pins_load (third, NULL));
  g_assert_cmpuint (count (third), ==, 3);
  assert_not_pinned (third, ORIGIN);
  assert_pinned (third, OTHER);
  assert_pinned (third, "https://third.lan:443");
  g_assert_finalize_object (third);
  g_assert_finalize_object (second);
}

/* Both read what the other has not written yet, if nobody waits. */
static void
test_in_the_same_moment (Fixture *fixture, gconstpointer user_data)
{
  LatchkeyPins *second = new_pins (fixture);
  LatchkeyPins *third = new_pins (fixture);
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) second_result = NULL;

  trust (fixture->pins, ORIGIN);
  trust (second, OTHER);
  latchkey_pins_save_async (fixture->pins, NULL, await_store, &first_result);
  latchkey_pins_save_async (second, NULL, await_store, &second_result);
  g_assert_true (latchkey_pins_save_finish (fixture->pins, await (&first_result), NULL));
  g_assert_true (latchkey_pins_save_finish (second, await (&second_result), NULL));
  g_clear_object (&second_result);

  g_assert_true (latchkey_pins_load (third, NULL));
  assert_pinned (third, ORIGIN);
  assert_pinned (third, OTHER);
  g_assert_finalize_object (third);
  g_assert_finalize_object (second);
}

static void
test_waits_for_the_lock (Fixture *fixture, gconstpointer user_data)
{
  LatchkeyPins *second = new_pins (fixture);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->disk.folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyLock *lock;

  trust (second, OTHER);
  save (second, NULL);
  lock = latchkey_lock_try (folder, LATCHKEY_LOCK_PINS, NULL);
  g_assert_nonnull (lock);
  trust (fixture->pins, ORIGIN);
  latchkey_pins_save_async (fixture->pins, NULL, await_store, &result);

  /* Another one that does not wait as long, and keeps what it knows. */
  second->lock_limit = 50;
  trust (second, "https://third.lan:443");
  save (second, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_error (latchkey_pins_get_save_error (second), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_null (result);
  assert_pinned (second, "https://third.lan:443");

  latchkey_lock_release (lock);
  g_assert_true (latchkey_pins_save_finish (fixture->pins, await (&result), NULL));
  save (second, NULL);
  g_assert_no_error (latchkey_pins_get_save_error (second));
  assert_pinned (second, ORIGIN);
  assert_pinned (second, "https://third.lan:443");
  g_assert_finalize_object (second);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/pins/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("comes-back", test_comes_back);
  ADD ("is-saved-by-itself", test_is_saved_by_itself);
  ADD ("is-replaced", test_is_replaced);
  ADD ("is-removed", test_is_removed);
  ADD ("what-the-system-trusts-needs-none", test_what_the_system_trusts_needs_no_pin);
  ADD ("superfluous-is-dropped-once", test_superfluous_is_dropped_once);
  ADD ("plain-http", test_plain_http);
  ADD ("damaged-file-is-set-aside", test_damaged);
  ADD ("newer-version-is-left-alone", test_newer_version_is_left_alone);
  ADD ("newer-version-that-comes-meanwhile-is-left-alone", test_newer_version_comes_meanwhile);
  ADD ("cannot-be-saved", test_cannot_be_saved);
  ADD ("in-memory", test_in_memory);
  ADD ("two-at-once", test_two_at_once);
  ADD ("in-the-same-moment", test_in_the_same_moment);
  ADD ("waits-for-the-lock", test_waits_for_the_lock);
#undef ADD

  return g_test_run ();
}
