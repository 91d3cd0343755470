#include "latchkey-application.h"

#include "latchkey-config.h"
#include "latchkey-resources.h"
#include "latchkey-window.h"

#include <glib/gi18n.h>

struct _LatchkeyApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (LatchkeyApplication, latchkey_application, ADW_TYPE_APPLICATION)

static void
latchkey_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (latchkey_window_new (GTK_APPLICATION (application)));

  gtk_window_present (window);
}

static void
latchkey_application_class_init (LatchkeyApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = latchkey_application_activate;

  latchkey_register_resource ();
}

static void
latchkey_application_init (LatchkeyApplication *self)
{
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
                       "/io/github/latchkey_app/Latchkey",
                       NULL);
}
