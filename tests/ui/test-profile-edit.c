#include "latchkey-profile-edit.h"

typedef struct
{
  LatchkeyProfileEdit *edit;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->edit = latchkey_profile_edit_new ();
  latchkey_profile_edit_set_stored (fixture->edit, "Ada Lovelace", "ada@example.org");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->edit);
}

static void
count (guint *n_times)
{
  (*n_times)++;
}

#define assert_fields(edit, name, email)                                                          \
  G_STMT_START                                                                                    \
  {                                                                                               \
    g_assert_cmpstr (latchkey_profile_edit_get_name (edit), ==, name);                            \
    g_assert_cmpstr (latchkey_profile_edit_get_email (edit), ==, email);                          \
  }                                                                                               \
  G_STMT_END

#define assert_to_save(edit, name, email)                                                         \
  G_STMT_START                                                                                    \
  {                                                                                               \
    g_autofree char *_name = latchkey_profile_edit_dup_name_to_save (edit);                       \
    g_autofree char *_email = latchkey_profile_edit_dup_email_to_save (edit);                     \
    g_assert_cmpstr (_name, ==, name);                                                            \
    g_assert_cmpstr (_email, ==, email);                                                          \
  }                                                                                               \
  G_STMT_END

static void
test_untouched (Fixture *fixture, gconstpointer data)
{
  assert_fields (fixture->edit, "Ada Lovelace", "ada@example.org");
  g_assert_false (latchkey_profile_edit_get_changed (fixture->edit));
  g_assert_false (latchkey_profile_edit_get_savable (fixture->edit));

  latchkey_profile_edit_set_stored (fixture->edit, "Ada King", "ada@example.com");
  assert_fields (fixture->edit, "Ada King", "ada@example.com");
  g_assert_false (latchkey_profile_edit_get_changed (fixture->edit));
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_name (fixture->edit, "  Ada King ");
  g_assert_true (latchkey_profile_edit_get_changed (fixture->edit));
  g_assert_true (latchkey_profile_edit_get_savable (fixture->edit));
  assert_to_save (fixture->edit, "Ada King", "ada@example.org");

  latchkey_profile_edit_set_email (fixture->edit, " Ada@Example.COM");
  assert_to_save (fixture->edit, "Ada King", "ada@example.com");
  assert_fields (fixture->edit, "  Ada King ", " Ada@Example.COM");

  latchkey_profile_edit_set_name (fixture->edit, "Ada Lovelace");
  latchkey_profile_edit_set_email (fixture->edit, "ada@example.org");
  g_assert_false (latchkey_profile_edit_get_changed (fixture->edit));
}

static void
test_no_real_change (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_name (fixture->edit, "Ada Lovelace ");
  latchkey_profile_edit_set_email (fixture->edit, "ADA@example.org");
  g_assert_false (latchkey_profile_edit_get_changed (fixture->edit));
  g_assert_false (latchkey_profile_edit_get_savable (fixture->edit));
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_email (fixture->edit, "ada");
  g_assert_nonnull (latchkey_profile_edit_get_email_problem (fixture->edit));
  g_assert_null (latchkey_profile_edit_get_name_problem (fixture->edit));
  g_assert_true (latchkey_profile_edit_get_changed (fixture->edit));
  g_assert_false (latchkey_profile_edit_get_savable (fixture->edit));

  latchkey_profile_edit_set_name (fixture->edit, "Ada King");
  g_assert_false (latchkey_profile_edit_get_savable (fixture->edit));

  latchkey_profile_edit_set_email (fixture->edit, "ada@example.com");
  g_assert_null (latchkey_profile_edit_get_email_problem (fixture->edit));
  g_assert_true (latchkey_profile_edit_get_savable (fixture->edit));

  latchkey_profile_edit_set_name (fixture->edit, " \t");
  g_assert_nonnull (latchkey_profile_edit_get_name_problem (fixture->edit));
  g_assert_false (latchkey_profile_edit_get_savable (fixture->edit));
}

static void
test_late_answer (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_name (fixture->edit, "Ada King");
  latchkey_profile_edit_set_stored (fixture->edit, "A. Lovelace", "ada@example.net");

  assert_fields (fixture->edit, "Ada King", "ada@example.net");
  assert_to_save (fixture->edit, "Ada King", "ada@example.net");

  latchkey_profile_edit_revert (fixture->edit);
  assert_fields (fixture->edit, "A. Lovelace", "ada@example.net");
}

static void
test_problem_outlives_answer (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_email (fixture->edit, "ada@");
  latchkey_profile_edit_set_stored (fixture->edit, "Ada King", "ada@example.net");

  assert_fields (fixture->edit, "Ada King", "ada@");
  g_assert_nonnull (latchkey_profile_edit_get_email_problem (fixture->edit));
  g_assert_true (latchkey_profile_edit_get_changed (fixture->edit));
}

