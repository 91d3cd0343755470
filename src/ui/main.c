#include "latchkey-application.h"
#include "latchkey-config.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (LatchkeyApplication) application = NULL;
  const char *locale_folder = g_getenv ("LATCHKEY_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder != NULL ? locale_folder : LATCHKEY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = latchkey_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
