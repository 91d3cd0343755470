#include "latchkey-api-key-dialog.h"

#include "homebox-error.h"
#include "latchkey-busy.h"
#include "latchkey-field-message.h"
#include "latchkey-hand-over.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer than any key, shorter than what else may be in a clipboard. */
#define MAX_KEY_LENGTH 512

struct _LatchkeyApiKeyDialog
{
  AdwWindow parent_instance;

  GtkWidget *sign_in_button;
  GtkWidget *page_button;
  GtkWidget *clipboard_button;
  GtkEditable *key_entry;
  LatchkeyFieldMessage *key_message;
  LatchkeyBusy *busy;

  HomeboxClient *client;
  LatchkeyVault *vault;
  /* The account that the person signs in to again, if it is one. */
  LatchkeyConnection *known;
  GCancellable *cancellable;
  gboolean signing_in;
};

G_DEFINE_FINAL_TYPE (LatchkeyApiKeyDialog, latchkey_api_key_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_SIGNED_IN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
draw (LatchkeyApiKeyDialog *self)
{
  gtk_widget_set_sensitive (self->sign_in_button,
                            !self->signing_in && *gtk_editable_get_text (self->key_entry) != '\0');
  gtk_widget_set_sensitive (GTK_WIDGET (self->key_entry), !self->signing_in);
  gtk_widget_set_sensitive (self->clipboard_button, !self->signing_in);
  latchkey_busy_set_busy (self->busy, self->signing_in);
}

static void
fail (LatchkeyApiKeyDialog *self, const char *message)
{
  self->signing_in = FALSE;
  draw (self);
  latchkey_field_message_set_text (self->key_message, message);
  gtk_widget_grab_focus (GTK_WIDGET (self->key_entry));
}

static void
handed_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyApiKeyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyConnection) connection = latchkey_hand_over_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (connection == NULL)
    {
      fail (self, error->message);
      return;
    }

  gtk_editable_set_text (self->key_entry, "");
  g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0, connection);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyApiKeyDialog) self = user_data;
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (GError) error = NULL;
  gboolean loaded = homebox_session_load_user_finish (session, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (loaded)
    latchkey_hand_over_async (self->vault, self->known, session, self->cancellable, handed_over,
                              g_object_ref (self));
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    fail (self, _("The server does not know this key. Check that you copied all of it, and that it "
                  "has not expired."));
  else
    fail (self, error->message);
}

/* A key is one word of plain letters. What was copied with it, such as a line break, goes. */
static char *
clean_key (const char *typed)
{
  char *key = g_strstrip (g_strdup (typed));
  gsize length = strlen (key);

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (key[i]))
        length = 0;
    }

  if (length == 0 || length > MAX_KEY_LENGTH)
    g_clear_pointer (&key, homebox_secret_free_string);

  return key;
}

static void
sign_in (LatchkeyApiKeyDialog *self)
{
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  char *key;

  if (self->signing_in || *gtk_editable_get_text (self->key_entry) == '\0')
    return;

  key = clean_key (gtk_editable_get_text (self->key_entry));
  if (key == NULL)
    {
      fail (self, _("This is not an API key. A key is one long word."));
      return;
    }

  token = homebox_token_new (key, HOMEBOX_TOKEN_API_KEY, NULL);
  homebox_secret_free_string (key);
  session = homebox_session_new (self->client, token);

  self->signing_in = TRUE;
  draw (self);
  homebox_session_load_user_async (session, self->cancellable, user_loaded, g_object_ref (self));
}

static void
clipboard_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyApiKeyDialog) self = user_data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  char *key = text != NULL ? clean_key (text) : NULL;

  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      if (key != NULL)
        {
          gtk_editable_set_text (self->key_entry, key);
          sign_in (self);
        }
      else
        fail (self, _("No API key was copied. Copy it on the web page first."));
    }

  homebox_secret_free_string (key);
  homebox_secret_free_string (text);
}

static void
use_copied (LatchkeyApiKeyDialog *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->cancellable,
                                 clipboard_read, g_object_ref (self));
}

static void
page_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyApiKeyDialog) self = user_data;
  g_autofree char *text = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, NULL) ||
      g_cancellable_is_cancelled (self->cancellable))
    return;

  /* Translators: %s is a web address */
  text = g_strdup_printf (_("The browser could not be opened. Open %s/profile yourself."),
                          homebox_client_get_base_uri (self->client));
  latchkey_field_message_set_text (self->key_message, text);
}

static void
open_page (LatchkeyApiKeyDialog *self)
{
  g_autofree char *uri = g_strconcat (homebox_client_get_base_uri (self->client), "/profile", NULL);

  gtk_show_uri_full (GTK_WINDOW (self), uri, GDK_CURRENT_TIME, self->cancellable, page_opened,
                     g_object_ref (self));
}

static void
key_changed (LatchkeyApiKeyDialog *self)
{
  latchkey_field_message_set_text (self->key_message, NULL);
  draw (self);
}

static void
latchkey_api_key_dialog_dispose (GObject *object)
{
  LatchkeyApiKeyDialog *self = LATCHKEY_API_KEY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->key_entry != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->key_entry, key_changed, self);
      gtk_editable_set_text (self->key_entry, "");
    }

  G_OBJECT_CLASS (latchkey_api_key_dialog_parent_class)->dispose (object);
}

static void
latchkey_api_key_dialog_finalize (GObject *object)
{
  LatchkeyApiKeyDialog *self = LATCHKEY_API_KEY_DIALOG (object);

  g_clear_object (&self->client);
  g_clear_object (&self->vault);
  g_clear_object (&self->known);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (latchkey_api_key_dialog_parent_class)->finalize (object);
}

static void
latchkey_api_key_dialog_class_init (LatchkeyApiKeyDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_api_key_dialog_dispose;
  object_class->finalize = latchkey_api_key_dialog_finalize;

  /**
   * LatchkeyApiKeyDialog::signed-in:
   * @self: the dialog
   * @connection: the account, ready for use
   */
  signals[SIGNAL_SIGNED_IN] =
      g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, LATCHKEY_TYPE_CONNECTION);

  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-api-key-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeyDialog, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeyDialog, page_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeyDialog, clipboard_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeyDialog, key_entry);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeyDialog, key_message);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeyDialog, busy);
  gtk_widget_class_bind_template_callback (widget_class, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, open_page);
  gtk_widget_class_bind_template_callback (widget_class, use_copied);
}

static void
latchkey_api_key_dialog_init (LatchkeyApiKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (self->key_entry, "changed", G_CALLBACK (key_changed), self);
  draw (self);
}

/**
 * latchkey_api_key_dialog_new:
 * @client: the server
 * @vault: where the account goes
 * @connection: (nullable): the account that the person signs in to again, if it is one
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_api_key_dialog_new (HomeboxClient *client,
                             LatchkeyVault *vault,
                             LatchkeyConnection *connection)
{
  LatchkeyApiKeyDialog *self;

  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);

  self = g_object_new (LATCHKEY_TYPE_API_KEY_DIALOG, NULL);
  self->client = g_object_ref (client);
  self->vault = g_object_ref (vault);
  g_set_object (&self->known, connection);

  return GTK_WINDOW (self);
}
