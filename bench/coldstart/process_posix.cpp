#include "bench/coldstart/process.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

// Not declared by a header everywhere.
extern char** environ;

namespace wald::coldstart {

namespace {

Error failed(const Words& command, std::string_view what) {
  return Error(ErrorKind::Io, fmt::format("{}: {}", command.front(), what));
}

std::string readToEnd(int fd) {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t count = read(fd, buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

}  // namespace

Result<std::string> runTool(const Words& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return failed(command, std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text = error == 0 ? readToEnd(ends[0]) : std::string();
  close(ends[0]);
  if (error != 0) return failed(command, std::strerror(error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (status != 0) {
    return failed(command, fmt::format("{}: {}", describeStatus(status), lastLine(text)));
  }
  return text;
}

std::string findProgram(std::string_view name) {
  const auto isProgram = [](const std::string& path) {
    return access(path.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(path);
  };
  if (name.find('/') != std::string_view::npos) {
    const std::string path(name);
    return isProgram(path) ? std::filesystem::absolute(path).string() : std::string();
  }
  const char* const all = std::getenv("PATH");
  std::string_view rest = all == nullptr ? std::string_view("/usr/bin:/bin") : all;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string path = fmt::format("{}/{}", rest.substr(0, end), name);
    if (isProgram(path)) return path;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

std::string describeStatus(int status) {
  if (status == 0) return {};
  if (WIFSIGNALED(status)) return fmt::format("ended by signal {}", WTERMSIG(status));
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

Words splitWords(std::string_view text) {
  Words words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string joinWords(const Words& words) { return fmt::format("{}", fmt::join(words, " ")); }

std::string lastLine(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  const std::size_t end = text.rfind('\n');
  if (end != std::string_view::npos) text.remove_prefix(end + 1);
  return std::string(text.substr(0, 200));
}

std::string readFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  std::string text = readToEnd(fd);
  close(fd);
  return text;
}

Result<void> writeFile(const std::string& path, std::string_view contents) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  const bool isWritten =
      file != nullptr && std::fwrite(contents.data(), 1, contents.size(), file) == contents.size();
  const bool isClosed = file != nullptr && std::fclose(file) == 0;
  if (isWritten && isClosed) return {};
  return Error(ErrorKind::Io, fmt::format("can't write {}: {}", path, std::strerror(errno)));
}

}  // namespace wald::coldstart
