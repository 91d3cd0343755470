#include "latchkey-settings-page-private.h"

#include "latchkey-account-view.h"
#include "latchkey-busy.h"
#include "latchkey-known-group.h"
#include "latchkey-other-settings.h"
#include "latchkey-page.h"
#include "latchkey-search-text.h"
#include "latchkey-setting-words.h"
#include "latchkey-settings-notices.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* From three quarters of the limit on, it is said how much is left. */
#define SIZE_TO_TELL (HOMEBOX_SETTINGS_LIMIT / 4 * 3)

/* How long undoing is offered. */
#define UNDO_SECONDS 15

#define N_GROUPS 5

struct _LatchkeySettingsPage
{
  GtkBox parent_instance;

  GtkStack *states;
  LatchkeyBusy *busy;
  AdwStatusPage *problem;
  GtkButton *problem_button;
  AdwToastOverlay *toasts;
  GtkWidget *back;
  GtkSearchEntry *search;
  GtkStack *places;
  GtkLabel *other_label;
  GtkWidget *other_button;
  /* Made when it is looked at, or looked through, for the first time. */
  LatchkeyOtherSettings *other;
  LatchkeySettingsNotices *notices;
  GtkBox *groups_box;
  GtkWidget *nothing;
  GtkLabel *size;
  GtkLabel *history_problem;
  LatchkeyKnownGroup *groups[N_GROUPS];
  AdwToast *toast;

  LatchkeyConnection *connection;
  LatchkeySettingsLive *live;
  /* Those of live, once they are there. */
  HomeboxSettings *settings;
  HomeboxSettingState state;
  /* Of the known settings, by what is searched for. */
  guint n_matching;
  gboolean started;
};

static void latchkey_settings_page_page_init (LatchkeyPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeySettingsPage,
                               latchkey_settings_page,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (LATCHKEY_TYPE_PAGE,
                                                      latchkey_settings_page_page_init))

enum
{
  SIGN_IN,
  SAVED,
  NOT_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_state (LatchkeySettingsPage *self, const char *name)
{
  latchkey_busy_set_busy (self->busy, g_str_equal (name, "loading"));
  gtk_stack_set_visible_child_name (self->states, name);
}

static void
show_problem (LatchkeySettingsPage *self,
              const char *title,
              const char *words,
              const char *label,
              const char *action)
{
  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words,
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_button), label != NULL);

  if (label != NULL)
    {
      gtk_button_set_label (self->problem_button, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem_button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label,
                                      -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->problem_button), action);
    }

  show_state (self, "problem");
}

/* The description of a status page is markup. */
static void
show_error (LatchkeySettingsPage *self, const GError *error)
{
  g_autofree char *escaped
    = g_markup_escape_text (error != NULL ? error->message : _("Try again in a moment."), -1);

  show_problem (self,
                _("Settings Could Not Be Read"),
                escaped,
                _("Try Again"),
                "settings.reload");
}

static void
draw_without_settings (LatchkeySettingsPage *self)
{
  switch (latchkey_connection_get_state (self->connection))
    {
    case LATCHKEY_CONNECTION_KEYRING_FAILED:
    case LATCHKEY_CONNECTION_UNREACHABLE:
    case LATCHKEY_CONNECTION_NO_HOME:
      show_error (self, latchkey_connection_get_error (self->connection));
      break;
    case LATCHKEY_CONNECTION_SIGN_IN_NEEDED:
      show_problem (self,
                    _("Sign In to See Your Settings"),
                    _("Your session has ended."),
                    _("Sign In"),
                    "settings.sign-in");
      break;
    case LATCHKEY_CONNECTION_STORED:
    case LATCHKEY_CONNECTION_UNLOCKING:
    case LATCHKEY_CONNECTION_LOADING:
    case LATCHKEY_CONNECTION_READY:
    case LATCHKEY_CONNECTION_CLOSED:
    default:
      show_state (self, "loading");
      break;
    }
}

