#include "latchkey-window.h"

#include "latchkey-account-page.h"
#include "latchkey-account-switcher.h"
#include "latchkey-account-views.h"
#include "latchkey-account-words.h"
#include "latchkey-accounts-dialog.h"
#include "latchkey-certificate-words.h"
#include "latchkey-closing.h"
#include "latchkey-dialogs.h"
#include "latchkey-invitation-question.h"
#include "latchkey-page-switcher.h"
#include "latchkey-same-server.h"
#include "latchkey-sign-in-again-dialog.h"
#include "latchkey-sign-in-page.h"
#include "latchkey-weak.h"
#include "latchkey-window-size.h"

#include <glib/gi18n.h>

/* Twice as long as usual: there is more to look at than this. */
#define TOAST_SECONDS 10

struct _LatchkeyWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  LatchkeyPageSwitcher *title;
  GtkWidget *back;
  LatchkeyAccountSwitcher *switcher;
  GtkMenuButton *menu;
  AdwBin *page;
  AdwBin *bottom;
  AdwToast *toast;

  LatchkeyVault *vault;
  GSettings *settings;
  LatchkeyAccountViews *views;
  /* The account that is shown; also while the person signs in to one, so that one can go back. */
  LatchkeyAccountView *view;
  LatchkeySignInPage *sign_in_page;
  LatchkeyLostAccounts *lost;
  LatchkeySameServer *same_server;
  LatchkeyClosing *closing;
  GtkWindow *sign_in_again;

  /* What the window is called more than usual. */
  char *subtitle;
  gboolean painted;
};

G_DEFINE_FINAL_TYPE (LatchkeyWindow, latchkey_window, ADW_TYPE_APPLICATION_WINDOW)

static void show_sign_in_page (LatchkeyWindow *self);

static void
dismiss_toast (LatchkeyWindow *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);

  g_clear_object (&self->toast);
}

static void
name_close_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Close"),
                                    -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_close_buttons (child);
}

