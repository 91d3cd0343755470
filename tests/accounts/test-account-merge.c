#include "latchkey-account-merge.h"

#include <locale.h>
#include <string.h>

/* Lists are written short: accounts "id:member=value;member=value" with blanks between them, an id
 * that is followed by a star is the current one, "id@name" is on another server than the one that
 * the id stands for. */
static JsonNode *
make_record (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ":;", -1);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_alloc ();
  g_autofree char *server = NULL;
  char *at = NULL;

  g_strdelimit (parts[0], "*", '\0');
  at = strchr (parts[0], '@');
  if (at != NULL)
    *at = '\0';
  server = g_strdup_printf ("https://%s.lan", at != NULL ? at + 1 : parts[0]);
  json_object_set_string_member (object, "id", parts[0]);
  json_object_set_string_member (object, "server", server);
  json_object_set_string_member (object, "user-id", "u");
  json_object_set_string_member (object, "kind", "session");
  for (gsize i = 1; parts[i] != NULL; i++)
    {
      char *value = strchr (parts[i], '=') + 1;

      value[-1] = '\0';
      if (g_str_equal (parts[i], "addresses"))
        {
          g_auto (GStrv) addresses = g_strsplit (value, ",", -1);
          JsonArray *array = json_array_new ();

          for (gsize j = 0; addresses[j] != NULL; j++)
            json_array_add_string_element (array, addresses[j]);
          json_object_set_array_member (object, "addresses", array);
        }
      else
        json_object_set_string_member (object, parts[i], value);
    }
  json_node_init_object (node, object);
  return node;
}

static LatchkeyAccountDocument *
make (const char *text)
{
  LatchkeyAccountDocument *document = latchkey_account_document_new ();
  g_auto (GStrv) records = g_strsplit (text, " ", -1);

  for (gsize i = 0; records[i] != NULL && *records[i] != '\0'; i++)
    {
      JsonNode *record = make_record (records[i]);

      if (strchr (records[i], '*') != NULL)
        document->current
            = g_strdup (latchkey_account_record_get_id (json_node_get_object (record)));
      g_assert_true (latchkey_account_document_add (document, record));
    }
  return document;
}

static char *
describe (LatchkeyAccountDocument *document)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < document->records->len; i++)
    {
      JsonObject *record = latchkey_account_document_get_record (document, i);
      const char *id = latchkey_account_record_get_id (record);
      JsonNode *addresses = json_object_get_member (record, "addresses");
      static const char *const members[] = { "name", "email", "signed-in-at", "pin" };
      const char *separator = ":";

      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, id);
      if (g_strcmp0 (document->current, id) == 0)
        g_string_append_c (text, '*');
      for (gsize j = 0; j < G_N_ELEMENTS (members); j++)
        {
          if (!json_object_has_member (record, members[j]))
            continue;
          g_string_append_printf (text, "%s%s=%s", separator, members[j],
                                  json_object_get_string_member (record, members[j]));
          separator = ";";
        }
      if (addresses != NULL)
        g_string_append_printf (text, "%saddresses=", separator);
      for (guint j = 0;
           addresses != NULL && j < json_array_get_length (json_node_get_array (addresses)); j++)
        g_string_append_printf (
            text, "%s%s", j > 0 ? "," : "",
            json_array_get_string_element (json_node_get_array (addresses), j));
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *path;
  const char *base;
  const char *mine;
  const char *theirs;
  const char *merged;
} Case;

