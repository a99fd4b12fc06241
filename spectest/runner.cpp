#include "spectest/runner.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "spectest/round_trip.h"
#include "spectest/session.h"
#include "spectest/threads.h"
#include "spectest/values.h"
#include "support/excerpt.h"
#include "valid/custom_sections.h"

namespace wald::spectest {

namespace {

/// Why a command failed; none if it passed.
using Complaint = std::optional<std::string>;

std::string describe(const Error& error) {
  return fmt::format("{}: {}", toString(error.kind()), error.message());
}

Complaint complaintOf(const Result<void>& result) {
  return result ? Complaint() : describe(result.error());
}

/// Scripts give the beginning of the text that is to be printed.
bool saysAsExpected(std::string_view actual, std::string_view expected) {
  return actual.starts_with(expected);
}

std::string joined(std::span<const runtime::Value> values) {
  std::string out;
  for (const runtime::Value& value : values) out += ' ' + toString(value);
  return out;
}

Complaint checkError(const Error& error, ErrorKind kind, std::string_view message) {
  if (error.kind() == kind && saysAsExpected(error.message(), message)) return std::nullopt;
  return fmt::format("expected {}: {}, got {}", toString(kind), message, describe(error));
}

Complaint checkTrap(const runtime::TrapPtr& trap, std::string_view message) {
  if (!trap) return fmt::format("expected the trap \"{}\", but there was none", message);
  if (saysAsExpected(trap->message(), message)) return std::nullopt;
  return fmt::format("expected the trap \"{}\", got \"{}\"", message, trap->message());
}

/// Runs the commands of one script in a session.
class ScriptRunner {
public:
  ScriptRunner(Session& session, const ScriptOptions& options, ScriptReport& report)
      : session_(session), options_(options), report_(report) {}

  void run(const text::ScriptCommand& command) {
    lastLine_ = command.line;
    const std::string_view skip = reasonToSkip(command.kind);
    const bool checksOnly = !skip.empty() && hasModule(command.kind);
    const Complaint complaint = checksOnly     ? checkModule(command)
                                : skip.empty() ? execute(command)
                                               : Complaint();
    Counts& counts = report_.of(command.kind);
    if (complaint) {
      ++counts.failed;
      report_.failures.push_back({command.line, command.kind, *complaint});
    } else if (skip.empty() || (checksOnly && command.kind == CommandKind::Module)) {
      ++counts.passed;
    } else {
      ++counts.skipped;
      ++report_.skips[std::string(skip)];
    }
  }

  /// Threads that nobody waited for are a defect of the script.
  void finish() {
    const std::string names = threads_.names();
    if (names.empty()) return;
    ++report_.of(CommandKind::Wait).failed;
    report_.failures.push_back({lastLine_, CommandKind::Wait, "nothing waits for " + names});
  }

private:
  /// Empty if the command can be run.
  std::string_view reasonToSkip(CommandKind kind) const {
    switch (kind) {
      case CommandKind::AssertMalformed:
      case CommandKind::AssertInvalid:
      case CommandKind::AssertMalformedCustom:
      case CommandKind::AssertInvalidCustom: return {};
      default: return options_.validateOnly;
    }
  }

  static bool hasModule(CommandKind kind) {
    return kind == CommandKind::Module || kind == CommandKind::AssertUnlinkable ||
           kind == CommandKind::AssertTrapModule;
  }

  wasm::Features features() const { return options_.config.features; }

  Complaint checkModule(const text::ScriptCommand& command) const {
    const auto valid = validModule(command.module, features());
    return valid ? Complaint() : describe(valid.error());
  }

  Complaint execute(const text::ScriptCommand& command);
  Complaint refused(const text::ScriptCommand& command, ErrorKind kind) const;
  Complaint refusedCustom(const text::ScriptCommand& command) const;
  Complaint unlinkable(const text::ScriptCommand& command);
  Complaint trapsWhenInstantiated(const text::ScriptCommand& command);
  Complaint action(const text::ScriptCommand& command);
  Complaint returns(const text::ScriptCommand& command);
  Complaint traps(const text::ScriptCommand& command);
  Complaint trapsAs(const text::ScriptCommand& command, wasm::TrapKind kind);