/* The one place that says how the page looks. */
static void
draw (LatchkeySettingsPage *self)
{
  HomeboxSettingsAvailability availability
    = self->settings != NULL ? homebox_settings_get_availability (self->settings)
                             : HOMEBOX_SETTINGS_UNKNOWN;

  switch (availability)
    {
    case HOMEBOX_SETTINGS_READY:
      show_state (self, "settings");
      break;
    case HOMEBOX_SETTINGS_UNSUPPORTED:
      show_problem (self,
                    _("No Settings on This Server"),
                    _("Your Homebox is too old to keep settings. They come with version 0.25."),
                    NULL,
                    NULL);
      break;
    case HOMEBOX_SETTINGS_UNAVAILABLE:
      show_error (self, homebox_settings_get_error (self->settings));
      break;
    case HOMEBOX_SETTINGS_UNKNOWN:
    case HOMEBOX_SETTINGS_LOADING:
    default:
      draw_without_settings (self);
      break;
    }
}

static void
draw_actions (LatchkeySettingsPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean ready = self->settings != NULL
                   && homebox_settings_get_availability (self->settings)
                        == HOMEBOX_SETTINGS_READY;

  gtk_widget_action_set_enabled (widget,
                                 "settings.undo",
                                 ready && homebox_settings_get_can_undo (self->settings));
  gtk_widget_action_set_enabled (widget,
                                 "settings.redo",
                                 ready && homebox_settings_get_can_redo (self->settings));
  gtk_widget_action_set_enabled (widget, "settings.search", ready);
  gtk_widget_action_set_enabled (widget, "settings.reset-all", ready);
  gtk_widget_action_set_enabled (widget, "settings.other", ready);
  gtk_widget_action_set_enabled (widget, "settings.import", ready);
  gtk_widget_action_set_enabled (widget, "settings.export", ready);
  gtk_widget_action_set_enabled (widget, "settings.versions", ready);
}

static void
draw_size (LatchkeySettingsPage *self)
{
  gsize size = homebox_settings_get_size (self->settings);
  g_autofree char *used = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *limit = g_format_size_full (HOMEBOX_SETTINGS_LIMIT, G_FORMAT_SIZE_IEC_UNITS);
  /* Translators: %1$s and %2$s are sizes, such as “60.1 KiB” and “64.0 KiB”. */
  g_autofree char *text
    = g_strdup_printf (_("All settings together take %1$s of %2$s."), used, limit);

  gtk_label_set_text (self->size, text);
  gtk_widget_set_visible (GTK_WIDGET (self->size), size >= SIZE_TO_TELL);
}

static void
draw_history_problem (LatchkeySettingsPage *self)
{
  const GError *error
    = latchkey_settings_history_get_save_error (latchkey_settings_live_get_history (self->live));

  gtk_label_set_text (self->history_problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->history_problem), error != NULL);
}

static void
availability_changed (LatchkeySettingsPage *self)
{
  draw (self);
  draw_actions (self);
}

/* Whoever waits for the end of a save is told of it. */
static void
state_changed (LatchkeySettingsPage *self)
{
  HomeboxSettingState before = self->state;

  self->state = homebox_settings_get_state (self->settings);

  if (before == HOMEBOX_SETTING_SAVING && self->state == HOMEBOX_SETTING_SAVED)
    g_signal_emit (self, signals[SAVED], 0);
  else if (self->state > HOMEBOX_SETTING_SAVING && self->state != before)
    g_signal_emit (self, signals[NOT_SAVED], 0);
}

static void
dismiss_toast (LatchkeySettingsPage *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);

  g_clear_object (&self->toast);
}

/* Says what was done, with a button that undoes it. */
static void
offer_undo (LatchkeySettingsPage *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  dismiss_toast (self);
  self->toast = adw_toast_new (escaped);
  adw_toast_set_button_label (self->toast, _("Undo"));
  /* Longer than the usual five: it takes some time to reach it by the keyboard. */
  adw_toast_set_timeout (self->toast, UNDO_SECONDS);
  adw_toast_set_action_name (self->toast, "settings.undo");
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->toast));
}

