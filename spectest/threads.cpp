#include "spectest/threads.h"

#include <fmt/format.h>

namespace wald::spectest {

ScriptThreads::~ScriptThreads() {
  stop_.request();
  for (auto& [name, running] : running_) running.thread.join();
}

Result<void> ScriptThreads::start(const text::ScriptCommand& command, const Session& parent,
                                  Body body) {
  const std::string name =
      command.thread.empty() ? fmt::format("line {}", command.line) : command.thread;
  if (running_.contains(name)) {
    return Error(ErrorKind::Usage, fmt::format("the thread ${} runs already", name));
  }
  WALD_TRY_ASSIGN(session, parent.fork(command.threadShared, &stop_));
  Running& running = running_[name];
  latest_ = name;
  running.session = std::move(session);
  running.thread =
      std::thread([&running, run = std::move(body)] { run(*running.session, running.report); });
  return {};
}

Result<ScriptReport> ScriptThreads::wait(const std::string& name) {
  const auto found = running_.find(name.empty() ? latest_ : name);
  if (found == running_.end()) {
    return Error(ErrorKind::Usage, fmt::format("no thread ${} runs", name));
  }
  found->second.thread.join();
  ScriptReport report = std::move(found->second.report);
  running_.erase(found);
  return report;
}

std::string ScriptThreads::names() const {
  std::string out;
  for (const auto& [name, running] : running_) out += (out.empty() ? "$" : " $") + name;
  return out;
}

}  // namespace wald::spectest
