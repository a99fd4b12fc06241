#include "valid/code_validator.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "valid/function_validator.h"

namespace wald::valid {

namespace {

/// A thread costs about as much as validating some kilobytes, and is worth many times that.
constexpr std::uint64_t bytesPerThread = std::uint64_t{256} << 10;
/// So many bodies are taken at a time.
constexpr std::uint32_t stride = 64;

/// What the threads share.
class Bodies {
public:
  explicit Bodies(Context& context)
      : context_(context), count_(static_cast<std::uint32_t>(context.module.codes.size())),
        firstBad_(count_),
        facts_{.writtenTables = std::vector<bool>(context.module.tables.size())} {}

  /// Validates bodies until there are none left, or none before one that is known to be bad.
  void work() {
    FunctionValidator validator(context_);
    for (;;) {
      const std::uint32_t begin = next_.fetch_add(stride);
      if (begin >= firstBad_) break;
      const std::uint32_t end = std::min(begin + stride, count_);
      for (std::uint32_t i = begin; i < end; ++i) {
        auto valid = validator.validateBody(i);
        if (valid) continue;
        note(i, std::move(valid).error());
        break;
      }
    }
    const std::lock_guard lock(mutex_);
    facts_.add(validator.facts());
  }

  Result<ir::CodeFacts> finish() {
    if (error_) return std::move(*error_);
    return std::move(facts_);
  }

private:
  void note(std::uint32_t body, Error error) {
    const std::lock_guard lock(mutex_);
    if (body >= firstBad_) return;
    firstBad_ = body;
    error_ = std::move(error);
  }

  Context& context_;
  const std::uint32_t count_;
  std::atomic<std::uint32_t> next_ = 0;
  std::atomic<std::uint32_t> firstBad_;  ///< as far as is known
  std::mutex mutex_;
  std::optional<Error> error_;  ///< of that one
  ir::CodeFacts facts_;
};

std::uint64_t codeBytes(const wasm::Module& module) {
  if (module.codes.empty()) return 0;
  const auto& last = module.codes.back().body;
  return last.offset + last.size - module.codes.front().body.offset;
}

}  // namespace

Result<ir::CodeFacts> validateCode(Context& context, unsigned threads) {
  Bodies bodies(context);
  // What was compiled has been validated before.
  if (context.module.codeRemoved) return bodies.finish();
  const std::uint64_t most =
      std::min<std::uint64_t>(threads, 1 + codeBytes(context.module) / bytesPerThread);
  std::vector<std::thread> others;
  try {
    while (others.size() + 1 < most) others.emplace_back([&bodies] { bodies.work(); });
  } catch (const std::system_error&) {
    // Fewer do it too.
  }
  bodies.work();
  for (std::thread& thread : others) thread.join();
  return bodies.finish();
}

}  // namespace wald::valid
