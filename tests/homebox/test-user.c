#include "homebox-error.h"
#include "homebox-json.h"
#include "homebox-user.h"

#include <locale.h>
#include <string.h>

#define CURRENT                                                                                    \
  "{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"ann@example.org\",\"isSuperuser\":false,"         \
  "\"defaultGroupId\":\"65cc\",\"groupIds\":[\"65cc\",\"ae2a\"],\"oidcIssuer\":null,"              \
  "\"oidcSubject\":null}"
#define V0_25                                                                                      \
  "{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"ann@example.org\",\"isSuperuser\":true,"          \
  "\"defaultGroupId\":\"65cc\",\"groupIds\":[\"65cc\"],\"isOwner\":false,"                         \
  "\"oidcIssuer\":\"https://dex\",\"oidcSubject\":\"08a8\"}"
#define V0_21                                                                                      \
  "{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"ann@example.org\",\"isSuperuser\":false,"         \
  "\"groupId\":\"65cc\",\"groupName\":\"Home\",\"isOwner\":true}"

static gboolean
update (HomeboxUser *user, const char *json, GError **error)
{
  g_autoptr (JsonNode) root = homebox_json_parse (json, strlen (json), NULL);

  g_assert_nonnull (root);

  return homebox_user_update (user, json_node_get_object (root), error);
}

