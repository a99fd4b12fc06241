#include "bench/coldstart/containerd.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <fmt/format.h>

#include "bench/coldstart/process.h"

extern char** environ;

namespace wald::coldstart {

Containerd::Containerd(int pid, std::string socket) : pid_(pid), socket_(std::move(socket)) {}

Containerd::~Containerd() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

Result<std::unique_ptr<Containerd>>
Containerd::start(const std::string& containerd, const std::string& ctr, const std::string& work) {
  const std::string folder = work + "/containerd";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string socket = folder + "/socket";
  const std::string config = folder + "/config.toml";
  const std::string log = folder + "/log";
  // Without the part that Kubernetes talks to, which starts slowly.
  WALD_TRY(writeFile(config, fmt::format("version = 2\nroot = \"{0}/root\"\nstate = \"{0}/state\"\n"
                                         "disabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n"
                                         "[grpc]\n  address = \"{1}\"\n",
                                         folder, socket)));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {1, 2}) {
    posix_spawn_file_actions_addopen(&actions, fd, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  }
  char* arguments[] = {const_cast<char*>(containerd.c_str()), const_cast<char*>("--config"),
                       const_cast<char*>(config.c_str()), nullptr};
  int pid = 0;
  const int failed = posix_spawn(&pid, containerd.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return Error(ErrorKind::Io, "containerd can't be started");
  std::unique_ptr<Containerd> started(new Containerd(pid, socket));
  for (int i = 0; i < 100; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    if (runTool({ctr, "--address", socket, "--connect-timeout", "1s", "version"})) return started;
    if (waitpid(pid, nullptr, WNOHANG) != 0) break;
  }
  return Error(ErrorKind::Io,
               fmt::format("containerd does not answer: {}", lastLine(readFile(log))));
}

}  // namespace wald::coldstart
