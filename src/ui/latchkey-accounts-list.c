#include "latchkey-accounts-list.h"

#include "latchkey-account-words.h"
#include "latchkey-accounts-row.h"

#include <glib/gi18n.h>

struct _LatchkeyAccountsList
{
  GtkBox parent_instance;

  GtkListBox *list;
  /* Says where an account went, for those who do not see it. */
  GtkWidget *moved;

  LatchkeyAccountStore *accounts;
  LatchkeyAccountViews *views;
};

G_DEFINE_FINAL_TYPE (LatchkeyAccountsList, latchkey_accounts_list, GTK_TYPE_BOX)

enum
{
  ADDRESSES,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
find_row (LatchkeyAccountsList *self, LatchkeyAccount *account)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (latchkey_account_row_get_account (LATCHKEY_ACCOUNT_ROW (row)) == account)
      return row;

  return NULL;
}

static void
tell_position (LatchkeyAccountsList *self, LatchkeyAccount *account, guint position)
{
  g_autofree char *label = latchkey_account_words_dup_label (account);
  g_autofree char *text = NULL;

  /* Translators: %1$s is an account, %2$u its new place in the list, %3$u how many there are. */
  text = g_strdup_printf (_("%1$s is number %2$u of %3$u now"),
                          label,
                          position + 1,
                          g_list_model_get_n_items (G_LIST_MODEL (self->accounts)));
  gtk_label_set_text (GTK_LABEL (self->moved), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->moved),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
  gtk_widget_set_visible (self->moved, TRUE);
}

static void
move (LatchkeyAccountsList *self, guint position, LatchkeyAccountRow *row)
{
  g_autoptr (LatchkeyAccount) account = g_object_ref (latchkey_account_row_get_account (row));
  GtkWidget *moved;

  /* Shown anew, it is an alert again. */
  gtk_widget_set_visible (self->moved, FALSE);
  latchkey_account_store_move (self->accounts, account, position);
  tell_position (self, account, position);

  /* The row is another one now, and the keyboard goes with it. */
  moved = find_row (self, account);

  if (moved != NULL)
    gtk_widget_grab_focus (moved);
}

static void
addresses (LatchkeyAccountsList *self, LatchkeyAccountRow *row)
{
  g_signal_emit (self, signals[ADDRESSES], 0, latchkey_account_row_get_account (row));
}

static void
remove_account (LatchkeyAccountsList *self, LatchkeyAccountRow *row)
{
  g_signal_emit (self, signals[REMOVE], 0, latchkey_account_row_get_account (row));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = latchkey_accounts_row_new (item);
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (row, "move", G_CALLBACK (move), user_data, swapped);
  g_signal_connect_object (row, "addresses", G_CALLBACK (addresses), user_data, swapped);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_account), user_data, swapped);

  return row;
}

static void
draw_rows (LatchkeyAccountsList *self)
{
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n_accounts; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);
      LatchkeyAccount *account = latchkey_account_row_get_account (LATCHKEY_ACCOUNT_ROW (row));

      latchkey_account_row_set_attention (LATCHKEY_ACCOUNT_ROW (row),
                                          latchkey_account_views_get_attention (self->views,
                                                                                account));
      latchkey_accounts_row_set_ends (LATCHKEY_ACCOUNTS_ROW (row), i == 0, i == n_accounts - 1);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->list), n_accounts > 0);
}

static gboolean
latchkey_accounts_list_grab_focus (GtkWidget *widget)
{
  GtkWidget *row
    = gtk_widget_get_first_child (GTK_WIDGET (LATCHKEY_ACCOUNTS_LIST (widget)->list));

  return row != NULL && gtk_widget_grab_focus (row);
}

static void
latchkey_accounts_list_dispose (GObject *object)
{
  LatchkeyAccountsList *self = LATCHKEY_ACCOUNTS_LIST (object);
  GtkWidget *child;

  if (self->accounts != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);

  g_clear_object (&self->views);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (latchkey_accounts_list_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       LATCHKEY_TYPE_ACCOUNTS_LIST,
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
latchkey_accounts_list_class_init (LatchkeyAccountsListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_accounts_list_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = latchkey_accounts_list_grab_focus;

  signals[ADDRESSES] = add_signal ("addresses");
  signals[REMOVE] = add_signal ("remove");
}

static void
latchkey_accounts_list_init (LatchkeyAccountsList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Accounts"),
                                  -1);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));

  self->moved = g_object_new (GTK_TYPE_LABEL,
                              "accessible-role",
                              GTK_ACCESSIBLE_ROLE_ALERT,
                              "visible",
                              FALSE,
                              "wrap",
                              TRUE,
                              "wrap-mode",
                              PANGO_WRAP_WORD_CHAR,
                              "xalign",
                              0.0,
                              NULL);
  gtk_widget_add_css_class (self->moved, "caption");
  gtk_widget_add_css_class (self->moved, "dim-label");
  gtk_box_append (GTK_BOX (self), self->moved);
}

/**
 * latchkey_accounts_list_set_accounts:
 * @self: a list, to which this is not yet said
 * @accounts: the accounts
 * @views: those that were shown, which know how they are doing
 *
 * Says what there is to put in order.
 */
void
latchkey_accounts_list_set_accounts (LatchkeyAccountsList *self,
                                     LatchkeyAccountStore *accounts,
                                     LatchkeyAccountViews *views)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNTS_LIST (self));
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  self->views = g_object_ref (views);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (accounts), make_row, self, NULL);
  g_signal_connect_object (accounts,
                           "items-changed",
                           G_CALLBACK (draw_rows),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (views,
                           "attention-changed",
                           G_CALLBACK (draw_rows),
                           self,
                           G_CONNECT_SWAPPED);
  draw_rows (self);
}