/* GObject promises no order in which frozen notifications come. */
static void
on_notify (HomeboxUser *user, GParamSpec *pspec, gpointer user_data)
{
  g_ptr_array_add (user_data, (gpointer) pspec->name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_notified (GPtrArray *names, const char *expected)
{
  g_autofree char *joined = NULL;

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, expected);
  g_ptr_array_set_size (names, 0);
}

static void
test_empty (void)
{
  HomeboxUser *user = homebox_user_new ();

  g_assert_null (homebox_user_get_id (user));
  g_assert_null (homebox_user_get_name (user));
  g_assert_null (homebox_user_get_email (user));
  g_assert_nonnull (homebox_user_get_group_ids (user));
  g_assert_null (homebox_user_get_group_ids (user)[0]);
  g_assert_cmpint (homebox_user_get_ownership (user), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  g_assert_finalize_object (user);
}

static void
test_current (void)
{
  HomeboxUser *user = homebox_user_new ();
  const char *const groups[] = { "65cc", "ae2a", NULL };

  g_assert_true (update (user, CURRENT, NULL));
  g_assert_cmpstr (homebox_user_get_id (user), ==, "9c5c");
  g_assert_cmpstr (homebox_user_get_name (user), ==, "Ann");
  g_assert_cmpstr (homebox_user_get_email (user), ==, "ann@example.org");
  g_assert_false (homebox_user_get_superuser (user));
  g_assert_cmpint (homebox_user_get_ownership (user), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  g_assert_cmpstr (homebox_user_get_default_group_id (user), ==, "65cc");
  g_assert_null (homebox_user_get_default_group_name (user));
  g_assert_cmpstrv (homebox_user_get_group_ids (user), groups);
  g_assert_null (homebox_user_get_oidc_issuer (user));
  g_assert_null (homebox_user_get_oidc_subject (user));
  g_assert_finalize_object (user);
}

static void
test_v0_25 (void)
{
  HomeboxUser *user = homebox_user_new ();

  g_assert_true (update (user, V0_25, NULL));
  g_assert_true (homebox_user_get_superuser (user));
  g_assert_cmpint (homebox_user_get_ownership (user), ==, HOMEBOX_OWNERSHIP_MEMBER);
  g_assert_cmpstr (homebox_user_get_default_group_id (user), ==, "65cc");
  g_assert_cmpstr (homebox_user_get_oidc_issuer (user), ==, "https://dex");
  g_assert_cmpstr (homebox_user_get_oidc_subject (user), ==, "08a8");
  g_assert_finalize_object (user);
}

static void
test_v0_21 (void)
{
  HomeboxUser *user = homebox_user_new ();
  const char *const groups[] = { "65cc", NULL };

  g_assert_true (update (user, V0_21, NULL));
  g_assert_cmpint (homebox_user_get_ownership (user), ==, HOMEBOX_OWNERSHIP_OWNER);
  g_assert_cmpstr (homebox_user_get_default_group_id (user), ==, "65cc");
  g_assert_cmpstr (homebox_user_get_default_group_name (user), ==, "Home");
  g_assert_cmpstrv (homebox_user_get_group_ids (user), groups);
  g_assert_finalize_object (user);
}

static void
test_properties (void)
{
  HomeboxUser *user = homebox_user_new ();
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *email = NULL;
  g_autofree char *group = NULL;
  g_autofree char *group_name = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *subject = NULL;
  g_auto (GStrv) groups = NULL;
  HomeboxOwnership ownership;
  gboolean superuser;

  update (user, V0_25, NULL);
  g_object_get (user, "id", &id, "name", &name, "email", &email, "superuser", &superuser,
                "ownership", &ownership, "default-group-id", &group, "default-group-name",
                &group_name, "group-ids", &groups, "oidc-issuer", &issuer, "oidc-subject", &subject,
                NULL);
  g_assert_cmpstr (id, ==, "9c5c");
  g_assert_cmpstr (name, ==, "Ann");
  g_assert_cmpstr (email, ==, "ann@example.org");
  g_assert_true (superuser);
  g_assert_cmpint (ownership, ==, HOMEBOX_OWNERSHIP_MEMBER);
  g_assert_cmpstr (group, ==, "65cc");
  g_assert_null (group_name);
  g_assert_cmpuint (g_strv_length (groups), ==, 1);
  g_assert_cmpstr (issuer, ==, "https://dex");
  g_assert_cmpstr (subject, ==, "08a8");
  g_assert_finalize_object (user);
}

static void
test_notifies_changes (void)
{
  HomeboxUser *user = homebox_user_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  update (user, CURRENT, NULL);
  g_signal_connect (user, "notify", G_CALLBACK (on_notify), names);

  update (user, CURRENT, NULL);
  assert_notified (names, "");

  update (user,
          "{\"id\":\"9c5c\",\"name\":\"Bea\",\"email\":\"ann@example.org\",\"isSuperuser\":false,"
          "\"defaultGroupId\":\"65cc\",\"groupIds\":[\"65cc\"]}",
          NULL);
  assert_notified (names, "group-ids name");
  g_assert_finalize_object (user);
}

static void
on_name (HomeboxUser *user, GParamSpec *pspec, gpointer user_data)
{
  char **seen = user_data;

  *seen = g_strdup_printf ("%s %s", homebox_user_get_email (user),
                           homebox_user_get_default_group_id (user));
}

static void
test_notifies_when_complete (void)
{
  HomeboxUser *user = homebox_user_new ();
  g_autofree char *seen = NULL;

  g_signal_connect (user, "notify::name", G_CALLBACK (on_name), &seen);
  update (user, CURRENT, NULL);
  g_assert_cmpstr (seen, ==, "ann@example.org 65cc");
  g_assert_finalize_object (user);
}

static void
test_damaged (void)
{
  static const char *const damaged[] = {
    "{}",
    "{\"id\":\"1\"}",
    "{\"email\":\"a@b\"}",
    "{\"id\":null,\"email\":\"a@b\"}",
    "{\"id\":\"\",\"email\":\"a@b\"}",
    "{\"id\":7,\"email\":\"a@b\"}",
    "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"email\":\"a@b\"}",
    "{\"id\":\"1\",\"email\":[]}",
    "{\"id\":\"1\",\"email\":\"\"}",
  };
  HomeboxUser *user = homebox_user_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  update (user, CURRENT, NULL);
  g_signal_connect (user, "notify", G_CALLBACK (on_notify), names);

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", damaged[i]);
      g_assert_false (update (user, damaged[i], &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
      g_assert_cmpstr (homebox_user_get_id (user), ==, "9c5c");
      g_assert_cmpstr (homebox_user_get_email (user), ==, "ann@example.org");
    }

  assert_notified (names, "");
  g_assert_finalize_object (user);
}

static void
test_odd (void)
{
  HomeboxUser *user = homebox_user_new ();
  const char *const groups[] = { "a", NULL };

  g_assert_true (update (user,
                         "{\"id\":\"1\",\"email\":\"a@b\",\"name\":null,\"isSuperuser\":\"yes\","
                         "\"defaultGroupId\":null,\"groupIds\":[\"a\",null,7,{}],\"isOwner\":null,"
                         "\"oidcIssuer\":\"\",\"unknown\":{\"x\":[]}}",
                         NULL));
  g_assert_cmpstr (homebox_user_get_name (user), ==, "");
  g_assert_false (homebox_user_get_superuser (user));
  g_assert_null (homebox_user_get_default_group_id (user));
  g_assert_cmpstrv (homebox_user_get_group_ids (user), groups);
  g_assert_cmpint (homebox_user_get_ownership (user), ==, HOMEBOX_OWNERSHIP_UNKNOWN);
  g_assert_null (homebox_user_get_oidc_issuer (user));
  g_assert_finalize_object (user);
}

static void
test_name (void)
{
  static const struct
  {
    const char *typed;
    const char *name;
  } cases[] = {
    { "Ann", "Ann" },
    { "  Ann \n", "Ann" },
    { "\xe2\x80\xaf"
      "Ann\xe2\x80\xa8",
      "Ann" },
    { "Ann B. Example", "Ann B. Example" },
    { "👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦" },
    { "שלום", "שלום" },
    { "\xe2\x80\x8f"
      "x",
      "\xe2\x80\x8f"
      "x" },
    { "x", "x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = homebox_user_normalize_name (cases[i].typed, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_bad_name (void)
{
  static const struct
  {
    const char *typed;
    const char *says;
  } cases[] = {
    { "", "Enter a name" },
    { " \n\t ", "Enter a name" },
    { "Ann\nBea", "line break" },
    { "Ann\x01", "invisible" },
    { "Ann\x7f"
      "Bea",
      "invisible" },
    { "Ann\xe2\x80\xa8"
      "Bea",
      "line break" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (homebox_user_normalize_name (cases[i].typed, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
      g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

/* Bytes, as the server's database counts. */
static void
test_long_name (void)
{
  g_autofree char *fits = g_strnfill (255, 'x');
  g_autofree char *long_by_one = g_strnfill (256, 'x');
  g_autofree char *huge = g_strnfill (10000, 'x');
  g_autoptr (GString) emoji = g_string_new (NULL);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  name = homebox_user_normalize_name (fits, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, fits);

  g_assert_null (homebox_user_normalize_name (long_by_one, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "too long"));
  g_clear_error (&error);

  g_assert_null (homebox_user_normalize_name (huge, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_clear_error (&error);

  for (int i = 0; i < 64; i++)
    g_string_append (emoji, "😀");
  g_assert_null (homebox_user_normalize_name (emoji->str, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
}

static void
test_email (void)
{
  static const struct
  {
    const char *typed;
    const char *email;
  } cases[] = {
    { "ann@example.org", "ann@example.org" },
    { " Ann@Example.ORG\n", "ann@example.org" },
    { "I@İ.org", "i@i.org" },
    { "ÄNN@example.org", "änn@example.org" },
    { "ann+home@localhost", "ann+home@localhost" },
    { "a@b", "a@b" },
  };
  const char *locale = setlocale (LC_ALL, "tr_TR.UTF-8");

  g_test_message ("locale: %s", locale != NULL ? locale : "no Turkish here");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *email = homebox_user_normalize_email (cases[i].typed, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (email, ==, cases[i].email);
    }
}

static void
test_bad_email (void)
{
  static const struct
  {
    const char *typed;
    const char *says;
  } cases[] = {
    { "", "Enter an email" },
    { " ", "Enter an email" },
    { "nope", "has an “@”" },
    { "@example.org", "before" },
    { "ann@", "after" },
    { "ann@home@example.org", "more than one" },
    { "ann bea@example.org", "no space" },
    { "ann@example.org, bea@example.org", "no space" },
    { "ann@exam\nple.org", "no space" },
    { "ann\x01@example.org", "no space" },
    { "ann\xc2\xa0@example.org", "no space" },
  };
  g_autofree char *local = g_strnfill (10000, 'x');
  g_autofree char *huge = g_strconcat (local, "@example.org", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].typed);
      g_assert_null (homebox_user_normalize_email (cases[i].typed, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
      g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_clear_error (&error);
    }

  g_assert_null (homebox_user_normalize_email (huge, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "too long"));
}

static void
test_new_password (void)
{
  g_autofree char *huge = g_strnfill (10000, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_true (homebox_user_check_new_password ("123456", NULL));
  g_assert_true (homebox_user_check_new_password ("      ", NULL));
  g_assert_true (homebox_user_check_new_password ("ääääää", NULL));
  g_assert_true (homebox_user_check_new_password (huge, NULL));

  g_assert_false (homebox_user_check_new_password ("ääääa", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_PASSWORD);
  g_assert_nonnull (strstr (error->message, "6 characters"));
  g_clear_error (&error);

  g_assert_false (homebox_user_check_new_password ("", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/user/nothing-known-at-first", test_empty);
  g_test_add_func ("/user/current-shape", test_current);
  g_test_add_func ("/user/v0.25-shape", test_v0_25);
  g_test_add_func ("/user/v0.21-shape", test_v0_21);
  g_test_add_func ("/user/properties", test_properties);
  g_test_add_func ("/user/only-changes-are-notified", test_notifies_changes);
  g_test_add_func ("/user/notified-when-complete", test_notifies_when_complete);
  g_test_add_func ("/user/damaged-answer-changes-nothing", test_damaged);
  g_test_add_func ("/user/odd-members-are-tolerated", test_odd);
  g_test_add_func ("/user/name/normalized", test_name);
  g_test_add_func ("/user/name/refused-with-a-reason", test_bad_name);
  g_test_add_func ("/user/name/length-is-counted-in-bytes", test_long_name);
  g_test_add_func ("/user/email/normalized", test_email);
  g_test_add_func ("/user/email/refused-with-a-reason", test_bad_email);
  g_test_add_func ("/user/password/six-characters", test_new_password);

  return g_test_run ();
}
