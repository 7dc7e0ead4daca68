#include "locked.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"

struct guard_helper {
	int fd;                         /* over which jobs go, each as the end of a socket */
	pid_t process;
	pthread_mutex_t lock;
};

/* --- the child --- */

static const int needed[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(futex), SCMP_SYS(clock_gettime),
};

static bool shut_in(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int status = filter ? 0 : -ENOMEM;
	for (size_t i = 0; i < COUNT_OF(needed) && status == 0; i++)
		status = seccomp_rule_add(filter, SCMP_ACT_ALLOW, needed[i], 0);
	if (status == 0)
		status = seccomp_load(filter);
	if (filter)
		seccomp_release(filter);
	return status == 0;
}

static void limit(int what, rlim_t most)
{
	setrlimit(what, &(struct rlimit){ most, most });
}

static void be_child(int fd, void (*work)(int fd))
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	for (size_t i = 0; i < COUNT_OF(faults); i++)
		signal(faults[i], SIG_DFL); /* it ends, and tells nobody */
#if !defined(CHILD_UNLIMITED)
	limit(RLIMIT_AS, CHILD_MEMORY);
#endif
	limit(RLIMIT_CPU, CHILD_SECONDS);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (shut_in())
		work(fd);
	_exit(0);
}

/* --- the helper --- */

static int take_end(int fd)
{
	char byte;
	union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control;
	struct iovec piece = { &byte, 1 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
	ssize_t got;
	do
		got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	struct cmsghdr *first = got == 1 ? CMSG_FIRSTHDR(&message) : NULL;
	int end = -1;
	if (first && first->cmsg_type == SCM_RIGHTS)
		memcpy(&end, CMSG_DATA(first), sizeof end);
	return end;
}

static void be_helper(int fd, void (*work)(int fd))
{
	struct sigaction none = { .sa_handler = SIG_IGN, .sa_flags = SA_NOCLDWAIT };
	int end;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGCHLD, &none, NULL);
	signal(SIGINT, SIG_IGN); /* of the terminal: the server ends first, then this */
	signal(SIGPIPE, SIG_IGN);
	while ((end = take_end(fd)) >= 0) {
		if (!fork()) {
			close(fd);
			be_child(end, work);
		}
		close(end);
	}
	_exit(0);
}

struct guard_helper *guard_helper_start(void (*work)(int fd))
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return NULL;
	pid_t process = fork();
	if (!process) {
		close(ends[0]);
		be_helper(ends[1], work);
	}
	close(ends[1]);
	struct guard_helper *helper = process > 0 ? calloc(1, sizeof *helper) : NULL;
	if (!helper) {
		close(ends[0]);
		return NULL;
	}
	*helper = (struct guard_helper){ .fd = ends[0], .process = process };
	pthread_mutex_init(&helper->lock, NULL);
	return helper;
}

void guard_helper_stop(struct guard_helper *helper)
{
	if (!helper)
		return;
	close(helper->fd);
	while (waitpid(helper->process, NULL, 0) < 0 && errno == EINTR)
		;
	pthread_mutex_destroy(&helper->lock);
	free(helper);
}

/* --- a job --- */

static bool send_end(struct guard_helper *helper, int end)
{
	char byte = 'j';
	union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = { { 0 } };
	struct iovec piece = { &byte, 1 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
	struct cmsghdr *first = CMSG_FIRSTHDR(&message);
	*first = (struct cmsghdr){ .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof end) };
	memcpy(CMSG_DATA(first), &end, sizeof end);
	pthread_mutex_lock(&helper->lock);
	bool sent = sendmsg(helper->fd, &message, MSG_NOSIGNAL) == 1;
	pthread_mutex_unlock(&helper->lock);
	return sent;
}

/* A child that has seen enough closes its end: what is left is not sent. */
static void give_all(int fd, ssize_t (*give)(void *state, char *out, size_t most), void *state)
{
	char some[16384];
	ssize_t size;
	while ((size = give(state, some, sizeof some)) > 0)
		for (ssize_t done = 0; done < size;) {
			ssize_t sent = send(fd, some + done, (size_t)(size - done), MSG_NOSIGNAL);
			if (sent <= 0 && errno != EINTR)
				return;
			done += sent > 0 ? sent : 0;
		}
}

static struct str take_all(int fd, struct arena *arena)
{
	struct buf out = BUF_IN(arena);
	char some[16384];
	ssize_t got;
	while ((got = recv(fd, some, sizeof some, 0)) > 0 || (got < 0 && errno == EINTR)) {
		if (got > 0)
			buf_add(&out, (struct str){ some, (size_t)got });
		if (out.len > CHILD_ANSWER)
			return STR("");
	}
	return got == 0 ? buf_str(&out) : STR("");
}

bool guard_helper_ask(struct guard_helper *helper, ssize_t (*give)(void *state, char *out, size_t most), void *state, struct arena *arena, struct str *out, struct error *err)
{
	int ends[2];
	const struct timeval most = { .tv_sec = CHILD_SECONDS };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return error_set(err, ERR_SYSTEM, "Pictures cannot be opened now.", "Try again in a minute.", "socketpair: %s", strerror(errno));
	setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
	bool sent = send_end(helper, ends[1]);
	close(ends[1]);
	if (sent) {
		give_all(ends[0], give, state);
		shutdown(ends[0], SHUT_WR);
		*out = take_all(ends[0], arena);
	}
	close(ends[0]);
	return sent || error_set(err, ERR_SYSTEM, "Pictures cannot be opened now.", "Start the server again.", "the helper has ended");
}