static gboolean
is_searching (LatchkeySettingsPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

/* What the row that leads to the other settings says, and whether there is anything at all. */
static void
draw_other (LatchkeySettingsPage *self)
{
  guint n_found = self->other != NULL && is_searching (self)
                    ? latchkey_other_settings_get_n_matching (self->other)
                    : 0;
  g_autofree char *text = NULL;

  if (is_searching (self))
    text = g_strdup_printf (ngettext ("%u Other Setting Found", "%u Other Settings Found", n_found),
                            n_found);
  else
    text = g_strdup (_("Other Settings"));

  gtk_label_set_text (self->other_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->other_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
  gtk_widget_set_visible (self->nothing, self->n_matching == 0 && n_found == 0);
}

static void
other_deleted (LatchkeySettingsPage *self, const char *key)
{
  /* Translators: %s is the key of a setting. */
  g_autofree char *words = g_strdup_printf (_("“%s” was deleted"), key);

  offer_undo (self, words);
}

static void
make_other (LatchkeySettingsPage *self)
{
  if (self->other != NULL)
    return;

  self->other = LATCHKEY_OTHER_SETTINGS (latchkey_other_settings_new ());
  latchkey_other_settings_set_settings (self->other, self->settings);
  g_object_bind_property (self->search, "text", self->other, "search", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->other,
                           "notify::n-matching",
                           G_CALLBACK (draw_other),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->other,
                           "deleted",
                           G_CALLBACK (other_deleted),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->places, GTK_WIDGET (self->other), "other");
}

static void
show_place (LatchkeySettingsPage *self, const char *name)
{
  gboolean other = g_str_equal (name, "other");

  gtk_stack_set_visible_child_name (self->places, name);
  gtk_widget_set_visible (self->back, other);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.back", other);
}

static void
other_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (widget);

  make_other (self);
  show_place (self, "other");
  gtk_widget_child_focus (GTK_WIDGET (self->other), GTK_DIR_TAB_FORWARD);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (widget);

  show_place (self, "known");
  gtk_widget_grab_focus (self->other_button);
}

static void
search_changed (LatchkeySettingsPage *self)
{
  g_autofree char *needle
    = latchkey_search_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  self->n_matching = 0;

  for (guint i = 0; i < N_GROUPS; i++)
    self->n_matching += latchkey_known_group_search (self->groups[i], needle);

  if (is_searching (self))
    make_other (self);

  draw_other (self);
}

static void
search_stopped (LatchkeySettingsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_child_focus (GTK_WIDGET (self->groups[0]), GTK_DIR_TAB_FORWARD);
}

static void
follow_settings (LatchkeySettingsPage *self)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;
  HomeboxSettings *settings
    = self->live != NULL ? latchkey_settings_live_get_settings (self->live) : NULL;

  if (self->settings == settings)
    return;

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);

  g_set_object (&self->settings, settings);

  for (guint i = 0; i < N_GROUPS; i++)
    latchkey_known_group_set_settings (self->groups[i], settings);
  latchkey_settings_notices_set_settings (self->notices, settings);
  if (self->other != NULL)
    latchkey_other_settings_set_settings (self->other, settings);

  if (settings == NULL)
    return;

  self->state = homebox_settings_get_state (settings);
  g_signal_connect_object (settings,
                           "notify::availability",
                           G_CALLBACK (availability_changed),
                           self,
                           swapped);
  g_signal_connect_object (settings, "notify::error", G_CALLBACK (draw), self, swapped);
  g_signal_connect_object (settings, "notify::state", G_CALLBACK (state_changed), self, swapped);
  g_signal_connect_object (settings, "notify::size", G_CALLBACK (draw_size), self, swapped);
  g_signal_connect_object (settings, "notify::can-undo", G_CALLBACK (draw_actions), self, swapped);
  g_signal_connect_object (settings, "notify::can-redo", G_CALLBACK (draw_actions), self, swapped);
  draw_size (self);
}

static void
settings_made (LatchkeySettingsPage *self)
{
  follow_settings (self);
  draw (self);
  draw_actions (self);
}

/* What is there as long as the account is shown, whichever of its pages is. */
static void
start (LatchkeySettingsPage *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), LATCHKEY_TYPE_ACCOUNT_VIEW);

  self->started = TRUE;
  latchkey_settings_live_start (self->live, view != NULL ? view : GTK_WIDGET (self));
}

