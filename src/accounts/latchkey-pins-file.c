#include "latchkey-pins-file.h"

#include "homebox-json.h"
#include "latchkey-pin.h"

#include <string.h>

#define FILE_VERSION 1

/*
 * latchkey_pins_file_parse:
 * @content: what is in the file
 * @error: return location for an error, which has to be there
 *
 * Fails with %G_IO_ERROR_INVALID_DATA for a damaged file, and with %G_IO_ERROR_NOT_SUPPORTED for
 * one of a later version.
 *
 * Returns: (transfer full) (nullable) (element-type LatchkeyPin): the pins
 */
GPtrArray *
latchkey_pins_file_parse (GBytes *content, GError **error)
{
  g_autoptr (GPtrArray) pins = g_ptr_array_new_with_free_func (g_object_unref);
  gsize length = 0;
  const char *text = g_bytes_get_data (content, &length);
  g_autoptr (JsonNode) root = homebox_json_parse (text, length, NULL);
  JsonObject *object = NULL;
  JsonNode *records = NULL;
  gint64 version = 0;
  guint n_records = 0;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "This is no list of pins");
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  object = json_node_get_object (root);
  if (!homebox_json_get_count (object, "version", &version) || version < 1)
    return NULL;
  if (version > FILE_VERSION)
    {
      (*error)->code = G_IO_ERROR_NOT_SUPPORTED;
      return NULL;
    }
  records = json_object_get_member (object, "pins");
  if (records == NULL || !JSON_NODE_HOLDS_ARRAY (records))
    return NULL;

  n_records = json_array_get_length (json_node_get_array (records));
  for (guint i = 0; i < n_records; i++)
    {
      JsonNode *record = json_array_get_element (json_node_get_array (records), i);
      LatchkeyPin *pin = NULL;

      if (JSON_NODE_HOLDS_OBJECT (record))
        pin = latchkey_pin_new_from_json (json_node_get_object (record));
      /* Half a decision is none. */
      if (pin == NULL)
        return NULL;
      g_ptr_array_add (pins, pin);
    }
  g_clear_error (error);
  return g_steal_pointer (&pins);
}

/*
 * latchkey_pins_file_serialize:
 * @pins: (element-type LatchkeyPin): the pins
 *
 * Returns: (transfer full): what to write into the file
 */
GBytes *
latchkey_pins_file_serialize (GPtrArray *pins)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();
  JsonArray *records = json_array_new ();
  char *text = NULL;

  json_object_set_int_member (object, "version", FILE_VERSION);
  for (guint i = 0; i < pins->len; i++)
    json_array_add_element (records, latchkey_pin_to_json (g_ptr_array_index (pins, i)));
  json_object_set_array_member (object, "pins", records);

  json_node_init_object (root, object);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}
