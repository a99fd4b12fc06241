#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/coldstart/contender.h"
#include "bench/coldstart/results.h"

namespace wald::coldstart {

struct RaceOptions {
  std::string launcher;  ///< the program
  std::string work;
  unsigned core = 0;
  unsigned runs = 0;
  double seconds = 0;  ///< that a row takes for one workload, about; fewer runs of what is slow
  std::function<void(std::string_view)> progress;
};

/// Starts things from launchers: one pinned, and one pinned without the unified hierarchy, as they are needed.
class Race {
public:
  explicit Race(RaceOptions options) : options_(std::move(options)) {}

  /// Makes the rows of a workload, and starts what can be started in turns. Sets what is expected of the workload by its first row.
  WorkloadRows run(Workload& workload, const std::vector<Contender>& contenders);
  /// Starts a workload from several launchers at once, on any cores.
  RateRow rate(const Workload& workload, const Contender& contender,
               const std::vector<unsigned>& workers, unsigned milliseconds);
  Result<std::uint64_t> launcherKilobytes();

private:
  struct Entrant {
    Row* row;
    Command command;
    bool hidesUnified;
    std::size_t every = 1;  ///< takes part in each so-manieth round
  };

  Result<Launcher> newLauncher(bool hidesUnified, std::optional<unsigned> core, unsigned number);
  Result<Launcher*> launcher(bool hidesUnified);
  /// Starts it once; a failure becomes the row's reason.
  void start(Entrant& entrant, Workload& workload, bool isWarmUp);
  void warmUp(std::vector<Entrant>& entrants, Workload& workload);

  RaceOptions options_;
  std::map<bool, Launcher> launchers_;
};

}  // namespace wald::coldstart