static void
add_toast (LatchkeyWindow *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  /* The last word counts: one that waits behind another would come when it is no longer true. */
  dismiss_toast (self);
  /* The title of a toast is markup. */
  self->toast = adw_toast_new (escaped);
  adw_toast_set_timeout (self->toast, TOAST_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->toast));

  /* libadwaita 1.2 leaves the button of a toast without a name. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->toasts)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != adw_toast_overlay_get_child (self->toasts))
      name_close_buttons (child);
}

/* From the sign-in page to the account that was shown before it. */
static void
draw_back (LatchkeyWindow *self)
{
  gboolean can_go_back = self->sign_in_page != NULL && self->view != NULL;

  gtk_widget_set_visible (self->back, can_go_back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", can_go_back);
}

static void
show_page (LatchkeyWindow *self, GtkWidget *page)
{
  gboolean signing_in = page == GTK_WIDGET (self->sign_in_page);
  GtkWidget *before = adw_bin_get_child (self->page);

  if (LATCHKEY_IS_ACCOUNT_VIEW (before))
    latchkey_account_view_remember_focus (LATCHKEY_ACCOUNT_VIEW (before));

  /* GTK would hand the focus on to the first field of the new page, and select what is in it. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  adw_bin_set_child (self->page, page);
  latchkey_page_switcher_set_stack (
    self->title, signing_in ? NULL : latchkey_account_view_get_stack (self->view));

  if (!signing_in)
    g_clear_object (&self->sign_in_page);

  draw_back (self);
}

static void
open_connection (LatchkeyWindow *self)
{
  LatchkeyConnection *connection;

  if (!self->painted || self->view == NULL)
    return;

  connection = latchkey_account_view_get_connection (self->view);

  if (latchkey_connection_get_state (connection) == LATCHKEY_CONNECTION_STORED)
    latchkey_connection_open (connection);
}

/* Which account is shown. The only one needs no name beside the one on its page. */
static void
draw_account (LatchkeyWindow *self)
{
  GListModel *accounts = G_LIST_MODEL (latchkey_vault_get_accounts (self->vault));
  LatchkeyAccount *account
    = self->view != NULL ? latchkey_account_view_get_account (self->view) : NULL;
  g_autofree char *label = NULL;

  if (account != NULL && g_list_model_get_n_items (accounts) > 1)
    label = latchkey_account_words_dup_label (account);

  latchkey_account_switcher_set_current (self->switcher, account);
  latchkey_page_switcher_set_subtitle (self->title,
                                       self->subtitle != NULL ? self->subtitle : label);
}

/* The next start shows it in its first frame. */
static void
note_current (LatchkeyWindow *self)
{
  LatchkeyAccountStore *accounts = latchkey_vault_get_accounts (self->vault);
  LatchkeyAccount *account = latchkey_account_view_get_account (self->view);

  if (account != latchkey_account_store_get_current (accounts))
    latchkey_account_store_set_current (accounts, account);
}

static void
show_view (LatchkeyWindow *self, LatchkeyAccountView *view)
{
  g_set_object (&self->view, view);
  show_page (self, GTK_WIDGET (view));
  draw_account (self);
  note_current (self);
  open_connection (self);
}

/* What the person chose. The keyboard goes to where it was in that account, or else to the button
 * that is called like it, so that one hears where one is. */
static void
account_chosen (LatchkeyWindow *self, LatchkeyAccount *account)
{
  show_view (self, latchkey_account_views_get (self->views, account));

  if (!latchkey_account_view_restore_focus (self->view))
    gtk_widget_grab_focus (GTK_WIDGET (self->switcher));
}

static void
sign_in_wanted (LatchkeyWindow *self, LatchkeyAccountView *view)
{
  GtkWindow *top = latchkey_dialogs_find_top (GTK_WINDOW (self));
  GtkWindow *dialog;

  /* It is there already, or what it has opened. */
  if (self->sign_in_again != NULL)
    return;

  dialog = latchkey_sign_in_again_dialog_new (latchkey_account_view_get_connection (view),
                                              self->vault,
                                              self->settings);
  g_set_weak_pointer (&self->sign_in_again, dialog);
  latchkey_dialogs_present (dialog, GTK_WIDGET (top));
}

static void
tell_in_dialog (LatchkeyWindow *self, const char *heading, const char *words)
{
  GtkWidget *dialog = adw_message_dialog_new (NULL, heading, words);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "ok", _("OK"));
  latchkey_dialogs_present (GTK_WINDOW (dialog),
                            GTK_WIDGET (latchkey_dialogs_find_top (GTK_WINDOW (self))));
}

/* A problem does not go away by itself. */
static void
tell_removed (LatchkeyWindow *self, const char *words, gboolean problem)
{
  if (problem)
    tell_in_dialog (self, _("Account Removed"), words);
  else
    add_toast (self, words);
}

/* Goes on with another account, or with none. */
static void
leave_account (LatchkeyWindow *self, const char *words, gboolean problem)
{
  LatchkeyAccount *next
    = latchkey_account_store_get_current (latchkey_vault_get_accounts (self->vault));

  if (next == NULL)
    {
      show_sign_in_page (self);
      latchkey_sign_in_page_tell (self->sign_in_page, problem, words);
      return;
    }

  /* What is typed on the sign-in page stays, and so does it. */
  if (self->sign_in_page != NULL)
    {
      g_set_object (&self->view, latchkey_account_views_get (self->views, next));
      draw_account (self);
      draw_back (self);
    }
  else
    {
      show_view (self, latchkey_account_views_get (self->views, next));
    }

  tell_removed (self, words, problem);
}

static void
account_closed (LatchkeyWindow *self,
                const char *words,
                gboolean problem,
                LatchkeyAccountView *view)
{
  g_autofree char *copy = g_strdup (words);
  gboolean shown = view == self->view;

  latchkey_account_views_remove (self->views, view);

  if (shown)
    {
      g_clear_object (&self->view);
      draw_account (self);
      leave_account (self, copy, problem);
    }
  else
    {
      tell_removed (self, copy, problem);
    }
}

/* Whoever wanted to leave sees why that does not go on. */
static void
closing_stopped (LatchkeyWindow *self, LatchkeyAccountView *view, LatchkeyPage *page)
{
  show_view (self, view);
  latchkey_account_view_show_page (view, page);
}

static void
view_added (LatchkeyWindow *self, LatchkeyAccountView *view)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (latchkey_account_view_get_account (view),
                           "notify",
                           G_CALLBACK (draw_account),
                           self,
                           swapped);
  g_signal_connect_object (view, "notice", G_CALLBACK (add_toast), self, swapped);
  g_signal_connect_object (view, "sign-in", G_CALLBACK (sign_in_wanted), self, swapped);
  g_signal_connect_object (view, "closed", G_CALLBACK (account_closed), self, swapped);
  g_signal_connect_object (view, "not-saved", G_CALLBACK (dismiss_toast), self, swapped);
}