static const Case cases[] = {
  { "nothing", "", "", "", "" },
  { "nothing-changed", "a* b", "a* b", "a* b", "a* b" },
  { "added/here", "a*", "a* b", "a*", "a* b" },
  { "added/there", "a*", "a*", "a* b", "a* b" },
  { "added/on-both-sides", "a*", "a* b", "a* c", "a* c b" },
  { "added/to-nothing-on-both-sides", "", "b*", "c*", "c b*" },
  { "removed/here", "a* b c", "a* c", "a* b c", "a* c" },
  { "removed/there", "a* b c", "a* b c", "a* c", "a* c" },
  { "removed/different-ones", "a* b c", "a* b", "a* c", "a*" },
  { "removed/the-same", "a* b", "a*", "a*", "a*" },
  { "removed/all-but-what-is-new", "a* b", "", "a* b c", "c*" },
  { "removed/changed-there-is-removed", "a* b:name=x", "a*", "a* b:name=y", "a*" },
  { "removed/changed-here-is-removed", "a* b:name=x", "a* b:name=y", "a*", "a*" },
  { "removed/signed-in-there-stays", "a* b:signed-in-at=1", "a*", "a* b:signed-in-at=2",
    "a* b:signed-in-at=2" },
  { "removed/signed-in-here-stays", "a* b:signed-in-at=1", "a* b:signed-in-at=2", "a*",
    "a* b:signed-in-at=2" },
  { "changed/here", "a*:name=x", "a*:name=y", "a*:name=x", "a*:name=y" },
  { "changed/there", "a*:name=x", "a*:name=x", "a*:name=y", "a*:name=y" },
  { "changed/different-members", "a*:name=x;email=x", "a*:name=y;email=x", "a*:name=x;email=y",
    "a*:name=y;email=y" },
  { "changed/the-same-member", "a*:name=x", "a*:name=y", "a*:name=z", "a*:name=y" },
  { "changed/different-accounts", "a*:name=x b:name=x", "a*:name=y b:name=x", "a*:name=x b:name=y",
    "a*:name=y b:name=y" },
  { "changed/member-of-a-later-version", "a*:pin=x", "a*:pin=x", "a*:pin=y", "a*:pin=y" },
  { "changed/member-taken-away-there", "a*:pin=x", "a*:pin=x", "a*", "a*" },
  { "changed/member-taken-away-here", "a*:signed-in-at=x", "a*", "a*:signed-in-at=x", "a*" },
  { "addresses/added-on-both-sides", "a*", "a*:addresses=p", "a*:addresses=q",
    "a*:addresses=q,p" },
  { "addresses/removed-on-both-sides", "a*:addresses=p,q,r", "a*:addresses=q,r",
    "a*:addresses=p,q", "a*:addresses=q" },
  { "addresses/added-here-removed-there", "a*:addresses=p", "a*:addresses=p,q", "a*",
    "a*:addresses=q" },
  { "addresses/last-one-removed", "a*:addresses=p", "a*", "a*:addresses=p", "a*" },
  { "moved/here", "a* b c", "c a* b", "a* b c", "c a* b" },
  { "moved/there", "a* b c", "a* b c", "c a* b", "c a* b" },
  { "moved/on-both-sides", "a* b c", "c a* b", "b a* c", "c a* b" },
  { "moved/here-added-there", "a* b c", "c a* b", "a* b c d", "c a* b d" },
  { "moved/there-added-here", "a* b c", "a* b c d", "c a* b", "c a* b d" },
  { "moved/here-removed-there", "a* b c d", "d c b a*", "a* b d", "d b a*" },
  { "current/chosen-here", "a* b", "a b*", "a* b", "a b*" },
  { "current/chosen-there", "a* b", "a* b", "a b*", "a b*" },
  { "current/chosen-on-both-sides", "a* b c", "a b* c", "a b c*", "a b* c" },
  { "current/chosen-here-and-removed-there", "a* b c", "a b* c", "a* c", "a* c" },
  { "current/removed", "a* b", "a* b", "b", "b*" },
};

static void
test_case (gconstpointer user_data)
{
  const Case *this = user_data;
  g_autoptr (LatchkeyAccountDocument) base = make (this->base);
  g_autoptr (LatchkeyAccountDocument) mine = make (this->mine);
  g_autoptr (LatchkeyAccountDocument) theirs = make (this->theirs);
  g_autoptr (LatchkeyAccountDocument) merged = latchkey_account_merge (base, mine, theirs);
  g_autofree char *text = describe (merged);

  g_assert_cmpstr (text, ==, this->merged);
}

