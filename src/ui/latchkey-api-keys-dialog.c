#include "latchkey-api-keys-dialog.h"

#include "latchkey-account-words.h"
#include "latchkey-api-key-row.h"
#include "latchkey-banner.h"
#include "latchkey-busy.h"
#include "latchkey-dialogs.h"
#include "latchkey-new-api-key-dialog.h"
#include "latchkey-revocation-question.h"
#include "latchkey-weak.h"

#include "homebox-api-keys.h"
#include "homebox-error.h"

#include <glib/gi18n.h>

struct _LatchkeyApiKeysDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkStack *states;
  LatchkeyBusy *busy;
  AdwStatusPage *problem;
  GtkWidget *retry_button;
  LatchkeyBanner *banner;
  GtkScrolledWindow *scroller;
  GtkLabel *explanation;
  GtkListBox *list;
  GtkWidget *create_button;
  GtkWidget *revoke_all_button;

  LatchkeyConnection *connection;
  HomeboxApiKeys *keys;
  /* The one that the person is asked about. */
  HomeboxApiKey *leaving;
  /* Of asking which keys there are. What is revoked is revoked, also when the dialog is closed. */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyApiKeysDialog, latchkey_api_keys_dialog, ADW_TYPE_WINDOW)

/* What the key is called that this account is used with, if Latchkey made it. */
static char *
dup_own_name (LatchkeyApiKeysDialog *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);
  HomeboxToken *token = session != NULL ? homebox_session_get_token (session) : NULL;

  if (token == NULL || homebox_token_get_kind (token) != HOMEBOX_TOKEN_API_KEY)
    return NULL;

  return latchkey_account_dup_own_key_name (latchkey_connection_get_account (self->connection),
                                            token);
}

static gboolean
uses_a_key (LatchkeyApiKeysDialog *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);

  return latchkey_account_get_kind (account) == HOMEBOX_TOKEN_API_KEY;
}

static void
tell (LatchkeyApiKeysDialog *self, LatchkeyBannerKind kind, const char *words)
{
  latchkey_banner_tell (self->banner, kind, words, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static guint
count_others (LatchkeyApiKeysDialog *self, const char *own_name)
{
  guint n_keys = g_list_model_get_n_items (G_LIST_MODEL (self->keys));
  guint n_others = 0;

  for (guint i = 0; i < n_keys; i++)
    {
      g_autoptr (HomeboxApiKey) key = g_list_model_get_item (G_LIST_MODEL (self->keys), i);

      if (g_strcmp0 (homebox_api_key_get_name (key), own_name) != 0)
        n_others++;
    }

  return n_others;
}

static void
draw (LatchkeyApiKeysDialog *self)
{
  guint n_keys = g_list_model_get_n_items (G_LIST_MODEL (self->keys));
  gboolean idle = !homebox_api_keys_get_busy (self->keys);
  g_autofree char *own_name = dup_own_name (self);

  gtk_label_set_text (self->explanation,
                      n_keys == 0
                        ? _("There are no API keys. A program uses one in place of your email and "
                            "password, and you can revoke it alone.")
                        : _("A program uses an API key in place of your email and password, and "
                            "can do what you can do. Revoke those that you do not need."));
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_keys > 0);
  gtk_widget_set_visible (self->revoke_all_button, count_others (self, own_name) > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), idle);
  gtk_widget_set_sensitive (self->create_button, idle);
  gtk_widget_set_sensitive (self->revoke_all_button, idle);
}

/* Only the server can tell which keys there are; with none of its answers yet there is no list. */
static void
show_state (LatchkeyApiKeysDialog *self, const char *name)
{
  latchkey_busy_set_busy (self->busy, g_str_equal (name, "asking"));
  gtk_stack_set_visible_child_name (self->states, name);
}

