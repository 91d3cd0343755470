#include "homebox-secret-body.h"

#include <string.h>

/* `\u0000` */
#define ESCAPED_MAX 6

static void
append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');

  for (; *text != '\0'; text++)
    {
      guchar byte = (guchar) *text;

      if (byte == '"' || byte == '\\')
        g_string_append_c (json, '\\');

      if (byte < 0x20)
        g_string_append_printf (json, "\\u%04x", byte);
      else
        g_string_append_c (json, *text);
    }

  g_string_append_c (json, '"');
}

/*
 * homebox_secret_body_new:
 * @members: (array length=n_members): the members, their texts in UTF-8
 * @n_members: how many
 *
 * Writes a JSON object (RFC 8259, section 7) that holds a secret. json-glib would leave copies of
 * its text on the heap; here there is one, in the memory of the result.
 *
 * Returns: (transfer full): the JSON text
 */
HomeboxSecret *
homebox_secret_body_new (const HomeboxBodyMember *members, gsize n_members)
{
  gsize size = 3;
  GString *json;

  for (gsize i = 0; i < n_members; i++)
    size += (strlen (members[i].name) + (members[i].text != NULL ? strlen (members[i].text) : 1))
                * ESCAPED_MAX
            + 6;

  /* Large enough from the start: growing would leave the text behind where it was. */
  json = g_string_sized_new (size);
  g_string_append_c (json, '{');

  for (gsize i = 0; i < n_members; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');

      append_string (json, members[i].name);
      g_string_append_c (json, ':');

      if (members[i].text != NULL)
        append_string (json, members[i].text);
      else
        g_string_append (json, members[i].flag ? "true" : "false");
    }

  g_string_append_c (json, '}');

  return homebox_secret_new_take (g_string_free (json, FALSE));
}
