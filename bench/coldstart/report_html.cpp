// The page: one file, no scripts, nothing that is loaded from elsewhere.
#include <algorithm>

#include <fmt/format.h>

#include "bench/coldstart/bounds.h"
#include "bench/coldstart/plot.h"
#include "bench/coldstart/report.h"
#include "bench/coldstart/statistics.h"
#include "bench/coldstart/units.h"

namespace wald::coldstart {

namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1c2128; --soft: #5b6470; --rule: #d9dee4; --faint: #eef1f4;
  --native: #6b7480; --wald: #5b3df5; --engine: #0a8f7a; --container: #d9621a; --good: #1a7f37; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --paper: #12151a; --ink: #e4e8ed; --soft: #98a2ae; --rule: #333a43; --faint: #1e232a;
  --native: #9aa4b1; --wald: #9d8bff; --engine: #3fc9b0; --container: #ff9a57; --good: #4ac26b; --bad: #ff7b72; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; } h2 { font-size: 1.3rem; margin: 3rem 0 .25rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .25rem 0 .75rem; } .soft, .includes { color: var(--soft); } .lead { font-size: 1.15rem; max-width: 48rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 1rem 0; font-size: .9rem; }
dt:not([class]) { color: var(--soft); } dd { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-weight: 500; border-bottom: 1px solid var(--rule); } td { border-bottom: 1px solid var(--faint); }
th, td { text-align: right; padding: .25rem .5rem; vertical-align: top; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; } .words { text-align: left; white-space: normal; }
svg { display: block; width: 100%; height: auto; margin: .5rem 0; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
svg text { fill: var(--ink); } svg .label, svg .value { text-anchor: end; } svg .axis { fill: var(--soft); text-anchor: middle; font-size: 12px; }
svg .tick { stroke: var(--faint); } svg .decade { stroke: var(--rule); }
svg circle { fill: currentColor; fill-opacity: .35; } svg rect { fill: currentColor; fill-opacity: .18; stroke: currentColor; }
svg .median { stroke: currentColor; stroke-width: 2.5; }
.native { color: var(--native); } .wald { color: var(--wald); } .engine { color: var(--engine); } .container { color: var(--container); }
.key span { margin-right: 1.2rem; font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
.facts div { background: var(--faint); border-radius: .5rem; padding: .8rem 1rem; } .facts b { display: block; font-size: 1.6rem; line-height: 1.3; }
details { margin: .5rem 0; font-size: .9rem; } summary { cursor: pointer; color: var(--soft); } code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
li { margin: .2rem 0; }
)";

std::string groupOf(std::string_view name) {
  if (name.starts_with("native")) return "native";
  if (name.starts_with("wald") || name.starts_with("in-process")) return "wald";
  for (const char* const each : {"crun", "runc", "runsc", "podman", "ctr"}) {
    if (name.starts_with(each)) return "container";
  }
  return "engine";
}

std::string bytesText(double bytes) { return sizeText(bytes); }

/// The measured rows, the fastest first.
std::vector<const Row*> ranked(const WorkloadRows& rows) {
  std::vector<const Row*> measured;
  for (const Row& row : rows.rows) {
    if (row.isMeasured()) measured.push_back(&row);
  }
  std::ranges::sort(measured, {}, [](const Row* row) { return medianOf(row->walls()); });
  return measured;
}

std::string tableRow(const Row& row, double base) {
  const auto walls = sortedOf(row.walls());
  const double median = quantile(walls, 0.5);
  std::string html = fmt::format(
      "<tr><td class=\"{}\"><b>{}</b></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>",
      groupOf(row.name), escapeHtml(row.name), timeText(median), timeText(quantile(walls, 0.9)),
      timeText(quantile(walls, 0.99)), numberText(median / base));
  html += row.isProcess ? fmt::format("<td>{}</td><td>{}</td>", timeText(medianOf(row.cpus())),
                                      sizeText(static_cast<double>(row.peakKilobytes()) * 1024))
                        : std::string("<td></td><td></td>");
  return html + fmt::format("<td title=\"{}\">{}</td><td>{}</td></tr>\n", escapeHtml(row.ships),
                            sizeText(static_cast<double>(row.bytes)), walls.size());
}

std::string missingList(const WorkloadRows& rows) {
  std::string items;
  for (const Row& row : rows.rows) {
    if (row.isMeasured()) continue;
    items += fmt::format("<li><b>{}</b>: {}</li>", escapeHtml(row.name), escapeHtml(row.reason));
  }
  return items.empty() ? items
                       : "<details><summary>Rows that are missing, and why</summary><ul>" + items +
                             "</ul></details>\n";
}

std::string commandList(const std::vector<const Row*>& rows) {
  std::string items;
  for (const Row* const row : rows) {
    if (row->isProcess)
      items += fmt::format("<li><b>{}</b>: <code>{}</code></li>", escapeHtml(row->name),
                           escapeHtml(row->command));
  }
  return "<details><summary>What was started</summary><ul>" + items + "</ul></details>\n";
}

std::string workloadHtml(const WorkloadRows& rows) {
  std::string html = fmt::format("<h2>{}</h2>\n", escapeHtml(rows.title));
  const std::vector<const Row*> measured = ranked(rows);
  if (measured.empty()) return html + missingList(rows);
  std::vector<PlotRow> times;
  std::vector<PlotRow> peaks;
  for (const Row* const row : measured) {
    times.push_back({row->name, groupOf(row->name), row->walls()});
    if (!row->isProcess) continue;
    std::vector<double> bytes;
    bytes.reserve(row->samples.size());
    for (const Sample& sample : row->samples)
      bytes.push_back(static_cast<double>(sample.peakKilobytes) * 1024);
    peaks.push_back({row->name, groupOf(row->name), std::move(bytes)});
  }
  html += "<p class=\"soft\">Time from the start until the end; each point is one start, boxes "
          "hold the middle half, "
          "the bar is the median.</p>\n";
  html += distributionPlot(times, "Time of a start", timeText);
  html += "<details><summary>Peak memory of the largest process</summary>\n" +
          distributionPlot(peaks, "Peak memory", bytesText) + "</details>\n";
  const double base = medianOf(rows.row(rows.yardstick)->walls());
  html += fmt::format(
      "<div class=\"scroll\"><table><tr><th></th><th>p50</th><th>p90</th><th>p99</th><th>× "
      "{}</th><th>CPU</th>"
      "<th>peak</th><th>to ship</th><th>runs</th></tr>\n",
      escapeHtml(rows.yardstick));
  for (const Row* const row : measured) html += tableRow(*row, base);
  return html + "</table></div>\n" + missingList(rows) + commandList(measured);
}

std::string ratesHtml(const std::vector<RateRow>& rates) {
  if (rates.empty()) return {};
  std::string html =
      "<h2>Starts per second</h2>\n<p class=\"soft\">Of hello, by so many workers at once that "
      "start "
      "again and again, on all cores.</p>\n<div class=\"scroll\"><table><tr><th></th>";
  const auto longest =
      std::ranges::max_element(rates, {}, [](const RateRow& row) { return row.rates.size(); });
  for (const RateRow::Rate& rate : longest->rates)
    html += fmt::format("<th>{} worker{}</th>", rate.workers, rate.workers == 1 ? "" : "s");
  html += "<th class=\"words\"></th></tr>\n";
  std::vector<PlotRow> plot;
  for (const RateRow& row : rates) {
    html +=
        fmt::format("<tr><td class=\"{}\"><b>{}</b></td>", groupOf(row.name), escapeHtml(row.name));
    std::vector<double> values;
    for (const RateRow::Rate& rate : row.rates) {
      values.push_back(rate.perSecond);
      html += fmt::format("<td>{:.0f}</td>", rate.perSecond);
    }
    for (std::size_t i = row.rates.size(); i < longest->rates.size(); ++i) html += "<td></td>";
    html += fmt::format("<td class=\"words\">{}</td></tr>\n", escapeHtml(row.reason));
    if (!values.empty()) plot.push_back({row.name, groupOf(row.name), {std::ranges::max(values)}});
  }
  std::ranges::sort(plot, std::greater(), [](const PlotRow& row) { return row.values.front(); });
  return html + "</table></div>\n<p class=\"soft\">The most of these:</p>\n" +
         distributionPlot(plot, "Starts per second",
                          [](double value) { return fmt::format("{:.0f}", value); });
}

std::string instancesHtml(const std::vector<InstanceRow>& rows) {
  std::vector<PlotRow> plot;
  std::string notes;
  for (const InstanceRow& row : rows) {
    if (!row.times.empty()) plot.push_back({row.name, "wald", row.times});
    const auto times = sortedOf(row.times);
    notes +=
        row.times.empty()
            ? fmt::format(
                  "<tr><td><b>{}</b></td><td colspan=\"3\"></td><td class=\"words\">{}</td></tr>",
                  escapeHtml(row.name), escapeHtml(row.reason))
            : fmt::format("<tr><td><b>{}</b></td><td>{}</td><td>{}</td><td>{}</td><td "
                          "class=\"words includes\">{}</td></tr>\n",
                          escapeHtml(row.name), timeText(quantile(times, 0.5)),
                          timeText(quantile(times, 0.9)), timeText(quantile(times, 0.99)),
                          escapeHtml(row.includes));
  }
  if (rows.empty()) return {};
  return "<h2>Instances in one process</h2>\n<p class=\"soft\">A store, an instance, a call of one "
         "function, and their end; "
         "the module is loaded.</p>\n" +
         distributionPlot(plot, "Time of an instance", timeText) +
         "<div class=\"scroll\"><table><tr><th></th><th>p50</th><th>p90</th><th>p99</th><th "
         "class=\"words\"></th></tr>\n" +
         notes + "</table></div>\n";
}

std::string idleHtml(const std::vector<IdleRow>& rows) {
  if (rows.empty()) return {};
  std::string html =
      "<h2>Idle instances</h2>\n<p class=\"soft\">Of hello, each in its own store, kept at the "
      "same time in one "
      "process: resident memory and page tables.</p>\n<div "
      "class=\"scroll\"><table><tr><th></th><th>instances</th><th>resident, each</th>"
      "<th>page tables, each</th><th>in 1 GB</th><th class=\"words\"></th></tr>\n";
  for (const IdleRow& row : rows) {
    html += fmt::format("<tr><td><b>{}</b></td><td>{} of {}</td>", escapeHtml(row.name), row.count,
                        row.wanted);
    html += row.count == 0 ? std::string("<td></td><td></td><td></td>")
                           : fmt::format("<td>{}</td><td>{}</td><td>{:.0f}</td>",
                                         sizeText(static_cast<double>(row.residentBytes) /
                                                  static_cast<double>(row.count)),
                                         sizeText(static_cast<double>(row.pageTableBytes) /
                                                  static_cast<double>(row.count)),
                                         1073741824.0 / row.bytesEach());
    html += fmt::format("<td class=\"words\">{}</td></tr>\n", escapeHtml(row.reason));
  }
  return html + "</table></div>\n";
}

std::string boundsHtml(const Report& report) {
  std::string html = "<h2>Bounds that wald has set itself</h2>\n<div "
                     "class=\"scroll\"><table><tr><th class=\"words\"></th><th>bound</th>"
                     "<th>measured</th><th></th></tr>\n";
  for (const Bound& bound : checkBounds(report)) {
    html += fmt::format(
        "<tr><td class=\"words\">{}</td><td>{}</td><td>{}</td><td class=\"{}\">{}</td></tr>\n",
        escapeHtml(bound.what), escapeHtml(bound.bound), escapeHtml(bound.measured),
        !bound.isMet   ? "soft"
        : *bound.isMet ? "good"
                       : "bad",
        !bound.isMet   ? ""
        : *bound.isMet ? "met"
                       : "not met");
  }
  return html + "</table></div>\n";
}

/// Of all rows that were measured, as the first workload has them.
std::string includesHtml(const Report& report) {
  std::string items;
  std::vector<std::string_view> seen;
  for (const WorkloadRows& rows : report.workloads) {
    for (const Row& row : rows.rows) {
      if (!row.isMeasured() || std::ranges::find(seen, row.name) != seen.end()) continue;
      seen.emplace_back(row.name);
      items += fmt::format("<dt class=\"{}\"><b>{}</b></dt><dd>{}</dd>\n", groupOf(row.name),
                           escapeHtml(row.name), escapeHtml(row.includes));
    }
  }
  return items.empty() ? items : "<h2>What a start includes</h2>\n<dl>" + items + "</dl>\n";
}

std::string fact(std::string_view value, std::string_view what) {
  return fmt::format("<div><b>{}</b>{}</div>", value, what);
}

/// What the reader came for, as far as it was measured.
std::string factsHtml(const Report& report) {
  const WorkloadRows* const hello = report.workload("hello");
  if (hello == nullptr) return {};
  std::string html;
  constexpr std::pair<const char*, const char*> shown[] = {
      {"native-static", "a native static process"},
      {"wald-file", "a process of wald, compiled module"},
      {"crun", "a container of crun"},
      {"runc", "a container of runc"},
      {"podman", "a container of podman"},
  };
  if (const Row* const row = hello->row("in-process-compiled")) {
    html += fact(timeText(medianOf(row->walls())), "an instance in a running process");
  }
  for (const auto& [name, what] : shown) {
    if (const Row* const row = hello->row(name))
      html += fact(timeText(medianOf(row->walls())), what);
  }
  return html.empty() ? html
                      : "<p class=\"soft\">To run hello once, medians:</p><div class=\"facts\">" +
                            html + "</div>\n";
}

std::string machineHtml(const Report& report) {
  const Machine& machine = report.machine;
  std::string html = "<dl>";
  const auto add = [&html](std::string_view term, std::string_view text) {
    html += fmt::format("<dt>{}</dt><dd>{}</dd>", term, escapeHtml(text));
  };
  add("Machine", fmt::format("{}, {} cores, {} of memory", machine.cpu, machine.cores,
                             sizeText(static_cast<double>(machine.memoryBytes))));
  add("System", fmt::format("{}, {}", machine.kernel, machine.system));
  add("Measured", fmt::format("{}, load {} at the beginning", machine.date, machine.load));
  add("wald", fmt::format("{}, a program of {}", report.wald,
                          sizeText(static_cast<double>(report.waldBytes))));
  add("Method",
      fmt::format("up to {} runs of each row, in turns; slow ones take part in fewer rounds; three "
                  "warm-up starts; output checked; "
                  "children on core {}; rows in one process are measured after the others",
                  report.runs, report.core));
  add("Launcher", fmt::format("spawns by posix_spawn, reaps by wait4, has {} itself",
                              sizeText(static_cast<double>(report.launcherKilobytes) * 1024)));
  return html + "</dl>\n";
}

}  // namespace

std::string reportHtml(const Report& report) {
  std::string html =
      fmt::format("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                  "<title>Cold start</title><style>{}</style></head><body>\n",
                  style);
  html += "<h1>Cold start</h1>\n<p class=\"lead\">What it costs to start a function: as a process, "
          "as a WebAssembly module, "
          "in a container. All figures were measured in one run on this machine.</p>\n";
  html += machineHtml(report) + factsHtml(report);
  html += "<p class=\"key\"><span class=\"native\">native</span><span class=\"wald\">wald</span>"
          "<span class=\"engine\">other engines</span><span "
          "class=\"container\">containers</span></p>\n";
  for (const WorkloadRows& rows : report.workloads) html += workloadHtml(rows);
  html += ratesHtml(report.rates) + instancesHtml(report.instances) + idleHtml(report.idle) +
          boundsHtml(report) + includesHtml(report);
  html += "<h2>What is not comparable, and what figures are</h2>\n<ul>\n";
  for (const char* const sentence : notComparable)
    html += fmt::format("<li>{}</li>\n", escapeHtml(sentence));
  return html + "</ul>\n</body></html>\n";
}

}  // namespace wald::coldstart
