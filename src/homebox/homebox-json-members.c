#include "homebox-json-members.h"

#include "homebox-json-check.h"
#include "homebox-json-private.h"
#include "homebox-json-scan.h"

#include <string.h>

struct _HomeboxJsonMembers
{
  gatomicrefcount ref_count;

  /* Of HomeboxJsonMember, in their order; and the same by name. */
  GPtrArray *members;
  GHashTable *by_name;

  /* How many of the places in @members are empty, where something was removed. */
  guint n_gaps;
};

G_DEFINE_BOXED_TYPE (HomeboxJsonMembers,
                     homebox_json_members,
                     homebox_json_members_ref,
                     homebox_json_members_unref)

/* A member and its texts are one block of memory. */
static HomeboxJsonMember *
member_new (const char *name,
            gsize name_length,
            const char *written,
            gsize written_length,
            const char *value,
            gsize value_length)
{
  gsize size = name_length + 1 + value_length + 1 + (written != NULL ? written_length + 1 : 0);
  HomeboxJsonMember *self = g_malloc (sizeof (HomeboxJsonMember) + size);
  char *texts = (char *) (self + 1);

  memcpy (texts, name, name_length);
  texts[name_length] = '\0';
  self->name = texts;
  texts += name_length + 1;

  memcpy (texts, value, value_length);
  texts[value_length] = '\0';
  self->value = texts;
  texts += value_length + 1;

  self->written = NULL;
  if (written != NULL)
    {
      memcpy (texts, written, written_length);
      texts[written_length] = '\0';
      self->written = texts;
    }

  return self;
}

/**
 * homebox_json_members_new:
 *
 * Returns: (transfer full): an object without members
 */
HomeboxJsonMembers *
homebox_json_members_new (void)
{
  HomeboxJsonMembers *self = g_new0 (HomeboxJsonMembers, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->members = g_ptr_array_new_with_free_func (g_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * homebox_json_members_ref:
 * @self: an object
 *
 * Returns: (transfer full): @self, with one more reference
 */
HomeboxJsonMembers *
homebox_json_members_ref (HomeboxJsonMembers *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * homebox_json_members_unref:
 * @self: (transfer full): an object
 *
 * Lets go of a reference.
 */
void
homebox_json_members_unref (HomeboxJsonMembers *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->members);
  g_free (self);
}

/* Removing is done lazily, so that many removals are not a move of everything each. */
static void
close_gaps (HomeboxJsonMembers *self)
{
  guint kept = 0;

  if (self->n_gaps == 0)
    return;

  for (guint i = 0; i < self->members->len; i++)
    {
      if (self->members->pdata[i] == NULL)
        continue;

      self->members->pdata[kept++] = self->members->pdata[i];
    }
  for (guint i = kept; i < self->members->len; i++)
    self->members->pdata[i] = NULL;

  g_ptr_array_set_size (self->members, (int) kept);
  self->n_gaps = 0;
  for (guint i = 0; i < kept; i++)
    {
      HomeboxJsonMember *member = self->members->pdata[i];

      g_hash_table_replace (self->by_name, (gpointer) member->name, GUINT_TO_POINTER (i));
    }
}

static void
put (HomeboxJsonMembers *self, HomeboxJsonMember *member)
{
  gpointer index;

  if (g_hash_table_lookup_extended (self->by_name, member->name, NULL, &index))
    {
      HomeboxJsonMember **place
          = (HomeboxJsonMember **) &self->members->pdata[GPOINTER_TO_UINT (index)];

      g_hash_table_replace (self->by_name, (gpointer) member->name, index);
      g_free (*place);
      *place = member;
      return;
    }

  g_hash_table_insert (self->by_name, (gpointer) member->name,
                       GUINT_TO_POINTER (self->members->len));
  g_ptr_array_add (self->members, member);
}

/*
 * homebox_json_members_split:
 * @text: a valid JSON object
 *
 * Splits an object that was checked before.
 *
 * Returns: (transfer full): its members
 */
HomeboxJsonMembers *
homebox_json_members_split (const char *text)
{
  HomeboxJsonMembers *self = homebox_json_members_new ();
  g_autoptr (GString) name = g_string_new (NULL);
  const char *at = homebox_json_scan_begin (text);
  HomeboxJsonEntry entry;

  while (homebox_json_scan_next (&at, &entry))
    {
      gsize written_length = (gsize) (entry.name_end - entry.name);
      gboolean is_short;

      g_string_truncate (name, 0);
      homebox_json_scan_shorten_string (name, entry.name, entry.name_end);
      is_short = name->len == written_length && memcmp (name->str, entry.name, name->len) == 0;

      put (self, member_new (name->str, name->len, is_short ? NULL : entry.name, written_length,
                             entry.value, (gsize) (entry.value_end - entry.value)));
    }

  return self;
}

/**
 * homebox_json_members_parse:
 * @text: (array length=length): what a person typed or imported
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads an object, as strictly as homebox_json_text_check() does.
 *
 * Errors: #HomeboxJsonError.
 *
 * Returns: (transfer full) (nullable): its members
 */
HomeboxJsonMembers *
homebox_json_members_parse (const char *text, gssize length, GError **error)
{
  g_autofree char *copy = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!homebox_json_text_check_object (text, length, error))
    return NULL;

  copy = g_strndup (text, length < 0 ? strlen (text) : (gsize) length);

  return homebox_json_members_split (copy);
}

/*
 * homebox_json_members_parse_stored:
 * @text: (array length=length): what a server, or a file of ours, has
 * @length: its length in bytes
 *
 * Reads an object as it may be stored: whatever is JSON, nested as deeply as Homebox allows.
 *
 * Returns: (transfer full) (nullable): its members, or %NULL when it is not such an object
 */
HomeboxJsonMembers *
homebox_json_members_parse_stored (const char *text, gsize length)
{
  g_autofree char *copy = NULL;
  gsize offset;

  if (homebox_json_check_to (text, length, HOMEBOX_JSON_STORED_DEPTH, TRUE, &offset)
      != HOMEBOX_JSON_PROBLEM_NONE)
    return NULL;

  copy = g_strndup (text, length);
  if (homebox_json_text_get_kind (copy) != HOMEBOX_JSON_OBJECT)
    return NULL;

  return homebox_json_members_split (copy);
}

/**
 * homebox_json_members_copy:
 * @self: an object
 *
 * Returns: (transfer full): another with the same members, to be changed
 */
HomeboxJsonMembers *
homebox_json_members_copy (HomeboxJsonMembers *self)
{
  HomeboxJsonMembers *copy = homebox_json_members_new ();

  g_return_val_if_fail (self != NULL, copy);

  for (guint i = 0; i < homebox_json_members_get_n (self); i++)
    {
      const HomeboxJsonMember *member = homebox_json_members_get (self, i);

      put (copy, member_new (member->name, strlen (member->name), member->written,
                             member->written != NULL ? strlen (member->written) : 0, member->value,
                             strlen (member->value)));
    }

  return copy;
}

/**
 * homebox_json_members_get_n:
 * @self: an object
 *
 * Returns: how many members it has
 */
guint
homebox_json_members_get_n (HomeboxJsonMembers *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->members->len - self->n_gaps;
}

/**
 * homebox_json_members_get:
 * @self: an object
 * @index: which one, in their order
 *
 * Returns: (transfer none): a member, valid until the next change
 */
const HomeboxJsonMember *
homebox_json_members_get (HomeboxJsonMembers *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  close_gaps (self);
  g_return_val_if_fail (index < self->members->len, NULL);

  return g_ptr_array_index (self->members, index);
}

/**
 * homebox_json_members_lookup:
 * @self: an object
 * @name: a name as in #HomeboxJsonMember
 *
 * Returns: (transfer none) (nullable): the text of that member's value, or %NULL if there is none
 */
const char *
homebox_json_members_lookup (HomeboxJsonMembers *self, const char *name)
{
  HomeboxJsonMember *member;
  gpointer index;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!g_hash_table_lookup_extended (self->by_name, name, NULL, &index))
    return NULL;

  member = g_ptr_array_index (self->members, GPOINTER_TO_UINT (index));

  return member->value;
}

/**
 * homebox_json_members_lookup_key:
 * @self: an object
 * @key: a name in plain text
 *
 * Returns: (transfer none) (nullable): the text of that member's value, or %NULL if there is none
 */
const char *
homebox_json_members_lookup_key (HomeboxJsonMembers *self, const char *key)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (key != NULL, NULL);

  name = homebox_json_text_from_string (key);

  return homebox_json_members_lookup (self, name);
}

