#include "api/audit.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <sys/resource.h>

#include <fmt/format.h>

#include "wasi/host.h"
#include "wasi/names.h"

namespace wald::api {

namespace {

std::string nowText() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  std::tm parts{};
  ::gmtime_r(&now.tv_sec, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     now.tv_nsec / 1000);
}

std::string randomName() {
  std::array<std::uint8_t, 8> bytes{};
  static_cast<void>(wasi::host::random(bytes));
  return toHex(bytes);
}

std::uint64_t microseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 +
         static_cast<std::uint64_t>(time.tv_usec);
}

/// Of all threads of the process, since it started.
std::uint64_t cpuMicroseconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

void addGrants(JsonLine& line, const wasi::Config& wasi, bool threads) {
  line.beginObject("grants").beginArray("directories");
  for (const wasi::Preopen& preopen : wasi.preopens) {
    line.beginObject()
        .string("host", preopen.memory != nullptr ? "memory:" : preopen.hostPath)
        .string("guest", preopen.guestPath)
        .string("access", preopen.writable ? "rw" : "ro")
        .end();
  }
  line.end().beginArray("listeners");
  for (const wasi::Listener& listener : wasi.listeners) line.string(listener.address);
  line.end().beginArray("environment");
  // Values may be secrets.
  for (const std::string& variable : wasi.env) {
    line.string(std::string_view(variable).substr(0, variable.find('=')));
  }
  line.end().boolean("threads", threads);
  line.beginArray("withheld");
  for (const std::string& function : wasi.withheld) line.string(function);
  line.end().end();
}

void addLimits(JsonLine& line, const runtime::Limits& limits) {
  line.beginObject("limits");
  if (limits.memoryBytes != runtime::Limits{}.memoryBytes) {
    line.number("memory_bytes", limits.memoryBytes);
  }
  line.number("stack_bytes", limits.stackBytes).number("gc_heap_bytes", limits.gcHeapBytes);
  line.number("table_elements", limits.tableElements);
  if (limits.fuel) line.number("fuel", *limits.fuel);
  if (limits.deadline) {
    line.number("timeout_us", static_cast<std::uint64_t>(limits.deadline->count() / 1000));
  }
  line.end();
}

}  // namespace

Audit::Audit(std::unique_ptr<AuditSink> sink) : sink_(std::move(sink)), run_(randomName()) {}

JsonLine Audit::begin(std::string_view event) const {
  JsonLine line(longestString);
  line.beginObject().string("event", event).string("time", nowText()).string("run", run_);
  return line;
}

std::string Audit::finish(JsonLine& line) {
  if (line.isCut()) line.boolean("cut", true);
  line.end();
  return line.text() + '\n';
}

void Audit::start(const Start& start) {
  JsonLine line = begin("start");
  line.string("wald", WALD_VERSION).string("file", start.file);
  if (start.module) line.string("sha256", toHex(*start.module));
  line.string("engine", start.engine);
  if (!start.invoke.empty()) line.string("invoke", start.invoke);
  line.number("argument_count", start.argumentCount);
  line.number("argument_bytes", start.argumentBytes);
  addGrants(line, start.grants, start.threads);
  addLimits(line, start.limits);
  line.beginObject("labels");
  for (const auto& [key, value] : start.labels) line.string(key, value);
  line.end();
  const std::lock_guard lock(mutex_);
  sink_->write(finish(line));
}

void Audit::deny(const wasi::Denial& denial) {
  JsonLine line = begin("denial");
  line.string("function", denial.function).string("capability", denial.capability);
  line.beginArray("places");
  for (const wasi::Denial::Place& place : denial.places) {
    line.beginObject();
    if (place.descriptor) line.number("descriptor", *place.descriptor);
    if (!place.standsFor.empty()) line.string("host", place.standsFor);
    if (place.path) line.string("path", *place.path);
    line.end();
  }
  line.end().string("errno", wasi::nameOf(denial.reason)).string("why", wasi::whyOf(denial.reason));
  const std::string text = finish(line);

  const std::lock_guard lock(mutex_);
  if (isEnded_) return;
  ++denials_;
  if (text.size() > mostBytes - written_ || !sink_->tryWrite(text)) {
    ++omitted_;
    return;
  }
  written_ += text.size();
}

void Audit::end(const End& end) {
  const auto duration = std::chrono::steady_clock::now() - begin_;
  const std::lock_guard lock(mutex_);
  if (isEnded_) return;
  isEnded_ = true;
  JsonLine line = begin("end");
  line.string("outcome", end.outcome).number("status", static_cast<std::uint64_t>(end.status));
  if (!end.trap.empty()) line.string("trap", end.trap);
  if (end.signal != 0) line.number("signal", static_cast<std::uint64_t>(end.signal));
  line.number("duration_us",
              static_cast<std::uint64_t>(
                  std::chrono::duration_cast<std::chrono::microseconds>(duration).count()));
  line.number("cpu_us", cpuMicroseconds());
  if (end.fuel) line.number("fuel", *end.fuel);
  if (end.memory) line.number("peak_memory_bytes", *end.memory);
  line.number("host_calls", end.calls).number("denials", denials_);
  line.number("omitted", omitted_);
  sink_->write(finish(line));
}

}  // namespace wald::api