static void
accounts_joined (LatchkeyWindow *self, LatchkeyAccount *known, LatchkeyAccount *gone)
{
  LatchkeyAccountView *view = latchkey_account_views_find (self->views, gone);

  account_chosen (self, known);

  /* What it would say about its end is for nobody. */
  if (view != NULL)
    latchkey_account_views_remove (self->views, view);
}

static void
accounts_not_joined (LatchkeyWindow *self, const char *words)
{
  tell_in_dialog (self, _("Not One Account"), words);
}

static void
signed_in (LatchkeyWindow *self, LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  gboolean shown_before = latchkey_account_views_find (self->views, account) != NULL;

  show_view (self, latchkey_account_views_adopt (self->views, connection));

  if (!shown_before)
    latchkey_same_server_ask (self->same_server, connection, GTK_WIDGET (self));
}

static void
show_sign_in_page (LatchkeyWindow *self)
{
  if (self->sign_in_page == NULL)
    {
      self->sign_in_page
        = g_object_ref_sink (latchkey_sign_in_page_new (self->vault, self->settings));
      latchkey_sign_in_page_set_lost (self->sign_in_page,
                                      latchkey_lost_accounts_get_list (self->lost));
      g_signal_connect_object (self->sign_in_page,
                               "signed-in",
                               G_CALLBACK (signed_in),
                               self,
                               G_CONNECT_SWAPPED);
    }

  show_page (self, GTK_WIDGET (self->sign_in_page));
  gtk_widget_grab_focus (GTK_WIDGET (self->sign_in_page));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyWindow *self = LATCHKEY_WINDOW (widget);

  if (self->view != NULL)
    show_view (self, self->view);
}

static void
add_account_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_sign_in_page (LATCHKEY_WINDOW (widget));
}

static void
add_wanted (LatchkeyWindow *self, GtkWindow *dialog)
{
  gtk_window_close (dialog);
  show_sign_in_page (self);
}

static void
manage_accounts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyWindow *self = LATCHKEY_WINDOW (widget);
  GtkWindow *dialog = latchkey_accounts_dialog_new (self->vault, self->views, self->lost);

  g_signal_connect_object (dialog, "add", G_CALLBACK (add_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog,
                           "restored",
                           G_CALLBACK (account_chosen),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (dialog, widget);
}

static void
accounts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_account_switcher_open (LATCHKEY_WINDOW (widget)->switcher);
}

/* Counted from 1, as the keys are. */
static void
account_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyWindow *self = LATCHKEY_WINDOW (widget);
  GListModel *accounts = G_LIST_MODEL (latchkey_vault_get_accounts (self->vault));
  g_autoptr (LatchkeyAccount) account
    = g_list_model_get_item (accounts, (guint) g_variant_get_int32 (parameter) - 1);

  if (account != NULL)
    account_chosen (self, account);
}

/* Only while an account is shown: a page that one cannot see is not left. */
static void
go_to_neighbour (LatchkeyWindow *self, int step)
{
  if (self->view != NULL && self->sign_in_page == NULL)
    latchkey_account_view_show_neighbour (self->view, step);
}

static void
next_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_to_neighbour (LATCHKEY_WINDOW (widget), 1);
}

static void
previous_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_to_neighbour (LATCHKEY_WINDOW (widget), -1);
}

static void
fill_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;

  menu = g_menu_new ();
  g_menu_append (menu, _("Manage _Accounts…"), "win.manage-accounts");
  g_menu_append (menu, _("_Preferences"), "app.preferences");
  g_menu_append (menu, _("_Keyboard Shortcuts"), "app.shortcuts");
  g_menu_append (menu, _("_About Latchkey"), "app.about");
  g_menu_append (menu, _("_Quit"), "app.quit");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
save_error_changed (LatchkeyWindow *self)
{
  LatchkeyAccountStore *accounts = latchkey_vault_get_accounts (self->vault);
  const GError *error = latchkey_account_store_get_save_error (accounts);

  /* While somebody signs in, it is a part of what comes of that. */
  if (error != NULL && self->sign_in_page == NULL)
    tell_in_dialog (self, _("Accounts Not Saved"), error->message);
}

