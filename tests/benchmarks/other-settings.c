/* How long 3,000 settings take to be filtered, and then from a key press to the painted list,
 * beside a bare GtkListView with as many rows of three widgets. */

#include "latchkey-other-filter.h"
#include "latchkey-other-settings.h"
#include "latchkey-resources.h"
#include "latchkey-search-text.h"

#include "settings-fixture.h"

#include <adwaita.h>

#define N_KEYS 3000
#define N_ROUNDS 30

/* As typed and taken back, a letter at a time. */
static const char *const needles[] = { "1", "12", "123", "12", "1", "", "7", "77", "7", "" };

typedef void (*Search) (gpointer list, const char *needle);

typedef struct
{
  GtkWindow *window;
  gpointer list;
  Search search;
  gint64 began;
  gint64 busy;
  gboolean painted;
  GArray *times;
} Side;

static char *
make_settings (void)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < N_KEYS; i++)
    g_string_append_printf (text, "%s\"k%u\":true", i > 0 ? "," : "", i);

  return g_string_free (g_string_append_c (text, '}'), FALSE);
}

static void
before_paint (GdkFrameClock *clock, Side *side)
{
  side->began = g_get_monotonic_time ();
}

/* Waiting for the screen is no work of ours. */
static void
after_paint (GdkFrameClock *clock, Side *side)
{
  side->busy += g_get_monotonic_time () - side->began;
  side->painted = TRUE;
}

static void
side_show (Side *side, GtkWidget *child)
{
  GdkFrameClock *clock;

  side->times = g_array_new (FALSE, FALSE, sizeof (double));
  side->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (side->window, 640, 720);
  gtk_window_set_child (side->window, child);
  gtk_window_present (side->window);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (side->window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), side);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint), side);

  while (!side->painted)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
side_press (Side *side, const char *needle)
{
  gint64 start = g_get_monotonic_time ();
  double spent;

  side->painted = FALSE;
  side->search (side->list, needle);
  gtk_widget_queue_draw (GTK_WIDGET (side->window));
  side->busy = g_get_monotonic_time () - start;
  while (!side->painted)
    g_main_context_iteration (NULL, TRUE);

  spent = (double) side->busy / 1000;
  g_array_append_val (side->times, spent);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
get_quantile (GArray *times, double quantile)
{
  g_array_sort (times, compare);

  return g_array_index (times, double, (guint) ((double) (times->len - 1) * quantile));
}

static void
set_up (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *key = gtk_label_new (NULL);

  gtk_widget_set_hexpand (key, TRUE);
  gtk_label_set_xalign (GTK_LABEL (key), 0);
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (box), gtk_button_new_from_icon_name ("view-more-symbolic"));
  gtk_list_item_set_child (item, box);
}

static void
bind (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *key = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  HomeboxSetting *setting = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (key), homebox_setting_get_key (setting));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (key)),
                      homebox_setting_get_value (setting));
}

static void
search_bare (gpointer list, const char *needle)
{
  gtk_string_filter_set_search (list, needle);
}

static void
search_ours (gpointer list, const char *needle)
{
  latchkey_other_settings_set_search (list, needle);
}

static void
show_bare (Side *side, HomeboxSettings *settings)
{
  GtkExpression *key = gtk_property_expression_new (HOMEBOX_TYPE_SETTING, NULL, "key");
  GtkStringFilter *filter = gtk_string_filter_new (key);
  GtkFilterListModel *filtered
    = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (settings)), GTK_FILTER (filter));
  GtkSingleSelection *selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind), NULL);
  gtk_scrolled_window_set_child (
    GTK_SCROLLED_WINDOW (scrolled),
    gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory));
  side->list = filter;
  side->search = search_bare;
  side_show (side, scrolled);
}

static void
show_ours (Side *side, HomeboxSettings *settings)
{
  side->list = latchkey_other_settings_new ();
  side->search = search_ours;
  latchkey_other_settings_set_settings (side->list, settings);
  side_show (side, side->list);
}

static void
measure_filter (SettingsFixture *fixture)
{
  g_autoptr (LatchkeyOtherFilter) filter = latchkey_other_filter_new ();
  g_autoptr (GtkFilterListModel) filtered
    = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (fixture->settings)),
                                 g_object_ref (GTK_FILTER (filter)));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_ROUNDS * G_N_ELEMENTS (needles); i++)
    {
      g_autofree char *needle = latchkey_search_text_fold (needles[i % G_N_ELEMENTS (needles)]);
      gint64 start = g_get_monotonic_time ();
      double spent;

      latchkey_other_filter_set_needle (filter, needle);
      spent = (double) (g_get_monotonic_time () - start) / 1000;
      g_array_append_val (times, spent);
    }

  g_print ("filtering %u settings: median %.2f ms, 95%% %.2f ms, longest %.2f ms\n",
           N_KEYS,
           get_quantile (times, 0.5),
           get_quantile (times, 0.95),
           get_quantile (times, 1));
}

static void
measure_paint (SettingsFixture *fixture)
{
  Side bare = { 0 };
  Side ours = { 0 };

  show_bare (&bare, fixture->settings);
  show_ours (&ours, fixture->settings);

  for (guint i = 0; i < N_ROUNDS * G_N_ELEMENTS (needles); i++)
    {
      side_press (&bare, needles[i % G_N_ELEMENTS (needles)]);
      side_press (&ours, needles[i % G_N_ELEMENTS (needles)]);
    }

  g_print ("from a key press to the painted list: bare median %.2f ms, 95%% %.2f ms; "
           "ours median %.2f ms, 95%% %.2f ms; ratio of the medians %.2f, of the 95%% %.2f\n",
           get_quantile (bare.times, 0.5),
           get_quantile (bare.times, 0.95),
           get_quantile (ours.times, 0.5),
           get_quantile (ours.times, 0.95),
           get_quantile (ours.times, 0.5) / get_quantile (bare.times, 0.5),
           get_quantile (ours.times, 0.95) / get_quantile (bare.times, 0.95));

  gtk_window_destroy (bare.window);
  gtk_window_destroy (ours.window);
  g_array_unref (bare.times);
  g_array_unref (ours.times);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  SettingsFixture fixture = { 0 };
  g_autofree char *stored = make_settings ();

  gtk_init ();
  adw_init ();
  latchkey_register_resource ();

  settings_fixture_set_up (&fixture, NULL);
  settings_fixture_start_with (&fixture, stored);
  measure_filter (&fixture);
  measure_paint (&fixture);
  settings_fixture_tear_down (&fixture, NULL);

  return 0;
}
