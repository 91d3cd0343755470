#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LatchkeyDemoVersion:
 * @LATCHKEY_DEMO_VERSION_0_21: Homebox v0.21 (November 2025): one home per person, no settings
 * @LATCHKEY_DEMO_VERSION_0_25: Homebox v0.25 (April 2026)
 * @LATCHKEY_DEMO_VERSION_CURRENT: Homebox of August 2026
 *
 * Which Homebox a #LatchkeyDemoServer behaves as. Newer ones compare greater.
 */
typedef enum
{
  LATCHKEY_DEMO_VERSION_0_21,
  LATCHKEY_DEMO_VERSION_0_25,
  LATCHKEY_DEMO_VERSION_CURRENT,
} LatchkeyDemoVersion;

/**
 * LatchkeyDemoFlags:
 * @LATCHKEY_DEMO_EMPTY: start without people and homes
 * @LATCHKEY_DEMO_DEMO_MODE: a public demo server, with an account for everybody: password changes
 *   and deletions are refused
 * @LATCHKEY_DEMO_NO_REGISTRATION: new accounts by invitation only
 * @LATCHKEY_DEMO_NO_LOCAL_LOGIN: nobody signs in with a password (v0.21 does not know that)
 * @LATCHKEY_DEMO_POSTGRES: word constraint errors as a PostgreSQL server does, not as SQLite
 * @LATCHKEY_DEMO_OIDC: people may sign in through a provider (v0.21 does not know that)
 * @LATCHKEY_DEMO_OIDC_DOWN: that provider could not be reached when the server started
 * @LATCHKEY_DEMO_OIDC_AUTO_REDIRECT: the web page goes to the provider by itself
 * @LATCHKEY_DEMO_TRUST_PROXY: believe `X-Forwarded-Host` and `X-Forwarded-Proto`
 *
 * How a #LatchkeyDemoServer is set up.
 */
typedef enum
{
  LATCHKEY_DEMO_DEFAULT = 0,
  LATCHKEY_DEMO_EMPTY = 1 << 0,
  LATCHKEY_DEMO_DEMO_MODE = 1 << 1,
  LATCHKEY_DEMO_NO_REGISTRATION = 1 << 2,
  LATCHKEY_DEMO_NO_LOCAL_LOGIN = 1 << 3,
  LATCHKEY_DEMO_POSTGRES = 1 << 4,
  LATCHKEY_DEMO_OIDC = 1 << 5,
  LATCHKEY_DEMO_OIDC_DOWN = 1 << 6,
  LATCHKEY_DEMO_OIDC_AUTO_REDIRECT = 1 << 7,
  LATCHKEY_DEMO_TRUST_PROXY = 1 << 8,
} LatchkeyDemoFlags;

G_END_DECLS
