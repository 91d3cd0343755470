#include "latchkey-qr-code.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#define LINK "https://homebox.example.org?token=B7XKQ2M4TQ5W3ZK6YV2R4HPJ3E"

/* A code in a window of its own, so large, as it is drawn. */
typedef struct
{
  GtkWidget *window;
  GtkWidget *code;
} Shown;

static void
show (Shown *shown, const char *text, int size)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (text);

  shown->window = gtk_window_new ();
  shown->code = latchkey_qr_code_new ();
  g_assert_true (latchkey_qr_code_set_secret (LATCHKEY_QR_CODE (shown->code), secret));
  gtk_widget_set_size_request (shown->code, size, size);
  gtk_widget_set_halign (shown->code, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (shown->code, GTK_ALIGN_CENTER);
  gtk_window_set_child (GTK_WINDOW (shown->window), shown->code);
  gtk_window_present (GTK_WINDOW (shown->window));

  while (gtk_widget_get_width (shown->code) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_shown (Shown *shown)
{
  g_object_add_weak_pointer (G_OBJECT (shown->code), (gpointer *) &shown->code);
  gtk_window_destroy (GTK_WINDOW (shown->window));

  while (shown->code != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GdkTexture *
draw (Shown *shown)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int scale = gtk_widget_get_scale_factor (shown->code);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (shown->window));
  GskRenderNode *node;
  GdkTexture *texture;

  gtk_snapshot_scale (snapshot, scale, scale);
  GTK_WIDGET_GET_CLASS (shown->code)->snapshot (shown->code, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  gsk_render_node_unref (node);

  return texture;
}

/* What a reader that we did not write makes of the picture. */
static void
assert_reads (GdkTexture *texture, const char *expected)
{
  g_autofree char *folder = g_dir_make_tmp ("latchkey-qr-code-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "code.png", NULL);
  g_autoptr (GSubprocess) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *read = NULL;

  g_assert_true (gdk_texture_save_to_png (texture, path));
  reader = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                             &error,
                             "zbarimg",
                             "--quiet",
                             "--raw",
                             "--nodbus",
                             "-Sdisable",
                             "-Sqrcode.enable",
                             path,
                             NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (reader, NULL, NULL, &read, NULL, &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  g_strchomp (read);
  g_assert_cmpstr (read, ==, expected);
}

static guint32 *
get_pixels (GdkTexture *texture)
{
  guint32 *pixels = g_new (guint32, gdk_texture_get_width (texture)
                                      * gdk_texture_get_height (texture));

  gdk_texture_download (texture, (guchar *) pixels, gdk_texture_get_width (texture) * 4);

  return pixels;
}

/* Nothing but black and white, and white all around. */
static void
assert_crisp (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture);
  int height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = get_pixels (texture);

  for (int i = 0; i < width * height; i++)
    g_assert_true (pixels[i] == 0xffffffff || pixels[i] == 0xff000000);

  for (int i = 0; i < width; i++)
    g_assert_cmphex (pixels[i], ==, 0xffffffff);
}

static void
test_read (gconstpointer data)
{
  g_autofree char *reader = g_find_program_in_path ("zbarimg");
  g_autoptr (GdkTexture) texture = NULL;
  Shown shown;

  if (reader == NULL)
    {
      g_test_skip ("there is no zbarimg");
      return;
    }

  show (&shown, LINK, GPOINTER_TO_INT (data));
  texture = draw (&shown);
  assert_crisp (texture);
  assert_reads (texture, LINK);
  close_shown (&shown);
}

static void
test_dark (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr (GdkTexture) texture = NULL;
  Shown shown;

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  show (&shown, LINK, 240);
  texture = draw (&shown);
  assert_crisp (texture);
  close_shown (&shown);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_too_long (void)
{
  GtkWidget *code = g_object_ref_sink (latchkey_qr_code_new ());
  g_autofree char *text = g_strnfill (LATCHKEY_QR_CODE_MOST_BYTES + 1, 'a');
  g_autoptr (HomeboxSecret) longest = NULL;
  g_autoptr (HomeboxSecret) too_long = homebox_secret_new (text);

  text[LATCHKEY_QR_CODE_MOST_BYTES] = '\0';
  longest = homebox_secret_new (text);

  g_assert_true (latchkey_qr_code_set_secret (LATCHKEY_QR_CODE (code), longest));
  g_assert_cmpuint (latchkey_qr_code_get_n_modules (LATCHKEY_QR_CODE (code)), >, 21);
  g_assert_false (latchkey_qr_code_set_secret (LATCHKEY_QR_CODE (code), too_long));
  g_assert_cmpuint (latchkey_qr_code_get_n_modules (LATCHKEY_QR_CODE (code)), ==, 0);
  g_assert_finalize_object (code);
}

static void
test_nothing (void)
{
  GtkWidget *code = g_object_ref_sink (latchkey_qr_code_new ());
  g_autoptr (HomeboxSecret) link = homebox_secret_new (LINK);
  int width;

  gtk_widget_measure (code, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  g_assert_cmpint (width, ==, 0);
  g_assert_true (latchkey_qr_code_set_secret (LATCHKEY_QR_CODE (code), link));
  gtk_widget_measure (code, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  g_assert_cmpint (width, >, 150);
  g_assert_false (latchkey_qr_code_set_secret (LATCHKEY_QR_CODE (code), NULL));
  gtk_widget_measure (code, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  g_assert_cmpint (width, ==, 0);
  g_assert_finalize_object (code);
}

static void
test_accessible (void)
{
  GtkWidget *code = g_object_ref_sink (latchkey_qr_code_new ());

  gtk_test_accessible_assert_role (code, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_false (gtk_widget_get_focusable (code));
  g_assert_finalize_object (code);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);
  adw_init ();

  g_test_add_data_func ("/qr-code/is-read/by-itself", GINT_TO_POINTER (-1), test_read);
  g_test_add_data_func ("/qr-code/is-read/odd", GINT_TO_POINTER (211), test_read);
  g_test_add_data_func ("/qr-code/is-read/usual", GINT_TO_POINTER (240), test_read);
  g_test_add_data_func ("/qr-code/is-read/large", GINT_TO_POINTER (480), test_read);
  g_test_add_func ("/qr-code/black-on-white-in-the-dark-too", test_dark);
  g_test_add_func ("/qr-code/not-made-for-a-long-text", test_too_long);
  g_test_add_func ("/qr-code/of-nothing-takes-no-room", test_nothing);
  g_test_add_func ("/qr-code/accessible", test_accessible);

  return g_test_run ();
}
