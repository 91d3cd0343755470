#define G_SETTINGS_ENABLE_BACKEND

#include "latchkey-application.h"

#include "latchkey-about.h"
#include "latchkey-config.h"
#include "latchkey-demonstration.h"
#include "latchkey-dialogs.h"
#include "latchkey-keyring.h"
#include "latchkey-memory-secrets.h"
#include "latchkey-preferences.h"
#include "latchkey-resources.h"
#include "latchkey-window.h"

#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>

#define RESOURCES "/io/github/latchkey_app/Latchkey"

/* The first accounts have a key each: Alt and a digit. */
#define N_ACCOUNT_KEYS 9

struct _LatchkeyApplication
{
  AdwApplication parent_instance;

  LatchkeyVault *vault;
  GSettings *settings;
  /* In demo mode only. */
  LatchkeyDemonstration *demo;
  gboolean demo_mode;
};

G_DEFINE_FINAL_TYPE (LatchkeyApplication, latchkey_application, ADW_TYPE_APPLICATION)

static LatchkeyWindow *
get_window (LatchkeyApplication *self)
{
  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next)
    if (LATCHKEY_IS_WINDOW (at->data))
      return at->data;

  return NULL;
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LatchkeyWindow *window = get_window (user_data);

  if (window != NULL)
    latchkey_about_present (GTK_WINDOW (window));
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LatchkeyWindow *window = get_window (user_data);
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *shortcuts;

  if (window == NULL)
    return;

  builder = gtk_builder_new_from_resource (RESOURCES "/ui/latchkey-shortcuts.ui");
  shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
  latchkey_dialogs_present (shortcuts, GTK_WIDGET (window));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LatchkeyApplication *self = LATCHKEY_APPLICATION (user_data);
  LatchkeyWindow *window = get_window (self);

  if (window != NULL)
    gtk_window_present (latchkey_preferences_new (GTK_WINDOW (window),
                                                  self->settings,
                                                  latchkey_vault_get_pins (self->vault)));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LatchkeyWindow *window = get_window (user_data);

  /* The window asks about what is not saved; without it the program ends by itself. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

static void
demo_ready (LatchkeyApplication *self)
{
  LatchkeyWindow *window = get_window (self);
  g_autoptr (HomeboxSecret) password = latchkey_demonstration_dup_password (self->demo);

  if (window != NULL)
    latchkey_window_offer (window,
                           latchkey_demonstration_get_server (self->demo),
                           latchkey_demonstration_get_email (self->demo),
                           password);
}

static void
demo_failed (LatchkeyApplication *self, const char *problem)
{
  LatchkeyWindow *window = get_window (self);

  if (window != NULL)
    latchkey_window_tell (window, problem);
}

static GSettings *
open_settings (LatchkeyApplication *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = NULL;

  /* A copy that was never installed may lack the schema, and must not end over it. */
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, LATCHKEY_APPLICATION_ID, TRUE);

  if (schema == NULL)
    return NULL;

  if (self->demo_mode)
    backend = g_memory_settings_backend_new ();

  return g_settings_new_full (schema, backend, NULL);
}

static gboolean
prepare_demo (LatchkeyApplication *self, GError **error)
{
  self->demo = latchkey_demonstration_new (error);

  if (self->demo == NULL)
    return FALSE;

  g_signal_connect_object (self->demo, "ready", G_CALLBACK (demo_ready), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->demo,
                           "failed",
                           G_CALLBACK (demo_failed),
                           self,
                           G_CONNECT_SWAPPED);

  return TRUE;
}

static GFile *
find_data_folder (LatchkeyApplication *self)
{
  g_autofree char *path = NULL;

  if (self->demo != NULL)
    return g_object_ref (latchkey_demonstration_get_folder (self->demo));

  path = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);

  return g_file_new_for_path (path);
}

static void open_link_action (GSimpleAction *action, GVariant *parameter, gpointer user_data);

