#include "bench/coldstart/bounds.h"

#include <algorithm>

#include <fmt/format.h>

#include "bench/coldstart/statistics.h"
#include "bench/coldstart/units.h"

namespace wald::coldstart {

namespace {

const char* const waldRows[] = {"wald-interp", "wald-cache", "wald-file"};

const Row* find(const Report& report, const std::string& workload, const std::string& name) {
  const WorkloadRows* const rows = report.workload(workload);
  return rows == nullptr ? nullptr : rows->row(name);
}

/// The medians' ratio; none where one of them was not measured.
std::optional<double> ratioOf(const Row* row, const Row* base) {
  if (row == nullptr || base == nullptr) return {};
  return medianOf(row->walls()) / medianOf(base->walls());
}

Bound judge(std::string what, std::string bound, std::optional<double> value, std::string_view unit,
            bool isMet) {
  if (!value) return {std::move(what), std::move(bound), "not measured in this run", {}};
  std::string text = fmt::format("{:.{}f}{}", *value, unit.empty() ? 0 : 2, unit);
  if (unit == " µs") text = timeText(*value);
  return {std::move(what), std::move(bound), std::move(text), isMet};
}

Bound atMost(std::string what, double most, std::optional<double> value, std::string_view unit) {
  return judge(std::move(what), fmt::format("at most {}{}", most, unit), value, unit,
               value && *value <= most);
}

Bound atLeast(std::string what, double least, std::optional<double> value, std::string_view unit) {
  return judge(std::move(what), fmt::format("at least {}{}", least, unit), value, unit,
               value && *value >= least);
}

const Row* slowestWald(const Report& report) {
  const Row* slowest = nullptr;
  for (const char* const name : waldRows) {
    const Row* const row = find(report, "hello", name);
    const bool isSlower = row != nullptr && (slowest == nullptr ||
                                             medianOf(row->walls()) > medianOf(slowest->walls()));
    if (isSlower) slowest = row;
  }
  return slowest;
}

std::optional<double> largestPeak(const Report& report) {
  std::optional<double> most;
  for (const char* const name : waldRows) {
    const Row* const row = find(report, "hello", name);
    if (row == nullptr) continue;
    most = std::max(most.value_or(0), static_cast<double>(row->peakKilobytes()) / 1024);
  }
  return most;
}

void addInstances(const Report& report, std::vector<Bound>& bounds) {
  for (const InstanceRow& row : report.instances) {
    if (row.bound == 0) continue;
    const auto median = row.reason.empty() && !row.times.empty()
                            ? std::optional(medianOf(row.times))
                            : std::nullopt;
    bounds.push_back(atMost(fmt::format("instance in one process, {}: p50", row.name), row.bound,
                            median, " µs"));
  }
}

void addIdle(const Report& report, std::vector<Bound>& bounds) {
  for (const IdleRow& row : report.idle) {
    if (row.bound == 0) continue;
    const auto count = row.count > 0 ? std::optional(static_cast<double>(row.count)) : std::nullopt;
    // A short run does not ask for so many.
    const bool isAsked = row.wanted >= row.bound;
    bounds.push_back(judge(fmt::format("idle instances, {}", row.name),
                           fmt::format("{}", row.bound), isAsked ? count : std::nullopt, "",
                           row.count >= row.bound));
    bounds.push_back(
        atMost(fmt::format("idle instances, {}: resident memory and page tables of each", row.name),
               16, count ? std::optional(row.bytesEach() / 1024) : std::nullopt, " KB"));
  }
}

}  // namespace

std::vector<Bound> checkBounds(const Report& report) {
  const Row* const native = find(report, "hello", "native-static");
  const Row* const interpreted = find(report, "hello", "wald-interp");
  const Row* const slowest = slowestWald(report);
  std::vector<Bound> bounds;
  for (const char* const name : waldRows) {
    bounds.push_back(atMost(fmt::format("hello, {}, in a native static process", name), 1.5,
                            ratioOf(find(report, "hello", name), native), " ×"));
  }
  for (const char* const name : {"wasm3", "toywasm"}) {
    bounds.push_back(atMost(fmt::format("hello, wald-interp, in {}'s time", name), 1,
                            ratioOf(interpreted, find(report, "hello", name)), " ×"));
  }
  constexpr std::pair<const char*, double> containers[] = {
      {"crun", 8}, {"runc", 25}, {"podman", 150}, {"ctr", 150}};
  for (const auto& [name, least] : containers) {
    bounds.push_back(
        atLeast(fmt::format("hello, {} takes, in the time of wald's slowest row", name), least,
                ratioOf(find(report, "hello", name), slowest), " ×"));
  }
  bounds.push_back(atMost("hello, wald's largest peak of memory", 2, largestPeak(report), " MB"));
  bounds.push_back(atMost(
      "CPython, wald-cache, in the time of Debian's python3", 3,
      ratioOf(find(report, "python", "wald-cache"), find(report, "python", "native-dynamic")),
      " ×"));
  bounds.push_back(atMost(
      "CPython, wald-interp, in toywasm's time", 0.5,
      ratioOf(find(report, "python", "wald-interp"), find(report, "python", "toywasm")), " ×"));
  for (const char* const name : waldRows) {
    bounds.push_back(atMost(fmt::format("the snapshot, {}, in the time of hello", name), 1.5,
                            ratioOf(find(report, "snapshot", name), find(report, "hello", name)),
                            " ×"));
  }
  addInstances(report, bounds);
  addIdle(report, bounds);
  return bounds;
}

}  // namespace wald::coldstart
