#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/instance.h"
#include "support/error.h"

namespace wald::snapshot {

/// What a snapshot's exports are, beside those of its module.
struct ExportChanges {
  std::vector<std::string> removed;  ///< names; those that are not there say nothing
  /// An export's new name and its old one, which has to be there. An export that had the new name goes.
  std::vector<std::pair<std::string, std::string>> renamed;
};

/// Fails with `Unsupported` for a module of which there can be no snapshot, whatever it does: one that imports anything but functions, or
/// has a shared memory.
Result<void> checkModule(const wasm::Module& module);

/// A module whose new instances are as this one is now: the same code, types and imports, with the memories, globals and tables of the
/// instance, segments dropped where they were, and without a start function. Between calls; `checkModule` must have passed, and the instance
/// must be of a module that has its code section. The same state gives the same bytes.
///
/// Fails with `Unsupported` where the instance holds what no module can say (objects that can change, exceptions, values of the host), with
/// `Limit` where the result would be too large for a module, with `Usage` where `exports` name nothing.
Result<std::vector<std::uint8_t>> snapshotOf(runtime::Instance& instance,
                                             const ExportChanges& exports);

}  // namespace wald::snapshot
