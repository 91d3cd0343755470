#pragma once

#include "homebox-check-step.h"

G_BEGIN_DECLS

/*
 * HomeboxCheckFacts:
 *
 * What a step shows besides its state; each may be missing.
 */
typedef struct
{
  HomeboxCheckFix fix;
  const GError *error;
  const char *suggestion;
  const char *address;
  GTlsCertificate *certificate;
  guint status;
  const char *target;
} HomeboxCheckFacts;

HomeboxCheckStep *homebox_check_step_new (HomeboxCheckKind kind);
void homebox_check_step_show (HomeboxCheckStep *self,
                              HomeboxCheckState state,
                              const HomeboxCheckFacts *facts);

G_END_DECLS
