#pragma once

#include <string>
#include <vector>

#include "bench/coldstart/results.h"
#include "bench/coldstart/workload.h"
#include "support/error.h"
#include "wald/config.h"

namespace wald::coldstart {

/// What is measured without a process for each start, through the embedding API. All of it in a child of its own: memory starts from
/// little, and what goes wrong there is the reason why a row is missing.
struct InProcessOptions {
  std::string work;
  std::string wald;  ///< compiles what is to be compiled
  unsigned core = 0;
  unsigned runs = 0;
  double seconds = 0;  ///< of each row, at most
};

/// The module of a workload, loaded once and for all; each start is a store, an instance, its program, and their end.
/// `file` is a module or an artifact.
Row startInProcess(const std::string& name, const Workload& workload, const std::string& file,
                   const InProcessOptions& options);

/// The least that there is to instantiate: modules that dirty no page, two pages, and two of a large image.
std::vector<InstanceRow> measureInstances(const InProcessOptions& options);

/// Starts of a module in one process, a second, by so many threads.
RateRow startsByThreads(const std::string& name, const Workload& workload, const std::string& file,
                        const std::vector<unsigned>& threads, unsigned milliseconds);

struct IdleCase {
  const char* name;
  MemoryMode memory;
  bool isCalled;  ///< whether the program has run once before it waits
  std::uint64_t count;
};
inline constexpr IdleCase idleCases[] = {
    {"guarded memories", MemoryMode::Guarded, false, 10'000},
    {"checked, movable memories", MemoryMode::Movable, false, 100'000},
    {"guarded memories, after a call", MemoryMode::Guarded, true, 10'000},
    {"checked, movable memories, after a call", MemoryMode::Movable, true, 10'000},
};

/// Instances of a module that are kept, until there are so many or no more can be made.
IdleRow keepInstances(const Workload& workload, const IdleCase& which, std::uint64_t count);

}  // namespace wald::coldstart
