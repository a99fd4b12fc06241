#include "valid/locals.h"

#include <algorithm>

namespace wald::valid {

namespace {

/// So many locals are looked up without a search; a body of a few bytes can declare many more.
constexpr std::size_t expandedLocals = 1024;

}  // namespace

Result<void> Locals::begin(const Context& context, std::span<const wasm::ValType> params,
                           std::span<const wasm::LocalRun> runs) {
  restore(0);
  runs_.clear();
  expanded_.assign(params.begin(), params.end());
  paramCount_ = static_cast<std::uint32_t>(params.size());
  std::size_t total = params.size();
  for (const auto& run : runs) {
    total += run.count;
    WALD_TRY_ASSIGN(type, context.resolve(run.type));
    runs_.push_back({static_cast<std::uint32_t>(total), type});
    if (expanded_.size() < expandedLocals) {
      expanded_.resize(std::min(total, std::max(expandedLocals, params.size())), type);
    }
  }
  count_ = static_cast<std::uint32_t>(total);
  return {};
}

wasm::ValType Locals::typeInRuns(std::uint32_t index) const {
  const auto run = std::upper_bound(runs_.begin(), runs_.end(), index,
                                    [](std::uint32_t i, const Run& r) { return i < r.end; });
  return run->type;
}

void Locals::recordSet(std::uint32_t index) {
  if (index >= set_.size()) set_.resize(index + 1);
  set_[index] = 1;
  log_.push_back(index);
}

void Locals::restore(std::uint32_t setCount) {
  while (log_.size() > setCount) {
    set_[log_.back()] = 0;
    log_.pop_back();
  }
}

}  // namespace wald::valid
