#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEST_TYPE_GATEWAY (test_gateway_get_type ())

/*
 * TestGateway:
 *
 * What stands between a person and a server: another address of it, which can go away and come
 * back while the server itself goes on. It passes bytes and reads none.
 */
G_DECLARE_FINAL_TYPE (TestGateway, test_gateway, TEST, GATEWAY, GObject)

/* @certificate: (nullable): what it speaks TLS with */
TestGateway *test_gateway_new (guint16 target, GTlsCertificate *certificate);

char *test_gateway_dup_uri (TestGateway *self);
char *test_gateway_dup_named_uri (TestGateway *self, const char *name);
guint test_gateway_get_n_connections (TestGateway *self);

/* Nothing listens any more, and what was open is cut. */
void test_gateway_close (TestGateway *self);
void test_gateway_open (TestGateway *self);

/* So many connections are passed on from now on, and those after them are taken and not read. */
void test_gateway_swallow_after (TestGateway *self, guint n_connections);
void test_gateway_reset (TestGateway *self);

G_END_DECLS
