#include "homebox-error.h"
#include "homebox-json.h"
#include "homebox-server-info.h"

#include <string.h>

#define V0_21                                                                                      \
  "{\"health\":true,\"versions\":null,\"title\":\"Homebox\",\"message\":\"Track\",\"build\":"      \
  "{\"version\":\"v0.21.0\",\"commit\":\"HEAD\",\"buildTime\":\"now\"},\"latest\":{\"version\":"   \
  "\"\",\"date\":\"\"},\"demo\":false,\"allowRegistration\":true,\"labelPrinting\":false}"

static HomeboxServerInfo *
new_info (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = homebox_json_parse (json, strlen (json), NULL);

  g_assert_nonnull (root);

  return homebox_server_info_new_from_json (json_node_get_object (root), error);
}

static HomeboxServerInfo *
new_info_with (const char *members)
{
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxServerInfo *info;

  json = g_strdup_printf ("{\"health\":true,\"title\":\"Homebox\",%s}", members);
  info = new_info (json, &error);
  g_assert_no_error (error);

  return info;
}

static void
test_v0_21 (void)
{
  HomeboxServerInfo *info = new_info (V0_21, NULL);

  g_assert_cmpstr (homebox_server_info_get_version (info), ==, "v0.21.0");
  g_assert_false (homebox_server_info_get_demo (info));
  g_assert_true (homebox_server_info_get_allow_registration (info));
  g_assert_true (homebox_server_info_get_allow_local_login (info));
  g_assert_false (homebox_server_info_get_oidc_enabled (info));
  g_assert_false (homebox_server_info_get_oidc_auto_redirect (info));
  g_assert_null (homebox_server_info_get_oidc_button_text (info));
  g_assert_finalize_object (info);
}

static void
test_oidc (void)
{
  HomeboxServerInfo *info;
  g_autofree char *version = NULL;
  g_autofree char *text = NULL;
  gboolean demo, registration, local, oidc, redirect;

  info = new_info_with ("\"demo\":true,\"allowRegistration\":false,\"build\":null,\"oidc\":"
                        "{\"enabled\":true,\"autoRedirect\":true,\"allowLocal\":false,"
                        "\"buttonText\":\"Sign in with Dex\"}");
  g_object_get (info, "version", &version, "demo", &demo, "allow-registration", &registration,
                "allow-local-login", &local, "oidc-enabled", &oidc, "oidc-auto-redirect", &redirect,
                "oidc-button-text", &text, NULL);
  g_assert_null (version);
  g_assert_true (demo);
  g_assert_false (registration);
  g_assert_false (local);
  g_assert_true (oidc);
  g_assert_true (redirect);
  g_assert_cmpstr (text, ==, "Sign in with Dex");
  g_assert_finalize_object (info);
}

static void
test_button_text (void)
{
  static const struct
  {
    const char *member;
    const char *text;
  } cases[] = {
    { "\"  Sign in\\n with\\tDex \"", "Sign in with Dex" },
    { "\"<b>Dex</b> & Co\"", "<b>Dex</b> & Co" },
    { "\"De\\u0001x\\u202e\"", "Dex" },
    { "\" \\n \"", NULL },
    { "\"\"", NULL },
    { "null", NULL },
    { "7", NULL },
    { "\"😀😀\"", "😀😀" },
  };
  g_autofree char *long_text = g_strnfill (1000, 'x');
  g_autofree char *long_member = g_strdup_printf ("\"oidc\":{\"buttonText\":\"%s\"}", long_text);
  g_autoptr (HomeboxServerInfo) long_info = new_info_with (long_member);

  g_assert_cmpuint (strlen (homebox_server_info_get_oidc_button_text (long_info)), ==, 60);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HomeboxServerInfo) info = NULL;
      g_autofree char *members = NULL;

      members = g_strdup_printf ("\"oidc\":{\"buttonText\":%s}", cases[i].member);
      info = new_info_with (members);
      g_assert_cmpstr (homebox_server_info_get_oidc_button_text (info), ==, cases[i].text);
      g_assert_true (homebox_server_info_get_allow_local_login (info));
    }
}

static void
test_not_homebox (void)
{
  static const struct
  {
    const char *json;
    HomeboxError code;
  } cases[] = {
    { "{}", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "{\"health\":true}", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "{\"title\":\"Homebox\"}", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "{\"title\":\"Jellyfin\",\"health\":true}", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "{\"title\":[\"Homebox\"],\"health\":true}", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "{\"title\":\"Homebox\",\"health\":false}", HOMEBOX_ERROR_SERVER_FAILED },
    { "{\"title\":\"Homebox\",\"health\":\"yes\"}", HOMEBOX_ERROR_SERVER_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (new_info (cases[i].json, &error));
      g_assert_error (error, HOMEBOX_ERROR, (int) cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-info/without-oidc", test_v0_21);
  g_test_add_func ("/server-info/with-oidc", test_oidc);
  g_test_add_func ("/server-info/button-text-is-one-plain-line", test_button_text);
  g_test_add_func ("/server-info/not-a-homebox", test_not_homebox);

  return g_test_run ();
}
