#include "latchkey-secret-copy.h"

#include "latchkey-secret-content.h"

/*
 * Copy:
 * @clipboard: where it is
 * @content: what is there, for as long as nothing else is
 */
typedef struct
{
  GdkClipboard *clipboard;
  GdkContentProvider *content;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_object_unref (copy->content);
  g_object_unref (copy->clipboard);
  g_free (copy);
}

/* A clipboard that another program took over has no content of ours, so nobody else's is read. */
static gboolean
on_time_over (gpointer data)
{
  Copy *copy = data;

  if (gdk_clipboard_get_content (copy->clipboard) == copy->content)
    gdk_clipboard_set_content (copy->clipboard, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * latchkey_secret_copy_for:
 * @widget: where it is copied from
 * @secret: a secret
 * @milliseconds: how long it stays
 *
 * As latchkey_secret_copy(), for another time.
 */
void
latchkey_secret_copy_for (GtkWidget *widget, HomeboxSecret *secret, guint milliseconds)
{
  Copy *copy;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (secret != NULL);

  copy = g_new0 (Copy, 1);
  copy->clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  copy->content = latchkey_secret_content_new (secret);
  gdk_clipboard_set_content (copy->clipboard, copy->content);
  g_timeout_add_full (G_PRIORITY_DEFAULT, milliseconds, on_time_over, copy, copy_free);
}

/**
 * latchkey_secret_copy:
 * @widget: where it is copied from
 * @secret: a secret
 *
 * Puts a secret on the clipboard for a minute: then it is taken off again, if it is still there,
 * whether @widget is still there or not. When the program ends it goes as well.
 *
 * A program that keeps a history of the clipboard may have seen it meanwhile; see
 * #LatchkeySecretContent.
 */
void
latchkey_secret_copy (GtkWidget *widget, HomeboxSecret *secret)
{
  latchkey_secret_copy_for (widget, secret, LATCHKEY_SECRET_COPY_TIME);
}
