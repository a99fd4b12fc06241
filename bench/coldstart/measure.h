#pragma once

#include <string_view>
#include <vector>

#include "bench/coldstart/contender.h"
#include "bench/coldstart/options.h"
#include "bench/coldstart/progress.h"
#include "bench/coldstart/results.h"

namespace wald::coldstart {

/// The rows that are no processes of their own.
inline constexpr std::string_view inProcessRows[] = {"in-process", "in-process-compiled"};

/// Measures what the options ask for. Contenders that they leave out are gone already.
Report measure(const Options& options, const std::vector<Contender>& contenders,
               const std::string& launcher, Progress& progress);

}  // namespace wald::coldstart
