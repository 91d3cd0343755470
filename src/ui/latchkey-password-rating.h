#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LatchkeyPasswordLevel:
 * @LATCHKEY_PASSWORD_EMPTY: nothing was typed yet
 * @LATCHKEY_PASSWORD_TOO_SHORT: shorter than Homebox wants it
 * @LATCHKEY_PASSWORD_WEAK: would be taken, but is easily guessed
 * @LATCHKEY_PASSWORD_FAIR: neither weak nor good
 * @LATCHKEY_PASSWORD_GOOD: hard to guess
 * @LATCHKEY_PASSWORD_STRONG: very hard to guess
 *
 * How good a password is, in steps that have a word each.
 */
typedef enum
{
  LATCHKEY_PASSWORD_EMPTY,
  LATCHKEY_PASSWORD_TOO_SHORT,
  LATCHKEY_PASSWORD_WEAK,
  LATCHKEY_PASSWORD_FAIR,
  LATCHKEY_PASSWORD_GOOD,
  LATCHKEY_PASSWORD_STRONG,
} LatchkeyPasswordLevel;

/**
 * LatchkeyPasswordRating:
 * @score: 0 to 100
 * @level: the step that @score belongs to
 * @hint: (transfer none): what would make it better, in the person's language
 *
 * What libpwquality thinks of a password. It advises and never forbids.
 */
typedef struct
{
  guint score;
  LatchkeyPasswordLevel level;
  const char *hint;
} LatchkeyPasswordRating;

char *latchkey_password_rating_find_dictionary (const char *const *places);

LatchkeyPasswordRating latchkey_password_rating_of (const char *password,
                                                    const char *old_password,
                                                    const char *const *known,
                                                    const char *dictionary);

const char *latchkey_password_level_to_text (LatchkeyPasswordLevel level);

G_END_DECLS
