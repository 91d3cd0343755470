#include "latchkey-secret-content.h"

#include <string.h>

#define HINT_TYPE "x-kde-passwordManagerHint"
#define HINT "secret"

struct _LatchkeySecretContent
{
  GdkContentProvider parent_instance;

  HomeboxSecret *secret;
};

G_DEFINE_FINAL_TYPE (LatchkeySecretContent, latchkey_secret_content, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
latchkey_secret_content_ref_formats (GdkContentProvider *provider)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  gdk_content_formats_builder_add_mime_type (builder, "text/plain;charset=utf-8");
  gdk_content_formats_builder_add_mime_type (builder, "text/plain");
  gdk_content_formats_builder_add_mime_type (builder, HINT_TYPE);

  return gdk_content_formats_builder_free_to_formats (builder);
}

/* What a clipboard manager may keep when the program ends: nothing. */
static GdkContentFormats *
latchkey_secret_content_ref_storable_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_new (NULL, 0);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
latchkey_secret_content_write_mime_type_async (GdkContentProvider *provider,
                                               const char *mime_type,
                                               GOutputStream *stream,
                                               int io_priority,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data)
{
  LatchkeySecretContent *self = LATCHKEY_SECRET_CONTENT (provider);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  gboolean is_hint = g_str_equal (mime_type, HINT_TYPE);
  const char *text = is_hint ? HINT : homebox_secret_peek (self->secret);

  g_task_set_source_tag (task, latchkey_secret_content_write_mime_type_async);
  g_task_set_priority (task, io_priority);
  g_task_set_task_data (task,
                        homebox_secret_ref (self->secret),
                        (GDestroyNotify) homebox_secret_unref);
  g_output_stream_write_all_async (stream,
                                   text,
                                   strlen (text),
                                   io_priority,
                                   cancellable,
                                   on_written,
                                   task);
}

static gboolean
latchkey_secret_content_write_mime_type_finish (GdkContentProvider *provider,
                                                GAsyncResult *result,
                                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* For a field of our own. */
static gboolean
latchkey_secret_content_get_value (GdkContentProvider *provider, GValue *value, GError **error)
{
  LatchkeySecretContent *self = LATCHKEY_SECRET_CONTENT (provider);

  if (!G_VALUE_HOLDS_STRING (value))
    return GDK_CONTENT_PROVIDER_CLASS (latchkey_secret_content_parent_class)
      ->get_value (provider, value, error);

  g_value_set_string (value, homebox_secret_peek (self->secret));

  return TRUE;
}

static void
latchkey_secret_content_finalize (GObject *object)
{
  homebox_secret_unref (LATCHKEY_SECRET_CONTENT (object)->secret);

  G_OBJECT_CLASS (latchkey_secret_content_parent_class)->finalize (object);
}

static void
latchkey_secret_content_class_init (LatchkeySecretContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = latchkey_secret_content_finalize;
  provider_class->ref_formats = latchkey_secret_content_ref_formats;
  provider_class->ref_storable_formats = latchkey_secret_content_ref_storable_formats;
  provider_class->write_mime_type_async = latchkey_secret_content_write_mime_type_async;
  provider_class->write_mime_type_finish = latchkey_secret_content_write_mime_type_finish;
  provider_class->get_value = latchkey_secret_content_get_value;
}

static void
latchkey_secret_content_init (LatchkeySecretContent *self)
{
}

/**
 * latchkey_secret_content_new:
 * @secret: a text
 *
 * Returns: (transfer full): content for a clipboard
 */
GdkContentProvider *
latchkey_secret_content_new (HomeboxSecret *secret)
{
  LatchkeySecretContent *self;

  g_return_val_if_fail (secret != NULL, NULL);

  self = g_object_new (LATCHKEY_TYPE_SECRET_CONTENT, NULL);
  self->secret = homebox_secret_ref (secret);

  return GDK_CONTENT_PROVIDER (self);
}