static void
pin_dropped (LatchkeyWindow *self, LatchkeyPin *pin)
{
  g_autofree char *server = latchkey_certificate_words_server (latchkey_pin_get_origin (pin));
  g_autofree char *words = NULL;

  /* Translators: %s is a server, such as “home.example.org:7745”. */
  words = g_strdup_printf (_("This computer now trusts the certificate of %s by itself"), server);
  add_toast (self, words);
}

static void
pins_error_changed (LatchkeyWindow *self)
{
  LatchkeyPins *pins = latchkey_vault_get_pins (self->vault);
  const GError *error = latchkey_pins_get_save_error (pins);

  if (error != NULL)
    tell_in_dialog (self, _("Trusted Servers Not Saved"), error->message);
}

static void
watch_pins (LatchkeyWindow *self)
{
  LatchkeyPins *pins = latchkey_vault_get_pins (self->vault);

  g_signal_connect_object (pins, "dropped", G_CALLBACK (pin_dropped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pins,
                           "notify::save-error",
                           G_CALLBACK (pins_error_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

static gboolean
close_menu (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover == NULL || !gtk_widget_get_visible (GTK_WIDGET (popover)))
    return FALSE;

  gtk_menu_button_popdown (button);

  return TRUE;
}

static gboolean
close_again (gpointer user_data)
{
  g_autoptr (LatchkeyWindow) self = latchkey_weak_take (user_data);

  if (self != NULL)
    gtk_window_close (GTK_WINDOW (self));

  return G_SOURCE_REMOVE;
}

static gboolean
latchkey_window_close_request (GtkWindow *window)
{
  LatchkeyWindow *self = LATCHKEY_WINDOW (window);

  /* GTK 4.8 goes on with the key that was pressed in an open menu after the menu went with its
   * window. */
  if (close_menu (self->menu)
      || close_menu (latchkey_account_switcher_get_button (self->switcher)))
    {
      g_idle_add (close_again, latchkey_weak_new (self));
      return GDK_EVENT_STOP;
    }

  if (!latchkey_dialogs_close_all (window) || !latchkey_closing_begin (self->closing))
    return GDK_EVENT_STOP;

  if (self->settings != NULL)
    latchkey_window_size_remember (window, self->settings);

  return GTK_WINDOW_CLASS (latchkey_window_parent_class)->close_request (window);
}

/* Somebody without accounts may have had some. */
static void
look_for_lost (LatchkeyWindow *self)
{
  GListModel *accounts = G_LIST_MODEL (latchkey_vault_get_accounts (self->vault));

  if (g_list_model_get_n_items (accounts) == 0)
    latchkey_lost_accounts_look (self->lost);
}

static void
after_first_paint (GdkFrameClock *clock, LatchkeyWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, after_first_paint, self);
  open_connection (self);
  look_for_lost (self);
}

static void
latchkey_window_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LatchkeyWindow *self = LATCHKEY_WINDOW (widget);

  GTK_WIDGET_CLASS (latchkey_window_parent_class)->snapshot (widget, snapshot);

  if (self->painted)
    return;

  self->painted = TRUE;
  g_signal_connect_object (gtk_widget_get_frame_clock (widget),
                           "after-paint",
                           G_CALLBACK (after_first_paint),
                           self,
                           0);
}

static void
latchkey_window_dispose (GObject *object)
{
  LatchkeyWindow *self = LATCHKEY_WINDOW (object);

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));
  g_clear_weak_pointer (&self->sign_in_again);
  g_clear_object (&self->toast);
  g_clear_object (&self->closing);
  g_clear_object (&self->same_server);
  g_clear_object (&self->lost);
  g_clear_object (&self->view);
  g_clear_object (&self->views);
  g_clear_object (&self->sign_in_page);
  g_clear_object (&self->settings);
  g_clear_object (&self->vault);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_WINDOW);

  G_OBJECT_CLASS (latchkey_window_parent_class)->dispose (object);
}

static void
latchkey_window_finalize (GObject *object)
{
  LatchkeyWindow *self = LATCHKEY_WINDOW (object);

  g_free (self->subtitle);

  G_OBJECT_CLASS (latchkey_window_parent_class)->finalize (object);
}

