#include <cstring>
#include <ctime>

#include <fmt/format.h>
#include <sys/resource.h>

#include "tools/wald/report.h"
#include "tools/wald/startup_trace.h"

namespace wald::command {

namespace {

std::int64_t nanoseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

double microseconds(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e3; }

}  // namespace

StartupTrace::StartupTrace(std::span<char* const> args) {
  for (const char* const arg : args) isOn_ |= std::strcmp(arg, "--startup-trace") == 0;
  step("process, up to main");
}

StartupTrace::Moment StartupTrace::now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return {nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_PROCESS_CPUTIME_ID), usage.ru_minflt};
}

void StartupTrace::note(std::string_view name) {
  if (count_ < steps_.size()) steps_[count_++] = {name, now()};
}

void StartupTrace::end(std::string_view name) {
  if (!isOn_) return;
  note(name);
  const auto row = [](std::string_view step, std::string_view wall, double cpu, long faults) {
    printNote(fmt::format("{:<28}{:>12}{:>12.1f}{:>8}", step, wall, cpu, faults));
  };
  printNote(fmt::format("{:<28}{:>12}{:>12}{:>8}", "start, by steps", "us", "cpu us", "pages"));
  const Moment& first = steps_[0].end;
  // Nobody knows precisely enough when the process began.
  row(steps_[0].name, "", microseconds(first.cpu), first.faults);
  for (std::size_t i = 1; i < count_; ++i) {
    const Moment& before = steps_[i - 1].end;
    const Moment& after = steps_[i].end;
    row(steps_[i].name, fmt::format("{:.1f}", microseconds(after.wall - before.wall)),
        microseconds(after.cpu - before.cpu), after.faults - before.faults);
  }
  const Moment& last = steps_[count_ - 1].end;
  row("all", fmt::format("{:.1f}", microseconds(last.wall - first.wall)), microseconds(last.cpu),
      last.faults);
}

}  // namespace wald::command
