/* Records what a process does to the files below one folder, for replay.py to build every state a power cut can leave.

   Loaded by LD_PRELOAD; POWERCUT_DIR is the folder, POWERCUT_LOG the recording, POWERCUT_ACKS the descriptor whose
   writes are acknowledgements. A record is: kind (1 byte), inode, offset, length (8 bytes each), length of the name
   (4 bytes), the name, and `length` bytes of data for the kinds W, A and R.

     C open with O_CREAT (name, inode)     W write (inode, offset, data)    T truncate (inode, offset = new length)
     S fsync of a file (inode)             F fsync of a folder (name)       M mkdir (name)
     R rename (name, data = new name)      L link (inode, name)             U unlink or rmdir (name)
     A acknowledgement (data)

   What is written through a memory map is not seen; SQLite does so only with its -shm file, which it makes anew. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int log_fd = -1, ack_fd = -1;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("POWERCUT_LOG"), *acks = getenv("POWERCUT_ACKS");
    folder = getenv("POWERCUT_DIR");
    if (!folder || !log) return;
    folder_length = strlen(folder);
    ack_fd = acks ? atoi(acks) : -1;
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(char kind, uint64_t inode, uint64_t offset, const char *name, const void *data, uint64_t length) {
    uint32_t name_length = (uint32_t)strlen(name);
    struct iovec parts[] = {
        {&kind, 1}, {&inode, 8}, {&offset, 8}, {&length, 8}, {&name_length, 4},
        {(void *)name, name_length}, {(void *)data, length},
    };
    int saved = errno;
    pthread_mutex_lock(&guard);
    if (syscall(SYS_writev, log_fd, parts, 7) < 0) abort();
    pthread_mutex_unlock(&guard);
    errno = saved;
}

static int inside(const char *path) {
    return log_fd >= 0 && strncmp(path, folder, folder_length) == 0
        && (path[folder_length] == '/' || path[folder_length] == 0);
}

static int named(int fd, char *path) {
    char link[64];
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    errno = saved;
    if (length <= 0) return 0;
    path[length] = 0;
    return inside(path);
}

static int absolute(int at, const char *given, char *path) {
    char start[PATH_MAX];
    if (given[0] == '/') {
        snprintf(path, PATH_MAX, "%s", given);
        return inside(path);
    }
    if (at == AT_FDCWD ? !getcwd(start, sizeof start) : (named(at, start), start[0] != '/')) return 0;
    snprintf(path, PATH_MAX, "%.2000s/%.2000s", start, given);
    return inside(path);
}

static struct stat of(int fd) {
    struct stat found = {0};
    int saved = errno;
    fstat(fd, &found);
    errno = saved;
    return found;
}

static void opened(int fd, int flags) {
    char path[PATH_MAX];
    if (fd < 0 || log_fd < 0 || !(flags & (O_CREAT | O_TRUNC)) || !named(fd, path)) return;
    uint64_t inode = of(fd).st_ino;
    if (flags & O_CREAT) put('C', inode, 0, path, NULL, 0);
    if (flags & O_TRUNC) put('T', inode, 0, "", NULL, 0);
}

static void wrote(int fd, const void *data, ssize_t length, off_t offset) {
    char path[PATH_MAX];
    if (length > 0 && log_fd >= 0 && fd != log_fd && named(fd, path))
        put('W', of(fd).st_ino, (uint64_t)offset, "", data, (uint64_t)length);
}

static void synced(int fd, int result) {
    char path[PATH_MAX];
    if (result || log_fd < 0 || !named(fd, path)) return;
    struct stat found = of(fd);
    if (S_ISDIR(found.st_mode)) put('F', 0, 0, path, NULL, 0);
    else put('S', found.st_ino, 0, "", NULL, 0);
}

static void cut(int fd, int result, off_t length) {
    char path[PATH_MAX];
    if (!result && log_fd >= 0 && named(fd, path)) put('T', of(fd).st_ino, (uint64_t)length, "", NULL, 0);
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        MODE(flags) \
        int fd = real(path, flags, mode); \
        opened(fd, flags); \
        return fd; \
    }

#define OPENAT(name) \
    int name(int at, const char *path, int flags, ...) { \
        REAL(name); \
        MODE(flags) \
        int fd = real(at, path, flags, mode); \
        opened(fd, flags); \
        return fd; \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* Where the next plain write of fd goes. */
