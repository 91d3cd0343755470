#include "latchkey-settings-notices.h"

#include "latchkey-banner.h"
#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

/* Of more than that, only the number is told. */
#define NAMES_MAX 5

struct _LatchkeySettingsNotices
{
  GtkBox parent_instance;

  LatchkeyBanner *saving;
  LatchkeyBanner *offers;
  LatchkeyBanner *overwritten;

  HomeboxSettings *settings;
};

G_DEFINE_FINAL_TYPE (LatchkeySettingsNotices, latchkey_settings_notices, GTK_TYPE_BOX)

/* Where there is nothing to say there is no room for it either. */
static void
update_visible (LatchkeySettingsNotices *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          latchkey_banner_get_text (self->saving) != NULL
                            || latchkey_banner_get_text (self->offers) != NULL
                            || latchkey_banner_get_text (self->overwritten) != NULL);
}

static void
say (LatchkeyBanner *banner,
     LatchkeyBannerKind kind,
     const char *text,
     const char *label,
     const char *action)
{
  /* Said once: an alert that is drawn anew is read again. */
  if (g_strcmp0 (latchkey_banner_get_text (banner), text) != 0)
    latchkey_banner_tell (banner, kind, text, label, action, NULL);
}

static void
draw_saving (LatchkeySettingsNotices *self)
{
  const GError *error = homebox_settings_get_error (self->settings);

  switch (homebox_settings_get_state (self->settings))
    {
    case HOMEBOX_SETTING_WAITING:
      say (self->saving,
           LATCHKEY_BANNER_INFORMATION,
           _("Your changes wait for the network. They are saved as soon as your Homebox can be "
             "reached."),
           _("Try Now"),
           "settings.retry");
      break;
    case HOMEBOX_SETTING_FAILED:
      say (self->saving,
           LATCHKEY_BANNER_PROBLEM,
           error != NULL ? error->message : _("Some changes could not be saved."),
           _("Try Again"),
           "settings.retry");
      break;
    case HOMEBOX_SETTING_CONFLICT:
      say (self->saving,
           LATCHKEY_BANNER_PROBLEM,
           _("Something was changed here and elsewhere. Choose which value it shall have."),
           _("Choose…"),
           "settings.choose");
      break;
    case HOMEBOX_SETTING_SAVED:
    case HOMEBOX_SETTING_SAVING:
    default:
      latchkey_banner_dismiss (self->saving);
      break;
    }

  update_visible (self);
}

/* “A”, “B” and others, in the order they are listed. */
static char *
join_names (GPtrArray *names)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < names->len && i < NAMES_MAX; i++)
    {
      if (i > 0)
        /* Translators: between the names of settings in a list. */
        g_string_append (joined, C_ ("list", ", "));
      g_string_append (joined, g_ptr_array_index (names, i));
    }

  if (names->len > NAMES_MAX)
    g_string_append (joined, "…");

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static char *
dup_offers_text (GListModel *offers)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  gboolean any_kept = FALSE;
  gboolean any_undone = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (HomeboxSettingOffer) offer = g_list_model_get_item (offers, i);

      any_kept = any_kept || homebox_setting_offer_get_kept (offer);
      any_undone
        = any_undone || homebox_setting_offer_get_loss (offer) == HOMEBOX_SETTING_LOSS_UNDONE;
      g_ptr_array_add (names,
                       latchkey_setting_words_dup_key (homebox_setting_offer_get_key (offer)));
    }

  joined = join_names (names);

  if (any_kept)
    /* Translators: %s is one or several names of settings. */
    return g_strdup_printf (_("Another program erases this again and again, so that it is no "
                              "longer put back by itself: %s"),
                            joined);
  if (any_undone)
    /* Translators: %s is one or several names of settings. */
    return g_strdup_printf (ngettext ("Another program turned a change of yours back: %s",
                                      "Another program turned changes of yours back: %s",
                                      names->len),
                            joined);

  /* Translators: %s is one or several names of settings. */
  return g_strdup_printf (ngettext ("Another program erased a setting: %s",
                                    "Another program erased settings: %s",
                                    names->len),
                          joined);
}

