#include "latchkey-other-settings.h"

#include "latchkey-dialogs.h"
#include "latchkey-other-filter.h"
#include "latchkey-other-row.h"
#include "latchkey-search-text.h"
#include "latchkey-setting-dialog.h"

struct _LatchkeyOtherSettings
{
  GtkBox parent_instance;

  GtkWidget *add;
  GtkStack *states;
  GtkListView *list;
  GMenuModel *menu_model;
  GtkWidget *menu;

  HomeboxSettings *settings;
  LatchkeyOtherFilter *filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  /* What keep is about. */
  HomeboxSetting *selected;
  char *search;
};

G_DEFINE_FINAL_TYPE (LatchkeyOtherSettings, latchkey_other_settings, GTK_TYPE_BOX)

enum
{
  PROP_SEARCH = 1,
  PROP_N_MATCHING,
  PROP_KEEP,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  DELETED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
draw (LatchkeyOtherSettings *self)
{
  gboolean is_empty = latchkey_other_settings_get_n_matching (self) == 0;

  gtk_stack_set_visible_child_name (self->states,
                                    !is_empty              ? "list"
                                    : self->search != NULL ? "nothing"
                                                           : "empty");
}

static void
draw_actions (LatchkeyOtherSettings *self)
{
  const char *const of_selected[] = { "other.edit", "other.rename", "other.delete", "other.menu",
                                      "other.keep" };
  HomeboxSetting *setting = self->selected;
  gboolean is_there = setting != NULL && homebox_setting_get_value (setting) != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (of_selected); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), of_selected[i], is_there);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "other.add", self->settings != NULL);
}

static void
keep_changed (LatchkeyOtherSettings *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEP]);
}

static void
selected_changed (LatchkeyOtherSettings *self)
{
  HomeboxSetting *setting = gtk_single_selection_get_selected_item (self->selection);

  if (self->selected == setting)
    return;

  if (self->selected != NULL)
    g_signal_handlers_disconnect_by_data (self->selected, self);

  g_set_object (&self->selected, setting);

  if (setting != NULL)
    {
      g_signal_connect_object (setting, "notify::keep", G_CALLBACK (keep_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (setting, "notify::value", G_CALLBACK (draw_actions), self,
                               G_CONNECT_SWAPPED);
    }

  draw_actions (self);
  keep_changed (self);
}

static void
items_changed (LatchkeyOtherSettings *self)
{
  draw (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHING]);
}

static void
select_setting (LatchkeyOtherSettings *self, HomeboxSetting *setting)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HomeboxSetting) item = g_list_model_get_item (model, i);

      if (item == setting)
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
}

static GtkWidget *
find_row (GtkWidget *within, HomeboxSetting *setting)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (LATCHKEY_IS_OTHER_ROW (row)
          && latchkey_other_row_get_setting (LATCHKEY_OTHER_ROW (row)) == setting)
        return row;
    }

  return NULL;
}

