// Starts programs for wald-coldstart, and measures them.
//
//     wald-coldstart-launch [--cpu N] [--unmount PATH]
//
// The kernel counts to a child's peak of memory what its parent had resident when it was spawned. So the parent is this: a static program
// without the C++ library, far below a megabyte. With --unmount it first gets mounts of its own and takes one away.

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/coldstart/launch_protocol.h"
#include "support/descriptor_io_posix.h"

namespace {

using wald::readAll;
using wald::writeAll;
using wald::coldstart::LaunchReply;
using wald::coldstart::LaunchRequest;
using wald::coldstart::uniqueName;

constexpr std::uint32_t maxStrings = 256;

char strings[LaunchRequest::maxBytes];
char output[LaunchReply::maxOutput];
char names[maxStrings][48];
char* arguments[maxStrings + 1];
char* variables[maxStrings + 1];

std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

std::int64_t microseconds(const timeval& time) {
  return time.tv_sec * std::int64_t{1'000'000} + time.tv_usec;
}

/// Its rusage has what its parent had.
long ownPeak() {
  char status[2048];
  const int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  const ssize_t size = fd < 0 ? 0 : read(fd, status, sizeof(status) - 1);
  close(fd);
  status[size < 0 ? 0 : size] = '\0';
  const char* const line = std::strstr(status, "VmHWM:");
  return line == nullptr ? 0 : std::atol(line + 6);
}

/// The strings of a request, as a list that ends with null.
char* takeStrings(char** list, std::uint32_t count, char* at) {
  for (std::uint32_t i = 0; i < count; ++i) {
    list[i] = at;
    at += std::strlen(at) + 1;
  }
  list[count] = nullptr;
  return at;
}

/// Whatever keeps its output open for too long is ended.
void drain(int fd, pid_t child, LaunchReply& reply) {
  std::uint32_t used = 0;
  pollfd waited{fd, POLLIN, 0};
  while (true) {
    if (poll(&waited, 1, wald::coldstart::longestRunSeconds * 1000) == 0) {
      kill(child, SIGKILL);
      reply.error = ETIMEDOUT;
      break;
    }
    char rest[256];
    const bool isFull = used == sizeof(output);
    const ssize_t count =
        isFull ? read(fd, rest, sizeof(rest)) : read(fd, output + used, sizeof(output) - used);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    if (!isFull) used += static_cast<std::uint32_t>(count);
  }
  reply.outputBytes = used;
}

void startOnce(char** argv, LaunchReply& reply) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    reply.error = errno;
    return;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t child = 0;
  const std::int64_t begin = now();
  reply.error = posix_spawn(&child, argv[0], &actions, nullptr, argv, variables);
  close(ends[1]);
  if (reply.error == 0) {
    drain(ends[0], child, reply);
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {}
    reply.wallNanoseconds += now() - begin;
    reply.cpuMicroseconds += microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    if (usage.ru_maxrss > reply.peakKilobytes) reply.peakKilobytes = usage.ru_maxrss;
    if (reply.status == 0) reply.status = status;
    ++reply.starts;
  }
  close(ends[0]);
  posix_spawn_file_actions_destroy(&actions);
}

/// The arguments with a name of its own for each start.
void nameStart(char** argv, std::uint32_t count) {
  static unsigned long starts = 0;
  ++starts;
  for (std::uint32_t i = 0; i < count; ++i) {
    argv[i] = arguments[i];
    if (std::strcmp(arguments[i], uniqueName) != 0) continue;
    std::snprintf(names[i], sizeof(names[i]), "wald-coldstart-%d-%lu", getpid(), starts);
    argv[i] = names[i];
  }
  argv[count] = nullptr;
}

void answer(const LaunchRequest& request, LaunchReply& reply) {
  if (request.arguments == 0) {
    reply.peakKilobytes = ownPeak();
    return;
  }
  takeStrings(variables, request.variables, takeStrings(arguments, request.arguments, strings));
  static char* argv[maxStrings + 1];
  const std::int64_t end = now() + request.milliseconds * std::int64_t{1'000'000};
  do {
    nameStart(argv, request.arguments);
    startOnce(argv, reply);
  } while (reply.error == 0 && reply.status == 0 && now() < end);
}

void fail(const char* what) {
  std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--cpu") == 0) {
      cpu_set_t set;
      CPU_ZERO(&set);
      CPU_SET(static_cast<std::size_t>(std::atoi(argv[i + 1])), &set);
      if (sched_setaffinity(0, sizeof(set), &set) != 0) fail("can't stay on one core");
    }
    if (std::strcmp(argv[i], "--unmount") == 0) {
      if (unshare(CLONE_NEWNS) != 0) fail("can't have mounts of its own");
      if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        fail("can't make mounts private");
      if (umount2(argv[i + 1], MNT_DETACH) != 0) fail("can't unmount the unified hierarchy");
    }
  }
  LaunchRequest request{};
  while (readAll(STDIN_FILENO, &request, sizeof(request))) {
    if (request.bytes > sizeof(strings) || request.arguments > maxStrings ||
        request.variables > maxStrings || !readAll(STDIN_FILENO, strings, request.bytes)) {
      return 1;
    }
    LaunchReply reply{};
    answer(request, reply);
    if (!writeAll(STDOUT_FILENO, &reply, sizeof(reply)) ||
        !writeAll(STDOUT_FILENO, output, reply.outputBytes))
      return 1;
  }
  return 0;
}
