#include "latchkey-about.h"

#include "latchkey-config.h"
#include "latchkey-dialogs.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/* Versions and the kind of display, and nothing else: people paste this into public reports. */
static char *
describe_system (GtkWindow *parent)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (parent));

  return g_strdup_printf ("Latchkey " LATCHKEY_VERSION "\n"
                          "GTK %u.%u.%u\n"
                          "libadwaita %u.%u.%u\n"
                          "GLib %u.%u.%u\n"
                          "libsoup %u.%u.%u\n"
                          "json-glib " JSON_VERSION_S "\n"
                          "%s\n",
                          gtk_get_major_version (),
                          gtk_get_minor_version (),
                          gtk_get_micro_version (),
                          adw_get_major_version (),
                          adw_get_minor_version (),
                          adw_get_micro_version (),
                          glib_major_version,
                          glib_minor_version,
                          glib_micro_version,
                          soup_get_major_version (),
                          soup_get_minor_version (),
                          soup_get_micro_version (),
                          G_OBJECT_TYPE_NAME (display));
}

/**
 * latchkey_about_present:
 * @parent: the window that it belongs to
 *
 * Shows what this program is.
 */
void
latchkey_about_present (GtkWindow *parent)
{
  g_autofree char *system = describe_system (parent);
  GtkWidget *window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "application-icon",
                                    LATCHKEY_APPLICATION_ID,
                                    "application-name",
                                    "Latchkey",
                                    "comments",
                                    _("Account settings for Homebox"),
                                    "debug-info",
                                    system,
                                    "debug-info-filename",
                                    "latchkey.txt",
                                    /* Translators: put your names here, one a line. */
                                    "translator-credits",
                                    _("translator-credits"),
                                    "developer-name",
                                    _("The Latchkey project"),
                                    "license-type",
                                    GTK_LICENSE_GPL_3_0,
                                    "version",
                                    LATCHKEY_VERSION,
                                    NULL);

  latchkey_dialogs_present (GTK_WINDOW (window), GTK_WIDGET (parent));
}
