#include "tools/wald/compiler.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "tools/wald/compiler_protocol.h"

extern char** environ;

namespace wald::command {

namespace {

constexpr std::string_view program = "waldc";

bool isProgram(const std::string& path) { return access(path.c_str(), X_OK) == 0; }

/// The folder of this program; empty where the system does not say.
std::string ownFolder() {
  char path[PATH_MAX];
  const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  if (size <= 0) return {};
  const std::string_view whole(path, static_cast<std::size_t>(size));
  return std::string(whole.substr(0, whole.rfind('/')));
}

template <typename T>
void append(std::vector<std::uint8_t>& to, T number) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(&number);
  to.insert(to.end(), bytes, bytes + sizeof number);
}

}  // namespace

Result<std::string> findCompiler() {
  const std::string own = ownFolder();
  std::vector<std::string> folders = {own, own + "/../libexec/wald"};
  const char* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    folders.emplace_back(rest.substr(0, colon));
    rest = colon == std::string_view::npos ? "" : rest.substr(colon + 1);
  }
  for (const std::string& folder : folders) {
    const std::string candidate = fmt::format("{}/{}", folder, program);
    if (!folder.empty() && isProgram(candidate)) return candidate;
  }
  return Error(ErrorKind::Io,
               fmt::format("compiling needs the program '{}', which is neither in {}, nor in "
                           "{}/../libexec/wald, nor in PATH: install wald's compiler, which is "
                           "built where LLVM 19 is (on Debian: llvm-19-dev)",
                           program, own, own));
}

Compiler::~Compiler() { stop(); }

Result<void> Compiler::start() {
  WALD_TRY_ASSIGN(path, findCompiler());
  // A socket, not pipes: writing to one whose other end died is an error and no signal.
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Error(ErrorKind::Io, std::strerror(errno));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::string name(program);
  std::string serve = "--serve";
  char* const args[] = {name.data(), serve.data(), nullptr};
  pid_t process = -1;
  const int code = posix_spawn(&process, path.c_str(), &actions, nullptr, args, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (code != 0) {
    close(ends[0]);
    return Error(ErrorKind::Io, fmt::format("{}: {}", path, std::strerror(code)));
  }
  socket_ = ends[0];
  process_ = process;
  return {};
}

std::string Compiler::stop() {
  if (process_ < 0) return {};
  close(socket_);
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {}
  socket_ = -1;
  process_ = -1;
  if (WIFSIGNALED(status)) return fmt::format("signal {}", WTERMSIG(status));
  return fmt::format("status {}", WEXITSTATUS(status));
}

bool Compiler::send(std::span<const std::uint8_t> bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

bool Compiler::receive(std::span<std::uint8_t> bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = recv(socket_, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

Result<std::vector<std::uint8_t>> Compiler::compile(std::span<const std::uint8_t> module,
                                                    std::span<const std::string_view> options) {
  if (process_ < 0) WALD_TRY(start());
  std::vector<std::uint8_t> head;
  append(head, static_cast<std::uint32_t>(options.size()));
  for (const std::string_view option : options) {
    append(head, static_cast<std::uint32_t>(option.size()));
    head.insert(head.end(), option.begin(), option.end());
  }
  append(head, std::uint64_t{module.size()});

  std::uint8_t answer[1 + sizeof(std::uint64_t)] = {};
  std::vector<std::uint8_t> content;
  const auto exchange = [&] {
    if (!send(head) || !send(module) || !receive(answer)) return false;
    std::uint64_t size = 0;
    std::memcpy(&size, answer + 1, sizeof size);
    content.resize(static_cast<std::size_t>(size));
    return receive(content);
  };
  if (!exchange()) {
    return Error(ErrorKind::Internal, fmt::format("the compiler died ({})", stop()));
  }
  if (answer[0] == protocol::done) return content;
  const auto kind = static_cast<ErrorKind>(answer[0] - 1);
  // After a defect of its own it ends.
  if (kind == ErrorKind::Internal) stop();
  return Error(kind,
               std::string_view(reinterpret_cast<const char*>(content.data()), content.size()));
}

}  // namespace wald::command
