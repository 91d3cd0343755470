#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * RawThen:
 * @RAW_THEN_KEEP: the connection stays open for another request
 * @RAW_THEN_CLOSE: it ends properly
 * @RAW_THEN_RESET: it ends with a reset
 * @RAW_THEN_HOLD: it stays open, and nothing more happens on it
 * @RAW_THEN_DRIP: the answer comes a byte at a time, and never completely
 * @RAW_THEN_REPEAT: the repeated part is sent for as long as the other side reads
 *
 * What follows the bytes of an answer.
 */
typedef enum
{
  RAW_THEN_KEEP,
  RAW_THEN_CLOSE,
  RAW_THEN_RESET,
  RAW_THEN_HOLD,
  RAW_THEN_DRIP,
  RAW_THEN_REPEAT,
} RawThen;

/*
 * RawAnswer:
 *
 * Bytes to send, and what follows them.
 */
typedef struct
{
  RawThen then;
  GBytes *bytes;
  GBytes *repeated;
} RawAnswer;

RawAnswer *raw_answer_new (RawThen then, gconstpointer data, gsize length, const char *repeated);
RawAnswer *raw_answer_ref (RawAnswer *self);
void raw_answer_unref (RawAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawAnswer, raw_answer_unref)

G_END_DECLS