/* Both signed in to the same account before either knew of the other's. */
static void
test_same_person_added_twice (void)
{
  g_autoptr (LatchkeyAccountDocument) base = make ("a");
  g_autoptr (LatchkeyAccountDocument) mine = make ("a b@same*:name=mine;addresses=p");
  g_autoptr (LatchkeyAccountDocument) theirs = make ("a c@same*:email=theirs;addresses=q");
  g_autoptr (LatchkeyAccountDocument) merged = latchkey_account_merge (base, mine, theirs);
  g_autofree char *text = describe (merged);

  g_assert_cmpstr (text, ==, "a c*:name=mine;email=theirs;addresses=q,p");
}

/* One of them took it off the list and signed in again meanwhile. */
static void
test_same_person_removed_and_added (void)
{
  g_autoptr (LatchkeyAccountDocument) base = make ("a");
  g_autoptr (LatchkeyAccountDocument) mine = make ("b@a*:name=mine");
  g_autoptr (LatchkeyAccountDocument) theirs = make ("a");
  g_autoptr (LatchkeyAccountDocument) merged = latchkey_account_merge (base, mine, theirs);
  g_autofree char *text = describe (merged);

  g_assert_cmpstr (text, ==, "a*:name=mine");
}

static void
test_same_id_for_two_accounts (void)
{
  g_autoptr (LatchkeyAccountDocument) base = make ("a");
  g_autoptr (LatchkeyAccountDocument) mine = make ("a b@mine*");
  g_autoptr (LatchkeyAccountDocument) theirs = make ("a b@theirs");
  g_autoptr (LatchkeyAccountDocument) merged = latchkey_account_merge (base, mine, theirs);
  JsonObject *theirs_merged
      = latchkey_account_document_find_owner (merged, "https://theirs.lan\nu");
  JsonObject *mine_merged = latchkey_account_document_find_owner (merged, "https://mine.lan\nu");

  g_assert_cmpuint (merged->records->len, ==, 3);
  g_assert_nonnull (theirs_merged);
  g_assert_nonnull (mine_merged);
  g_assert_cmpstr (latchkey_account_record_get_id (theirs_merged), ==, "b");
  g_assert_cmpstr (latchkey_account_record_get_id (mine_merged), !=, "b");
  g_assert_cmpstr (merged->current, ==, latchkey_account_record_get_id (mine_merged));
}

static void
test_what_is_not_known_is_theirs (void)
{
  g_autoptr (LatchkeyAccountDocument) base = make ("a");
  g_autoptr (LatchkeyAccountDocument) mine = make ("a b");
  g_autoptr (LatchkeyAccountDocument) theirs = make ("a");
  g_autoptr (LatchkeyAccountDocument) merged = NULL;

  g_ptr_array_add (theirs->foreign, make_record ("z:kind=certificate"));
  json_object_set_string_member (theirs->members, "theme", "dark");
  json_object_set_string_member (mine->members, "theme", "light");
  merged = latchkey_account_merge (base, mine, theirs);
  g_assert_cmpuint (merged->foreign->len, ==, 1);
  g_assert_cmpstr (json_object_get_string_member (merged->members, "theme"), ==, "dark");
  g_assert_cmpuint (merged->records->len, ==, 2);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/account-merge/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/account-merge/same-person/added-on-both-sides", test_same_person_added_twice);
  g_test_add_func ("/account-merge/same-person/removed-and-added",
                   test_same_person_removed_and_added);
  g_test_add_func ("/account-merge/same-id-for-two-accounts", test_same_id_for_two_accounts);
  g_test_add_func ("/account-merge/what-is-not-known-is-theirs", test_what_is_not_known_is_theirs);

  return g_test_run ();
}
