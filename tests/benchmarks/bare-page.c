/* What a page like that of an account costs when nothing but widgets is in it: the same rows,
 * filled with fixed words, in a program linked with the same libraries. */

#include "homebox-client.h"

#include <adwaita.h>
#include <libsecret/secret.h>
#include <pwquality.h>

static GtkWidget *
make_row (const char *title, const char *value, gboolean editable)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *content = editable ? gtk_entry_new () : gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "subtitle");
  if (editable)
    {
      gtk_editable_set_text (GTK_EDITABLE (content), value);
      gtk_widget_add_css_class (content, "flat");
    }
  else
    gtk_label_set_xalign (GTK_LABEL (content), 0);

  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), content);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);

  return row;
}

static GtkWidget *
make_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *list = gtk_list_box_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  gtk_box_append (GTK_BOX (page), group);

  return list;
}

static GtkWidget *
make_page (void)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *list;

  gtk_box_append (GTK_BOX (page), adw_avatar_new (80, "Ada Lovelace", TRUE));
  gtk_box_append (GTK_BOX (page), gtk_label_new ("Ada Lovelace"));
  gtk_box_append (GTK_BOX (page), gtk_label_new ("ada@example.org"));

  list = make_group (page, "Profile");
  gtk_list_box_append (GTK_LIST_BOX (list), make_row ("Name", "Ada Lovelace", TRUE));
  gtk_list_box_append (GTK_LIST_BOX (list), make_row ("Email", "ada@example.org", TRUE));

  list = make_group (page, "Account");
  gtk_list_box_append (GTK_LIST_BOX (list), make_row ("Server", "http://127.0.0.1:9", FALSE));
  gtk_list_box_append (GTK_LIST_BOX (list), make_row ("Sign-In", "Email and password", FALSE));
  gtk_list_box_append (GTK_LIST_BOX (list), make_row ("Session", "Until 1 January 2099", FALSE));

  list = make_group (page, "Security");
  gtk_list_box_append (GTK_LIST_BOX (list), gtk_button_new_with_label ("Change Password…"));
  gtk_list_box_append (GTK_LIST_BOX (list), gtk_button_new_with_label ("Sign Out"));
  gtk_list_box_append (GTK_LIST_BOX (list), gtk_button_new_with_label ("Delete Account…"));

  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);

  return scrolled;
}

static void
activate (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *menu = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "open-menu-symbolic");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), menu);
  gtk_box_append (GTK_BOX (content), header);
  gtk_box_append (GTK_BOX (content), make_page ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), content);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 720);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new (
      "io.github.latchkey_app.Latchkey.BarePage", G_APPLICATION_NON_UNIQUE);

  /* Named so that the linker keeps the libraries that Latchkey needs as well. */
  if (argc > 1)
    g_print ("%p %p %p", homebox_client_new, secret_service_get_type, pwquality_default_settings);

  g_signal_connect (application, "activate", G_CALLBACK (activate), NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
