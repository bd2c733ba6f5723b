#ifndef DB_LOCK_H
#define DB_LOCK_H


#include "src/buf.h"

/* Adds who holds the write lock of a WAL database ("张敏(zhangmin) 进程 4711"), as the kernel knows it: nothing when
 * the holder is gone or on another machine. */
void lock_holder(const char *path, struct buf *out);

#endif
