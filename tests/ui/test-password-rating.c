#include "latchkey-password-rating.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *dictionary;

static LatchkeyPasswordRating
rate (const char *password)
{
  return latchkey_password_rating_of (password, NULL, NULL, dictionary);
}

static void
assert_hint (const char *password, const char *old_password, const char *hint)
{
  LatchkeyPasswordRating rating
    = latchkey_password_rating_of (password, old_password, NULL, dictionary);

  g_assert_cmpstr (rating.hint, ==, hint);
  g_assert_cmpint (rating.level, ==, LATCHKEY_PASSWORD_WEAK);
}

static void
test_levels (void)
{
  g_assert_cmpint (rate ("").level, ==, LATCHKEY_PASSWORD_EMPTY);
  g_assert_cmpint (rate ("").score, ==, 0);
  g_assert_cmpint (rate ("short").level, ==, LATCHKEY_PASSWORD_TOO_SHORT);
  g_assert_cmpint (rate ("xkrqpz").level, ==, LATCHKEY_PASSWORD_WEAK);
  g_assert_cmpint (rate ("Zq7!pL2x").level, ==, LATCHKEY_PASSWORD_WEAK);
  g_assert_cmpint (rate ("kzvnqwptmbrt").level, ==, LATCHKEY_PASSWORD_FAIR);
  g_assert_cmpint (rate ("tr0ub4dor&3").level, ==, LATCHKEY_PASSWORD_GOOD);
  g_assert_cmpint (rate ("correct horse battery staple").level, ==, LATCHKEY_PASSWORD_STRONG);
  g_assert_cmpint (rate ("correct horse battery staple").score, ==, 100);
  g_assert_cmpint (rate ("пароль-длинный").level, ==, LATCHKEY_PASSWORD_STRONG);
}

static void
test_words_for_levels (void)
{
  for (int level = LATCHKEY_PASSWORD_TOO_SHORT; level <= LATCHKEY_PASSWORD_STRONG; level++)
    {
      const char *text = latchkey_password_level_to_text (level);

      g_assert_cmpuint (strlen (text), >, 0);

      for (int other = LATCHKEY_PASSWORD_EMPTY; other < level; other++)
        g_assert_cmpstr (text, !=, latchkey_password_level_to_text (other));
    }
}

static void
test_hints (void)
{
  assert_hint ("xkrqpz", NULL, "It is short. Use 8 characters or more, or several words.");
  assert_hint ("level-level",
               NULL,
               "It reads the same backwards. Put several unrelated words together.");
  assert_hint ("Sommer2026!x", "Sommer2026!x", "This is your current password.");
  assert_hint ("sommerwiese-x",
               "Sommerwiese-X",
               "Only capital and small letters differ from your current password.");
  assert_hint ("wiese-sommer-", "sommer-wiese-", "It is your current password in another order.");
  assert_hint ("my-homebox-house",
               NULL,
               "It contains a word that others would try first, such as your name.");
}

static void
test_dictionary (void)
{
  const char *hint
    = "It is a common word or a simple pattern. Put several unrelated words together.";

  if (dictionary == NULL)
    {
      g_test_skip ("no cracklib dictionary on this computer");
      return;
    }

  assert_hint ("password1", NULL, hint);
  assert_hint ("12345678", NULL, hint);
  assert_hint ("hahahahahaha", NULL, hint);
}

static void
test_known_words (void)
{
  const char *const known[] = { "Ada Lovelace", "ada.l@example.org", NULL };
  const char *const bad[] = { "Lovelace-1815-x", "my-EXAMPLE-house", NULL };

  for (gsize i = 0; bad[i] != NULL; i++)
    {
      LatchkeyPasswordRating rating
        = latchkey_password_rating_of (bad[i], NULL, known, dictionary);

      g_assert_cmpint (rating.level, ==, LATCHKEY_PASSWORD_WEAK);
      g_assert_cmpstr (rating.hint,
                       ==,
                       "It contains a word that others would try first, such as your name.");
    }

  g_assert_cmpint (
    latchkey_password_rating_of ("quiet-meadow-canada", NULL, known, dictionary).level,
    ==,
    LATCHKEY_PASSWORD_STRONG);
}

