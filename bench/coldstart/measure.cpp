#include "bench/coldstart/measure.h"

#include <algorithm>

#include <fmt/format.h>

#include "bench/coldstart/in_process.h"
#include "bench/coldstart/machine.h"
#include "bench/coldstart/race.h"

namespace wald::coldstart {

namespace {

bool wants(const std::vector<std::string>& chosen, std::string_view name) {
  return chosen.empty() || std::ranges::find(chosen, name) != chosen.end();
}

/// One, two, and more than there are cores for.
std::vector<unsigned> workerCounts() { return {1, 2, std::max(8U, 2 * countCores())}; }

class Measurement {
public:
  Measurement(const Options& options, const std::vector<Contender>& contenders,
              const std::string& launcher, Progress& progress)
      : options_(options), contenders_(contenders), progress_(progress), core_(lastCore()),
        race_({launcher, options.work, core_, options.runs, options.seconds,
               [&progress](std::string_view text) { progress.show(text); }}) {}

  Report run() {
    Report report;
    report.machine = describeMachine();
    report.core = core_;
    report.runs = options_.runs;
    describeWald(report);
    if (auto own = race_.launcherKilobytes()) report.launcherKilobytes = *own;
    for (const WorkloadName& name : workloadNames) {
      if (wants(options_.workloads, name.name)) runWorkload(name, report);
    }
    if (options_.only.empty()) {
      progress_.show("instances in one process");
      report.instances = measureInstances(inProcess(20));
    }
    return report;
  }

private:
  void describeWald(Report& report) const {
    report.wald = "no wald";
    if (options_.wald.empty()) return;
    const auto version = runTool({options_.wald, "--version"});
    const std::string text = version ? *version : std::string();
    report.wald = fmt::format("{} ({})", text.substr(0, text.find('\n')), options_.wald);
    report.waldBytes = bytesOf(options_.wald);
  }

  InProcessOptions inProcess(unsigned times) const {
    return {options_.work, options_.wald, core_, options_.runs * times, options_.seconds / 2};
  }

  void runWorkload(const WorkloadName& name, Report& report) {
    progress_.show(fmt::format("{}: building", name.name));
    Workload workload =
        makeWorkload(name, {options_.work, WALD_SOURCE_DIR, options_.programs, options_.wald});
    WorkloadRows rows = race_.run(workload, contenders_);
    addInProcess(workload, rows);
    report.workloads.push_back(std::move(rows));
    // The other figures are of the smallest program.
    if (workload.name != "hello") return;
    addRates(workload, report);
    if (options_.only.empty()) addIdle(workload, report);
  }

  /// The artifact that the row of `wald compile` was measured with.
  static std::string artifactOf(const WorkloadRows& rows, const std::string& work) {
    return rows.row("wald-file") == nullptr ? std::string()
                                            : fmt::format("{}/{}.waot", work, rows.name);
  }

  void addInProcess(const Workload& workload, WorkloadRows& rows) const {
    for (const std::string_view name : inProcessRows) {
      if (!wants(options_.only, name)) continue;
      progress_.show(fmt::format("{}: {}", workload.name, name));
      const std::string file =
          name == "in-process" ? workload.module.path : artifactOf(rows, options_.work);
      if (!file.empty()) {
        rows.rows.push_back(startInProcess(std::string(name), workload, file, inProcess(5)));
        continue;
      }
      Row row;
      row.name = name;
      row.reason = workload.module.reason.empty()
                       ? "there is no row wald-file, whose artifact it would use"
                       : workload.module.reason;
      rows.rows.push_back(std::move(row));
    }
  }

  void addRates(const Workload& workload, Report& report) {
    const unsigned milliseconds = options_.isShort ? 50 : 1500;
    const WorkloadRows& rows = report.workloads.back();
    for (const Contender& contender : contenders_) {
      if (rows.row(contender.name) == nullptr) continue;
      report.rates.push_back(race_.rate(workload, contender, workerCounts(), milliseconds));
    }
    for (const std::string_view name : inProcessRows) {
      if (rows.row(std::string(name)) == nullptr) continue;
      progress_.show(fmt::format("starts per second: {}", name));
      const std::string file =
          name == "in-process" ? workload.module.path : artifactOf(rows, options_.work);
      report.rates.push_back(
          startsByThreads(std::string(name), workload, file, workerCounts(), milliseconds));
    }
  }

  void addIdle(const Workload& workload, Report& report) const {
    if (!workload.module.reason.empty()) return;
    progress_.show("idle instances");
    for (const IdleCase& each : idleCases) {
      report.idle.push_back(keepInstances(workload, each, options_.isShort ? 100 : each.count));
    }
  }

  const Options& options_;
  const std::vector<Contender>& contenders_;
  Progress& progress_;
  unsigned core_;
  Race race_;
};

}  // namespace

Report measure(const Options& options, const std::vector<Contender>& contenders,
               const std::string& launcher, Progress& progress) {
  return Measurement(options, contenders, launcher, progress).run();
}

}  // namespace wald::coldstart
