#include "latchkey-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

/* The kernel tells that a file was closed just before it frees the lock of a process that died, and
 * cannot always watch: how often somebody who waits looks for himself, in milliseconds. */
#define LOOK_AGAIN 200

/* The bytes of the file that are locked. Whoever wants the first one takes the second before, and
 * keeps it until then: who lets the lock go and wants it again at once comes after who waits. */
#define LOCK_BYTE 0
#define GATE_BYTE 1

struct _LatchkeyLock
{
  int descriptor;
};

/*
 * Wait:
 * @path: the file
 * @milliseconds: how long to wait at most, or 0
 * @descriptor: the open file, -1 before
 * @has_gate: whether it is the next one's turn
 * @watch: an inotify instance, -1 if the kernel has none left
 *
 * Somebody who wants the lock.
 *
 * Waiting needs no thread and takes no turns: whoever lets the lock go closes the file, which wakes
 * all that watch it.
 */
typedef struct
{
  char *path;
  guint milliseconds;
  int descriptor;
  gboolean has_gate;
  int watch;
  GSource *watch_source;
  GSource *look_source;
  GSource *limit_source;
  GSource *cancelled_source;
} Wait;

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop_waiting (Wait *wait)
{
  drop_source (&wait->watch_source);
  drop_source (&wait->look_source);
  drop_source (&wait->limit_source);
  drop_source (&wait->cancelled_source);
}

static void
close_descriptor (int *descriptor)
{
  if (*descriptor >= 0)
    close (*descriptor);
  *descriptor = -1;
}

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  stop_waiting (wait);
  close_descriptor (&wait->watch);
  close_descriptor (&wait->descriptor);
  g_free (wait->path);
  g_free (wait);
}

static GError *
new_error (const char *path, int code)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_debug ("Cannot lock %s: %s", path, g_strerror (code));
  switch (code)
    {
    case EACCES:
    case EPERM:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                          /* Translators: %s is the name of a folder */
                          _("Latchkey may not write in “%s”. Allow it to, then try again."),
                          folder);
    case EROFS:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_READ_ONLY,
                          /* Translators: %s is the name of a folder */
                          _("Latchkey cannot write in “%s” because that disk can only be read."),
                          folder);
    case ENOSPC:
    case EDQUOT:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                          /* Translators: %s is the name of a folder */
                          _("Latchkey cannot write in “%s” because the disk is full. Make some "
                            "room, then try again."),
                          folder);
    case ENOLCK:
    case ENOSYS:
    case EOPNOTSUPP:
    case EINVAL:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                          /* Translators: %s is the name of a folder */
                          _("The disk that holds “%s” cannot keep two running copies of Latchkey "
                            "apart. Open it only once at a time."),
                          folder);
    default:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                          /* Translators: %s is the name of a folder */
                          _("Latchkey could not write in “%s”."), folder);
    }
}

/* Whether the open file is still the one of that name: who locked one that was deleted keeps nobody
 * out. */
static gboolean
is_current (const char *path, int descriptor)
{
  struct stat opened;
  struct stat named;

  return fstat (descriptor, &opened) == 0 && lstat (path, &named) == 0
         && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/* Locks that belong to the open file, not to the process: they hold within a process too, and no
 * other file that happens to be closed takes them away. */
static int
set_lock (int descriptor, short type, off_t byte)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  if (fcntl (descriptor, F_OFD_SETLK, &lock) == 0)
    return 0;
  return errno == EACCES ? EAGAIN : errno;
}

static int
lock_open_file (int descriptor, gboolean *has_gate)
{
  int code = 0;

  if (!*has_gate)
    code = set_lock (descriptor, F_WRLCK, GATE_BYTE);
  if (code != 0)
    return code;
  *has_gate = TRUE;
  code = set_lock (descriptor, F_WRLCK, LOCK_BYTE);
  if (code != 0)
    return code;
  set_lock (descriptor, F_UNLCK, GATE_BYTE);
  *has_gate = FALSE;
  return 0;
}

