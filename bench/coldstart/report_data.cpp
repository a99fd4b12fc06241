// The figures for programs: CSV and JSON.
#include <fmt/format.h>

#include "bench/coldstart/bounds.h"
#include "bench/coldstart/report.h"
#include "bench/coldstart/statistics.h"
#include "support/json_line.h"

namespace wald::coldstart {

namespace {

std::string quoted(std::string_view text) { return fmt::format("\"{}\"", escapeJson(text)); }

/// What a function makes of each, with commas between.
template <typename T, typename Function>
std::string listed(const std::vector<T>& values, const Function& function) {
  std::string text;
  for (const T& value : values) {
    if (!text.empty()) text += ", ";
    text += function(value);
  }
  return "[" + text + "]";
}

std::string numbers(const std::vector<double>& values) {
  return listed(values, [](double value) { return fmt::format("{:.3f}", value); });
}

std::string quantiles(const std::vector<double>& values) {
  const auto sorted = sortedOf(values);
  return fmt::format(R"("p50": {:.3f}, "p90": {:.3f}, "p99": {:.3f})", quantile(sorted, 0.5),
                     quantile(sorted, 0.9), quantile(sorted, 0.99));
}

std::string rowJson(const Row& row) {
  std::string text = fmt::format(R"({{"name": {}, "includes": {}, "command": {})", quoted(row.name),
                                 quoted(row.includes), quoted(row.command));
  if (!row.isMeasured()) return text + fmt::format(R"(, "reason": {}}})", quoted(row.reason));
  text += fmt::format(R"(, "ships": {}, "bytes": {}, {}, "microseconds": {})", quoted(row.ships),
                      row.bytes, quantiles(row.walls()), numbers(row.walls()));
  if (row.isProcess) {
    text += fmt::format(R"(, "peak_kilobytes": {}, "cpu_microseconds": {})", row.peakKilobytes(),
                        numbers(row.cpus()));
  }
  return text + "}";
}

std::string workloadJson(const WorkloadRows& rows) {
  return fmt::format("\n  {{\"name\": {}, \"title\": {}, \"yardstick\": {}, \"rows\": {}}}",
                     quoted(rows.name), quoted(rows.title), quoted(rows.yardstick),
                     listed(rows.rows, [](const Row& row) { return "\n    " + rowJson(row); }));
}

std::string rateJson(const RateRow& row) {
  return fmt::format(R"({}"name": {}, "rates": {}, "reason": {}{})", "\n    {", quoted(row.name),
                     listed(row.rates,
                            [](const RateRow::Rate& rate) {
                              return fmt::format(R"({{"workers": {}, "per_second": {:.1f}}})",
                                                 rate.workers, rate.perSecond);
                            }),
                     quoted(row.reason), "}");
}

std::string instanceJson(const InstanceRow& row) {
  std::string text =
      fmt::format("\n    {{\"name\": {}, \"includes\": {}", quoted(row.name), quoted(row.includes));
  if (row.times.empty()) return text + fmt::format(", \"reason\": {}}}", quoted(row.reason));
  return text + fmt::format(", {}, \"times\": {}}}", quantiles(row.times), row.times.size());
}

std::string idleJson(const IdleRow& row) {
  return fmt::format("\n    {{\"name\": {}, \"wanted\": {}, \"count\": {}, \"resident_bytes\": {}, "
                     "\"page_table_bytes\": {}, \"reason\": {}}}",
                     quoted(row.name), row.wanted, row.count, row.residentBytes, row.pageTableBytes,
                     quoted(row.reason));
}

std::string boundJson(const Bound& bound) {
  return fmt::format("\n    {{\"what\": {}, \"bound\": {}, \"measured\": {}, \"met\": {}}}",
                     quoted(bound.what), quoted(bound.bound), quoted(bound.measured),
                     !bound.isMet   ? "null"
                     : *bound.isMet ? "true"
                                    : "false");
}

/// A field of CSV.
std::string field(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string reportCsv(const Report& report) {
  std::string text = "workload,row,run,microseconds,cpu_microseconds,peak_kilobytes,bytes,reason\n";
  for (const WorkloadRows& rows : report.workloads) {
    for (const Row& row : rows.rows) {
      if (!row.isMeasured())
        text += fmt::format("{},{},,,,,,{}\n", rows.name, row.name, field(row.reason));
      if (!row.isMeasured()) continue;
      for (std::size_t i = 0; i < row.samples.size(); ++i) {
        const Sample& sample = row.samples[i];
        text += fmt::format("{},{},{},{:.3f},", rows.name, row.name, i, sample.wall);
        text += row.isProcess ? fmt::format("{:.0f},{},", sample.cpu, sample.peakKilobytes) : ",,";
        text += fmt::format("{},\n", row.bytes);
      }
    }
  }
  return text;
}

std::string reportJson(const Report& report) {
  const Machine& machine = report.machine;
  std::string text = fmt::format("{{\n\"machine\": {{\"cpu\": {}, \"cores\": {}, \"kernel\": {}, "
                                 "\"system\": {}, \"memory_bytes\": {}, "
                                 "\"load\": {}, \"date\": {}}},\n",
                                 quoted(machine.cpu), machine.cores, quoted(machine.kernel),
                                 quoted(machine.system), machine.memoryBytes, quoted(machine.load),
                                 quoted(machine.date));
  text += fmt::format(
      "\"wald\": {}, \"wald_bytes\": {}, \"core\": {}, \"runs\": {}, \"launcher_kilobytes\": {},\n",
      quoted(report.wald), report.waldBytes, report.core, report.runs, report.launcherKilobytes);
  text += fmt::format("\"workloads\": {},\n", listed(report.workloads, workloadJson));
  text += fmt::format("\"starts_per_second\": {},\n", listed(report.rates, rateJson));
  text += fmt::format("\"instances\": {},\n", listed(report.instances, instanceJson));
  text += fmt::format("\"idle\": {},\n", listed(report.idle, idleJson));
  text += fmt::format("\"bounds\": {}\n}}\n", listed(checkBounds(report), boundJson));
  return text;
}

}  // namespace wald::coldstart