  Complaint startThread(const text::ScriptCommand& command);
  Complaint waitForThread(const text::ScriptCommand& command);

  Session& session_;
  const ScriptOptions& options_;
  ScriptReport& report_;
  ScriptThreads threads_;
  std::uint32_t lastLine_ = 0;
};

Complaint ScriptRunner::execute(const text::ScriptCommand& command) {
  switch (command.kind) {
    case CommandKind::Module:
      return complaintOf(command.module.isDefinition ? session_.define(command.module)
                                                     : session_.run(command.module));
    case CommandKind::Instance: return complaintOf(session_.instantiate(command.instance));
    case CommandKind::Register:
      return complaintOf(session_.registerInstance(command.registerAs, command.instance.name));
    case CommandKind::Action: return action(command);
    case CommandKind::AssertReturn: return returns(command);
    case CommandKind::AssertTrap: return traps(command);
    case CommandKind::AssertExhaustion: return trapsAs(command, wasm::TrapKind::StackOverflow);
    case CommandKind::AssertException: return trapsAs(command, wasm::TrapKind::UncaughtException);
    case CommandKind::AssertMalformed:
    case CommandKind::AssertMalformedCustom: return refused(command, ErrorKind::Malformed);
    case CommandKind::AssertInvalid:
    case CommandKind::AssertInvalidCustom: return refusedCustom(command);
    case CommandKind::AssertUnlinkable: return unlinkable(command);
    case CommandKind::AssertTrapModule: return trapsWhenInstantiated(command);
    case CommandKind::Thread: return startThread(command);
    case CommandKind::Wait: return waitForThread(command);
  }
  return "this command can't be run";
}

Complaint ScriptRunner::startThread(const text::ScriptCommand& command) {
  return complaintOf(threads_.start(command, session_, [&](Session& session, ScriptReport& report) {
    ScriptRunner runner(session, options_, report);
    for (const text::ScriptCommand& each : command.commands) runner.run(each);
    runner.finish();
  }));
}

Complaint ScriptRunner::waitForThread(const text::ScriptCommand& command) {
  auto report = threads_.wait(command.thread);
  if (!report) return describe(report.error());
  report_.add(std::move(*report));
  return std::nullopt;
}

Complaint ScriptRunner::refusedCustom(const text::ScriptCommand& command) const {
  const auto valid = validModule(command.module, features());
  if (!valid) return checkError(valid.error(), ErrorKind::Invalid, command.message);
  const auto checked = valid::checkCustomSections((*valid)->module());
  if (!checked) return checkError(checked.error(), ErrorKind::Invalid, command.message);
  return fmt::format("expected invalid: {}, but the module is valid", command.message);
}

Complaint ScriptRunner::refused(const text::ScriptCommand& command, ErrorKind kind) const {
  const auto valid = validModule(command.module, features());
  if (!valid) return checkError(valid.error(), kind, command.message);
  return fmt::format("expected {}: {}, but the module is valid", toString(kind), command.message);
}

Complaint ScriptRunner::unlinkable(const text::ScriptCommand& command) {
  const auto instantiation = session_.instantiate(command.module);
  if (!instantiation) {
    return checkError(instantiation.error(), ErrorKind::Unlinkable, command.message);
  }
  return fmt::format("expected unlinkable: {}, but the module was linked", command.message);
}

Complaint ScriptRunner::trapsWhenInstantiated(const text::ScriptCommand& command) {
  const auto instantiation = session_.instantiate(command.module);
  if (!instantiation) return describe(instantiation.error());
  return checkTrap(instantiation->trap, command.message);
}

Complaint ScriptRunner::action(const text::ScriptCommand& command) {
  const auto outcome = session_.perform(command.action);
  if (!outcome) return describe(outcome.error());
  if (outcome->trap) return fmt::format("trapped: {}", outcome->trap->message());
  return std::nullopt;
}

Complaint ScriptRunner::returns(const text::ScriptCommand& command) {
  const auto outcome = session_.perform(command.action);
  if (!outcome) return describe(outcome.error());
  if (outcome->trap) return fmt::format("trapped: {}", outcome->trap->message());
  return difference(command.expected, outcome->results, session_.engine());
}

Complaint ScriptRunner::traps(const text::ScriptCommand& command) {
  const auto outcome = session_.perform(command.action);
  if (!outcome) return describe(outcome.error());
  if (!outcome->trap) {
    return fmt::format("expected the trap \"{}\", but it returned{}", command.message,
                       joined(outcome->results));
  }
  return checkTrap(outcome->trap, command.message);
}

Complaint ScriptRunner::trapsAs(const text::ScriptCommand& command, wasm::TrapKind kind) {
  const auto outcome = session_.perform(command.action);
  if (!outcome) return describe(outcome.error());
  if (outcome->trap && outcome->trap->kind != kind) {
    return fmt::format("expected the trap \"{}\", got \"{}\"", wasm::phraseOf(kind),
                       outcome->trap->message());
  }
  return checkTrap(outcome->trap, command.message);
}

void runCommands(ScriptEngine& engine, std::string_view source, std::string_view file,
                 const ScriptOptions& options, ScriptReport& report) {
  const auto commands = text::parseScript(source, options.config.features);
  if (!commands) {
    report.error = commands.error().format(file);
    // The report indents the first line only.
    if (const std::string place = excerptOf(commands.error(), 7); !place.empty()) {
      report.error += '\n' + place.substr(0, place.size() - 1);
    }
    return;
  }
  auto session = Session::create(engine, options.config, options.printed);
  if (!session) {
    report.error = session.error().format(file);
    return;
  }
  if (options.roundTrip) {
    report.roundTrips = checkRoundTrips(*commands, options.config.features);
  }
  ScriptRunner runner(**session, options, report);
  for (const text::ScriptCommand& command : *commands) runner.run(command);
  runner.finish();
  report.interpretedFunctions = (*session)->engine().interpretedFunctions();
}

}  // namespace

std::string_view nameOf(CommandKind kind) {
  switch (kind) {
    case CommandKind::Module: return "module";
    case CommandKind::Instance: return "module instance";
    case CommandKind::Register: return "register";
    case CommandKind::Action: return "action";
    case CommandKind::AssertReturn: return "assert_return";
    case CommandKind::AssertTrap: return "assert_trap";
    case CommandKind::AssertExhaustion: return "assert_exhaustion";
    case CommandKind::AssertException: return "assert_exception";
    case CommandKind::AssertMalformed: return "assert_malformed";
    case CommandKind::AssertInvalid: return "assert_invalid";
    case CommandKind::AssertUnlinkable: return "assert_unlinkable";
    case CommandKind::AssertTrapModule: return "assert_trap of a module";
    case CommandKind::AssertMalformedCustom: return "assert_malformed_custom";
    case CommandKind::AssertInvalidCustom: return "assert_invalid_custom";
    case CommandKind::Thread: return "thread";
    case CommandKind::Wait: return "wait";
  }
  return "unknown";
}

bool isAssertion(CommandKind kind) {
  return kind >= CommandKind::AssertReturn && kind <= CommandKind::AssertInvalidCustom;
}

Counts& Counts::operator+=(const Counts& other) {
  passed += other.passed;
  failed += other.failed;
  expectedFailures += other.expectedFailures;
  skipped += other.skipped;
  return *this;
}

Counts ScriptReport::total() const {
  Counts sum;
  for (const Counts& each : counts) sum += each;
  return sum;
}

Counts ScriptReport::assertions() const {
  Counts sum;
  for (std::size_t i = 0; i < commandKinds; ++i) {
    if (isAssertion(static_cast<CommandKind>(i))) sum += counts[i];
  }
  return sum;
}

void ScriptReport::add(ScriptReport thread) {
  for (std::size_t i = 0; i < commandKinds; ++i) counts[i] += thread.counts[i];
  std::ranges::move(thread.failures, std::back_inserter(failures));
  for (const auto& [reason, count] : thread.skips) skips[reason] += count;
}

ScriptReport runScript(ScriptEngine& engine, std::string_view source, std::string_view file,
                       const ScriptOptions& options) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  ScriptReport report;
  runCommands(engine, source, file, options, report);
  report.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return report;
}

}  // namespace wald::spectest
