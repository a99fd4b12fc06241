#include <fmt/format.h>

#include "bench/coldstart/bounds.h"
#include "bench/coldstart/report.h"
#include "bench/coldstart/statistics.h"
#include "bench/coldstart/units.h"

namespace wald::coldstart {

namespace {

std::string rowText(const Row& row, double base) {
  if (!row.isMeasured()) return fmt::format("  {:20} {}\n", row.name, row.reason);
  const auto walls = sortedOf(row.walls());
  const double median = quantile(walls, 0.5);
  const std::string cpu = row.isProcess ? timeText(medianOf(row.cpus())) : "";
  const std::string peak =
      row.isProcess ? sizeText(static_cast<double>(row.peakKilobytes()) * 1024) : "";
  return fmt::format("  {:20} {:>9} {:>9} {:>9} {:>8} {:>9} {:>9} {:>9} {:>6}\n", row.name,
                     timeText(median), timeText(quantile(walls, 0.9)),
                     timeText(quantile(walls, 0.99)), numberText(median / base), cpu, peak,
                     sizeText(static_cast<double>(row.bytes)), walls.size());
}

std::string workloadText(const WorkloadRows& rows) {
  const Row* const base = rows.row(rows.yardstick);
  std::string text = fmt::format("\n{}\n", rows.title);
  if (base != nullptr) {
    text += fmt::format("  {:20} {:>9} {:>9} {:>9} {:>8} {:>9} {:>9} {:>9} {:>6}\n", "", "p50",
                        "p90", "p99", "×", "CPU", "peak", "ships", "runs");
  }
  const double median = base == nullptr ? 1 : medianOf(base->walls());
  for (const Row& row : rows.rows) {
    if (row.isMeasured()) text += rowText(row, median);
  }
  std::string absent;
  for (const Row& row : rows.rows) {
    if (row.isMeasured()) continue;
    if (row.reason.ends_with("is not installed")) {
      absent += fmt::format("{}{}", absent.empty() ? "" : ", ", row.name);
    } else {
      text += rowText(row, median);
    }
  }
  if (!absent.empty()) text += fmt::format("  not installed: {}\n", absent);
  if (base != nullptr) text += fmt::format("  ×: in medians of {}\n", rows.yardstick);
  return text;
}

std::string ratesText(const std::vector<RateRow>& rates) {
  if (rates.empty()) return {};
  std::string text = "\nstarts of hello per second, by so many workers on all cores\n";
  for (const RateRow& row : rates) {
    text += fmt::format("  {:20}", row.name);
    for (const RateRow::Rate& rate : row.rates) {
      text += fmt::format(" {:>4}: {:>9.0f}", rate.workers, rate.perSecond);
    }
    text += row.reason.empty() ? "\n" : fmt::format(" {}\n", row.reason);
  }
  return text;
}

std::string instancesText(const std::vector<InstanceRow>& rows) {
  if (rows.empty()) return {};
  std::string text = "\nin one process: a store, an instance, a call, their end\n";
  for (const InstanceRow& row : rows) {
    if (!row.reason.empty()) {
      text += fmt::format("  {:24} {}\n", row.name, row.reason);
      continue;
    }
    const auto times = sortedOf(row.times);
    text += fmt::format("  {:24} p50 {:>9}  p90 {:>9}  p99 {:>9}  {:>6} times\n", row.name,
                        timeText(quantile(times, 0.5)), timeText(quantile(times, 0.9)),
                        timeText(quantile(times, 0.99)), times.size());
  }
  return text;
}

std::string idleText(const std::vector<IdleRow>& rows) {
  if (rows.empty()) return {};
  std::string text = "\nidle instances of hello in one process\n";
  for (const IdleRow& row : rows) {
    text += fmt::format("  {:24} {} of {}", row.name, row.count, row.wanted);
    if (row.count > 0) {
      text += fmt::format(
          ": {} each ({} resident, {} page tables); {:.0f} in a GB", sizeText(row.bytesEach()),
          sizeText(static_cast<double>(row.residentBytes) / static_cast<double>(row.count)),
          sizeText(static_cast<double>(row.pageTableBytes) / static_cast<double>(row.count)),
          1073741824.0 / row.bytesEach());
    }
    text += row.reason.empty() ? "\n" : fmt::format(" ({})\n", row.reason);
  }
  return text;
}

std::string boundsText(const Report& report) {
  std::string text = "\nbounds\n";
  for (const Bound& bound : checkBounds(report)) {
    const char* const verdict = !bound.isMet ? "?" : *bound.isMet ? "met" : "NOT MET";
    text += fmt::format("  {:8} {}: {} ({})\n", verdict, bound.what, bound.measured, bound.bound);
  }
  return text;
}

}  // namespace

std::string reportText(const Report& report) {
  const Machine& machine = report.machine;
  std::string text =
      fmt::format("{}, {} cores, {}, {}, {} of memory, load {} at the beginning, {}\n", machine.cpu,
                  machine.cores, machine.kernel, machine.system,
                  sizeText(static_cast<double>(machine.memoryBytes)), machine.load, machine.date);
  text += fmt::format("{}, {}; children on core {}; the launcher has {}\n", report.wald,
                      sizeText(static_cast<double>(report.waldBytes)), report.core,
                      sizeText(static_cast<double>(report.launcherKilobytes) * 1024));
  for (const WorkloadRows& rows : report.workloads) text += workloadText(rows);
  text += ratesText(report.rates) + instancesText(report.instances) + idleText(report.idle) +
          boundsText(report);
  text += "\nnot comparable, and what figures are\n";
  for (const char* const sentence : notComparable) text += fmt::format("  - {}\n", sentence);
  return text;
}

}  // namespace wald::coldstart