static void
latchkey_settings_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (latchkey_settings_page_parent_class)->map (widget);
  start (LATCHKEY_SETTINGS_PAGE (widget));
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (widget);

  dismiss_toast (self);
  homebox_settings_undo (self->settings);
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (widget);

  dismiss_toast (self);
  homebox_settings_redo (self->settings);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (LATCHKEY_SETTINGS_PAGE (widget)->search));
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (widget);

  if (self->settings != NULL
      && homebox_settings_get_availability (self->settings) == HOMEBOX_SETTINGS_UNAVAILABLE)
    homebox_settings_refresh (self->settings);
  else
    latchkey_connection_open (self->connection);
}

static void
sign_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGN_IN], 0);
}

static void
say_reset (LatchkeySettingsPage *self, gboolean done, const GError *error, const char *what)
{
  /* Translators: %s is the name of a setting, or of a group of them. */
  g_autofree char *words = g_strdup_printf (_("“%s” was reset"), what);

  if (done)
    offer_undo (self, words);
  else
    g_signal_emit_by_name (self, "notice", error->message);
}

static void
reset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (widget);
  const HomeboxKnownSetting *known;
  const char *key, *member;
  g_autoptr (GError) error = NULL;
  gboolean done;

  g_variant_get (parameter, "(&s&s)", &key, &member);
  known = homebox_known_settings_find (key, *member != '\0' ? member : NULL);
  g_return_if_fail (known != NULL);

  done = homebox_settings_reset (self->settings, HOMEBOX_SETTINGS_GROUP_ALL, known, &error);
  say_reset (self, done, error, latchkey_setting_words_get_title (known));
}

static void
reset_group (LatchkeySettingsPage *self, HomeboxSettingsGroup group)
{
  g_autoptr (GError) error = NULL;
  gboolean done = homebox_settings_reset (self->settings, group, NULL, &error);

  say_reset (self, done, error, latchkey_setting_words_get_group_title (group));
}

static void
reset_group_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  reset_group (LATCHKEY_SETTINGS_PAGE (widget),
               (HomeboxSettingsGroup) g_variant_get_int32 (parameter));
}

static void
reset_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  reset_group (LATCHKEY_SETTINGS_PAGE (widget), HOMEBOX_SETTINGS_GROUP_ALL);
}

static void
dismiss_overwritten_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_settings_notices_dismiss_overwritten (LATCHKEY_SETTINGS_PAGE (widget)->notices);
}

static void
latchkey_settings_page_dispose (GObject *object)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);

  g_clear_object (&self->toast);
  g_clear_object (&self->settings);
  g_clear_object (&self->live);
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_SETTINGS_PAGE);

  G_OBJECT_CLASS (latchkey_settings_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, states);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, busy);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, problem);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, problem_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, back);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, search);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, places);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, notices);
  gtk_widget_class_bind_template_child_full (widget_class,
                                             "groups",
                                             FALSE,
                                             G_STRUCT_OFFSET (LatchkeySettingsPage, groups_box));
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, other_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, other_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, size);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingsPage, history_problem);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "settings.undo", NULL, undo_action },
    { "settings.redo", NULL, redo_action },
    { "settings.search", NULL, search_action },
    { "settings.other", NULL, other_action },
    { "settings.back", NULL, back_action },
    { "settings.reload", NULL, reload_action },
    { "settings.sign-in", NULL, sign_in_action },
    { "settings.reset", "(ss)", reset_action },
    { "settings.reset-group", "i", reset_group_action },
    { "settings.reset-all", NULL, reset_all_action },
    { "settings.dismiss-overwritten", NULL, dismiss_overwritten_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class,
                                     actions[i].name,
                                     actions[i].parameter,
                                     actions[i].activate);

  latchkey_settings_page_install_list_actions (widget_class);
}

static void
latchkey_settings_page_class_init (LatchkeySettingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_settings_page_dispose;
  widget_class->map = latchkey_settings_page_map;

  signals[SIGN_IN] = g_signal_lookup ("sign-in", LATCHKEY_TYPE_PAGE);
  signals[SAVED] = g_signal_lookup ("saved", LATCHKEY_TYPE_PAGE);
  signals[NOT_SAVED] = g_signal_lookup ("not-saved", LATCHKEY_TYPE_PAGE);

  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_SETTINGS_NOTICES);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-settings-page.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
