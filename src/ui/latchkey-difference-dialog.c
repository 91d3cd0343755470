#include "latchkey-difference-dialog.h"

#include "latchkey-banner.h"
#include "latchkey-difference-row.h"

#include <glib/gi18n.h>

struct _LatchkeyDifferenceDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *apply;
  GtkWidget *all;
  GtkWidget *none;
  LatchkeyBanner *banner;
  GtkStack *stack;
  GtkLabel *count;
  GtkListView *list;

  HomeboxSettings *settings;
  HomeboxJsonMembers *other;
  GListModel *differences;
};

G_DEFINE_FINAL_TYPE (LatchkeyDifferenceDialog, latchkey_difference_dialog, ADW_TYPE_WINDOW)

static guint
count_selected (LatchkeyDifferenceDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->differences); i++)
    {
      g_autoptr (HomeboxSettingDifference) difference
        = g_list_model_get_item (self->differences, i);

      if (homebox_setting_difference_get_selected (difference))
        n++;
    }

  return n;
}

static void
draw (LatchkeyDifferenceDialog *self)
{
  guint n = g_list_model_get_n_items (self->differences);
  guint n_selected = count_selected (self);
  /* Translators: how many of the differing settings are chosen to be changed. */
  g_autofree char *words = g_strdup_printf (ngettext ("%u of %u difference selected",
                                                      "%u of %u differences selected",
                                                      n),
                                            n_selected,
                                            n);

  gtk_label_set_text (self->count, words);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "differences" : "same");
  gtk_widget_set_visible (self->apply, n > 0);
  gtk_widget_set_sensitive (self->apply, n_selected > 0);
  gtk_widget_set_sensitive (self->all, n_selected < n);
  gtk_widget_set_sensitive (self->none, n_selected > 0);
}

/* What the person chose stays chosen. */
static void
keep_choices (GListModel *before, GListModel *after)
{
  g_autoptr (GHashTable) choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gpointer is_selected;

  for (guint i = 0; i < g_list_model_get_n_items (before); i++)
    {
      g_autoptr (HomeboxSettingDifference) difference = g_list_model_get_item (before, i);

      g_hash_table_insert (
        choices,
        g_strdup (homebox_setting_difference_get_name (difference)),
        GINT_TO_POINTER (homebox_setting_difference_get_selected (difference)));
    }

  for (guint i = 0; i < g_list_model_get_n_items (after); i++)
    {
      g_autoptr (HomeboxSettingDifference) difference = g_list_model_get_item (after, i);

      if (g_hash_table_lookup_extended (choices,
                                        homebox_setting_difference_get_name (difference),
                                        NULL,
                                        &is_selected))
        homebox_setting_difference_set_selected (difference, GPOINTER_TO_INT (is_selected));
    }
}

static gboolean
is_same (GListModel *one, GListModel *other)
{
  guint n = g_list_model_get_n_items (one);

  if (g_list_model_get_n_items (other) != n)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HomeboxSettingDifference) a = g_list_model_get_item (one, i);
      g_autoptr (HomeboxSettingDifference) b = g_list_model_get_item (other, i);

      if (!g_str_equal (homebox_setting_difference_get_name (a),
                        homebox_setting_difference_get_name (b))
          || !homebox_json_text_equal (homebox_setting_difference_get_now (a),
                                       homebox_setting_difference_get_now (b)))
        return FALSE;
    }

  return TRUE;
}

static void
compare (LatchkeyDifferenceDialog *self)
{
  g_autoptr (GListModel) differences = homebox_settings_compare (self->settings, self->other);
  g_autoptr (GtkNoSelection) shown = NULL;

  if (self->differences != NULL)
    {
      /* The list keeps its place and its focus. */
      if (is_same (self->differences, differences))
        return;

      keep_choices (self->differences, differences);
    }

  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (HomeboxSettingDifference) difference = g_list_model_get_item (differences, i);

      g_signal_connect_object (difference,
                               "notify::selected",
                               G_CALLBACK (draw),
                               self,
                               G_CONNECT_SWAPPED);
    }

  g_set_object (&self->differences, differences);
  shown = gtk_no_selection_new (g_object_ref (differences));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (shown));
  draw (self);
}

