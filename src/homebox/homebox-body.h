#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * HomeboxBody:
 *
 * The body of an answer while it is being read. It may hold a token, so whatever memory it gives
 * back, while growing or at the end, is overwritten first.
 */
typedef struct _HomeboxBody HomeboxBody;

HomeboxBody *homebox_body_new (void);
void homebox_body_free (HomeboxBody *self);

char *homebox_body_reserve (HomeboxBody *self, gsize *room);
void homebox_body_add (HomeboxBody *self, gsize length);
gsize homebox_body_get_length (HomeboxBody *self);
const char *homebox_body_peek (HomeboxBody *self);
GBytes *homebox_body_free_to_bytes (HomeboxBody *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxBody, homebox_body_free)

G_END_DECLS
