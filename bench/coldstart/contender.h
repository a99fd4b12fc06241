#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bench/coldstart/launcher.h"
#include "bench/coldstart/workload.h"
#include "support/error.h"

namespace wald::coldstart {

/// A workload made ready to be started in some way.
struct Prepared {
  Command command;
  std::uint64_t bytes = 0;  ///< to ship for this workload
  std::string ships;        ///< what they are
};

/// A way to start a program.
struct Contender {
  std::string name;
  std::string includes;  ///< what a start is, for the report
  /// Without the unified hierarchy of control groups.
  bool hidesUnified = false;
  /// An error is the reason why there is no row of it.
  std::function<Result<Prepared>(const Workload& workload)> prepare;
};

struct ContenderOptions {
  std::string work;
  std::string wald;                                          ///< empty if there is none
  std::vector<std::pair<std::string, std::string>> engines;  ///< NAME, COMMAND
};

using Contenders = std::vector<Contender>;

/// @{
/// All that wald-coldstart knows, whether it is installed or not.
void addNative(Contenders& to);
void addWald(Contenders& to, const ContenderOptions& options);
void addEngines(Contenders& to, const ContenderOptions& options);
void addContainers(Contenders& to, const ContenderOptions& options);
/// @}

/// Where the unified hierarchy is mounted beside the older ones; empty where it is not.
std::string unifiedHierarchy();

/// The environment of all starts: as little as works.
Words plainEnvironment();

}  // namespace wald::coldstart