static void
test_same_answer (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_name (fixture->edit, "Ada Lovelace ");
  latchkey_profile_edit_set_stored (fixture->edit, "Ada Lovelace", "ada@example.org");

  assert_fields (fixture->edit, "Ada Lovelace ", "ada@example.org");
}

static void
test_saved (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_name (fixture->edit, "  Ada King ");
  latchkey_profile_edit_set_stored (fixture->edit, "Ada King", "ada@example.org");

  assert_fields (fixture->edit, "Ada King", "ada@example.org");
  g_assert_false (latchkey_profile_edit_get_changed (fixture->edit));
}

static void
test_revert (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_name (fixture->edit, "");
  latchkey_profile_edit_set_email (fixture->edit, "nonsense");
  latchkey_profile_edit_revert (fixture->edit);

  assert_fields (fixture->edit, "Ada Lovelace", "ada@example.org");
  g_assert_false (latchkey_profile_edit_get_changed (fixture->edit));
  g_assert_null (latchkey_profile_edit_get_name_problem (fixture->edit));
  g_assert_null (latchkey_profile_edit_get_email_problem (fixture->edit));
}

/* v0.21 stores an email as it was typed, and any server one that is none. */
static void
test_odd_stored_values (Fixture *fixture, gconstpointer data)
{
  latchkey_profile_edit_set_stored (fixture->edit, " Ada", "Nobody at home");
  g_assert_false (latchkey_profile_edit_get_changed (fixture->edit));
  g_assert_null (latchkey_profile_edit_get_email_problem (fixture->edit));

  latchkey_profile_edit_set_name (fixture->edit, "Ada");
  g_assert_true (latchkey_profile_edit_get_savable (fixture->edit));
  assert_to_save (fixture->edit, "Ada", "Nobody at home");
}

static void
test_bad_input (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (10000, 'a');
  const char *typed[] = {
    "", "\n", "a\nb", "\xe2\x80\xae" "dlo", "\xf0\x9f\x8f\xa0", "a\x01" "b", long_text,
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      latchkey_profile_edit_set_name (fixture->edit, typed[i]);
      latchkey_profile_edit_set_email (fixture->edit, typed[i]);
      assert_fields (fixture->edit, typed[i], typed[i]);
      g_assert_true (latchkey_profile_edit_get_changed (fixture->edit));
      g_assert_nonnull (latchkey_profile_edit_get_email_problem (fixture->edit));
      g_assert_false (latchkey_profile_edit_get_savable (fixture->edit));
    }
}

static void
test_notifies_once (Fixture *fixture, gconstpointer data)
{
  guint n_name = 0;
  guint n_changed = 0;
  guint n_savable = 0;

  g_signal_connect_swapped (fixture->edit, "notify::name", G_CALLBACK (count), &n_name);
  g_signal_connect_swapped (fixture->edit, "notify::changed", G_CALLBACK (count), &n_changed);
  g_signal_connect_swapped (fixture->edit, "notify::savable", G_CALLBACK (count), &n_savable);

  latchkey_profile_edit_set_name (fixture->edit, "Ada K");
  latchkey_profile_edit_set_name (fixture->edit, "Ada K");
  latchkey_profile_edit_set_name (fixture->edit, "Ada Ki");
  g_assert_cmpuint (n_name, ==, 2);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_savable, ==, 1);

  g_signal_handlers_disconnect_by_func (fixture->edit, count, &n_name);
  g_signal_handlers_disconnect_by_func (fixture->edit, count, &n_changed);
  g_signal_handlers_disconnect_by_func (fixture->edit, count, &n_savable);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/profile-edit/untouched-fields-follow-the-server", test_untouched);
  ADD ("/profile-edit/change-is-noticed-and-normalized", test_change);
  ADD ("/profile-edit/blanks-and-capitals-are-no-change", test_no_real_change);
  ADD ("/profile-edit/problem-prevents-saving", test_problem);
  ADD ("/profile-edit/late-answer-does-not-overwrite", test_late_answer);
  ADD ("/profile-edit/problem-outlives-late-answer", test_problem_outlives_answer);
  ADD ("/profile-edit/same-answer-leaves-blanks", test_same_answer);
  ADD ("/profile-edit/saved-value-ends-the-edit", test_saved);
  ADD ("/profile-edit/revert-types-what-is-stored", test_revert);
  ADD ("/profile-edit/odd-stored-values-are-kept", test_odd_stored_values);
  ADD ("/profile-edit/bad-input-is-kept-and-refused", test_bad_input);
  ADD ("/profile-edit/notifies-once", test_notifies_once);
#undef ADD

  return g_test_run ();
}
