#include "codegen/partitions_compiler.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include <llvm/Support/CrashRecoveryContext.h>
#include <llvm/Support/thread.h>

#include "artifact/writer.h"
#include "codegen/module_rest.h"
#include "codegen/object_image.h"
#include "codegen/partition.h"
#include "codegen/target.h"

namespace wald::codegen {

namespace {

/// LLVM recurses over the nesting of loops, over dominator trees, over expressions.
constexpr std::optional<unsigned> stackBytes = 256u << 20;

Error internal(std::string_view text) { return Error(ErrorKind::Internal, text); }

/// Compiles partitions on some threads.
class Compilation {
public:
  Compilation(Emitter emitter, const ir::ValidModule& module, const CompileOptions& options)
      : emitter_(emitter), module_(module), options_(options), partitions_(partitions()),
        objects_(partitions_.size()), order_(partitions_.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    // The longest first: the last ones to run are short, and no thread waits long for another.
    std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      const std::uint64_t sizeOfA = codeSizeOf(wasm(), partitions_[a]);
      const std::uint64_t sizeOfB = codeSizeOf(wasm(), partitions_[b]);
      return sizeOfA != sizeOfB ? sizeOfA > sizeOfB : a < b;
    });
    progress_.functions = static_cast<std::uint32_t>(wasm().codes.size());
    progress_.bytes = codeSizeOf(wasm(), {0, progress_.functions});
  }

  /// The objects in the order of partitions.
  Result<std::vector<Bytes>> run() {
    if (options_.containCrashes) llvm::CrashRecoveryContext::Enable();
    const std::size_t wanted =
        options_.jobs != 0 ? options_.jobs : std::thread::hardware_concurrency();
    const std::size_t count =
        std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(partitions_.size(), 1));
    std::vector<llvm::thread> threads;
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back(stackBytes, [this] { work(); });
    for (llvm::thread& thread : threads) thread.join();
    if (error_) return std::move(*error_);
    return std::move(objects_);
  }

private:
  const wasm::Module& wasm() const { return module_.module(); }

  std::vector<Partition> partitions() const {
    if (options_.output == Output::Artifact) return partitionsOf(wasm());
    return {{0, static_cast<std::uint32_t>(wasm().codes.size())}};
  }

  void work() {
    for (;;) {
      const std::size_t next = next_.fetch_add(1);
      if (next >= order_.size() || hasFailed_) return;
      const Partition partition = partitions_[order_[next]];
      auto object = compiled(partition);
      const std::lock_guard lock(mutex_);
      if (!object) {
        fail(std::move(object).error(), order_[next]);
        return;
      }
      objects_[order_[next]] = std::move(*object);
      report(partition);
    }
  }

  /// Keeps the error of the first partition of those that failed, whichever ran first.
  void fail(Error error, std::size_t partition) {
    hasFailed_ = true;
    if (error_ && failed_ < partition) return;
    error_ = std::move(error);
    failed_ = partition;
  }

  void report(Partition partition) {
    progress_.bytesDone += codeSizeOf(wasm(), partition);
    progress_.functionsDone += partition.end - partition.begin;
    if (options_.progress) options_.progress(progress_);
  }

  Result<Bytes> compiled(Partition partition) {
    if (!options_.containCrashes) return compilePartition(module_, partition, options_, emitter_);
    if (auto object = attempt(partition)) return std::move(*object);
    // One by one: which of them is it?
    for (std::uint32_t i = partition.begin; i < partition.end; ++i) {
      if (!attempt({i, i + 1})) {
        const std::uint32_t function = wasm().importedFunctions + i;
        return internal(fmt::format("the compiler crashed at function {} ({})", function,
                                    module_.functionName(function)))
            .in("code", function);
      }
    }
    return internal(fmt::format("the compiler crashed at functions {} to {}",
                                wasm().importedFunctions + partition.begin,
                                wasm().importedFunctions + partition.end - 1));
  }

  /// Nothing if LLVM crashed.
  std::optional<Result<Bytes>> attempt(Partition partition) {
    std::optional<Result<Bytes>> object;
    llvm::CrashRecoveryContext context;
    const bool survived = context.RunSafely(
        [&] { object.emplace(compilePartition(module_, partition, options_, emitter_)); });
    if (!survived) object.reset();
    return object;
  }

  Emitter emitter_;
  const ir::ValidModule& module_;
  const CompileOptions& options_;
  std::vector<Partition> partitions_;
  std::vector<Bytes> objects_;
  std::vector<std::size_t> order_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> hasFailed_{false};
  std::mutex mutex_;
  std::optional<Error> error_;
  std::size_t failed_ = 0;
  Progress progress_;
};

artifact::Variant variantOf(const CompileOptions& options) {
  return {
      .memory =
          options.guardedMemory ? artifact::MemoryMode::Guarded : artifact::MemoryMode::Checked,
      .signals = options.useSignals ? artifact::Signals::Handled : artifact::Signals::None,
      .fuel = static_cast<std::uint8_t>(options.countFuel ? 1 : 0),
      .deterministic = static_cast<std::uint8_t>(options.deterministic ? 1 : 0),
  };
}

}  // namespace

Result<std::vector<std::uint8_t>> compileWith(Emitter emitter, const ir::ValidModule& module,
                                              std::span<const std::uint8_t> bytes,
                                              const CompileOptions& options) {
  // Before all work: a mistyped CPU is told at once.
  WALD_TRY_ASSIGN(machine, makeTargetMachine(options.level, options.cpu));
  WALD_TRY_ASSIGN(objects, Compilation(emitter, module, options).run());
  if (options.output != Output::Artifact) {
    return std::vector<std::uint8_t>(objects.front().begin(), objects.front().end());
  }
  std::vector<std::uint32_t> bodies;
  for (const wasm::Code& code : module.module().codes) bodies.push_back(code.body.offset);
  WALD_TRY_ASSIGN(image, linkObjects(objects, bodies));
  const std::vector<std::uint8_t> rest = restOfModule(module, bytes);
  return artifact::writeArtifact({
      .tables = image.tables(),
      .module = rest,
      .variant = variantOf(options),
      .cpuFeatures = neededCpuFeatures(*machine),
      .cpu = options.cpu == "native" ? std::string_view(machine->getTargetCPU())
                                     : std::string_view(options.cpu),
  });
}

}  // namespace wald::codegen