/* Without a dictionary libpwquality says -22 for everything and prints to stderr. */
static void
test_without_dictionary (void)
{
  if (g_test_subprocess ())
    {
      const char *const nowhere[] = { "/nonexistent/cracklib_dict", NULL };
      g_autofree char *none = latchkey_password_rating_find_dictionary (nowhere);
      LatchkeyPasswordRating rating;

      g_assert_null (none);
      rating = latchkey_password_rating_of ("correct horse battery staple", NULL, NULL, none);
      g_assert_cmpint (rating.level, ==, LATCHKEY_PASSWORD_STRONG);
      rating = latchkey_password_rating_of ("tr0ub4dor&3", NULL, NULL, none);
      g_assert_cmpint (rating.level, ==, LATCHKEY_PASSWORD_GOOD);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");
}

static void
write_file (const char *stem, const char *extension, const void *contents, gssize length)
{
  g_autofree char *path = g_strconcat (stem, extension, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, length, &error);
  g_assert_no_error (error);
}

static void
remove_file (const char *stem, const char *extension)
{
  g_autofree char *path = g_strconcat (stem, extension, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_damaged_dictionary (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("latchkey-dictionary-XXXXXX", &error);
  g_autofree char *stem = g_build_filename (folder, "words", NULL);
  const char *const places[] = { stem, NULL };
  const guint32 magic = 0x70775631;
  g_autofree char *found = NULL;

  g_assert_no_error (error);

  write_file (stem, ".pwd", "x", 1);
  write_file (stem, ".hwm", "x", 1);
  write_file (stem, ".pwi", "damaged", -1);
  g_assert_null (latchkey_password_rating_find_dictionary (places));

  write_file (stem, ".pwi", &magic, sizeof magic);
  found = latchkey_password_rating_find_dictionary (places);
  g_assert_cmpstr (found, ==, stem);

  write_file (stem, ".pwd", "", 0);
  g_assert_null (latchkey_password_rating_find_dictionary (places));

  remove_file (stem, ".pwd");
  g_assert_null (latchkey_password_rating_find_dictionary (places));

  remove_file (stem, ".hwm");
  remove_file (stem, ".pwi");
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Whatever is typed: only its beginning counts, and characters are never cut in two. */
static void
test_long_passwords (void)
{
  g_autofree char *same = g_strnfill (10000, 'a');
  g_autoptr (GString) emoji = g_string_new (NULL);
  g_autoptr (GString) mixed = g_string_new (NULL);
  LatchkeyPasswordRating whole;
  LatchkeyPasswordRating beginning;

  for (guint i = 0; i < 10000; i++)
    {
      g_string_append_unichar (emoji, 0x1F600 + i % 40);
      g_string_append_c (mixed, '!' + (i * i * 31 + i * 7) % 90);
    }

  g_assert_cmpint (rate (same).level, ==, LATCHKEY_PASSWORD_WEAK);
  g_assert_cmpint (rate (emoji->str).level, ==, LATCHKEY_PASSWORD_STRONG);

  whole = rate (mixed->str);
  g_string_truncate (mixed, 256);
  beginning = rate (mixed->str);
  g_assert_cmpint (whole.score, ==, beginning.score);
  g_assert_cmpint (whole.level, ==, beginning.level);
  g_assert_cmpint (whole.level, ==, LATCHKEY_PASSWORD_STRONG);
}

static void
test_odd_characters (void)
{
  g_assert_cmpint (rate ("\xe2\x80\xaeעברית-סיסמה").level, ==, LATCHKEY_PASSWORD_STRONG);
  g_assert_cmpint (rate ("\x01\x02\x03\t\n\x7f!a").level, >=, LATCHKEY_PASSWORD_WEAK);
  g_assert_cmpint (rate ("        ").level, ==, LATCHKEY_PASSWORD_WEAK);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  dictionary = latchkey_password_rating_find_dictionary (NULL);

  g_test_add_func ("/password-rating/levels", test_levels);
  g_test_add_func ("/password-rating/each-level-has-its-word", test_words_for_levels);
  g_test_add_func ("/password-rating/hints-in-words", test_hints);
  g_test_add_func ("/password-rating/dictionary-words-are-weak", test_dictionary);
  g_test_add_func ("/password-rating/known-words-are-weak", test_known_words);
  g_test_add_func ("/password-rating/silent-and-fair-without-dictionary", test_without_dictionary);
  g_test_add_func ("/password-rating/damaged-dictionary-is-not-used", test_damaged_dictionary);
  g_test_add_func ("/password-rating/only-the-beginning-counts", test_long_passwords);
  g_test_add_func ("/password-rating/odd-characters", test_odd_characters);

  result = g_test_run ();
  g_free (dictionary);

  return result;
}
