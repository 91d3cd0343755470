#include "homebox-distinguished-name.h"

#include "homebox-error-private.h"

#include <string.h>

/* A name is shown in a line. */
#define MAX_CHARACTERS 100

/* Where the part that begins at @at ends: at the next separator that is not escaped. */
static const char *
find_end (const char *at)
{
  gboolean quoted = FALSE;

  for (; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '"')
        quoted = !quoted;
      else if (!quoted && (*at == ',' || *at == '+' || *at == ';'))
        break;
    }

  return at;
}

static char *
unescape (const char *text, gsize length)
{
  GString *plain = g_string_sized_new (length);
  g_autofree char *raw = NULL;
  gsize raw_length;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        continue;

      if (text[i] != '\\' || i + 1 == length)
        {
          g_string_append_c (plain, text[i]);
        }
      else if (i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          g_string_append_c (plain, (char) (g_ascii_xdigit_value (text[i + 1]) * 16
                                            + g_ascii_xdigit_value (text[i + 2])));
          i += 2;
        }
      else
        {
          g_string_append_c (plain, text[++i]);
        }
    }

  raw_length = plain->len;
  raw = g_string_free (plain, FALSE);

  return homebox_error_clean_text (raw, raw_length, MAX_CHARACTERS);
}

/*
 * homebox_distinguished_name_find:
 * @name: a distinguished name as text (RFC 4514): `CN=home.lan,O=Ada\, Countess`
 * @attribute: what to look for, such as `CN`
 *
 * Returns: (transfer full) (nullable): the first value of @attribute, fit to be shown in a line;
 *   %NULL when it has none
 */
char *
homebox_distinguished_name_find (const char *name, const char *attribute)
{
  gsize length = strlen (attribute);

  while (*name != '\0')
    {
      const char *end;

      while (*name == ' ' || *name == ',' || *name == '+' || *name == ';')
        name++;

      end = find_end (name);
      if (g_ascii_strncasecmp (name, attribute, length) == 0 && name[length] == '=')
        return unescape (name + length + 1, (gsize) (end - name) - length - 1);

      name = end;
    }

  return NULL;
}