static void
latchkey_application_startup (GApplication *application)
{
  LatchkeyApplication *self = LATCHKEY_APPLICATION (application);
  GtkApplication *gtk_application = GTK_APPLICATION (application);
  const GActionEntry actions[] = {
    { "about", about_action },
    { "open-link", open_link_action, "s" },
    { "preferences", preferences_action },
    { "shortcuts", shortcuts_action },
    { "quit", quit_action },
  };
  const char *close_keys[] = { "<Control>w", NULL };
  const char *quit_keys[] = { "<Control>q", NULL };
  const char *preferences_keys[] = { "<Control>comma", NULL };
  const char *shortcuts_keys[] = { "F1", "<Control>question", NULL };
  const char *back_keys[] = { "<Alt>Left", NULL };
  const char *accounts_keys[] = { "<Control><Shift>m", NULL };
  const char *next_page_keys[] = { "<Control>Page_Down", NULL };
  const char *previous_page_keys[] = { "<Control>Page_Up", NULL };

  G_APPLICATION_CLASS (latchkey_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (gtk_application, "window.close", close_keys);
  gtk_application_set_accels_for_action (gtk_application, "app.quit", quit_keys);
  gtk_application_set_accels_for_action (gtk_application, "app.preferences", preferences_keys);
  gtk_application_set_accels_for_action (gtk_application, "app.shortcuts", shortcuts_keys);
  gtk_application_set_accels_for_action (gtk_application, "win.back", back_keys);
  gtk_application_set_accels_for_action (gtk_application, "win.accounts", accounts_keys);
  gtk_application_set_accels_for_action (gtk_application, "win.next-page", next_page_keys);
  gtk_application_set_accels_for_action (gtk_application, "win.previous-page", previous_page_keys);

  for (int i = 1; i <= N_ACCOUNT_KEYS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.account(%d)", i);
      g_autofree char *key = g_strdup_printf ("<Alt>%d", i);
      const char *keys[] = { key, NULL };

      gtk_application_set_accels_for_action (gtk_application, action, keys);
    }
}

static void
show_window (LatchkeyApplication *self)
{
  g_autoptr (GFile) folder = find_data_folder (self);
  g_autoptr (LatchkeyAccountStore) accounts = latchkey_account_store_new (folder);
  g_autoptr (LatchkeyPins) pins = latchkey_pins_new (folder);
  g_autoptr (LatchkeySecretStore) secrets
    = self->demo != NULL ? latchkey_memory_secrets_new ()
                         : LATCHKEY_SECRET_STORE (latchkey_keyring_new ());
  g_autoptr (GError) pins_error = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyWindow *window;

  self->vault = latchkey_vault_new (accounts, secrets, pins);
  self->settings = open_settings (self);
  latchkey_pins_load (pins, &pins_error);
  latchkey_account_store_load (accounts, &error);
  window = latchkey_window_new (GTK_APPLICATION (self), self->vault, self->settings);

  if (pins_error != NULL)
    latchkey_window_tell (window, pins_error->message);
  if (error != NULL)
    latchkey_window_tell (window, error->message);

  if (self->demo != NULL)
    {
      latchkey_window_set_subtitle (window, _("Demo"));
      latchkey_demonstration_start (self->demo);
    }
}

/* A link was given, to this process or to another one, which is over by now. */
static void
open_link_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LatchkeyApplication *self = LATCHKEY_APPLICATION (user_data);
  g_autoptr (HomeboxLink) link = homebox_link_parse (g_variant_get_string (parameter, NULL), NULL);

  g_application_activate (G_APPLICATION (self));

  if (link != NULL && homebox_link_get_kind (link) != HOMEBOX_LINK_BARE_TOKEN)
    latchkey_window_open_link (get_window (self), link);
}

static void
latchkey_application_activate (GApplication *application)
{
  LatchkeyApplication *self = LATCHKEY_APPLICATION (application);
  LatchkeyWindow *window = get_window (self);

  if (window == NULL)
    {
      show_window (self);
      window = get_window (self);
    }

  gtk_window_present (GTK_WINDOW (window));
}

/* A link is taken as the text that it is: as a file it would end in the list of recent ones. */
static int
take_link (GApplication *application, const char *text)
{
  g_autoptr (HomeboxLink) link = homebox_link_parse (text, NULL);
  g_autoptr (GError) error = NULL;

  if (link == NULL || homebox_link_get_kind (link) == HOMEBOX_LINK_BARE_TOKEN)
    {
      g_printerr ("%s\n",
                  _("This is no link that Latchkey can open. An invitation looks like "
                    "https://home.example/?token=…"));
      return 2;
    }

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  g_action_group_activate_action (G_ACTION_GROUP (application),
                                  "open-link",
                                  g_variant_new_string (text));

  return -1;
}

static int
take_rest (GApplication *application, GVariantDict *options)
{
  g_autofree const char **rest = NULL;

  if (!g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &rest))
    return -1;

  if (g_strv_length ((char **) rest) > 1)
    {
      g_printerr ("%s\n", _("Latchkey opens one link at a time."));
      return 2;
    }

  return take_link (application, rest[0]);
}

static int
latchkey_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  LatchkeyApplication *self = LATCHKEY_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Latchkey " LATCHKEY_VERSION "\n");
      return 0;
    }

  if (g_variant_dict_contains (options, "demo"))
    {
      /* Each one is by itself: it shares nothing with a Latchkey that runs, or another demo. */
      g_application_set_application_id (application, LATCHKEY_APPLICATION_ID ".Demo");
      g_application_set_flags (application, G_APPLICATION_NON_UNIQUE);
      self->demo_mode = TRUE;

      if (!prepare_demo (self, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
    }

  return take_rest (application, options);
}

static void
latchkey_application_dispose (GObject *object)
{
  LatchkeyApplication *self = LATCHKEY_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->vault);
  g_clear_object (&self->demo);

  G_OBJECT_CLASS (latchkey_application_parent_class)->dispose (object);
}

static void
latchkey_application_class_init (LatchkeyApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = latchkey_application_dispose;
  application_class->startup = latchkey_application_startup;
  application_class->activate = latchkey_application_activate;
  application_class->handle_local_options = latchkey_application_handle_local_options;

  latchkey_register_resource ();
}

static void
latchkey_application_init (LatchkeyApplication *self)
{
  const GOptionEntry options[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Try it out with a Homebox of its own"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_("[LINK]") },
    { NULL },
  };

  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("Account settings for Homebox"));
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * latchkey_application_new:
 *
 * Makes the application, under its usual id.
 *
 * Returns: (transfer full): a new application
 */
LatchkeyApplication *
latchkey_application_new (void)
{
  return g_object_new (LATCHKEY_TYPE_APPLICATION,
                       "application-id",
                       LATCHKEY_APPLICATION_ID,
                       "resource-base-path",
                       RESOURCES,
                       NULL);
}
