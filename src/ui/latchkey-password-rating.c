#include "latchkey-password-rating.h"

#include "homebox-secret.h"
#include "homebox-user.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <pwquality.h>
#include <stdio.h>

/* libpwquality compares with the old password in quadratic time and looks every variation of the
 * password up in the dictionary. Within these limits a check stays below 4 ms, and a password
 * this long differs from a word anyway. */
#define MAX_CHARACTERS 256
#define MAX_BYTES 256
#define MAX_DICTIONARY_BYTES 64

#define SCORE_WEAK 10
#define SCORE_FAIR 50
#define SCORE_GOOD 75
#define SCORE_STRONG 90

/* The first word of cracklib's index file, in the byte order of the computer that made it. */
#define CRACKLIB_MAGIC 0x70775631

static const char *const default_places[] = {
  "/var/cache/cracklib/cracklib_dict", /* Debian */
  "/usr/share/cracklib/pw_dict",       /* cracklib's own choice; Fedora, Arch */
  "/usr/lib/cracklib_dict",            /* openSUSE */
  NULL,
};

static gboolean
has_magic (const char *path)
{
  guint32 magic = 0;
  FILE *file = fopen (path, "rbe");
  gboolean found;

  if (file == NULL)
    return FALSE;

  found = fread (&magic, sizeof magic, 1, file) == 1 && magic == CRACKLIB_MAGIC;
  fclose (file);

  return found;
}

static gboolean
is_filled (const char *stem, const char *extension)
{
  g_autofree char *path = g_strconcat (stem, extension, NULL);
  GStatBuf status;

  return g_stat (path, &status) == 0 && S_ISREG (status.st_mode) && status.st_size > 0
         && g_access (path, R_OK) == 0;
}

static char *
dup_beginning (const char *text, gsize max_bytes)
{
  const char *end = text;

  for (guint n = 0; *end != '\0' && n < MAX_CHARACTERS; n++)
    {
      const char *next = g_utf8_next_char (end);

      if ((gsize) (next - text) > max_bytes)
        break;

      end = next;
    }

  return g_strndup (text, end - text);
}

static void
wipe_and_free (char *text)
{
  homebox_secret_wipe_string (text);
  g_free (text);
}

/* libpwquality takes bad words as one string, with spaces between them. */
static char *
join_words (const char *const *known)
{
  GString *words = g_string_new ("homebox latchkey");

  for (gsize i = 0; known != NULL && known[i] != NULL; i++)
    {
      g_string_append_c (words, ' ');

      for (const char *c = known[i]; *c != '\0'; c = g_utf8_next_char (c))
        {
          gunichar character = g_utf8_get_char (c);

          g_string_append_unichar (words, g_unichar_isalnum (character) ? character : ' ');
        }
    }

  return g_string_free (words, FALSE);
}

static int
check (const char *password, const char *old_password, const char *words, const char *dictionary)
{
  pwquality_settings_t *settings = pwquality_default_settings ();
  int result;

  if (settings == NULL)
    return PWQ_ERROR_MEM_ALLOC;

  pwquality_set_int_value (settings, PWQ_SETTING_DICT_CHECK, dictionary != NULL);

  if (dictionary != NULL)
    pwquality_set_str_value (settings, PWQ_SETTING_DICT_PATH, dictionary);

  if (words != NULL)
    pwquality_set_str_value (settings, PWQ_SETTING_BAD_WORDS, words);

  result = pwquality_check (settings, password, old_password, NULL, NULL);
  pwquality_free_settings (settings);

  return result;
}

static const char *
hint_for_problem (int problem)
{
  switch (problem)
    {
    case PWQ_ERROR_SAME_PASSWORD:
      return _("This is your current password.");
    case PWQ_ERROR_CASE_CHANGES_ONLY:
      return _("Only capital and small letters differ from your current password.");
    case PWQ_ERROR_TOO_SIMILAR:
      return _("It is very similar to your current password.");
    case PWQ_ERROR_ROTATED:
      return _("It is your current password in another order.");
    case PWQ_ERROR_PALINDROME:
      return _("It reads the same backwards. Put several unrelated words together.");
    case PWQ_ERROR_MIN_LENGTH:
      return _("It is short. Use 8 characters or more, or several words.");
    case PWQ_ERROR_BAD_WORDS:
    case PWQ_ERROR_USER_CHECK:
    case PWQ_ERROR_GECOS_CHECK:
      return _("It contains a word that others would try first, such as your name.");
    case PWQ_ERROR_CRACKLIB_CHECK:
      return _("It is a common word or a simple pattern. Put several unrelated words together.");
    case PWQ_ERROR_MAX_CONSECUTIVE:
      return _("It repeats one character. Use more different ones.");
    case PWQ_ERROR_MAX_SEQUENCE:
      return _("It contains a sequence such as “1234” or “abcd”.");
    case PWQ_ERROR_MIN_DIGITS:
    case PWQ_ERROR_MIN_UPPERS:
    case PWQ_ERROR_MIN_LOWERS:
    case PWQ_ERROR_MIN_OTHERS:
    case PWQ_ERROR_MIN_CLASSES:
    case PWQ_ERROR_MAX_CLASS_REPEAT:
      return _("Mix letters, digits and other characters.");
    default:
      return NULL;
    }
}

