#include "latchkey-settings-page-private.h"

#include "latchkey-conflict-dialog.h"
#include "latchkey-dialogs.h"
#include "latchkey-setting-dialog.h"
#include "latchkey-settings-export.h"
#include "latchkey-settings-import.h"
#include "latchkey-versions-dialog.h"

static HomeboxSettings *
get_settings (GtkWidget *page)
{
  return latchkey_settings_live_get_settings (
    latchkey_settings_page_get_live (LATCHKEY_SETTINGS_PAGE (page)));
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  homebox_settings_retry (get_settings (widget), NULL);
}

/* The first one that needs a decision; the next follows when that is made. */
static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HomeboxSettings *settings = get_settings (widget);
  GListModel *list = G_LIST_MODEL (settings);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (HomeboxSetting) setting = g_list_model_get_item (list, i);

      if (homebox_setting_get_state (setting) == HOMEBOX_SETTING_CONFLICT)
        {
          latchkey_dialogs_present (latchkey_conflict_dialog_new (settings, setting), widget);
          return;
        }
    }
}

static void
bring_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HomeboxSettings *settings = get_settings (widget);
  GListModel *offers = homebox_settings_get_offers (settings);
  guint n = g_list_model_get_n_items (offers);

  /* Each that is brought back leaves the list. */
  for (guint i = n; i > 0; i--)
    {
      g_autoptr (HomeboxSettingOffer) offer = g_list_model_get_item (offers, i - 1);
      g_autoptr (GError) error = NULL;

      if (offer != NULL && !homebox_settings_bring_back (settings, offer, &error))
        {
          g_signal_emit_by_name (widget, "notice", error->message);
          return;
        }
    }
}

static void
dismiss_offers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HomeboxSettings *settings = get_settings (widget);
  GListModel *offers = homebox_settings_get_offers (settings);

  for (guint i = g_list_model_get_n_items (offers); i > 0; i--)
    {
      g_autoptr (HomeboxSettingOffer) offer = g_list_model_get_item (offers, i - 1);

      homebox_settings_dismiss (settings, offer);
    }
}

/* A value that no control can show as it is. */
static void
edit_raw_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HomeboxSettings *settings = get_settings (widget);
  HomeboxSetting *setting = homebox_settings_find (settings, g_variant_get_string (parameter, NULL));

  if (setting != NULL)
    latchkey_dialogs_present (latchkey_setting_dialog_new (settings, setting), widget);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_settings_import_present (widget, get_settings (widget));
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_settings_export_present (widget, get_settings (widget));
}

static void
versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySettingsLive *live = latchkey_settings_page_get_live (LATCHKEY_SETTINGS_PAGE (widget));

  latchkey_dialogs_present (
    latchkey_versions_dialog_new (get_settings (widget), latchkey_settings_live_get_history (live)),
    widget);
}

/*
 * latchkey_settings_page_install_list_actions:
 * @widget_class: the class of the page
 *
 * Adds the actions that are about the settings as a whole, and none of the widgets of the page.
 */
void
latchkey_settings_page_install_list_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "settings.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "settings.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "settings.bring-back", NULL, bring_back_action);
  gtk_widget_class_install_action (widget_class,
                                   "settings.dismiss-offers",
                                   NULL,
                                   dismiss_offers_action);
  gtk_widget_class_install_action (widget_class, "settings.edit-raw", "s", edit_raw_action);
  gtk_widget_class_install_action (widget_class, "settings.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "settings.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "settings.versions", NULL, versions_action);
}
