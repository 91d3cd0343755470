#include "latchkey-demo-export.h"

#include <json-glib/json-glib.h>

#define DURATION G_TIME_SPAN_SECOND

static guint32
compute_crc32 (const char *data, gsize length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= (guint8) data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ ((crc & 1) ? 0xedb88320 : 0);
    }

  return ~crc;
}

static void
append_number (GByteArray *archive, guint32 number, guint n_bytes)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (archive, (const guint8 *) &little, n_bytes);
}

/* What the two headers of a stored file in a zip archive have in common. */
static void
append_file_fields (GByteArray *archive, const char *name, const char *text)
{
  append_number (archive, 20, 2);
  append_number (archive, 0, 2);
  append_number (archive, 0, 2);
  append_number (archive, 0, 2);
  append_number (archive, 0x21, 2);
  append_number (archive, compute_crc32 (text, strlen (text)), 4);
  append_number (archive, strlen (text), 4);
  append_number (archive, strlen (text), 4);
  append_number (archive, strlen (name), 2);
  append_number (archive, 0, 2);
}

/* A zip archive of a single file, stored as it is. */
static GBytes *
make_archive (const char *name, const char *text)
{
  GByteArray *archive = g_byte_array_new ();
  guint directory, length;

  append_number (archive, 0x04034b50, 4);
  append_file_fields (archive, name, text);
  g_byte_array_append (archive, (const guint8 *) name, strlen (name));
  g_byte_array_append (archive, (const guint8 *) text, strlen (text));

  directory = archive->len;
  append_number (archive, 0x02014b50, 4);
  append_number (archive, 20, 2);
  append_file_fields (archive, name, text);
  append_number (archive, 0, 2);
  append_number (archive, 0, 2);
  append_number (archive, 0, 2);
  append_number (archive, 0, 4);
  append_number (archive, 0, 4);
  g_byte_array_append (archive, (const guint8 *) name, strlen (name));
  length = archive->len - directory;

  append_number (archive, 0x06054b50, 4);
  append_number (archive, 0, 4);
  append_number (archive, 1, 2);
  append_number (archive, 1, 2);
  append_number (archive, length, 4);
  append_number (archive, directory, 4);
  append_number (archive, 0, 2);

  return g_byte_array_free_to_bytes (archive);
}

static char *
make_manifest (LatchkeyDemoGroup *group)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, group->name);
  json_builder_set_member_name (builder, "items");
  json_builder_add_int_value (builder, group->n_items);
  json_builder_set_member_name (builder, "locations");
  json_builder_add_int_value (builder, group->n_locations);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}

/**
 * latchkey_demo_export_new:
 * @group: a home
 *
 * Begins an export.
 *
 * Returns: (transfer full): the export
 */
LatchkeyDemoExport *
latchkey_demo_export_new (LatchkeyDemoGroup *group)
{
  LatchkeyDemoExport *self = g_new0 (LatchkeyDemoExport, 1);
  g_autofree char *manifest = make_manifest (group);

  self->id = g_uuid_string_random ();
  self->group_id = g_strdup (group->id);
  self->created = g_get_real_time ();
  self->archive = make_archive ("manifest.json", manifest);

  return self;
}

/**
 * latchkey_demo_export_free:
 * @self: (nullable) (transfer full): an export
 *
 * Frees it.
 */
void
latchkey_demo_export_free (LatchkeyDemoExport *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->group_id);
  g_bytes_unref (self->archive);
  g_free (self);
}

/**
 * latchkey_demo_export_get_progress:
 * @self: an export
 *
 * Returns: how much of it is done, 0 to 100
 */
guint
latchkey_demo_export_get_progress (LatchkeyDemoExport *self)
{
  return CLAMP ((g_get_real_time () - self->created) * 100 / DURATION, 0, 100);
}
