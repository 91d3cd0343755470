#include "latchkey-account-switcher.h"

#include "latchkey-account-row.h"
#include "latchkey-account-words.h"

#include <glib/gi18n.h>

/* What is seen of many accounts at once, in pixels; it fits into the narrowest window. */
#define WIDTH 280
#define MAX_HEIGHT 420

struct _LatchkeyAccountSwitcher
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  AdwAvatar *avatar;
  /* From when it was opened for the first time. */
  GtkListBox *list;
  GtkWidget *add_button;
  GtkWidget *manage_button;

  LatchkeyAccountStore *accounts;
  LatchkeyAccountViews *views;
  LatchkeyAccount *current;
};

G_DEFINE_FINAL_TYPE (LatchkeyAccountSwitcher, latchkey_account_switcher, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
draw_row (LatchkeyAccountSwitcher *self, GtkWidget *row)
{
  LatchkeyAccount *account = latchkey_account_row_get_account (LATCHKEY_ACCOUNT_ROW (row));

  latchkey_account_row_set_current (LATCHKEY_ACCOUNT_ROW (row), account == self->current);
  latchkey_account_row_set_attention (LATCHKEY_ACCOUNT_ROW (row),
                                      latchkey_account_views_get_attention (self->views, account));
}

static void
draw_rows (LatchkeyAccountSwitcher *self)
{
  if (self->list == NULL)
    return;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    draw_row (self, row);
}

static void
draw_button (LatchkeyAccountSwitcher *self)
{
  g_autofree char *initials = NULL;
  g_autofree char *label = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *name = NULL;

  if (self->current == NULL)
    {
      adw_avatar_set_text (self->avatar, NULL);
      name = g_strdup (_("Accounts"));
      label = g_strdup (name);
    }
  else
    {
      initials = latchkey_account_words_dup_avatar_text (self->current);
      adw_avatar_set_text (self->avatar, initials);
      label = latchkey_account_words_dup_label (self->current);
      spoken = latchkey_account_words_dup_spoken (self->current);
      /* Translators: %s is the name of a person and a server. */
      name = g_strdup_printf (_("Account: %s"), spoken);
    }

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

static void
accounts_changed (LatchkeyAccountSwitcher *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 0);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = latchkey_account_row_new (item);

  draw_row (user_data, row);

  return row;
}

static void
row_activated (LatchkeyAccountSwitcher *self, LatchkeyAccountRow *row)
{
  g_autoptr (LatchkeyAccount) account = g_object_ref (latchkey_account_row_get_account (row));

  gtk_menu_button_popdown (self->button);
  g_signal_emit (self, signals[CHOSEN], 0, account);
}

/* The list is closed first, and gives the keyboard back now: GTK 4.8 would do so with the next frame,
 * when a dialog has it. */
static void
close_and_activate (LatchkeyAccountSwitcher *self, const char *action)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

static void
add_clicked (LatchkeyAccountSwitcher *self)
{
  close_and_activate (self, "win.add-account");
}

static void
manage_clicked (LatchkeyAccountSwitcher *self)
{
  close_and_activate (self, "win.manage-accounts");
}

static GtkWidget *
make_button (LatchkeyAccountSwitcher *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);

  return button;
}

static gboolean
leave_forward (GtkWidget *list, GVariant *arguments, gpointer user_data)
{
  return gtk_widget_grab_focus (LATCHKEY_ACCOUNT_SWITCHER (user_data)->add_button);
}

static gboolean
leave_backward (GtkWidget *list, GVariant *arguments, gpointer user_data)
{
  return gtk_widget_grab_focus (LATCHKEY_ACCOUNT_SWITCHER (user_data)->manage_button);
}

/* The arrows go from account to account; Tab leaves the list, however long it is. */
static void
add_keys (LatchkeyAccountSwitcher *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Tab, 0),
                      gtk_callback_action_new (leave_forward, self, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Tab, GDK_SHIFT_MASK),
                      gtk_callback_action_new (leave_backward, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

static GtkWidget *
make_list (LatchkeyAccountSwitcher *self)
{
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                      "hscrollbar-policy",
                                      GTK_POLICY_NEVER,
                                      "propagate-natural-height",
                                      TRUE,
                                      "max-content-height",
                                      MAX_HEIGHT,
                                      "width-request",
                                      WIDTH,
                                      "focusable",
                                      FALSE,
                                      NULL);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "accounts");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Accounts"),
                                  -1);
  g_signal_connect_object (self->list,
                           "row-activated",
                           G_CALLBACK (row_activated),
                           self,
                           G_CONNECT_SWAPPED);
  add_keys (self);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->accounts), make_row, self, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));

  return scrolled;
}

