#include "test-keeper.h"

struct _TestKeeper
{
  GObject parent_instance;

  gboolean holds;
  gboolean fails;
  guint n_calls;
  char *kept;

  /* The call that was held. */
  GTask *task;
};

static void
test_keeper_answer (TestKeeper *self, GTask *task)
{
  HomeboxToken *token = g_task_get_task_data (task);

  if (self->fails)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The keyring is full.");
      return;
    }

  g_free (self->kept);
  self->kept = g_strdup (homebox_secret_peek (homebox_token_get_secret (token)));
  g_task_return_boolean (task, TRUE);
}

static void
test_keeper_keep_async (HomeboxTokenKeeper *keeper,
                        HomeboxToken *token,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  TestKeeper *self = TEST_KEEPER (keeper);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, test_keeper_keep_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, homebox_token_ref (token), (GDestroyNotify) homebox_token_unref);
  self->n_calls++;

  if (self->holds)
    {
      g_assert_null (self->task);
      self->task = g_steal_pointer (&task);
    }
  else
    {
      test_keeper_answer (self, task);
    }
}

static gboolean
test_keeper_keep_finish (HomeboxTokenKeeper *keeper, GAsyncResult *result, GError **error)
{
  g_assert_true (g_task_is_valid (result, keeper));

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_keeper_init_interface (HomeboxTokenKeeperInterface *iface)
{
  iface->keep_async = test_keeper_keep_async;
  iface->keep_finish = test_keeper_keep_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestKeeper,
                               test_keeper,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOMEBOX_TYPE_TOKEN_KEEPER,
                                                      test_keeper_init_interface))

static void
test_keeper_finalize (GObject *object)
{
  TestKeeper *self = TEST_KEEPER (object);

  g_free (self->kept);

  G_OBJECT_CLASS (test_keeper_parent_class)->finalize (object);
}

static void
test_keeper_class_init (TestKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_keeper_finalize;
}

static void
test_keeper_init (TestKeeper *self)
{
}

/*
 * test_keeper_new:
 *
 * Returns: (transfer full): a keeper that keeps everything at once
 */
TestKeeper *
test_keeper_new (void)
{
  return g_object_new (TEST_TYPE_KEEPER, NULL);
}

/*
 * test_keeper_hold:
 * @self: a keeper
 *
 * Makes it answer only when test_keeper_release() says so.
 */
void
test_keeper_hold (TestKeeper *self)
{
  self->holds = TRUE;
}

/*
 * test_keeper_fail:
 * @self: a keeper
 *
 * Makes it fail with %G_IO_ERROR_NO_SPACE.
 */
void
test_keeper_fail (TestKeeper *self)
{
  self->fails = TRUE;
}

/*
 * test_keeper_release:
 * @self: a keeper that was called and did not answer
 *
 * Makes it answer.
 */
void
test_keeper_release (TestKeeper *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_assert_nonnull (task);
  test_keeper_answer (self, task);
}

/*
 * test_keeper_get_n_calls:
 * @self: a keeper
 *
 * Returns: how often it was asked to keep something
 */
guint
test_keeper_get_n_calls (TestKeeper *self)
{
  return self->n_calls;
}

/*
 * test_keeper_get_kept:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): the text of the token that it keeps
 */
const char *
test_keeper_get_kept (TestKeeper *self)
{
  return self->kept;
}

/*
 * test_keeper_is_cancelled:
 * @self: a keeper that was called and did not answer
 *
 * Returns: whether it was told that nobody waits any more
 */
gboolean
test_keeper_is_cancelled (TestKeeper *self)
{
  return g_cancellable_is_cancelled (g_task_get_cancellable (self->task));
}