static void
show_problem (LatchkeyApiKeysDialog *self, const GError *error)
{
  gboolean too_old = g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
  const char *title = too_old ? _("No API Keys Here") : _("The API Keys Cannot Be Shown");
  const char *words
    = too_old ? _("This server is too old for API keys. Whoever runs it can update it.")
              : error->message;
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, markup);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words,
                                  -1);
  gtk_widget_set_visible (self->retry_button, !too_old);
  show_state (self, "problem");

  if (!too_old)
    gtk_widget_grab_focus (self->retry_button);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyApiKeysDialog) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean loaded = homebox_api_keys_load_finish (HOMEBOX_API_KEYS (source), result, &error);

  if (self == NULL)
    return;

  if (!loaded)
    {
      if (homebox_api_keys_get_loaded (self->keys))
        tell (self, LATCHKEY_BANNER_PROBLEM, error->message);
      else
        show_problem (self, error);

      return;
    }

  if (!g_str_equal (gtk_stack_get_visible_child_name (self->states), "keys"))
    {
      show_state (self, "keys");
      gtk_widget_grab_focus (self->create_button);
    }
}

static void
load (LatchkeyApiKeysDialog *self)
{
  if (!homebox_api_keys_get_loaded (self->keys))
    show_state (self, "asking");

  homebox_api_keys_load_async (self->keys, self->cancellable, on_loaded, latchkey_weak_new (self));
}

static void
created (LatchkeyApiKeysDialog *self)
{
  latchkey_banner_dismiss (self->banner);
}

/* It may be there all the same, without anybody who knows its text. */
static void
not_created (LatchkeyApiKeysDialog *self, const char *words)
{
  tell (self, LATCHKEY_BANNER_PROBLEM, words);
  load (self);
}

static void
create (LatchkeyApiKeysDialog *self)
{
  GtkWindow *dialog = latchkey_new_api_key_dialog_new (self->keys);
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (dialog, "created", G_CALLBACK (created), self, swapped);
  g_signal_connect_object (dialog, "not-created", G_CALLBACK (not_created), self, swapped);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyApiKeysDialog) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean revoked = homebox_api_keys_revoke_finish (HOMEBOX_API_KEYS (source), result, &error);

  if (self == NULL)
    return;

  if (revoked)
    tell (self, LATCHKEY_BANNER_INFORMATION, _("The key was revoked."));
  else
    tell (self, LATCHKEY_BANNER_PROBLEM, error->message);

  /* The row that was pressed may be gone. */
  gtk_widget_grab_focus (self->create_button);
}

static void
revocation_answered (LatchkeyApiKeysDialog *self, const char *response)
{
  g_autoptr (HomeboxApiKey) key = g_steal_pointer (&self->leaving);

  if (key == NULL || !g_str_equal (response, LATCHKEY_REVOCATION_AGREED))
    return;

  latchkey_banner_dismiss (self->banner);
  homebox_api_keys_revoke_async (self->keys, key, NULL, on_revoked, latchkey_weak_new (self));
}

static void
ask_about_one (LatchkeyApiKeysDialog *self, LatchkeyApiKeyRow *row)
{
  HomeboxApiKey *key = latchkey_api_key_row_get_key (row);
  g_autofree char *own_name = dup_own_name (self);
  LatchkeyRevocationEnd end = LATCHKEY_REVOCATION_ENDS_NOTHING;
  GtkWindow *question;

  if (own_name == NULL && uses_a_key (self))
    end = LATCHKEY_REVOCATION_MAY_END;
  else if (g_strcmp0 (homebox_api_key_get_name (key), own_name) == 0)
    end = LATCHKEY_REVOCATION_ENDS;

  g_set_object (&self->leaving, key);
  question = latchkey_revocation_question_new (key, end);
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (revocation_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (question, GTK_WIDGET (self));
}

static void
on_all_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyApiKeysDialog) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  guint n_revoked = 0;
  gboolean revoked
    = homebox_api_keys_revoke_all_finish (HOMEBOX_API_KEYS (source), result, &n_revoked, &error);
  g_autofree char *words = NULL;

  if (self == NULL)
    return;

  words = g_strdup_printf (ngettext ("%u key was revoked.", "%u keys were revoked.", n_revoked),
                           n_revoked);

  if (revoked)
    tell (self, LATCHKEY_BANNER_INFORMATION, words);
  else
    tell (self, LATCHKEY_BANNER_PROBLEM, error->message);

  gtk_widget_grab_focus (self->create_button);
}

