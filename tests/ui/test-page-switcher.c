#include "latchkey-page-switcher.h"

static AdwViewStack *
new_stack (guint n_pages)
{
  AdwViewStack *stack = g_object_ref_sink (ADW_VIEW_STACK (adw_view_stack_new ()));

  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *name = g_strdup_printf ("Page %u", i);

      adw_view_stack_add_titled_with_icon (stack,
                                           gtk_label_new (name),
                                           name,
                                           name,
                                           "avatar-default-symbolic");
    }

  return stack;
}

static void
test_pages (void)
{
  LatchkeyPageSwitcher *switcher
    = g_object_ref_sink (g_object_new (LATCHKEY_TYPE_PAGE_SWITCHER, NULL));
  AdwBin *bottom = g_object_ref_sink (ADW_BIN (adw_bin_new ()));
  AdwViewStack *one = new_stack (1);
  AdwViewStack *two = new_stack (2);
  AdwViewStack *three = new_stack (3);
  GtkWidget *title;

  latchkey_page_switcher_set_bottom (switcher, bottom);
  latchkey_page_switcher_set_subtitle (switcher, "Ada");
  latchkey_page_switcher_set_stack (switcher, one);
  title = adw_bin_get_child (ADW_BIN (switcher));
  g_assert_true (ADW_IS_WINDOW_TITLE (title));
  g_assert_cmpstr (adw_window_title_get_subtitle (ADW_WINDOW_TITLE (title)), ==, "Ada");
  g_assert_null (adw_bin_get_child (bottom));

  latchkey_page_switcher_set_stack (switcher, two);
  title = adw_bin_get_child (ADW_BIN (switcher));
  g_assert_true (ADW_IS_VIEW_SWITCHER_TITLE (title));
  g_assert_true (ADW_IS_VIEW_SWITCHER_BAR (adw_bin_get_child (bottom)));

  /* Another account: the same widgets, with its pages. */
  latchkey_page_switcher_set_stack (switcher, three);
  g_assert_true (adw_bin_get_child (ADW_BIN (switcher)) == title);
  g_assert_true (adw_view_switcher_title_get_stack (ADW_VIEW_SWITCHER_TITLE (title)) == three);
  g_assert_true (adw_view_switcher_bar_get_stack (
                   ADW_VIEW_SWITCHER_BAR (adw_bin_get_child (bottom)))
                 == three);
  latchkey_page_switcher_set_subtitle (switcher, "Grace");
  g_assert_cmpstr (adw_view_switcher_title_get_subtitle (ADW_VIEW_SWITCHER_TITLE (title)),
                   ==,
                   "Grace");

  /* The sign-in page has none. */
  latchkey_page_switcher_set_stack (switcher, NULL);
  title = adw_bin_get_child (ADW_BIN (switcher));
  g_assert_true (ADW_IS_WINDOW_TITLE (title));
  g_assert_cmpstr (adw_window_title_get_subtitle (ADW_WINDOW_TITLE (title)), ==, "Grace");
  g_assert_null (adw_bin_get_child (bottom));

  g_assert_finalize_object (switcher);
  g_assert_finalize_object (bottom);
  g_assert_finalize_object (one);
  g_assert_finalize_object (two);
  g_assert_finalize_object (three);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/page-switcher/only-where-there-are-pages", test_pages);

  return g_test_run ();
}
