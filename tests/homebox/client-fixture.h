#pragma once

#include "call.h"
#include "homebox-error.h"
#include "raw-server.h"

G_BEGIN_DECLS

/*
 * ClientFixture:
 *
 * A client and the server that it asks.
 */
typedef struct
{
  RawServer *server;
  HomeboxClient *client;
} ClientFixture;

void client_fixture_set_up (ClientFixture *fixture, gconstpointer data);
void client_fixture_tear_down (ClientFixture *fixture, gconstpointer data);
void client_fixture_allow_warnings (void);
void client_fixture_assert_fails (ClientFixture *fixture, HomeboxError code);

G_END_DECLS
