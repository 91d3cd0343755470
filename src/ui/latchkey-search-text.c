#include "latchkey-search-text.h"

#include <string.h>

/**
 * latchkey_search_text_fold:
 * @typed: (nullable): what to look for, as it was typed
 *
 * Returns: (transfer full) (nullable): the same for latchkey_search_text_has(); %NULL for nothing
 *   but spaces
 */
char *
latchkey_search_text_fold (const char *typed)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (typed != NULL ? typed : ""));
  g_autofree char *normal = g_utf8_normalize (trimmed, -1, G_NORMALIZE_ALL);

  return normal != NULL && *normal != '\0' ? g_utf8_casefold (normal, -1) : NULL;
}

/**
 * latchkey_search_text_has:
 * @text: (nullable): a text
 * @needle: what to look for, from latchkey_search_text_fold()
 *
 * Returns: whether @needle is in @text, whatever the case
 */
gboolean
latchkey_search_text_has (const char *text, const char *needle)
{
  g_autofree char *normal = text != NULL ? g_utf8_normalize (text, -1, G_NORMALIZE_ALL) : NULL;
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;

  return folded != NULL && strstr (folded, needle) != NULL;
}
