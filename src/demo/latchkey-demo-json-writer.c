#include "latchkey-demo-json-writer.h"

#include <math.h>
#include <stdlib.h>

/**
 * latchkey_demo_json_write_string:
 * @out: where to write
 * @text: UTF-8, in which there may be NULs
 *
 * Writes a string with its quotes.
 */
void
latchkey_demo_json_write_string (GString *out, const GString *text)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < text->len; i++)
    {
      guint8 c = text->str[i];

      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", c);
      else if (c == '\b')
        g_string_append (out, "\\b");
      else if (c == '\f')
        g_string_append (out, "\\f");
      else if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\r')
        g_string_append (out, "\\r");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (c < 0x20 || c == '<' || c == '>' || c == '&')
        g_string_append_printf (out, "\\u%04x", c);
      else if (i + 2 < text->len && memcmp (text->str + i, "\xe2\x80\xa8", 3) == 0)
        g_string_append (out, "\\u2028"), i += 2;
      else if (i + 2 < text->len && memcmp (text->str + i, "\xe2\x80\xa9", 3) == 0)
        g_string_append (out, "\\u2029"), i += 2;
      else
        g_string_append_c (out, c);
    }
  g_string_append_c (out, '"');
}

/**
 * latchkey_demo_json_write_number:
 * @out: where to write
 * @value: a finite number
 *
 * Writes the shortest digits that read back as @value, laid out as Go and ECMAScript do.
 */
void
latchkey_demo_json_write_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GString) digits = g_string_new (NULL);
  int exponent;

  if (value == 0)
    {
      g_string_append (out, signbit (value) ? "-0" : "0");
      return;
    }

  for (int precision = 0; precision <= 16; precision++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%de", precision);

      g_ascii_formatd (buffer, sizeof buffer, format, fabs (value));
      if (g_ascii_strtod (buffer, NULL) == fabs (value))
        break;
    }
  for (const char *c = buffer; *c != 'e'; c++)
    if (*c != '.')
      g_string_append_c (digits, *c);
  exponent = atoi (strchr (buffer, 'e') + 1);

  if (value < 0)
    g_string_append_c (out, '-');
  if (exponent < -6 || exponent >= 21)
    {
      g_string_append_c (out, digits->str[0]);
      if (digits->len > 1)
        g_string_append_printf (out, ".%s", digits->str + 1);
      g_string_append_printf (out, "e%+d", exponent);
    }
  else if (exponent < 0)
    {
      g_string_append (out, "0.");
      for (int i = -1; i > exponent; i--)
        g_string_append_c (out, '0');
      g_string_append (out, digits->str);
    }
  else
    {
      while (digits->len < (gsize) exponent + 1)
        g_string_append_c (digits, '0');
      g_string_append_len (out, digits->str, exponent + 1);
      if (digits->len > (gsize) exponent + 1)
        g_string_append_printf (out, ".%s", digits->str + exponent + 1);
    }
}