/* Returns: 0 if the file is locked, %EAGAIN if somebody else has it or comes before, else why it
 * cannot be. The file stays open, since closing it would wake everybody else who waits. */
static int
try_to_lock (const char *path, int *descriptor, gboolean *has_gate)
{
  while (TRUE)
    {
      int code = 0;

      if (*descriptor < 0)
        *descriptor = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
      if (*descriptor < 0)
        return errno;
      code = lock_open_file (*descriptor, has_gate);
      if (is_current (path, *descriptor))
        return code;
      close_descriptor (descriptor);
      *has_gate = FALSE;
    }
}

static int
open_and_try (const char *path, int *descriptor, gboolean *has_gate)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return errno;
  return try_to_lock (path, descriptor, has_gate);
}

static LatchkeyLock *
new_lock (int *descriptor)
{
  LatchkeyLock *self = g_new0 (LatchkeyLock, 1);

  self->descriptor = *descriptor;
  *descriptor = -1;
  return self;
}

static void
give (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);

  stop_waiting (wait);
  g_task_return_pointer (task, new_lock (&wait->descriptor),
                         (GDestroyNotify) latchkey_lock_release);
}

static void
fail (GTask *task, GError *error)
{
  stop_waiting (g_task_get_task_data (task));
  g_task_return_error (task, error);
}

static void
look (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);
  int code = try_to_lock (wait->path, &wait->descriptor, &wait->has_gate);

  if (code == 0)
    give (task);
  else if (code != EAGAIN)
    fail (task, new_error (wait->path, code));
}

static gboolean
on_look (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  look (task);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_closed (int descriptor, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  char events[4096];

  while (read (descriptor, events, sizeof events) > 0)
    continue;
  look (task);
  return G_SOURCE_CONTINUE;
}

static GError *
new_busy_error (int code)
{
  return g_error_new_literal (G_IO_ERROR, code,
                              _("Latchkey is open twice on this computer, and the other one is "
                                "still at work. Wait a moment or close it, then try again."));
}

static gboolean
on_limit (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  fail (task, new_busy_error (G_IO_ERROR_TIMED_OUT));
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  g_task_return_error_if_cancelled (task);
  stop_waiting (g_task_get_task_data (task));
  return G_SOURCE_REMOVE;
}

/* A source keeps the task; it goes when the task is answered, and with it what it keeps. */
static GSource *
attach (GTask *task, GSource *source, GSourceFunc callback)
{
  g_task_attach_source (task, source, callback);
  return source;
}

static void
begin_waiting (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  wait->watch = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (wait->watch >= 0 && inotify_add_watch (wait->watch, wait->path, IN_CLOSE_WRITE) >= 0)
    wait->watch_source = attach (task, g_unix_fd_source_new (wait->watch, G_IO_IN),
                                 G_SOURCE_FUNC (on_closed));
  wait->look_source = attach (task, g_timeout_source_new (LOOK_AGAIN), on_look);
  if (wait->milliseconds > 0)
    wait->limit_source = attach (task, g_timeout_source_new (wait->milliseconds), on_limit);
  if (cancellable != NULL)
    wait->cancelled_source = attach (task, g_cancellable_source_new (cancellable),
                                     G_SOURCE_FUNC (on_cancelled));
  /* It may have become free before it was watched. */
  look (task);
}

static void
open_in_thread (GTask *opening, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Wait *wait = g_task_get_task_data (G_TASK (task_data));

  g_task_return_int (opening, open_and_try (wait->path, &wait->descriptor, &wait->has_gate));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Wait *wait = g_task_get_task_data (task);
  int code = (int) g_task_propagate_int (G_TASK (result), NULL);

  if (code == 0)
    give (task);
  else if (code == EAGAIN)
    begin_waiting (task);
  else
    fail (task, new_error (wait->path, code));
}

/**
 * latchkey_lock_acquire_async:
 * @folder: a local folder; made, with mode 0700, if it is not there
 * @name: the name of the lock, such as %LATCHKEY_LOCK_REFRESH
 * @milliseconds: how long to wait for another holder at most, or 0 to wait for ever
 * @cancellable: (nullable): ends the waiting; then the lock is not taken
 * @callback: called when the lock is there, or will not be
 * @user_data: data for @callback
 *
 * Takes a lock, after whoever has it now. Of those that wait, who comes first is not said, but who
 * lets it go and wants it again comes after one of them.
 */
void
latchkey_lock_acquire_async (GFile *folder,
                             const char *name,
                             guint milliseconds,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) opening = NULL;
  g_autoptr (GFile) file = NULL;
  Wait *wait = NULL;

  g_return_if_fail (G_IS_FILE (folder) && g_file_is_native (folder));
  g_return_if_fail (name != NULL && *name != '\0' && strchr (name, '/') == NULL);

  file = g_file_get_child (folder, name);
  wait = g_new0 (Wait, 1);
  wait->path = g_file_get_path (file);
  wait->milliseconds = milliseconds;
  wait->descriptor = -1;
  wait->watch = -1;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_lock_acquire_async);
  g_task_set_task_data (task, wait, wait_free);

  /* The disk may take its time; what comes after does not touch it. */
  opening = g_task_new (NULL, NULL, on_opened, g_object_ref (task));
  g_task_set_source_tag (opening, latchkey_lock_acquire_async);
  g_task_set_task_data (opening, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (opening, open_in_thread);
}

