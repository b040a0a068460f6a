/* What a hostile container brings along: system calls that no shell makes. Linked statically by `support/hostile.py`. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(const char *what) {
    printf("%s: %s\n", what, strerror(errno));
    return 1;
}

/* Harmless also where they are allowed: the arguments are such that the kernel refuses them, or changes nothing, once it has looked. */
static const struct { const char *name; long number, arguments[6]; } CALLS[] = {
    {"acct", SYS_acct, {-1}},
    {"add_key", SYS_add_key, {0}},
    {"bpf", SYS_bpf, {-1}},
    {"delete_module", SYS_delete_module, {0}},
    {"finit_module", SYS_finit_module, {-1}},
    {"fsopen", SYS_fsopen, {0}},
    {"init_module", SYS_init_module, {0}},
    {"io_uring_setup", SYS_io_uring_setup, {1, 0}},
    {"kexec_load", SYS_kexec_load, {0, 0, 0, -1}},
    {"keyctl", SYS_keyctl, {0, -3, 0}},
    {"mount", SYS_mount, {0}},
    {"move_mount", SYS_move_mount, {-1, 0, -1, 0, 0}},
    {"open_by_handle_at", SYS_open_by_handle_at, {AT_FDCWD, 0, 0}},
    {"open_tree", SYS_open_tree, {-1, 0, 0}},
    {"perf_event_open", SYS_perf_event_open, {0}},
    {"pivot_root", SYS_pivot_root, {0}},
    {"reboot", SYS_reboot, {0}},
    {"request_key", SYS_request_key, {0}},
    {"ring of packets", SYS_setsockopt, {-1, SOL_PACKET, PACKET_RX_RING, 0, 0}},
    {"ring of packets to be sent", SYS_setsockopt, {-1, SOL_PACKET, PACKET_TX_RING, 0, 0}},
    {"setns", SYS_setns, {-1, 0}},
    {"settimeofday", SYS_settimeofday, {0, 0}},
    {"socket of AF_ALG", SYS_socket, {38, 5, 0}},
    {"socket of AF_VSOCK", SYS_socket, {40, 1, 0}},
    {"socket of AF_XDP", SYS_socket, {44, 3, 0}},
    {"swapon", SYS_swapon, {0}},
    {"syslog", SYS_syslog, {10}},
    {"umount2", SYS_umount2, {0}},
    {"unshare", SYS_unshare, {0x10000000}},
    {"userfaultfd", SYS_userfaultfd, {0}},
};

/* Prints what the kernel says to each call. Each has a process of its own, so that what one changes is gone with it. */
static int calls(void) {
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        fflush(stdout);
        if (fork() == 0) {
            const long *a = CALLS[i].arguments;
            long result = syscall(CALLS[i].number, a[0], a[1], a[2], a[3], a[4], a[5]);
            printf("%s: %s\n", CALLS[i].name, result < 0 ? strerror(errno) : "done");
            fflush(stdout);
            _exit(0);
        }
        wait(NULL);
    }
    return 0;
}

/* What the kernel says to calls that C libraries try first and can do without, or that no kernel has yet. */
static int newer(void) {
    static const long numbers[] = {435 /* clone3 */, 457 /* statmount */, 462 /* mseal */, 500};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (syscall(numbers[i], 0, 0, 0, 0, 0, 0) < 0) fail("call");
    return 0;
}

/* Opens a file by its handle: who may can open any file of that disk, not only what is mounted. */
static int handle(const char *path) {
    struct { struct file_handle head; unsigned char rest[MAX_HANDLE_SZ]; } file = {.head.handle_bytes = MAX_HANDLE_SZ};
    int mount_id, mount = open(path, O_RDONLY);
    if (name_to_handle_at(AT_FDCWD, path, &file.head, &mount_id, 0) < 0) return fail("name_to_handle_at");
    if (open_by_handle_at(mount, &file.head, O_RDONLY) < 0) return fail("open_by_handle_at");
    printf("opened\n");
    return 0;
}

static int bind_to(const char *address, int port) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr(address)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&name, sizeof name) < 0 || listen(fd, 1) < 0) return fail("bind");
    printf("bound\n");
    return 0;
}

/* Says who sends what to a port. */
static int listen_on(int port) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port)}, from;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(fd, (struct sockaddr *)&name, sizeof name) < 0) return fail("bind");
    printf("listening\n");
    for (;;) {
        char text[64];
        socklen_t length = sizeof from;
        ssize_t got = recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&from, &length);
        if (got < 0) return fail("recvfrom");
        printf("%s says %.*s\n", inet_ntoa(from.sin_addr), (int)got, text);
        fflush(stdout);
    }
}

/* Sends a datagram whose sender is made up. */
static int speak(const char *from, const char *to, int port, const char *text) {
    struct { struct iphdr ip; struct udphdr udp; char text[64]; } __attribute__((packed)) packet = {0};
    size_t length = strnlen(text, sizeof packet.text);
    size_t size = sizeof packet.ip + sizeof packet.udp + length;
    packet.ip = (struct iphdr){.version = 4, .ihl = 5, .tot_len = htons(size), .ttl = 64, .protocol = IPPROTO_UDP,
                               .saddr = inet_addr(from), .daddr = inet_addr(to)};
    /* Without a checksum, as IPv4 allows. The kernel fills in that of the first header. */
    packet.udp = (struct udphdr){.source = htons(4242), .dest = htons(port), .len = htons(sizeof packet.udp + length)};
    memcpy(packet.text, text, length);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = packet.ip.daddr};
    int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    if (fd < 0) return fail("socket");
    if (sendto(fd, &packet, size, 0, (struct sockaddr *)&name, sizeof name) < 0) return fail("sendto");
    return 0;
}

