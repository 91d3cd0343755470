#include "homebox-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int __real_munmap (void *address, size_t length);
int __wrap_munmap (void *address, size_t length);

/* The linker puts this in the place of munmap(): the last moment in which memory can be looked at
 * that is given back to the system. */
static const char *watched;
static gboolean watched_was_wiped;

int
__wrap_munmap (void *address, size_t length)
{
  if (watched != NULL && address == (void *) watched)
    {
      watched_was_wiped = TRUE;
      for (size_t i = 0; i < length; i++)
        watched_was_wiped = watched_was_wiped && watched[i] == '\0';
      watched = NULL;
    }

  return __real_munmap (address, length);
}

static void
watch (HomeboxSecret *secret)
{
  watched = homebox_secret_peek (secret);
  watched_was_wiped = FALSE;
}

static void
test_text (void)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new ("pass w\xc3\xb6rd");
  g_autoptr (HomeboxSecret) empty = homebox_secret_new ("");

  g_assert_cmpstr (homebox_secret_peek (secret), ==, "pass w\xc3\xb6rd");
  g_assert_cmpuint (homebox_secret_get_length (secret), ==, 10);
  g_assert_cmpstr (homebox_secret_peek (empty), ==, "");
  g_assert_cmpuint (homebox_secret_get_length (empty), ==, 0);
}

static void
test_long (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);

  for (gsize length = page - 2; length <= page + 1; length++)
    {
      g_autofree char *text = g_strnfill (length, 'x');
      g_autoptr (HomeboxSecret) secret = homebox_secret_new (text);

      g_assert_cmpstr (homebox_secret_peek (secret), ==, text);
    }
}

static void
test_wiped (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  g_autofree char *text = g_strnfill (page * 2 + 7, 'x');
  HomeboxSecret *secret = homebox_secret_new (text);

  watch (secret);
  homebox_secret_ref (secret);
  homebox_secret_unref (secret);
  g_assert_nonnull (watched);
  g_assert_cmpstr (homebox_secret_peek (secret), ==, text);

  homebox_secret_unref (secret);
  g_assert_null (watched);
  g_assert_true (watched_was_wiped);
}

static void
test_taken (void)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new_take (g_strdup ("taken"));

  g_assert_cmpstr (homebox_secret_peek (secret), ==, "taken");
}

static void
test_wipe_string (void)
{
  char text[] = "secret\0behind";

  homebox_secret_wipe_string (text);
  g_assert_cmpmem (text, sizeof text, "\0\0\0\0\0\0\0behind", sizeof text);
  homebox_secret_wipe_string (NULL);
}

static void
test_bytes (void)
{
  HomeboxSecret *secret = homebox_secret_new ("body");
  GBytes *bytes = homebox_secret_to_bytes (secret);

  watch (secret);
  g_assert_true (g_bytes_get_data (bytes, NULL) == (gconstpointer) homebox_secret_peek (secret));
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 4);

  homebox_secret_unref (secret);
  g_assert_nonnull (watched);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 4, "body", 4);

  g_bytes_unref (bytes);
  g_assert_null (watched);
  g_assert_true (watched_was_wiped);
}

static void
test_equal (void)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new ("one");
  g_autoptr (HomeboxSecret) same = homebox_secret_new ("one");
  g_autoptr (HomeboxSecret) other = homebox_secret_new ("onE");
  g_autoptr (HomeboxSecret) longer = homebox_secret_new ("one ");

  g_assert_true (homebox_secret_equal (secret, secret));
  g_assert_true (homebox_secret_equal (secret, same));
  g_assert_false (homebox_secret_equal (secret, other));
  g_assert_false (homebox_secret_equal (secret, longer));
}

/* The flags that the kernel keeps for the memory at an address (proc(5), VmFlags of smaps). */
static char **
get_flags (const char *address)
{
  g_autofree char *smaps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &smaps, NULL, NULL));
  lines = g_strsplit (smaps, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      char *end;
      guint64 from = g_ascii_strtoull (*line, &end, 16);

      if (*end == '-')
        inside = from <= (gsize) address && (gsize) address < g_ascii_strtoull (end + 1, NULL, 16);
      else if (inside && g_str_has_prefix (*line, "VmFlags: "))
        return g_strsplit (*line + strlen ("VmFlags: "), " ", -1);
    }

  g_assert_not_reached ();
}

static void
test_memory (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  g_autoptr (HomeboxSecret) secret = homebox_secret_new ("secret");
  g_auto (GStrv) flags = get_flags (homebox_secret_peek (secret));
  g_auto (GStrv) reference_flags = NULL;
  char *reference = mmap (NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  g_assert_true (g_strv_contains ((const char *const *) flags, "dd"));

  /* Whether this system lets memory be locked at all: the quota may be nothing, and the address
   * sanitizer makes mlock() do nothing. */
  g_assert_true (reference != MAP_FAILED);
  (void) mlock (reference, page);
  reference_flags = get_flags (reference);
  g_assert_true (g_strv_contains ((const char *const *) flags, "lo")
                 == g_strv_contains ((const char *const *) reference_flags, "lo"));
  g_assert_cmpint (munmap (reference, page), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/text", test_text);
  g_test_add_func ("/secret/longer-than-a-page", test_long);
  g_test_add_func ("/secret/is-wiped-with-the-last-reference", test_wiped);
  g_test_add_func ("/secret/takes-a-string", test_taken);
  g_test_add_func ("/secret/wipes-a-string", test_wipe_string);
  g_test_add_func ("/secret/bytes-share-its-memory", test_bytes);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/stays-out-of-core-dumps-and-swap", test_memory);

  return g_test_run ();
}