static void
select_these (LatchkeyDifferenceDialog *self, gboolean selected)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->differences); i++)
    {
      g_autoptr (HomeboxSettingDifference) difference
        = g_list_model_get_item (self->differences, i);

      /* Drawn once, at the end. */
      g_signal_handlers_block_by_func (difference, draw, self);
      homebox_setting_difference_set_selected (difference, selected);
      g_signal_handlers_unblock_by_func (difference, draw, self);
    }

  /* The button that was pressed cannot be pressed again, and would take the focus along. */
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  draw (self);
}

static void
select_all (LatchkeyDifferenceDialog *self)
{
  select_these (self, TRUE);
}

static void
select_none (LatchkeyDifferenceDialog *self)
{
  select_these (self, FALSE);
}

static void
toggle (LatchkeyDifferenceDialog *self, guint position)
{
  g_autoptr (HomeboxSettingDifference) difference
    = g_list_model_get_item (self->differences, position);

  if (difference != NULL)
    homebox_setting_difference_set_selected (difference,
                                             !homebox_setting_difference_get_selected (difference));
}

static void
apply (LatchkeyDifferenceDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (count_selected (self) == 0)
    return;

  /* The settings change now, and are not compared again for it. */
  g_signal_handlers_disconnect_by_func (self->settings, compare, self);

  if (homebox_settings_apply (self->settings, self->differences, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  g_signal_connect_object (self->settings, "seen", G_CALLBACK (compare), self, G_CONNECT_SWAPPED);
  latchkey_banner_tell (self->banner,
                        LATCHKEY_BANNER_PROBLEM,
                        error != NULL ? error->message
                                      : _("The settings could not be changed. Try again."),
                        NULL);
}

static void
set_up_row (LatchkeyDifferenceDialog *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, latchkey_difference_row_new ());
}

static void
bind_row (LatchkeyDifferenceDialog *self, GtkListItem *item)
{
  latchkey_difference_row_set_difference (LATCHKEY_DIFFERENCE_ROW (gtk_list_item_get_child (item)),
                                          gtk_list_item_get_item (item));
}

static void
unbind_row (LatchkeyDifferenceDialog *self, GtkListItem *item)
{
  latchkey_difference_row_set_difference (LATCHKEY_DIFFERENCE_ROW (gtk_list_item_get_child (item)),
                                          NULL);
}

static void
latchkey_difference_dialog_dispose (GObject *object)
{
  LatchkeyDifferenceDialog *self = LATCHKEY_DIFFERENCE_DIALOG (object);

  g_clear_object (&self->differences);
  g_clear_pointer (&self->other, homebox_json_members_unref);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_DIFFERENCE_DIALOG);

  G_OBJECT_CLASS (latchkey_difference_dialog_parent_class)->dispose (object);
}

static void
latchkey_difference_dialog_class_init (LatchkeyDifferenceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_difference_dialog_dispose;

  g_type_ensure (LATCHKEY_TYPE_BANNER);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-difference-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, apply);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, all);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, none);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, count);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDifferenceDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, apply);
  gtk_widget_class_bind_template_callback (widget_class, select_all);
  gtk_widget_class_bind_template_callback (widget_class, select_none);
  gtk_widget_class_bind_template_callback (widget_class, toggle);
}

static void
latchkey_difference_dialog_init (LatchkeyDifferenceDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  /* Before the template: what that tells assistive technology would settle the role. */
  g_object_set (self, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (set_up_row), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
}

/**
 * latchkey_difference_dialog_new:
 * @settings: settings that are there
 * @other: what was read from a file, or an earlier version of them
 * @title: what this is about
 * @subtitle: (nullable): the name of the file, or when the version was seen
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_difference_dialog_new (HomeboxSettings *settings,
                                HomeboxJsonMembers *other,
                                const char *title,
                                const char *subtitle)
{
  LatchkeyDifferenceDialog *self;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (other != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_DIFFERENCE_DIALOG,
                       "title",
                       title,
                       NULL);
  self->settings = g_object_ref (settings);
  self->other = homebox_json_members_ref (other);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  g_signal_connect_object (settings, "seen", G_CALLBACK (compare), self, G_CONNECT_SWAPPED);
  compare (self);

  return GTK_WINDOW (self);
}

/**
 * latchkey_difference_dialog_get_differences:
 * @self: the dialog
 *
 * Returns: (transfer none) (element-type HomeboxSettingDifference): what it shows
 */
GListModel *
latchkey_difference_dialog_get_differences (LatchkeyDifferenceDialog *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DIFFERENCE_DIALOG (self), NULL);

  return self->differences;
}
