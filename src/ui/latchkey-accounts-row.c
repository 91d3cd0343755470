#include "latchkey-accounts-row.h"

#include "latchkey-account-words.h"

#include <glib/gi18n.h>

struct _LatchkeyAccountsRow
{
  LatchkeyAccountRow parent_instance;

  GtkWidget *menu;
  /* What was chosen last: a signal, and for a move by how much. */
  guint chosen;
  int step;
  guint source;
};

G_DEFINE_FINAL_TYPE (LatchkeyAccountsRow, latchkey_accounts_row, LATCHKEY_TYPE_ACCOUNT_ROW)

enum
{
  MOVE,
  ADDRESSES,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
emit_chosen (gpointer user_data)
{
  g_autoptr (LatchkeyAccountsRow) self = g_object_ref (user_data);
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self)) + self->step;

  self->source = 0;

  if (self->chosen == signals[MOVE])
    g_signal_emit (self, self->chosen, 0, (guint) position);
  else
    g_signal_emit (self, self->chosen, 0);

  return G_SOURCE_REMOVE;
}

static gboolean
menu_has_focus (LatchkeyAccountsRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->menu);
}

/* When the menu is closed: a move takes the row away, and the menu with it. The menu gives the
 * keyboard back now: GTK 4.8 would do so with the next frame, when a dialog has it. */
static void
choose (GtkWidget *widget, guint chosen, int step)
{
  LatchkeyAccountsRow *self = LATCHKEY_ACCOUNTS_ROW (widget);

  if (menu_has_focus (self))
    gtk_widget_grab_focus (self->menu);

  self->chosen = chosen;
  self->step = step;

  if (self->source == 0)
    self->source = g_idle_add (emit_chosen, self);
}

static void
move_up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (widget, signals[MOVE], -1);
}

static void
move_down_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (widget, signals[MOVE], 1);
}

static void
addresses_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (widget, signals[ADDRESSES], 0);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (widget, signals[REMOVE], 0);
}

static void
fill_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = NULL;
  g_autoptr (GMenu) order = NULL;
  g_autoptr (GMenu) others = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;

  order = g_menu_new ();
  g_menu_append (order, _("Move _Up"), "entry.move-up");
  g_menu_append (order, _("Move _Down"), "entry.move-down");
  others = g_menu_new ();
  g_menu_append (others, _("_Addresses…"), "entry.addresses");
  g_menu_append (others, _("_Remove From This Device Only…"), "entry.remove");
  menu = g_menu_new ();
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static GtkWidget *
make_menu_button (LatchkeyAccount *account)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *spoken = latchkey_account_words_dup_spoken (account);
  /* Translators: %s is an account, its name and its server. */
  g_autofree char *name = g_strdup_printf (_("More about %s"), spoken);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), fill_menu, NULL, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);

  return button;
}

static GdkContentProvider *
prepare_drag (GtkDragSource *source, double x, double y, LatchkeyAccountRow *self)
{
  return gdk_content_provider_new_typed (LATCHKEY_TYPE_ACCOUNTS_ROW, self);
}

static void
begin_drag (GtkDragSource *source, GdkDrag *drag, GtkWidget *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (self);

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
drop (GtkDropTarget *target, const GValue *value, double x, double y, GtkListBoxRow *self)
{
  GtkListBoxRow *dragged = g_value_get_object (value);
  int before = gtk_list_box_row_get_index (dragged);
  int position = gtk_list_box_row_get_index (self);

  if (dragged == self || gtk_widget_get_parent (GTK_WIDGET (dragged))
                           != gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;

  if (y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0)
    position++;

  if (before < position)
    position--;

  g_signal_emit (dragged, signals[MOVE], 0, (guint) position);

  return TRUE;
}

static void
latchkey_accounts_row_dispose (GObject *object)
{
  LatchkeyAccountsRow *self = LATCHKEY_ACCOUNTS_ROW (object);

  g_clear_handle_id (&self->source, g_source_remove);

  G_OBJECT_CLASS (latchkey_accounts_row_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, guint n_parameters)
{
  return g_signal_new (name,
                       LATCHKEY_TYPE_ACCOUNTS_ROW,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_parameters,
                       G_TYPE_UINT);
}

static void
add_keys (GtkWidgetClass *klass, guint key, guint keypad_key, const char *action)
{
  gtk_widget_class_add_binding_action (klass, keypad_key, GDK_ALT_MASK, action, NULL);
  /* The last one is what the menu shows. */
  gtk_widget_class_add_binding_action (klass, key, GDK_ALT_MASK, action, NULL);
}

static void
latchkey_accounts_row_class_init (LatchkeyAccountsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_accounts_row_dispose;

  signals[MOVE] = add_signal ("move", 1);
  signals[ADDRESSES] = add_signal ("addresses", 0);
  signals[REMOVE] = add_signal ("remove", 0);

  gtk_widget_class_install_action (widget_class, "entry.move-up", NULL, move_up_action);
  gtk_widget_class_install_action (widget_class, "entry.move-down", NULL, move_down_action);
  gtk_widget_class_install_action (widget_class, "entry.addresses", NULL, addresses_action);
  gtk_widget_class_install_action (widget_class, "entry.remove", NULL, remove_action);
  add_keys (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, "entry.move-up");
  add_keys (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, "entry.move-down");
}

static void
latchkey_accounts_row_init (LatchkeyAccountsRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (LATCHKEY_TYPE_ACCOUNTS_ROW, GDK_ACTION_MOVE);
  GtkWidget *handle = g_object_new (GTK_TYPE_IMAGE,
                                    "icon-name",
                                    "list-drag-handle-symbolic",
                                    "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                    NULL);

  gtk_widget_add_css_class (handle, "dim-label");
  latchkey_account_row_add_prefix (LATCHKEY_ACCOUNT_ROW (self), handle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_drag), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_drag), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "drop", G_CALLBACK (drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * latchkey_accounts_row_new:
 * @account: an account
 *
 * Returns: (transfer floating): a row for @account
 */
GtkWidget *
latchkey_accounts_row_new (LatchkeyAccount *account)
{
  LatchkeyAccountsRow *self = g_object_new (LATCHKEY_TYPE_ACCOUNTS_ROW, NULL);

  self->menu = make_menu_button (account);
  latchkey_account_row_set_account (LATCHKEY_ACCOUNT_ROW (self), account);
  latchkey_account_row_add_suffix (LATCHKEY_ACCOUNT_ROW (self), self->menu);

  return GTK_WIDGET (self);
}

/**
 * latchkey_accounts_row_set_ends:
 * @self: a row
 * @first: whether nothing is above it
 * @last: whether nothing is below it
 *
 * Says where it cannot be moved to.
 */
void
latchkey_accounts_row_set_ends (LatchkeyAccountsRow *self, gboolean first, gboolean last)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNTS_ROW (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.move-up", !first);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.move-down", !last);
}
