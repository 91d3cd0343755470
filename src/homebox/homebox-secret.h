#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HomeboxSecret:
 *
 * The one type that a secret lives in: a password, a token, a request body that holds one.
 *
 * Immutable and reference counted. Its memory is left out of core dumps, kept from being swapped
 * where the system allows it, and overwritten when the last reference goes. There is no
 * conversion to a string on purpose: what needs the text reads it with homebox_secret_peek() and
 * keeps no copy.
 */
typedef struct _HomeboxSecret HomeboxSecret;

#define HOMEBOX_TYPE_SECRET (homebox_secret_get_type ())

GType homebox_secret_get_type (void);

HomeboxSecret *homebox_secret_new (const char *text);
HomeboxSecret *homebox_secret_new_take (char *text);
HomeboxSecret *homebox_secret_ref (HomeboxSecret *self);
void homebox_secret_unref (HomeboxSecret *self);

const char *homebox_secret_peek (HomeboxSecret *self);
gsize homebox_secret_get_length (HomeboxSecret *self);
gboolean homebox_secret_equal (HomeboxSecret *self, HomeboxSecret *other);
GBytes *homebox_secret_to_bytes (HomeboxSecret *self);

void homebox_secret_wipe_string (char *text);
void homebox_secret_free_string (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxSecret, homebox_secret_unref)

G_END_DECLS