latchkey_settings_page_init (LatchkeySettingsPage *self)
{
  static const HomeboxSettingsGroup order[N_GROUPS] = {
    HOMEBOX_SETTINGS_GROUP_APPEARANCE, HOMEBOX_SETTINGS_GROUP_LANGUAGE,
    HOMEBOX_SETTINGS_GROUP_TABLES,     HOMEBOX_SETTINGS_GROUP_ITEMS,
    HOMEBOX_SETTINGS_GROUP_DUPLICATING,
  };

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < N_GROUPS; i++)
    {
      self->groups[i] = LATCHKEY_KNOWN_GROUP (latchkey_known_group_new (order[i]));
      gtk_box_append (self->groups_box, GTK_WIDGET (self->groups[i]));
    }

  self->n_matching = N_GROUPS;
  draw_actions (self);
  draw_other (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.back", FALSE);
}

static LatchkeyConnection *
page_get_connection (LatchkeyPage *page)
{
  return LATCHKEY_SETTINGS_PAGE (page)->connection;
}

static void
page_set_connection (LatchkeyPage *page, LatchkeyConnection *connection)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (page);
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  if (self->live != NULL)
    g_signal_handlers_disconnect_by_data (self->live, self);

  g_set_object (&self->connection, connection);
  g_clear_object (&self->live);
  self->live = latchkey_settings_live_new (connection);
  g_signal_connect_object (connection, "notify", G_CALLBACK (draw), self, swapped);
  g_signal_connect_object (self->live,
                           "notify::settings",
                           G_CALLBACK (settings_made),
                           self,
                           swapped);
  g_signal_connect_object (latchkey_settings_live_get_history (self->live),
                           "notify::save-error",
                           G_CALLBACK (draw_history_problem),
                           self,
                           swapped);
  settings_made (self);
  draw_history_problem (self);

  if (self->started)
    start (self);
}

static gboolean
is_typing (LatchkeySettingsPage *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    if (latchkey_known_group_has_edit (self->groups[i]))
      return TRUE;

  return FALSE;
}

/* In a session that has ended, what is sent waits until the person signs in again. */
static gboolean
can_send (LatchkeySettingsPage *self)
{
  return self->settings != NULL
         && latchkey_connection_get_state (self->connection)
              != LATCHKEY_CONNECTION_SIGN_IN_NEEDED;
}

static gboolean
page_is_saving (LatchkeyPage *page)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (page);

  return self->state == HOMEBOX_SETTING_SAVING && can_send (self);
}

static gboolean
page_has_edit (LatchkeyPage *page)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (page);

  return self->state != HOMEBOX_SETTING_SAVED || is_typing (self);
}

static gboolean
page_can_save (LatchkeyPage *page)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (page);

  return can_send (self) && (is_typing (self) || self->state != HOMEBOX_SETTING_CONFLICT);
}

static void
page_save (LatchkeyPage *page)
{
  LatchkeySettingsPage *self = LATCHKEY_SETTINGS_PAGE (page);

  for (guint i = 0; i < N_GROUPS; i++)
    latchkey_known_group_commit (self->groups[i]);

  homebox_settings_retry (self->settings, NULL);
}

static const char *
page_get_edit_name (LatchkeyPage *page)
{
  return _("Settings");
}

static void
latchkey_settings_page_page_init (LatchkeyPageInterface *iface)
{
  iface->get_connection = page_get_connection;
  iface->set_connection = page_set_connection;
  iface->has_edit = page_has_edit;
  iface->can_save = page_can_save;
  iface->is_saving = page_is_saving;
  iface->save = page_save;
  iface->get_edit_name = page_get_edit_name;
}

/**
 * latchkey_settings_page_new:
 * @connection: the account whose settings to show
 *
 * Makes a page. The server is asked for nothing before it is on the screen.
 *
 * Returns: (transfer floating): a new page
 */
LatchkeySettingsPage *
latchkey_settings_page_new (LatchkeyConnection *connection)
{
  LatchkeySettingsPage *self = g_object_new (LATCHKEY_TYPE_SETTINGS_PAGE, NULL);

  page_set_connection (LATCHKEY_PAGE (self), connection);

  return self;
}

/**
 * latchkey_settings_page_get_live:
 * @self: a page
 *
 * Returns: (transfer none): the settings that it shows
 */
LatchkeySettingsLive *
latchkey_settings_page_get_live (LatchkeySettingsPage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_PAGE (self), NULL);

  return self->live;
}