/* The keyboard starts at the account that is shown, as in every list of choices. */
static void
popover_shown (LatchkeyAccountSwitcher *self)
{
  draw_rows (self);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (latchkey_account_row_get_account (LATCHKEY_ACCOUNT_ROW (row)) == self->current)
      gtk_widget_grab_focus (row);
}

static void
fill_popover (GtkMenuButton *button, gpointer user_data)
{
  LatchkeyAccountSwitcher *self = user_data;
  GtkWidget *popover;
  GtkWidget *box;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), make_list (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  self->add_button = make_button (self, _("Add Account…"), G_CALLBACK (add_clicked));
  gtk_box_append (GTK_BOX (box), self->add_button);
  self->manage_button = make_button (self, _("Manage Accounts…"), G_CALLBACK (manage_clicked));
  gtk_box_append (GTK_BOX (box), self->manage_button);

  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_add_css_class (popover, "accounts");
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Accounts"),
                                  -1);
  g_signal_connect_object (popover,
                           "map",
                           G_CALLBACK (popover_shown),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_menu_button_set_popover (button, popover);
}

static gboolean
latchkey_account_switcher_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LATCHKEY_ACCOUNT_SWITCHER (widget)->button));
}

static void
latchkey_account_switcher_dispose (GObject *object)
{
  LatchkeyAccountSwitcher *self = LATCHKEY_ACCOUNT_SWITCHER (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);

  self->list = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->button);

  if (self->current != NULL)
    g_signal_handlers_disconnect_by_func (self->current, draw_button, self);

  g_clear_object (&self->current);
  g_clear_object (&self->views);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (latchkey_account_switcher_parent_class)->dispose (object);
}

static void
latchkey_account_switcher_class_init (LatchkeyAccountSwitcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_account_switcher_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = latchkey_account_switcher_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen",
                                  LATCHKEY_TYPE_ACCOUNT_SWITCHER,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  LATCHKEY_TYPE_ACCOUNT);
}

static void
latchkey_account_switcher_init (LatchkeyAccountSwitcher *self)
{
  self->avatar = g_object_new (ADW_TYPE_AVATAR,
                               "size",
                               24,
                               "show-initials",
                               TRUE,
                               "accessible-role",
                               GTK_ACCESSIBLE_ROLE_PRESENTATION,
                               NULL);
  self->button = g_object_ref_sink (GTK_MENU_BUTTON (gtk_menu_button_new ()));
  gtk_menu_button_set_child (self->button, GTK_WIDGET (self->avatar));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "accounts");
  gtk_menu_button_set_create_popup_func (self->button, fill_popover, self, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * latchkey_account_switcher_set_accounts:
 * @self: a switcher, to which this is not yet said
 * @accounts: the accounts
 * @views: those that were shown, which know how they are doing
 *
 * Says what there is to choose from.
 */
void
latchkey_account_switcher_set_accounts (LatchkeyAccountSwitcher *self,
                                        LatchkeyAccountStore *accounts,
                                        LatchkeyAccountViews *views)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_SWITCHER (self));
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  self->views = g_object_ref (views);
  g_signal_connect_object (accounts,
                           "items-changed",
                           G_CALLBACK (accounts_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (views,
                           "attention-changed",
                           G_CALLBACK (draw_rows),
                           self,
                           G_CONNECT_SWAPPED);
  accounts_changed (self);
}

/**
 * latchkey_account_switcher_set_current:
 * @self: a switcher
 * @account: (nullable): the account that the window shows, if any
 *
 * Shows the avatar of @account, and marks it in the list.
 */
void
latchkey_account_switcher_set_current (LatchkeyAccountSwitcher *self, LatchkeyAccount *account)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_SWITCHER (self));

  if (self->current != NULL)
    g_signal_handlers_disconnect_by_func (self->current, draw_button, self);

  g_set_object (&self->current, account);

  if (account != NULL)
    g_signal_connect_object (account,
                             "notify",
                             G_CALLBACK (draw_button),
                             self,
                             G_CONNECT_SWAPPED);

  draw_button (self);
  draw_rows (self);
}

/**
 * latchkey_account_switcher_open:
 * @self: a switcher
 *
 * Opens the list of accounts, if there is one.
 */
void
latchkey_account_switcher_open (LatchkeyAccountSwitcher *self)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_SWITCHER (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_menu_button_popup (self->button);
}
