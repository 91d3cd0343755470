#pragma once

#include "homebox-secret.h"

G_BEGIN_DECLS

/*
 * HomeboxBodyMember:
 * @name: the name of a member
 * @text: (nullable): its value; %NULL when it is a boolean
 * @flag: its value, when it is a boolean
 *
 * A member of a JSON object that holds a secret.
 */
typedef struct
{
  const char *name;
  const char *text;
  gboolean flag;
} HomeboxBodyMember;

HomeboxSecret *homebox_secret_body_new (const HomeboxBodyMember *members, gsize n_members);

G_END_DECLS
