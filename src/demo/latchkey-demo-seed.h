#pragma once

#include "latchkey-demo-store.h"
#include "latchkey-demo-version.h"

G_BEGIN_DECLS

void latchkey_demo_seed (LatchkeyDemoStore *store, LatchkeyDemoVersion version);
GPtrArray *latchkey_demo_seed_provider (void);
void latchkey_demo_seed_demo_mode (LatchkeyDemoStore *store, LatchkeyDemoVersion version);

G_END_DECLS