/**
 * homebox_json_members_equal:
 * @self: an object
 * @other: another
 *
 * Returns: whether both mean the same, in whatever order, see homebox_json_text_equal()
 */
gboolean
homebox_json_members_equal (HomeboxJsonMembers *self, HomeboxJsonMembers *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (homebox_json_members_get_n (self) != homebox_json_members_get_n (other))
    return FALSE;

  for (guint i = 0; i < homebox_json_members_get_n (self); i++)
    {
      const HomeboxJsonMember *member = homebox_json_members_get (self, i);
      const char *value = homebox_json_members_lookup (other, member->name);

      if (value == NULL || !homebox_json_text_equal (member->value, value))
        return FALSE;
    }

  return TRUE;
}

/**
 * homebox_json_members_set:
 * @self: an object
 * @name: a name as in #HomeboxJsonMember
 * @value: the valid text of its value
 *
 * Changes a member in its place, or adds one at the end. A member whose value has that text already
 * is left as it is.
 */
void
homebox_json_members_set (HomeboxJsonMembers *self, const char *name, const char *value)
{
  const HomeboxJsonMember *old = NULL;
  const char *written = NULL;
  gpointer index;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL && *name == '"');
  g_return_if_fail (value != NULL);

  if (g_hash_table_lookup_extended (self->by_name, name, NULL, &index))
    old = g_ptr_array_index (self->members, GPOINTER_TO_UINT (index));
  if (old != NULL && strcmp (old->value, value) == 0)
    return;
  if (old != NULL)
    written = old->written;

  put (self, member_new (name, strlen (name), written, written != NULL ? strlen (written) : 0,
                         value, strlen (value)));
}

/**
 * homebox_json_members_remove:
 * @self: an object
 * @name: a name as in #HomeboxJsonMember
 *
 * Takes a member out, if it is there.
 */
void
homebox_json_members_remove (HomeboxJsonMembers *self, const char *name)
{
  gpointer index;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  if (!g_hash_table_lookup_extended (self->by_name, name, NULL, &index))
    return;

  g_hash_table_remove (self->by_name, name);
  g_clear_pointer (&self->members->pdata[GPOINTER_TO_UINT (index)], g_free);
  self->n_gaps++;
}

static void
write_member (GString *out, const HomeboxJsonMember *member)
{
  g_string_append (out, member->written != NULL ? member->written : member->name);
  g_string_append_c (out, ':');
  g_string_append (out, member->value);
}

/**
 * homebox_json_members_to_text:
 * @self: an object
 *
 * Returns: (transfer full): its JSON text, without spaces between the members
 */
char *
homebox_json_members_to_text (HomeboxJsonMembers *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new ("{");
  for (guint i = 0; i < homebox_json_members_get_n (self); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_member (out, homebox_json_members_get (self, i));
    }
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}