static void
latchkey_window_class_init (LatchkeyWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = latchkey_window_dispose;
  object_class->finalize = latchkey_window_finalize;
  widget_class->snapshot = latchkey_window_snapshot;
  window_class->close_request = latchkey_window_close_request;

  g_type_ensure (LATCHKEY_TYPE_ACCOUNT_SWITCHER);
  g_type_ensure (LATCHKEY_TYPE_PAGE_SWITCHER);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, back);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, page);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, bottom);

  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, switcher);
  gtk_widget_class_bind_template_callback (widget_class, account_chosen);

  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.accounts", NULL, accounts_action);
  gtk_widget_class_install_action (widget_class, "win.account", "i", account_action);
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_action);
  gtk_widget_class_install_action (widget_class,
                                   "win.manage-accounts",
                                   NULL,
                                   manage_accounts_action);
  gtk_widget_class_install_action (widget_class, "win.next-page", NULL, next_page_action);
  gtk_widget_class_install_action (widget_class, "win.previous-page", NULL, previous_page_action);
}

static void
latchkey_window_init (LatchkeyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The menu is built when it is opened for the first time. */
  gtk_menu_button_set_create_popup_func (self->menu, fill_menu, NULL, NULL);
  latchkey_page_switcher_set_bottom (self->title, self->bottom);
}

/**
 * latchkey_window_new:
 * @application: the application
 * @vault: the accounts and the pins, loaded, and where the tokens are
 * @settings: (nullable): where the size of the window is remembered
 *
 * Makes the main window, with the account that was used last or with the sign-in page.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
LatchkeyWindow *
latchkey_window_new (GtkApplication *application,
                     LatchkeyVault *vault,
                     GSettings *settings)
{
  LatchkeyWindow *self = g_object_new (LATCHKEY_TYPE_WINDOW, "application", application, NULL);
  LatchkeyAccountStore *accounts = latchkey_vault_get_accounts (vault);
  LatchkeyAccount *account = latchkey_account_store_get_current (accounts);
  guint n_kinds;
  const LatchkeyPageKind *kinds = latchkey_page_kinds_get (&n_kinds);

  self->vault = g_object_ref (vault);
  g_set_object (&self->settings, settings);
  self->views = latchkey_account_views_new (vault, kinds, n_kinds);
  g_signal_connect_object (self->views,
                           "added",
                           G_CALLBACK (view_added),
                           self,
                           G_CONNECT_SWAPPED);
  self->closing = latchkey_closing_new (GTK_WINDOW (self), self->views);
  g_signal_connect_object (self->closing,
                           "stopped",
                           G_CALLBACK (closing_stopped),
                           self,
                           G_CONNECT_SWAPPED);
  self->same_server = latchkey_same_server_new (vault, self->views);
  g_signal_connect_object (self->same_server,
                           "joined",
                           G_CALLBACK (accounts_joined),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->same_server,
                           "failed",
                           G_CALLBACK (accounts_not_joined),
                           self,
                           G_CONNECT_SWAPPED);
  self->lost = latchkey_lost_accounts_new (vault);
  latchkey_account_switcher_set_accounts (self->switcher, accounts, self->views);
  g_signal_connect_object (accounts,
                           "items-changed",
                           G_CALLBACK (draw_account),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts,
                           "notify::save-error",
                           G_CALLBACK (save_error_changed),
                           self,
                           G_CONNECT_SWAPPED);

  watch_pins (self);

  if (settings != NULL)
    latchkey_window_size_restore (GTK_WINDOW (self), settings);

  if (account != NULL)
    show_view (self, latchkey_account_views_get (self->views, account));
  else
    show_sign_in_page (self);

  return self;
}

/**
 * latchkey_window_set_subtitle:
 * @self: a window
 * @subtitle: what to say below its title
 *
 * Says that this is not the usual Latchkey.
 */
void
latchkey_window_set_subtitle (LatchkeyWindow *self, const char *subtitle)
{
  g_return_if_fail (LATCHKEY_IS_WINDOW (self));

  g_free (self->subtitle);
  self->subtitle = g_strdup (subtitle);
  draw_account (self);
}

/**
 * latchkey_window_offer:
 * @self: a window
 * @server: an address
 * @email: an email
 * @password: a password
 *
 * Fills in the sign-in page, if it is shown and nobody has typed into it.
 */
