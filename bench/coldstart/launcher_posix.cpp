#include "bench/coldstart/launcher.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "support/descriptor_io_posix.h"

namespace wald::coldstart {

namespace {

Error refused(std::string_view what) {
  return Error(ErrorKind::Io, fmt::format("{}: {}", what, std::strerror(errno)));
}

}  // namespace

Result<Launcher> Launcher::create(const Options& options) {
  Words words{options.program};
  if (options.cpu) words.insert(words.end(), {"--cpu", fmt::format("{}", *options.cpu)});
  if (!options.unmounted.empty()) words.insert(words.end(), {"--unmount", options.unmounted});
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  char* none[] = {nullptr};

  WALD_TRY(writeFile(options.errors, {}));
  int requests[2];
  int replies[2];
  if (pipe2(requests, O_CLOEXEC) != 0 || pipe2(replies, O_CLOEXEC) != 0) return refused("pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, requests[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, replies[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, options.errors.c_str(),
                                   O_WRONLY | O_APPEND, 0);
  Launcher launcher;
  launcher.errors_ = options.errors;
  launcher.to_ = requests[1];
  launcher.from_ = replies[0];
  // Ignored here, which children would inherit.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int error =
      posix_spawn(&launcher.pid_, arguments[0], &actions, &attributes, arguments.data(), none);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(requests[0]);
  close(replies[1]);
  if (error != 0) {
    launcher.pid_ = -1;
    errno = error;
    return refused(options.program);
  }
  return launcher;
}

Launcher::Launcher(Launcher&& other) noexcept
    : errors_(std::move(other.errors_)), pid_(std::exchange(other.pid_, -1)),
      to_(std::exchange(other.to_, -1)), from_(std::exchange(other.from_, -1)) {}

Launcher& Launcher::operator=(Launcher&& other) noexcept {
  std::swap(errors_, other.errors_);
  std::swap(pid_, other.pid_);
  std::swap(to_, other.to_);
  std::swap(from_, other.from_);
  return *this;
}

Launcher::~Launcher() {
  // It ends when there are no more requests.
  if (to_ >= 0) close(to_);
  if (from_ >= 0) close(from_);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

Result<void> Launcher::send(const Command& command, unsigned milliseconds) {
  std::string strings;
  for (const Words* const words : {&command.arguments, &command.environment}) {
    for (const std::string& word : *words) strings.append(word.c_str(), word.size() + 1);
  }
  if (strings.size() > LaunchRequest::maxBytes) {
    return Error(ErrorKind::Limit, "the command is too long");
  }
  const LaunchRequest request{static_cast<std::uint32_t>(command.arguments.size()),
                              static_cast<std::uint32_t>(command.environment.size()),
                              static_cast<std::uint32_t>(strings.size()), milliseconds};
  // The next read tells if it is gone.
  static_cast<void>(writeAll(to_, &request, sizeof(request)) &&
                    writeAll(to_, strings.data(), strings.size()));
  return {};
}

Result<Launched> Launcher::receive() {
  Launched launched{};
  bool isWhole = readAll(from_, &launched.reply, sizeof(launched.reply));
  if (isWhole) {
    launched.output.resize(launched.reply.outputBytes);
    isWhole = readAll(from_, launched.output.data(), launched.output.size());
  }
  if (!isWhole) return Error(ErrorKind::Io, fmt::format("the launcher ended: {}", takeComplaint()));
  if (launched.reply.error == ETIMEDOUT) {
    return Error(ErrorKind::Io, fmt::format("it did not end in {} s", longestRunSeconds));
  }
  if (launched.reply.error != 0) {
    errno = launched.reply.error;
    return refused("it can't be started");
  }
  return launched;
}

Result<Launched> Launcher::run(const Command& command) {
  WALD_TRY(send(command, 0));
  return receive();
}

Result<void> Launcher::beginRepeating(const Command& command, unsigned milliseconds) {
  return send(command, milliseconds);
}

Result<std::uint64_t> Launcher::ownPeakKilobytes() {
  WALD_TRY(send({}, 0));
  WALD_TRY_ASSIGN(launched, receive());
  return static_cast<std::uint64_t>(launched.reply.peakKilobytes);
}

std::string Launcher::takeComplaint() {
  std::string line = lastLine(readFile(errors_));
  static_cast<void>(writeFile(errors_, {}));
  return line;
}

}  // namespace wald::coldstart
