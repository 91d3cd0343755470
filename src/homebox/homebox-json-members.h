#pragma once

#include "homebox-json-text.h"

G_BEGIN_DECLS

/**
 * HomeboxJsonMember:
 * @name: the name as a JSON string in its shortest form, with its quotes; what members are told
 *   apart by
 * @written: (nullable): the name as it was written, when that is another text
 * @value: the value's own text, without spaces around it
 *
 * A member of an object. The texts belong to the #HomeboxJsonMembers.
 */
typedef struct
{
  const char *name;
  const char *written;
  const char *value;
} HomeboxJsonMember;

/**
 * HomeboxJsonMembers:
 *
 * The members of one JSON object in their order, each with its own text, byte for byte: what
 * json-glib would damage (numbers beyond 2^53, `1.0`, NUL, escapes, the order inside) comes out as
 * it went in. Of two equal names the last one stays, as in Homebox.
 *
 * Reference counted; not to be changed by anybody but who made it.
 */
typedef struct _HomeboxJsonMembers HomeboxJsonMembers;

#define HOMEBOX_TYPE_JSON_MEMBERS (homebox_json_members_get_type ())

GType homebox_json_members_get_type (void);

HomeboxJsonMembers *homebox_json_members_new (void);
HomeboxJsonMembers *homebox_json_members_parse (const char *text, gssize length, GError **error);
HomeboxJsonMembers *homebox_json_members_parse_stored (const char *text, gsize length);
HomeboxJsonMembers *homebox_json_members_split (const char *text);
HomeboxJsonMembers *homebox_json_members_copy (HomeboxJsonMembers *self);
HomeboxJsonMembers *homebox_json_members_ref (HomeboxJsonMembers *self);
void homebox_json_members_unref (HomeboxJsonMembers *self);

guint homebox_json_members_get_n (HomeboxJsonMembers *self);
const HomeboxJsonMember *homebox_json_members_get (HomeboxJsonMembers *self, guint index);
const char *homebox_json_members_lookup (HomeboxJsonMembers *self, const char *name);
const char *homebox_json_members_lookup_key (HomeboxJsonMembers *self, const char *key);
gboolean homebox_json_members_equal (HomeboxJsonMembers *self, HomeboxJsonMembers *other);

void homebox_json_members_set (HomeboxJsonMembers *self, const char *name, const char *value);
void homebox_json_members_remove (HomeboxJsonMembers *self, const char *name);

char *homebox_json_members_to_text (HomeboxJsonMembers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxJsonMembers, homebox_json_members_unref)

G_END_DECLS
