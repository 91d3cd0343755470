#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * FakeResolver:
 *
 * Knows one name, `home.test`. Whoever asks for its addresses gets those that were set; whoever
 * wants to connect to it ends up on 127.0.0.1 all the same.
 */
#define FAKE_TYPE_RESOLVER (fake_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FakeResolver, fake_resolver, FAKE, RESOLVER, GResolver)

FakeResolver *fake_resolver_new (const char *const *addresses);
guint fake_resolver_get_n_lookups (FakeResolver *self);

G_END_DECLS
