#pragma once

#include "homebox-server-check.h"

G_BEGIN_DECLS

char *latchkey_check_report_dup (HomeboxServerCheck *check);

G_END_DECLS
