#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-text.h"

static void
build_export (JsonBuilder *builder, LatchkeyDemoExport *export)
{
  guint progress = latchkey_demo_export_get_progress (export);
  gboolean is_done = progress == 100;
  g_autofree char *created = latchkey_demo_text_format_time (export->created);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, export->id);
  json_builder_set_member_name (builder, "groupId");
  json_builder_add_string_value (builder, export->group_id);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, "export");
  json_builder_set_member_name (builder, "createdAt");
  json_builder_add_string_value (builder, created);
  json_builder_set_member_name (builder, "updatedAt");
  json_builder_add_string_value (builder, created);
  json_builder_set_member_name (builder, "status");
  json_builder_add_string_value (builder,
                                 is_done          ? "completed"
                                 : progress >= 25 ? "running"
                                                  : "pending");
  json_builder_set_member_name (builder, "progress");
  json_builder_add_int_value (builder, progress >= 25 ? progress : 0);
  if (is_done)
    {
      g_autofree char *path
          = g_strdup_printf ("%s/exports/%s.zip", export->group_id, export->id);

      json_builder_set_member_name (builder, "artifactPath");
      json_builder_add_string_value (builder, path);
    }
  json_builder_set_member_name (builder, "sizeBytes");
  json_builder_add_int_value (builder, is_done ? g_bytes_get_size (export->archive) : 0);
  json_builder_end_object (builder);
}

static void
reply_export (LatchkeyDemoExchange *exchange, guint status, LatchkeyDemoExport *export)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  build_export (builder, export);
  latchkey_demo_exchange_reply_json (exchange, status, builder);
}

static gboolean
is_of_group (LatchkeyDemoExchange *exchange, LatchkeyDemoExport *export)
{
  return strcmp (export->group_id, exchange->group->id) == 0;
}

static gboolean
check_id (LatchkeyDemoExchange *exchange)
{
  if (g_uuid_string_is_valid (exchange->parameter))
    return TRUE;

  latchkey_demo_exchange_reply_error (exchange, 400, "invalid route key: id");

  return FALSE;
}

static LatchkeyDemoExport *
find_export (LatchkeyDemoExchange *exchange)
{
  GPtrArray *exports = exchange->store->exports;

  for (guint i = 0; i < exports->len; i++)
    {
      LatchkeyDemoExport *export = g_ptr_array_index (exports, i);

      if (is_of_group (exchange, export)
          && g_ascii_strcasecmp (export->id, exchange->parameter) == 0)
        return export;
    }

  return NULL;
}

/**
 * latchkey_demo_exports_list:
 * @exchange: `GET /group/exports` (current)
 *
 * Lists the exports of the home, the newest first.
 */
void
latchkey_demo_exports_list (LatchkeyDemoExchange *exchange)
{
  GPtrArray *exports = exchange->store->exports;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (guint i = exports->len; i > 0; i--)
    {
      LatchkeyDemoExport *export = g_ptr_array_index (exports, i - 1);

      if (is_of_group (exchange, export))
        build_export (builder, export);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_exports_create:
 * @exchange: `POST /group/exports` (current)
 *
 * Begins an export, which takes a second. The body does not matter.
 */
void
latchkey_demo_exports_create (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoExport *export = latchkey_demo_export_new (exchange->group);

  g_ptr_array_add (exchange->store->exports, export);
  reply_export (exchange, SOUP_STATUS_ACCEPTED, export);
}

/**
 * latchkey_demo_exports_get:
 * @exchange: `GET /group/exports/{id}` (current)
 *
 * Tells how far an export is.
 */
void
latchkey_demo_exports_get (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoExport *export;

  if (!check_id (exchange))
    return;

  export = find_export (exchange);
  if (export != NULL)
    reply_export (exchange, SOUP_STATUS_OK, export);
  else
    latchkey_demo_exchange_reply_error (exchange, 404, "Not Found");
}

/**
 * latchkey_demo_exports_download:
 * @exchange: `GET /group/exports/{id}/download` (current)
 *
 * Hands over a finished export.
 */
void
latchkey_demo_exports_download (LatchkeyDemoExchange *exchange)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->message);
  g_autofree char *disposition = NULL;
  LatchkeyDemoExport *export;

  if (!check_id (exchange))
    return;

  export = find_export (exchange);
  if (export == NULL)
    {
      latchkey_demo_exchange_reply_error (exchange, 404, "ent: export not found");
      return;
    }
  if (latchkey_demo_export_get_progress (export) < 100)
    {
      latchkey_demo_exchange_reply_error (exchange, 409, "export not ready");
      return;
    }

  disposition
      = g_strdup_printf ("attachment; filename=\"homebox-export-%s.zip\"", export->id);
  soup_message_headers_replace (headers, "Content-Disposition", disposition);
  soup_message_headers_replace (headers, "Content-Type", "application/zip");
  soup_message_body_append_bytes (soup_server_message_get_response_body (exchange->message),
                                  export->archive);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_OK);
}

/**
 * latchkey_demo_exports_delete:
 * @exchange: `DELETE /group/exports/{id}` (current)
 *
 * Deletes an export, also one that is not there.
 */
void
latchkey_demo_exports_delete (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoExport *export;

  if (!check_id (exchange))
    return;

  export = find_export (exchange);
  if (export != NULL)
    g_ptr_array_remove (exchange->store->exports, export);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}
