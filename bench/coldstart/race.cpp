#include "bench/coldstart/race.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace wald::coldstart {

namespace {

/// However slow it is.
constexpr unsigned leastRuns = 20;

double wallOf(const Launched& launched) {
  return static_cast<double>(launched.reply.wallNanoseconds) / 1000;
}

}  // namespace

Result<Launcher> Race::newLauncher(bool hidesUnified, std::optional<unsigned> core,
                                   unsigned number) {
  return Launcher::create(
      {options_.launcher,
       fmt::format("{}/errors.{}{}", options_.work, number, hidesUnified ? "u" : ""), core,
       hidesUnified ? unifiedHierarchy() : std::string()});
}

Result<Launcher*> Race::launcher(bool hidesUnified) {
  if (const auto found = launchers_.find(hidesUnified); found != launchers_.end()) {
    return &found->second;
  }
  WALD_TRY_ASSIGN(made, newLauncher(hidesUnified, options_.core, 0));
  // Tells whether it could do what it was to do.
  WALD_TRY(made.ownPeakKilobytes());
  return &launchers_.emplace(hidesUnified, std::move(made)).first->second;
}

Result<std::uint64_t> Race::launcherKilobytes() {
  WALD_TRY_ASSIGN(one, launcher(false));
  return one->ownPeakKilobytes();
}

void Race::start(Entrant& entrant, Workload& workload, bool isWarmUp) {
  Row& row = *entrant.row;
  auto found = launcher(entrant.hidesUnified);
  if (!found) {
    row.reason = found.error().message();
    return;
  }
  auto launched = (*found)->run(entrant.command);
  if (!launched) {
    row.reason = launched.error().message();
    return;
  }
  const LaunchReply& reply = launched->reply;
  if (reply.status != 0) {
    row.reason = fmt::format("{}: {}", describeStatus(reply.status), (*found)->takeComplaint());
    return;
  }
  if (workload.expected.empty()) workload.expected = launched->output;
  if (launched->output != workload.expected) {
    row.reason = fmt::format("it prints '{}'", lastLine(launched->output));
    return;
  }
  if (isWarmUp) return;
  row.samples.push_back({wallOf(*launched), static_cast<double>(reply.cpuMicroseconds),
                         static_cast<std::uint64_t>(reply.peakKilobytes)});
}

void Race::warmUp(std::vector<Entrant>& entrants, Workload& workload) {
  for (Entrant& entrant : entrants) {
    options_.progress(fmt::format("{}: {}: warm-up", workload.name, entrant.row->name));
    // The first one may compile; the third is what the others will be like.
    for (int i = 0; i < 3 && entrant.row->reason.empty(); ++i) start(entrant, workload, i < 2);
    if (!entrant.row->reason.empty()) continue;
    const double seconds = entrant.row->samples.front().wall / 1e6;
    entrant.row->samples.clear();
    const double affordable =
        std::max(options_.seconds / seconds, 1.0 * std::min(leastRuns, options_.runs));
    entrant.every = std::max<std::size_t>(1, static_cast<std::size_t>(options_.runs / affordable));
  }
  std::erase_if(entrants, [](const Entrant& entrant) { return !entrant.row->reason.empty(); });
}

WorkloadRows Race::run(Workload& workload, const std::vector<Contender>& contenders) {
  WorkloadRows result{workload.name, workload.title, {}, {}};
  result.rows.reserve(contenders.size());
  std::vector<Entrant> entrants;
  for (const Contender& contender : contenders) {
    options_.progress(fmt::format("{}: {}: preparing", workload.name, contender.name));
    result.rows.push_back({contender.name, contender.includes});
    Row& row = result.rows.back();
    auto prepared = contender.prepare(workload);
    if (!prepared) {
      row.reason = prepared.error().message();
      continue;
    }
    row.command = joinWords(prepared->command.arguments);
    row.ships = prepared->ships;
    row.bytes = prepared->bytes;
    entrants.push_back({&row, std::move(prepared->command), contender.hidesUnified});
  }
  warmUp(entrants, workload);
  for (unsigned round = 0; round < options_.runs; ++round) {
    options_.progress(fmt::format("{}: round {} of {}, {} rows", workload.name, round + 1,
                                  options_.runs, entrants.size()));
    for (Entrant& entrant : entrants) {
      if (round % entrant.every == 0 && entrant.row->reason.empty())
        start(entrant, workload, false);
    }
  }
  for (const Row& row : result.rows) {
    if (!row.isMeasured()) continue;
    result.yardstick = row.name;
    break;
  }
  return result;
}

RateRow Race::rate(const Workload& workload, const Contender& contender,
                   const std::vector<unsigned>& workers, unsigned milliseconds) {
  RateRow row{contender.name, {}, {}};
  const auto measure = [&](unsigned count) -> Result<double> {
    WALD_TRY_ASSIGN(prepared, contender.prepare(workload));
    std::vector<Launcher> all;
    for (unsigned i = 0; i < count; ++i) {
      WALD_TRY_ASSIGN(one, newLauncher(contender.hidesUnified, std::nullopt, i + 1));
      all.push_back(std::move(one));
    }
    for (Launcher& each : all) WALD_TRY(each.beginRepeating(prepared.command, milliseconds));
    double perSecond = 0;
    for (Launcher& each : all) {
      WALD_TRY_ASSIGN(launched, each.receive());
      if (launched.reply.status != 0) {
        return Error(ErrorKind::Io, fmt::format("{}: {}", describeStatus(launched.reply.status),
                                                each.takeComplaint()));
      }
      perSecond +=
          launched.reply.starts / (static_cast<double>(launched.reply.wallNanoseconds) / 1e9);
    }
    return perSecond;
  };
  for (const unsigned count : workers) {
    options_.progress(fmt::format("starts per second: {}, workers: {}", contender.name, count));
    auto rate = measure(count);
    if (!rate) {
      row.reason = rate.error().message();
      break;
    }
    row.rates.push_back({count, *rate});
  }
  return row;
}

}  // namespace wald::coldstart