static void
all_answered (LatchkeyApiKeysDialog *self, const char *response)
{
  g_autofree char *own_name = dup_own_name (self);

  if (!g_str_equal (response, LATCHKEY_REVOCATION_AGREED))
    return;

  latchkey_banner_dismiss (self->banner);
  homebox_api_keys_revoke_all_async (self->keys, own_name, NULL, on_all_revoked,
                                     latchkey_weak_new (self));
}

/* The key that Latchkey made for this account stays. */
static void
ask_about_all (LatchkeyApiKeysDialog *self)
{
  g_autofree char *own_name = dup_own_name (self);
  gboolean ends = own_name == NULL && uses_a_key (self);
  GtkWindow *question
    = latchkey_revocation_question_new_for_all (count_others (self, own_name),
                                                ends ? LATCHKEY_REVOCATION_ENDS
                                                     : LATCHKEY_REVOCATION_ENDS_NOTHING);

  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (all_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (question, GTK_WIDGET (self));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  LatchkeyApiKeysDialog *self = LATCHKEY_API_KEYS_DIALOG (user_data);
  g_autofree char *own_name = dup_own_name (self);
  gboolean is_own
    = own_name != NULL && g_str_equal (homebox_api_key_get_name (item), own_name);
  GtkWidget *row = latchkey_api_key_row_new (item, is_own);

  g_signal_connect_object (row, "revoke", G_CALLBACK (ask_about_one), self, G_CONNECT_SWAPPED);

  return row;
}

static void
latchkey_api_keys_dialog_dispose (GObject *object)
{
  LatchkeyApiKeysDialog *self = LATCHKEY_API_KEYS_DIALOG (object);

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->leaving);

  if (self->keys != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->keys, self);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
    }

  g_clear_object (&self->keys);
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_API_KEYS_DIALOG);

  G_OBJECT_CLASS (latchkey_api_keys_dialog_parent_class)->dispose (object);
}

static void
latchkey_api_keys_dialog_class_init (LatchkeyApiKeysDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_api_keys_dialog_dispose;

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_BUSY);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-api-keys-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, states);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, busy);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, retry_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyApiKeysDialog, revoke_all_button);
  gtk_widget_class_bind_template_callback (widget_class, ask_about_all);
  gtk_widget_class_bind_template_callback (widget_class, create);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
latchkey_api_keys_dialog_init (LatchkeyApiKeysDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/**
 * latchkey_api_keys_dialog_new:
 * @connection: an account with a session
 *
 * Makes the dialog and asks the server. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_api_keys_dialog_new (LatchkeyConnection *connection)
{
  LatchkeyApiKeysDialog *self;
  HomeboxSession *session;
  g_autofree char *label = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  session = latchkey_connection_get_session (connection);
  g_return_val_if_fail (session != NULL, NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_API_KEYS_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  self->connection = g_object_ref (connection);
  self->keys = homebox_api_keys_new (session);
  label = latchkey_account_words_dup_label (latchkey_connection_get_account (connection));
  adw_window_title_set_subtitle (self->title, label);

  g_signal_connect_swapped (self->keys, "items-changed", G_CALLBACK (draw), self);
  g_signal_connect_swapped (self->keys, "notify::busy", G_CALLBACK (draw), self);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->keys), make_row, self, NULL);
  draw (self);
  load (self);

  return GTK_WINDOW (self);
}
