#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

/**
 * homebox_home_survey_run_async:
 *
 * Finds out what deleting an account would leave behind: every home of the person with its number
 * of items, its number of members and who owns it. What a server would not say stays unknown;
 * only when the list of homes itself cannot be had, the survey fails.
 */
void homebox_home_survey_run_async (HomeboxSession *session,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GListModel *
homebox_home_survey_run_finish (HomeboxSession *session, GAsyncResult *result, GError **error);

G_END_DECLS
