#pragma once

#include "homebox-token-keeper.h"

G_BEGIN_DECLS

/*
 * TestKeeper:
 *
 * Keeps tokens as told: at once, or when the test says so.
 */
#define TEST_TYPE_KEEPER (test_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TestKeeper, test_keeper, TEST, KEEPER, GObject)

TestKeeper *test_keeper_new (void);
void test_keeper_hold (TestKeeper *self);
void test_keeper_fail (TestKeeper *self);
void test_keeper_release (TestKeeper *self);

guint test_keeper_get_n_calls (TestKeeper *self);
const char *test_keeper_get_kept (TestKeeper *self);
gboolean test_keeper_is_cancelled (TestKeeper *self);

G_END_DECLS