static LatchkeyPasswordRating
rating_for_score (int score)
{
  LatchkeyPasswordRating rating = { .score = CLAMP (score, SCORE_WEAK, 100) };

  if (score >= SCORE_STRONG)
    {
      rating.level = LATCHKEY_PASSWORD_STRONG;
      rating.hint = _("Very hard to guess.");
    }
  else if (score >= SCORE_GOOD)
    {
      rating.level = LATCHKEY_PASSWORD_GOOD;
      rating.hint = _("Hard to guess.");
    }
  else if (score >= SCORE_FAIR)
    {
      rating.level = LATCHKEY_PASSWORD_FAIR;
      rating.hint = _("A few more characters make it stronger.");
    }
  else
    {
      rating.level = LATCHKEY_PASSWORD_WEAK;
      rating.hint = _("Add more characters or another word.");
    }

  return rating;
}

/**
 * latchkey_password_rating_find_dictionary:
 * @places: (nullable) (array zero-terminated=1): paths without extension to look at, in this
 *   order; %NULL for where the distributions put it
 *
 * Finds a dictionary of cracklib that can be used. Without one, or with a damaged one, cracklib
 * would call every password weak and print to the standard error output.
 *
 * Returns: (transfer full) (nullable): its path without extension, or %NULL
 */
char *
latchkey_password_rating_find_dictionary (const char *const *places)
{
  for (places = places != NULL ? places : default_places; *places != NULL; places++)
    {
      g_autofree char *index = g_strconcat (*places, ".pwi", NULL);

      if ((is_filled (*places, ".pwd") || is_filled (*places, ".pwd.gz"))
          && is_filled (*places, ".hwm") && has_magic (index))
        return g_strdup (*places);
    }

  return NULL;
}

/**
 * latchkey_password_rating_of:
 * @password: the password, UTF-8
 * @old_password: (nullable): the one it replaces
 * @known: (nullable) (array zero-terminated=1): what everybody knows of the person, such as the
 *   name and the email; their words make a password weak
 * @dictionary: (nullable): from latchkey_password_rating_find_dictionary(); without one the
 *   password is rated by its characters alone
 *
 * Rates a password with libpwquality's own defaults: the rules of this computer's administrator
 * (`pwquality.conf`) are about this computer, not about a Homebox.
 *
 * Only the first 256 characters are looked at, and 256 bytes of them, which takes a few
 * milliseconds at most.
 *
 * Returns: the rating
 */
LatchkeyPasswordRating
latchkey_password_rating_of (const char *password,
                             const char *old_password,
                             const char *const *known,
                             const char *dictionary)
{
  LatchkeyPasswordRating rating = { 0 };
  g_autofree char *words = NULL;
  char *beginning = NULL;
  char *old_beginning = NULL;
  int result;

  g_return_val_if_fail (password != NULL, rating);

  if (*password == '\0')
    {
      rating.hint = _("Use 6 characters or more. Several unrelated words are strong.");
      return rating;
    }

  if (!homebox_user_check_new_password (password, NULL))
    {
      rating.level = LATCHKEY_PASSWORD_TOO_SHORT;
      rating.hint = _("Use 6 characters or more.");
      return rating;
    }

  if (old_password != NULL && *old_password != '\0')
    {
      if (g_str_equal (password, old_password))
        {
          rating.score = SCORE_WEAK;
          rating.level = LATCHKEY_PASSWORD_WEAK;
          rating.hint = hint_for_problem (PWQ_ERROR_SAME_PASSWORD);
          return rating;
        }

      old_beginning = dup_beginning (old_password, MAX_BYTES);
    }

  words = join_words (known);
  beginning = dup_beginning (password, MAX_BYTES);
  result = check (beginning, old_beginning, words, NULL);

  if (result >= 0 && dictionary != NULL)
    {
      char *word = dup_beginning (password, MAX_DICTIONARY_BYTES);

      if (check (word, NULL, NULL, dictionary) == PWQ_ERROR_CRACKLIB_CHECK)
        result = PWQ_ERROR_CRACKLIB_CHECK;

      wipe_and_free (word);
    }

  wipe_and_free (beginning);
  wipe_and_free (old_beginning);

  if (result >= 0)
    return rating_for_score (result);

  rating.hint = hint_for_problem (result);

  /* libpwquality itself failed: that says nothing about the password. */
  if (rating.hint == NULL)
    return rating_for_score (SCORE_FAIR);

  rating.score = SCORE_WEAK;
  rating.level = LATCHKEY_PASSWORD_WEAK;

  return rating;
}

/**
 * latchkey_password_level_to_text:
 * @level: a level
 *
 * Returns: the level in a word; empty for %LATCHKEY_PASSWORD_EMPTY
 */
const char *
latchkey_password_level_to_text (LatchkeyPasswordLevel level)
{
  switch (level)
    {
    case LATCHKEY_PASSWORD_TOO_SHORT:
      return C_("password strength", "Too Short");
    case LATCHKEY_PASSWORD_WEAK:
      return C_("password strength", "Weak");
    case LATCHKEY_PASSWORD_FAIR:
      return C_("password strength", "Fair");
    case LATCHKEY_PASSWORD_GOOD:
      return C_("password strength", "Good");
    case LATCHKEY_PASSWORD_STRONG:
      return C_("password strength", "Strong");
    case LATCHKEY_PASSWORD_EMPTY:
    default:
      return "";
    }
}
