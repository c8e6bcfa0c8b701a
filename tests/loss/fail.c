/* Makes one call on a file of the desk fail. Preloaded into a writer, told through its environment:
 *   FAIL_UNDER  files below this directory count
 *   FAIL_AT     which call fails, from 1
 *   FAIL_HOW    eio, enospc, or short: half of a write and no room for the rest
 *   FAIL_MARK   a file made when it has failed, saying which call
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;
static int rest_of = -1;

static int counts(const char *path)
{
    const char *under = getenv("FAIL_UNDER");
    return under && path && strncmp(path, under, strlen(under)) == 0;
}

static int counts_open(int file)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return counts(path);
}

/* Whether it is this call's turn: 0, or the error. */
static int turn(const char *name)
{
    const char *at = getenv("FAIL_AT"), *how = getenv("FAIL_HOW"), *mark = getenv("FAIL_MARK");
    if (!at || !how || !mark || __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != atoi(at))
        return 0;
    int file = open(mark, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0) {
        dprintf(file, "%s", name);
        close(file);
    }
    return strcmp(how, "eio") == 0 ? EIO : ENOSPC;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_IF(condition, name)                     \
    do {                                             \
        int error = (condition) ? turn(name) : 0;    \
        if (error) {                                 \
            errno = error;                           \
            return -1;                               \
        }                                            \
    } while (0)

/* How much of a write goes through: all of it, or as much as the fault lets. */
static ssize_t room(const char *name, int file, size_t length)
{
    const char *how = getenv("FAIL_HOW");
    if (rest_of == file && length > 0) {
        rest_of = -1;
        errno = ENOSPC;
        return -1;
    }
    int error = counts_open(file) ? turn(name) : 0;
    if (!error)
        return length;
    if (how && strcmp(how, "short") == 0 && length > 1) {
        rest_of = file;
        return length / 2;
    }
    errno = error;
    return -1;
}

#define WRITE(name, ...)                             \
    do {                                             \
        ssize_t some = room(#name, file, length);    \
        if (some < 0)                                \
            return -1;                               \
        return REAL(name)(file, from, (size_t)some __VA_ARGS__); \
    } while (0)

ssize_t write(int file, const void *from, size_t length) { WRITE(write); }
ssize_t pwrite(int file, const void *from, size_t length, off_t at) { WRITE(pwrite, , at); }
ssize_t pwrite64(int file, const void *from, size_t length, off64_t at) { WRITE(pwrite64, , at); }
int fsync(int file) { FAIL_IF(counts_open(file), "fsync"); return REAL(fsync)(file); }
int fdatasync(int file) { FAIL_IF(counts_open(file), "fdatasync"); return REAL(fdatasync)(file); }
int ftruncate(int file, off_t size) { FAIL_IF(counts_open(file), "ftruncate"); return REAL(ftruncate)(file, size); }
int ftruncate64(int file, off64_t size) { FAIL_IF(counts_open(file), "ftruncate64"); return REAL(ftruncate64)(file, size); }
int unlink(const char *path) { FAIL_IF(counts(path), "unlink"); return REAL(unlink)(path); }
int rename(const char *from, const char *to) { FAIL_IF(counts(from), "rename"); return REAL(rename)(from, to); }
