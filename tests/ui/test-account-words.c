#include "latchkey-account-words.h"

#include <locale.h>

static LatchkeyAccount *
new_account (const char *name)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyAccount *account;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, "3a0d3a9e-8c1b-4a9b-9d5f-6a7e4c1f0b11");
  json_builder_set_member_name (builder, "server");
  json_builder_add_string_value (builder, "https://home.example");
  json_builder_set_member_name (builder, "user-id");
  json_builder_add_string_value (builder, "5a2c9f3e-1111-4222-8333-444455556666");
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, "session");
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  json_builder_set_member_name (builder, "email");
  json_builder_add_string_value (builder, "ada@example.org");
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  account = latchkey_account_new_from_json (json_node_get_object (root), &error);
  g_assert_no_error (error);

  return account;
}

/* What an avatar makes its initials from: the first characters of the first and the last word. */
static void
test_avatar (void)
{
  const struct
  {
    const char *name;
    const char *text;
  } cases[] = {
    { "Ada Lovelace", "Ada Lovelace" },
    { "Ada", "Ada" },
    { "  Ada \t Lovelace\n", "Ada Lovelace" },
    { "(Bob) \"O'Neil\"", "Bob) O'Neil\"" },
    { "Ada \u202eecalevoL", "Ada ecalevoL" },
    { "\u200f\u05e2\u05d3\u05d4 \u05dc\u05d0\u05d1\u05dc\u05d9\u05d9\u05e1",
      "\u05e2\u05d3\u05d4 \u05dc\u05d0\u05d1\u05dc\u05d9\u05d9\u05e1" },
    { "\U0001f600", "\U0001f600" },
    { "Ada \U0001f469\u200d\U0001f4bb", "Ada \U0001f469\u200d\U0001f4bb" },
    { "\u674e \u5c0f\u9f8d", "\u674e \u5c0f\u9f8d" },
    { "R2-D2 3PO", "R2-D2 3PO" },
    /* Nothing that is seen: whose it is the email tells. */
    { "", "ada@example.org" },
    { "\u200b \u2060", "ada@example.org" },
    { "...", "ada@example.org" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LatchkeyAccount) account = new_account (cases[i].name);
      g_autofree char *text = latchkey_account_words_dup_avatar_text (account);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_labels (void)
{
  g_autoptr (LatchkeyAccount) account = new_account ("Ada");
  g_autoptr (LatchkeyAccount) nameless = new_account ("");
  g_autofree char *label = latchkey_account_words_dup_label (account);
  g_autofree char *spoken = latchkey_account_words_dup_spoken (account);
  g_autofree char *other = latchkey_account_words_dup_spoken (nameless);

  g_assert_cmpstr (label, ==, "\u2068Ada\u2069, \u2068home.example\u2069");
  g_assert_cmpstr (spoken, ==, "Ada, home.example");
  g_assert_cmpstr (other, ==, "ada@example.org, home.example");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account-words/avatar-begins-with-what-is-seen", test_avatar);
  g_test_add_func ("/account-words/name-and-server", test_labels);

  return g_test_run ();
}