/**
 * latchkey_lock_acquire_finish:
 * @result: the result that the callback got
 * @error: return location for an error with a message for the person
 *
 * Fails with
 *
 * - %G_IO_ERROR_CANCELLED;
 * - %G_IO_ERROR_TIMED_OUT: another holder did not let it go in time;
 * - %G_IO_ERROR_PERMISSION_DENIED, %G_IO_ERROR_READ_ONLY, %G_IO_ERROR_NO_SPACE or
 *   %G_IO_ERROR_FAILED: the folder cannot be written to;
 * - %G_IO_ERROR_NOT_SUPPORTED: there are no locks on that disk (some network file systems).
 *
 * Returns: (transfer full) (nullable): the lock, or %NULL
 */
LatchkeyLock *
latchkey_lock_acquire_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_lock_acquire_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * latchkey_lock_try:
 * @folder: a local folder; made, with mode 0700, if it is not there
 * @name: the name of the lock
 * @error: return location for an error with a message for the person
 *
 * Takes a lock at once or not at all, without the main loop.
 *
 * Fails with %G_IO_ERROR_BUSY when somebody else has it, and otherwise as
 * latchkey_lock_acquire_finish() does.
 *
 * Returns: (transfer full) (nullable): the lock, or %NULL
 */
LatchkeyLock *
latchkey_lock_try (GFile *folder, const char *name, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  int descriptor = -1;
  gboolean has_gate = FALSE;
  int code = 0;

  g_return_val_if_fail (G_IS_FILE (folder) && g_file_is_native (folder), NULL);
  g_return_val_if_fail (name != NULL && *name != '\0' && strchr (name, '/') == NULL, NULL);

  file = g_file_get_child (folder, name);
  path = g_file_get_path (file);
  code = open_and_try (path, &descriptor, &has_gate);
  if (code == 0)
    return new_lock (&descriptor);
  close_descriptor (&descriptor);
  g_propagate_error (error, code == EAGAIN ? new_busy_error (G_IO_ERROR_BUSY)
                                                : new_error (path, code));
  return NULL;
}

/**
 * latchkey_lock_release:
 * @self: (transfer full): a lock
 *
 * Lets the lock go, and wakes who waits for it.
 */
void
latchkey_lock_release (LatchkeyLock *self)
{
  g_return_if_fail (self != NULL);

  /* Said before the file is closed: a child that was just forked may have it open still, and who is
   * woken by the closing shall find it free. */
  set_lock (self->descriptor, F_UNLCK, LOCK_BYTE);
  close (self->descriptor);
  g_free (self);
}