static void
draw_offers (LatchkeySettingsNotices *self)
{
  GListModel *offers = homebox_settings_get_offers (self->settings);
  g_autofree char *text = NULL;

  if (g_list_model_get_n_items (offers) == 0)
    {
      latchkey_banner_dismiss (self->offers);
      update_visible (self);
      return;
    }

  text = dup_offers_text (offers);
  if (g_strcmp0 (latchkey_banner_get_text (self->offers), text) != 0)
    latchkey_banner_tell (self->offers,
                          LATCHKEY_BANNER_INFORMATION,
                          text,
                          _("Bring Back"),
                          "settings.bring-back",
                          _("Dismiss"),
                          "settings.dismiss-offers",
                          NULL);

  update_visible (self);
}

static void
maybe_overwritten (LatchkeySettingsNotices *self, guint n, GStrv keys)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_ptr_array_add (names, latchkey_setting_words_dup_key (keys[i]));

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *before = g_steal_pointer (&joined);

      joined = before == NULL ? g_strdup (g_ptr_array_index (names, i))
                              : g_strconcat (before,
                                             C_ ("list", ", "),
                                             g_ptr_array_index (names, i),
                                             NULL);
    }

  text = g_strdup_printf (
    /* Translators: %s is a list of names of settings. */
    ngettext ("Another program saved in the same moment as you did, and what it saved may have "
              "been overwritten. If you changed something there, look at: %s",
              "Other programs saved in the same moments as you did, and what they saved may have "
              "been overwritten. If you changed something there, look at: %s",
              n),
    joined != NULL ? joined : "");
  latchkey_banner_tell (self->overwritten,
                        LATCHKEY_BANNER_PROBLEM,
                        text,
                        _("Earlier Versions…"),
                        "settings.versions",
                        _("Dismiss"),
                        "settings.dismiss-overwritten",
                        NULL);
  update_visible (self);
}

static void
leave_settings (LatchkeySettingsNotices *self)
{
  if (self->settings == NULL)
    return;

  g_signal_handlers_disconnect_by_data (homebox_settings_get_offers (self->settings), self);
  g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
}

static void
latchkey_settings_notices_dispose (GObject *object)
{
  leave_settings (LATCHKEY_SETTINGS_NOTICES (object));

  G_OBJECT_CLASS (latchkey_settings_notices_parent_class)->dispose (object);
}

static void
latchkey_settings_notices_class_init (LatchkeySettingsNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_settings_notices_dispose;
}

static LatchkeyBanner *
add_banner (LatchkeySettingsNotices *self)
{
  GtkWidget *banner = latchkey_banner_new ();

  gtk_box_append (GTK_BOX (self), banner);

  return LATCHKEY_BANNER (banner);
}

static void
latchkey_settings_notices_init (LatchkeySettingsNotices *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->saving = add_banner (self);
  self->offers = add_banner (self);
  self->overwritten = add_banner (self);
  update_visible (self);
}

/**
 * latchkey_settings_notices_set_settings:
 * @self: notices
 * @settings: (nullable): the settings to tell about
 *
 * Tells about other settings, from now on.
 */
void
latchkey_settings_notices_set_settings (LatchkeySettingsNotices *self, HomeboxSettings *settings)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_return_if_fail (LATCHKEY_IS_SETTINGS_NOTICES (self));

  leave_settings (self);
  latchkey_banner_dismiss (self->saving);
  latchkey_banner_dismiss (self->offers);
  latchkey_banner_dismiss (self->overwritten);
  update_visible (self);

  if (settings == NULL)
    return;

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "notify::state", G_CALLBACK (draw_saving), self, swapped);
  g_signal_connect_object (settings, "notify::error", G_CALLBACK (draw_saving), self, swapped);
  g_signal_connect_object (settings,
                           "maybe-overwritten",
                           G_CALLBACK (maybe_overwritten),
                           self,
                           swapped);
  g_signal_connect_object (homebox_settings_get_offers (settings),
                           "items-changed",
                           G_CALLBACK (draw_offers),
                           self,
                           swapped);
  draw_saving (self);
  draw_offers (self);
}

/**
 * latchkey_settings_notices_dismiss_overwritten:
 * @self: notices
 *
 * The person knows what may have been overwritten.
 */
void
latchkey_settings_notices_dismiss_overwritten (LatchkeySettingsNotices *self)
{
  g_return_if_fail (LATCHKEY_IS_SETTINGS_NOTICES (self));

  latchkey_banner_dismiss (self->overwritten);
  update_visible (self);
}