/* One for all rows: thousands of them would each take as long to make as a row. */
static void
show_menu (LatchkeyOtherSettings *self, GtkWidget *target)
{
  graphene_rect_t bounds;

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (self->menu_model);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }

  if (target != NULL && gtk_widget_compute_bounds (target, GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                                 &(GdkRectangle) { (int) bounds.origin.x,
                                                   (int) bounds.origin.y,
                                                   (int) bounds.size.width,
                                                   (int) bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_wanted (LatchkeyOtherSettings *self, LatchkeyOtherRow *row)
{
  select_setting (self, latchkey_other_row_get_setting (row));
  show_menu (self, latchkey_other_row_get_button (row));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (widget);
  GtkWidget *row = find_row (GTK_WIDGET (self->list), self->selected);

  show_menu (self,
             row != NULL ? latchkey_other_row_get_button (LATCHKEY_OTHER_ROW (row))
                         : GTK_WIDGET (self->list));
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (widget);

  latchkey_dialogs_present (latchkey_setting_dialog_new (self->settings, self->selected), widget);
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (widget);

  latchkey_dialogs_present (latchkey_setting_dialog_new_rename (self->settings, self->selected),
                            widget);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (widget);

  latchkey_dialogs_present (latchkey_setting_dialog_new (self->settings, NULL), widget);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (widget);
  g_autoptr (HomeboxSetting) setting = g_object_ref (self->selected);

  homebox_settings_remove (self->settings, setting);
  /* The row that had the keyboard is gone. */
  gtk_widget_grab_focus (latchkey_other_settings_get_n_matching (self) > 0 ? GTK_WIDGET (self->list)
                                                                           : self->add);
  g_signal_emit (self, signals[DELETED], 0, homebox_setting_get_key (setting));
}

static void
activated (LatchkeyOtherSettings *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self), "other.edit", NULL);
}

static void
set_up (GtkListItemFactory *factory, GtkListItem *item, LatchkeyOtherSettings *self)
{
  GtkWidget *row = latchkey_other_row_new ();

  g_signal_connect_object (row, "menu", G_CALLBACK (menu_wanted), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
bind (GtkListItemFactory *factory, GtkListItem *item, LatchkeyOtherSettings *self)
{
  latchkey_other_row_bind (LATCHKEY_OTHER_ROW (gtk_list_item_get_child (item)),
                           self->settings,
                           gtk_list_item_get_item (item));
}

static void
unbind (GtkListItemFactory *factory, GtkListItem *item)
{
  latchkey_other_row_bind (LATCHKEY_OTHER_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static gboolean
get_keep (LatchkeyOtherSettings *self)
{
  return self->selected != NULL && homebox_setting_get_keep (self->selected);
}

static void
latchkey_other_settings_get_property (GObject *object,
                                      guint property_id,
                                      GValue *value,
                                      GParamSpec *pspec)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (object);

  switch (property_id)
    {
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_N_MATCHING:
      g_value_set_uint (value, latchkey_other_settings_get_n_matching (self));
      break;
    case PROP_KEEP:
      g_value_set_boolean (value, get_keep (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_other_settings_set_property (GObject *object,
                                      guint property_id,
                                      const GValue *value,
                                      GParamSpec *pspec)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (object);

  switch (property_id)
    {
    case PROP_SEARCH:
      latchkey_other_settings_set_search (self, g_value_get_string (value));
      break;
    case PROP_KEEP:
      if (self->selected != NULL)
        homebox_settings_set_keep (self->settings, self->selected, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_other_settings_dispose (GObject *object)
{
  LatchkeyOtherSettings *self = LATCHKEY_OTHER_SETTINGS (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->selected != NULL)
    g_signal_handlers_disconnect_by_data (self->selected, self);
  g_clear_object (&self->selected);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_OTHER_SETTINGS);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (latchkey_other_settings_parent_class)->dispose (object);
}

static void
latchkey_other_settings_finalize (GObject *object)
{
  g_free (LATCHKEY_OTHER_SETTINGS (object)->search);

  G_OBJECT_CLASS (latchkey_other_settings_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_SEARCH]
    = g_param_spec_string ("search", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_N_MATCHING]
    = g_param_spec_uint ("n-matching", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_KEEP]
    = g_param_spec_boolean ("keep", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_other_settings_class_init (LatchkeyOtherSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = latchkey_other_settings_get_property;
  object_class->set_property = latchkey_other_settings_set_property;
  object_class->dispose = latchkey_other_settings_dispose;
  object_class->finalize = latchkey_other_settings_finalize;
  install_properties (object_class);

  signals[DELETED] = g_signal_new ("deleted",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "other.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "other.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "other.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "other.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "other.menu", NULL, menu_action);
  gtk_widget_class_install_property_action (widget_class, "other.keep", "keep");

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-other-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOtherSettings, add);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOtherSettings, states);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOtherSettings, list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOtherSettings, menu_model);
  gtk_widget_class_bind_template_callback (widget_class, activated);
}

static void
make_filter (LatchkeyOtherSettings *self)
{
  g_autofree char *needle = latchkey_search_text_fold (self->search);

  g_clear_object (&self->filter);
  self->filter = latchkey_other_filter_new ();
  latchkey_other_filter_set_needle (self->filter, needle);
  gtk_filter_list_model_set_filter (self->filtered, GTK_FILTER (self->filter));
}

static void
latchkey_other_settings_init (LatchkeyOtherSettings *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (set_up), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind), self, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind), NULL);

  self->filtered = gtk_filter_list_model_new (NULL, NULL);
  make_filter (self);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (items_changed), self);
  g_signal_connect_swapped (self->selection, "notify::selected-item",
                            G_CALLBACK (selected_changed), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  draw (self);
  draw_actions (self);
}

/**
 * latchkey_other_settings_new:
 *
 * Returns: (transfer floating): the list, of no settings yet
 */
GtkWidget *
latchkey_other_settings_new (void)
{
  return g_object_new (LATCHKEY_TYPE_OTHER_SETTINGS, NULL);
}

/**
 * latchkey_other_settings_set_settings:
 * @self: a list
 * @settings: (nullable): whose settings to show from now on
 *
 * Shows those of somebody else, or none.
 */
void
latchkey_other_settings_set_settings (LatchkeyOtherSettings *self, HomeboxSettings *settings)
{
  g_return_if_fail (LATCHKEY_IS_OTHER_SETTINGS (self));
  g_return_if_fail (settings == NULL || HOMEBOX_IS_SETTINGS (settings));

  if (!g_set_object (&self->settings, settings))
    return;

  /* The filter keeps what it was asked about. */
  gtk_filter_list_model_set_model (self->filtered, NULL);
  make_filter (self);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (settings));
  draw_actions (self);
}

/**
 * latchkey_other_settings_get_search:
 * @self: a list
 *
 * Returns: (nullable): what is looked for
 */
const char *
latchkey_other_settings_get_search (LatchkeyOtherSettings *self)
{
  g_return_val_if_fail (LATCHKEY_IS_OTHER_SETTINGS (self), NULL);

  return self->search;
}

/**
 * latchkey_other_settings_set_search:
 * @self: a list
 * @search: (nullable): what to look for, as typed; %NULL or nothing but spaces for everything
 *
 * Shows only what has this in its key or value.
 */
void
latchkey_other_settings_set_search (LatchkeyOtherSettings *self, const char *search)
{
  g_autofree char *needle = NULL;

  g_return_if_fail (LATCHKEY_IS_OTHER_SETTINGS (self));

  needle = latchkey_search_text_fold (search);
  if (needle == NULL)
    search = NULL;
  if (g_strcmp0 (self->search, search) == 0)
    return;

  g_free (self->search);
  self->search = g_strdup (search);
  latchkey_other_filter_set_needle (self->filter, needle);
  draw (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

/**
 * latchkey_other_settings_get_n_matching:
 * @self: a list
 *
 * Returns: how many settings are shown
 */
guint
latchkey_other_settings_get_n_matching (LatchkeyOtherSettings *self)
{
  g_return_val_if_fail (LATCHKEY_IS_OTHER_SETTINGS (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}