static off_t place(int fd) {
    return lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t length) {
    REAL(write);
    char path[PATH_MAX];
    int ours = log_fd >= 0 && fd != log_fd && named(fd, path);
    off_t offset = ours ? place(fd) : 0;
    ssize_t done = real(fd, data, length);
    if (ours) wrote(fd, data, done, offset);
    else if (done > 0 && log_fd >= 0 && fd == ack_fd) put('A', 0, 0, "", data, (uint64_t)done);
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    char path[PATH_MAX];
    if (log_fd < 0 || !named(fd, path)) return real(fd, parts, count);
    ssize_t total = 0;
    for (int n = 0; n < count; n++) {
        ssize_t done = write(fd, parts[n].iov_base, parts[n].iov_len);
        if (done < 0) return total ? total : done;
        total += done;
        if ((size_t)done < parts[n].iov_len) break;
    }
    return total;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    REAL(pwrite);
    ssize_t done = real(fd, data, length, offset);
    wrote(fd, data, done, offset);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    REAL(pwrite64);
    ssize_t done = real(fd, data, length, offset);
    wrote(fd, data, done, offset);
    return done;
}

int fsync(int fd) {
    REAL(fsync);
    int result = real(fd);
    synced(fd, result);
    return result;
}

int fdatasync(int fd) {
    REAL(fdatasync);
    int result = real(fd);
    synced(fd, result);
    return result;
}

int ftruncate(int fd, off_t length) {
    REAL(ftruncate);
    int result = real(fd, length);
    cut(fd, result, length);
    return result;
}

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    int result = real(fd, length);
    cut(fd, result, length);
    return result;
}

static int renamed(int result, int from_at, const char *from, int to_at, const char *to) {
    char old[PATH_MAX], new[PATH_MAX];
    if (!result && absolute(from_at, from, old) && absolute(to_at, to, new)) put('R', 0, 0, old, new, strlen(new));
    return result;
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return renamed(real(from, to), AT_FDCWD, from, AT_FDCWD, to);
}

int renameat(int from_at, const char *from, int to_at, const char *to) {
    REAL(renameat);
    return renamed(real(from_at, from, to_at, to), from_at, from, to_at, to);
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
    REAL(renameat2);
    return renamed(real(from_at, from, to_at, to, flags), from_at, from, to_at, to);
}

static int linked(int result, int at, const char *name) {
    char path[PATH_MAX];
    struct stat found;
    if (!result && absolute(at, name, path) && !stat(path, &found)) put('L', found.st_ino, 0, path, NULL, 0);
    return result;
}

int link(const char *from, const char *to) {
    REAL(link);
    return linked(real(from, to), AT_FDCWD, to);
}

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
    REAL(linkat);
    return linked(real(from_at, from, to_at, to, flags), to_at, to);
}

static int told(char kind, int result, int at, const char *name) {
    char path[PATH_MAX];
    if (!result && absolute(at, name, path)) put(kind, 0, 0, path, NULL, 0);
    return result;
}

int unlink(const char *path) {
    REAL(unlink);
    return told('U', real(path), AT_FDCWD, path);
}

int unlinkat(int at, const char *path, int flags) {
    REAL(unlinkat);
    return told('U', real(at, path, flags), at, path);
}

int rmdir(const char *path) {
    REAL(rmdir);
    return told('U', real(path), AT_FDCWD, path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return told('M', real(path, mode), AT_FDCWD, path);
}

int mkdirat(int at, const char *path, mode_t mode) {
    REAL(mkdirat);
    return told('M', real(at, path, mode), at, path);
}

/* The kernel's own copying would pass by unseen: its callers fall back to read and write. */
ssize_t sendfile(int to, int from, off_t *offset, size_t count) {
    (void)to, (void)from, (void)offset, (void)count;
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) {
    (void)to, (void)from, (void)offset, (void)count;
    errno = ENOSYS;
    return -1;
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *offset, size_t count, unsigned flags) {
    (void)from, (void)at, (void)to, (void)offset, (void)count, (void)flags;
    errno = ENOSYS;
    return -1;
}