/* Opens files until there are no more to be had, and keeps them. */
static int files(void) {
    int count = 0;
    while (open("/dev/null", O_RDONLY) >= 0) count++;
    printf("%d files, then: %s\n", count, strerror(errno));
    fflush(stdout);
    pause();
    return 0;
}

/* Opens connections, says the beginning of something long on each, and keeps them. Prints how many it got so far. */
static int hold(const char *address, int port, int wanted, size_t said) {
    static const char head[] = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16777216\r\n\r\n";
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr(address)};
    char *text = calloc(1, 1 << 20);
    for (int i = 0; i < wanted; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (fd < 0 || connect(fd, (struct sockaddr *)&name, sizeof name) < 0) return fail("connect");
        struct timeval patience = {.tv_usec = 50000};
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        if (send(fd, head, sizeof head - 1, MSG_NOSIGNAL) < 0) continue;
        for (size_t sent = 0; sent < said; sent += 1 << 20)
            if (send(fd, text, 1 << 20, MSG_NOSIGNAL) < 0) break;
    }
    printf("holding\n");
    pause();
    return 0;
}

/* Sends datagrams that each look like the beginning of a conversation of their own. */
static int flows(const char *address, int wanted) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = inet_addr(address)};
    for (int fd = -1, i = 0; i < wanted; i++) {
        if (i % 50000 == 0) fd = socket(AF_INET, SOCK_DGRAM, 0);
        name.sin_port = htons(1024 + i % 50000);
        sendto(fd, "", 1, 0, (struct sockaddr *)&name, sizeof name);
    }
    printf("sent\n");
    pause();
    return 0;
}

/* Has the kernel set aside memory for packets. */
static int ring(int mib) {
    for (int left = mib; left > 0; left -= 64) {
        struct tpacket_req wanted = {.tp_block_size = 1 << 20, .tp_block_nr = 64, .tp_frame_size = 1 << 11, .tp_frame_nr = 64 << 9};
        int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
        if (fd < 0) return fail("socket");
        if (setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &wanted, sizeof wanted) < 0) return fail("ring");
    }
    printf("got %d MiB\n", mib);
    pause();
    return 0;
}

/* Sends itself what it doesn't read, by so many sockets. */
static int unread(const char *kind, int wanted) {
    static char text[60000];
    int tcp = !strcmp(kind, "tcp"), type = tcp ? SOCK_STREAM : SOCK_DGRAM;
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof name;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server, (struct sockaddr *)&name, length) < 0 || listen(server, 16) < 0) return fail("listen");
    struct sockaddr_in there = {0};
    getsockname(server, (struct sockaddr *)&there, &length);
    for (int i = 0; i < wanted; i++) {
        int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);
        if (fd < 0) return fail("socket");
        if (tcp) {
            fcntl(fd, F_SETFL, 0);
            if (connect(fd, (struct sockaddr *)&there, length) < 0 || accept(server, NULL, NULL) < 0) return fail("connect");
            fcntl(fd, F_SETFL, O_NONBLOCK);
        } else {
            struct sockaddr_in own = name;
            length = sizeof own;
            if (bind(fd, (struct sockaddr *)&own, length) < 0) return fail("bind");
            getsockname(fd, (struct sockaddr *)&own, &length);
            connect(fd, (struct sockaddr *)&own, length);
        }
        for (int sent = 0; sent < 200 && send(fd, text, sizeof text, MSG_NOSIGNAL) > 0; sent++) {}
    }
    printf("sent\n");
    pause();
    return 0;
}

int main(int count, char **words) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    const char *verb = count > 1 ? words[1] : "";
    if (!strcmp(verb, "calls")) return calls();
    if (!strcmp(verb, "newer")) return newer();
    if (!strcmp(verb, "handle") && count == 3) return handle(words[2]);
    if (!strcmp(verb, "bind") && count == 4) return bind_to(words[2], atoi(words[3]));
    if (!strcmp(verb, "listen") && count == 3) return listen_on(atoi(words[2]));
    if (!strcmp(verb, "speak") && count == 6) return speak(words[2], words[3], atoi(words[4]), words[5]);
    if (!strcmp(verb, "files")) return files();
    if (!strcmp(verb, "hold") && count == 6) return hold(words[2], atoi(words[3]), atoi(words[4]), (size_t)atoi(words[5]) << 20);
    if (!strcmp(verb, "flows") && count == 4) return flows(words[2], atoi(words[3]));
    if (!strcmp(verb, "ring") && count == 3) return ring(atoi(words[2]));
    if (!strcmp(verb, "unread") && count == 4) return unread(words[2], atoi(words[3]));
    fprintf(stderr, "usage: hostile calls | newer | handle PATH | bind ADDRESS PORT | listen PORT | speak FROM TO PORT TEXT | files\n"
                    "       hostile hold ADDRESS PORT COUNT MIB | flows ADDRESS COUNT | ring MIB | unread tcp|udp COUNT\n");
    return 2;
}
