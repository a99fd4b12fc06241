#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "runtime/stop_signal.h"
#include "spectest/runner.h"
#include "spectest/session.h"

namespace wald::spectest {

/// The threads of a script (`thread` and `wait` of the threads proposal): each runs its commands on a thread of the
/// system, in a session of its own that has the shared memories of one instance.
class ScriptThreads {
public:
  ScriptThreads() = default;
  /// Ends threads that nobody waited for.
  ~ScriptThreads();
  ScriptThreads(const ScriptThreads&) = delete;
  ScriptThreads& operator=(const ScriptThreads&) = delete;

  /// What a thread does; called on it.
  using Body = std::function<void(Session& session, ScriptReport& report)>;

  /// Starts the thread of a command, which has to live until it is waited for.
  Result<void> start(const text::ScriptCommand& command, const Session& parent, Body body);
  /// Gives what came of a thread's commands when it has ended. Without a name: of the latest thread.
  Result<ScriptReport> wait(const std::string& name);
  /// The names of threads that nobody waited for yet, with `$`.
  std::string names() const;

private:
  struct Running {
    std::unique_ptr<Session> session;
    ScriptReport report;
    std::thread thread;
  };

  runtime::StopSignal stop_;
  std::map<std::string, Running, std::less<>> running_;
  std::string latest_;
};

}  // namespace wald::spectest
