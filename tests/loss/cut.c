/* Takes the power from a mounted file system: what it has not put on its disk yet is never written. As root. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define FS_IOC_SHUTDOWN _IOR('X', 125, uint32_t)
#define NO_LOG_FLUSH 2

int main(int count, char **words)
{
    uint32_t how = NO_LOG_FLUSH;
    int place = count == 2 ? open(words[1], O_RDONLY | O_DIRECTORY) : -1;
    if (place < 0 || ioctl(place, FS_IOC_SHUTDOWN, &how) != 0) {
        perror("cut");
        return 1;
    }
    return 0;
}