void
latchkey_window_offer (LatchkeyWindow *self,
                       const char *server,
                       const char *email,
                       HomeboxSecret *password)
{
  g_return_if_fail (LATCHKEY_IS_WINDOW (self));

  if (self->sign_in_page == NULL || !latchkey_sign_in_page_is_untouched (self->sign_in_page))
    return;

  latchkey_sign_in_page_fill_in (self->sign_in_page, server, email, password);
  gtk_widget_grab_focus (GTK_WIDGET (self->sign_in_page));
}

static LatchkeyAccount *
find_account_on (LatchkeyWindow *self, HomeboxLink *link)
{
  GListModel *accounts = G_LIST_MODEL (latchkey_vault_get_accounts (self->vault));
  HomeboxAddress *address = homebox_link_get_address (link);
  g_autofree char *server
    = homebox_address_dup_base_uri (address, homebox_address_get_scheme (address));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LatchkeyAccount) account = g_list_model_get_item (accounts, i);

      if (g_strv_contains (latchkey_account_get_addresses (account), server))
        return account;
    }

  return NULL;
}

static void
open_on_sign_in_page (LatchkeyWindow *self, HomeboxLink *link)
{
  if (self->sign_in_page == NULL)
    show_sign_in_page (self);

  latchkey_sign_in_page_open_link (self->sign_in_page, link);
}

/*
 * Invited:
 * @window: whom it is shown in
 * @account: who could join
 * @link: the invitation
 */
typedef struct
{
  LatchkeyWindow *window;
  LatchkeyAccount *account;
  HomeboxLink *link;
} Invited;

static void
invited_free (gpointer data, GClosure *closure)
{
  Invited *invited = data;

  g_object_unref (invited->account);
  homebox_link_unref (invited->link);
  g_free (invited);
}

static void
join_with (LatchkeyWindow *self, LatchkeyAccount *account, HomeboxLink *link)
{
  LatchkeyPage *page;

  account_chosen (self, account);
  page = latchkey_account_view_get_page (self->view, 0);
  latchkey_account_view_show_page (self->view, page);
  latchkey_account_page_join_home (LATCHKEY_ACCOUNT_PAGE (page), link);
}

static void
invitation_answered (GtkWindow *question, const char *response, Invited *invited)
{
  if (g_str_equal (response, LATCHKEY_INVITATION_JOIN))
    join_with (invited->window, invited->account, invited->link);
  else if (g_str_equal (response, LATCHKEY_INVITATION_REGISTER))
    open_on_sign_in_page (invited->window, invited->link);
}

/**
 * latchkey_window_open_link:
 * @self: a window
 * @link: an invitation, or the link from a mail for a forgotten password
 *
 * Begins with what a link is for. Whoever has an account on its server already is asked whether to
 * join with that.
 */
void
latchkey_window_open_link (LatchkeyWindow *self, HomeboxLink *link)
{
  LatchkeyAccount *account;
  GtkWindow *question;
  Invited *invited;

  g_return_if_fail (LATCHKEY_IS_WINDOW (self));
  g_return_if_fail (link != NULL);

  account = find_account_on (self, link);

  if (account == NULL || homebox_link_get_kind (link) != HOMEBOX_LINK_INVITATION)
    {
      open_on_sign_in_page (self, link);
      return;
    }

  invited = g_new0 (Invited, 1);
  invited->window = self;
  invited->account = g_object_ref (account);
  invited->link = homebox_link_ref (link);
  question = latchkey_invitation_question_new (account);
  /* It goes with the window. */
  g_signal_connect_data (question,
                         "response",
                         G_CALLBACK (invitation_answered),
                         invited,
                         invited_free,
                         0);
  latchkey_dialogs_present (question,
                            GTK_WIDGET (latchkey_dialogs_find_top (GTK_WINDOW (self))));
}

/**
 * latchkey_window_tell:
 * @self: a window
 * @problem: what went wrong, in words for a person
 *
 * Says something on the sign-in page, if that is shown.
 */
void
latchkey_window_tell (LatchkeyWindow *self, const char *problem)
{
  g_return_if_fail (LATCHKEY_IS_WINDOW (self));

  if (self->sign_in_page != NULL)
    latchkey_sign_in_page_tell (self->sign_in_page, TRUE, problem);
}
