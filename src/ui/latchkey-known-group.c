#include "latchkey-known-group.h"

#include "latchkey-known-row.h"
#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

struct _LatchkeyKnownGroup
{
  GtkBox parent_instance;

  GtkWidget *list;
  HomeboxSettingsGroup group;
};

G_DEFINE_FINAL_TYPE (LatchkeyKnownGroup, latchkey_known_group, GTK_TYPE_BOX)

static LatchkeyKnownRow *
get_row (LatchkeyKnownGroup *self, int index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index);

  return row != NULL ? LATCHKEY_KNOWN_ROW (row) : NULL;
}

static void
latchkey_known_group_class_init (LatchkeyKnownGroupClass *klass)
{
}

static void
latchkey_known_group_init (LatchkeyKnownGroup *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

static void
add_heading (LatchkeyKnownGroup *self, const char *title)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *heading
    = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  GtkWidget *reset = gtk_button_new_with_label (C_ ("settings", "Reset"));
  /* Translators: %s is the heading of a group of settings, such as “Appearance”. */
  g_autofree char *label = g_strdup_printf (_("Reset All of “%s”"), title);

  gtk_label_set_text (GTK_LABEL (heading), title);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_set_hexpand (heading, TRUE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (line), heading);

  gtk_widget_add_css_class (reset, "flat");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (reset), "i", (int) self->group);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (reset), "settings.reset-group");
  gtk_accessible_update_property (GTK_ACCESSIBLE (reset),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  gtk_box_append (GTK_BOX (line), reset);
  gtk_box_append (GTK_BOX (self), line);
}

/**
 * latchkey_known_group_new:
 * @group: what the settings are about
 *
 * Makes a group with all its rows.
 *
 * Returns: (transfer floating): the group
 */
GtkWidget *
latchkey_known_group_new (HomeboxSettingsGroup group)
{
  LatchkeyKnownGroup *self = g_object_new (LATCHKEY_TYPE_KNOWN_GROUP, NULL);
  const char *title = latchkey_setting_words_get_group_title (group);
  guint n_known;
  const HomeboxKnownSetting *known = homebox_known_settings_get (&n_known);

  self->group = group;
  add_heading (self, title);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);

  for (guint i = 0; i < n_known; i++)
    if (known[i].group == group)
      gtk_list_box_append (GTK_LIST_BOX (self->list), latchkey_known_row_new (&known[i]));

  gtk_box_append (GTK_BOX (self), self->list);

  return GTK_WIDGET (self);
}

/**
 * latchkey_known_group_set_settings:
 * @self: a group
 * @settings: (nullable): the settings to show, and to change
 *
 * Shows what @settings have, from now on.
 */
void
latchkey_known_group_set_settings (LatchkeyKnownGroup *self, HomeboxSettings *settings)
{
  LatchkeyKnownRow *row;

  g_return_if_fail (LATCHKEY_IS_KNOWN_GROUP (self));

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    latchkey_known_row_set_settings (row, settings);
}

/**
 * latchkey_known_group_search:
 * @self: a group
 * @needle: (nullable): what to look for, from latchkey_search_text_fold(); %NULL to show all
 *
 * Shows the rows that match, and hides the group when none does.
 *
 * Returns: how many rows match
 */
guint
latchkey_known_group_search (LatchkeyKnownGroup *self, const char *needle)
{
  LatchkeyKnownRow *row;
  guint n_matching = 0;

  g_return_val_if_fail (LATCHKEY_IS_KNOWN_GROUP (self), 0);

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      gboolean matches = needle == NULL || latchkey_known_row_matches (row, needle);

      gtk_widget_set_visible (GTK_WIDGET (row), matches);
      n_matching += matches ? 1 : 0;
    }

  gtk_widget_set_visible (GTK_WIDGET (self), n_matching > 0);

  return n_matching;
}

/**
 * latchkey_known_group_has_edit:
 * @self: a group
 *
 * Returns: whether something was typed that is not saved by itself yet
 */
gboolean
latchkey_known_group_has_edit (LatchkeyKnownGroup *self)
{
  LatchkeyKnownRow *row;

  g_return_val_if_fail (LATCHKEY_IS_KNOWN_GROUP (self), FALSE);

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    if (latchkey_known_row_has_edit (row))
      return TRUE;

  return FALSE;
}

/**
 * latchkey_known_group_commit:
 * @self: a group
 *
 * Takes what was typed for what is wanted.
 */
void
latchkey_known_group_commit (LatchkeyKnownGroup *self)
{
  LatchkeyKnownRow *row;

  g_return_if_fail (LATCHKEY_IS_KNOWN_GROUP (self));

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    latchkey_known_row_commit (row);
}
