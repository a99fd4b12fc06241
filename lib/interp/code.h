#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "interp/node.h"
#include "ir/valid_module.h"
#include "runtime/engine.h"
#include "runtime/module.h"
#include "support/arena.h"

namespace wald::interp {

using runtime::MemoryMode;

/// A lowered function.
struct FunctionCode {
  /// The instruction of a node that can trap or call: where the node starts, and where it stood in the module.
  struct Place {
    std::uint32_t node;
    std::uint32_t offset;
  };

  /// A branch that pays for its target, where fuel is counted (metering.h).
  struct PaidBranch {
    std::uint32_t field;  ///< position of its distance
    std::uint32_t exact;  ///< of the code that does the same with each instruction paid alone
    std::uint32_t ahead;  ///< what is prepaid at the target
  };

  /// What a `try_table` or `try` catches, and where it is handled.
  struct Clause {
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    std::uint32_t tag = none;        ///< `none`: all exceptions
    std::uint32_t target = 0;        ///< position of the node to go on at
    std::uint32_t values = 0;        ///< offset in the frame for the values of the tag
    std::uint32_t exception = none;  ///< offset in the frame for the exception, if it is wanted
  };
  /// The nodes `[begin, end)` whose exceptions go to some clauses, and then to the range `outer`.
  struct TryRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::int32_t outer = -1;      ///< -1: the caller
    std::int32_t enclosing = -1;  ///< the range around it; of a `delegate` not `outer`
    std::uint32_t firstClause = 0;
    std::uint32_t clauseCount = 0;
  };

  /// A node at which the function is entered or a loop goes on, and its handler.
  struct SafePoint {
    std::uint32_t node;
    Handler handler;
  };

  std::unique_ptr<std::uint64_t[]> nodes;
  std::uint32_t size = 0;      ///< in bytes
  std::uint32_t function = 0;  ///< in the function index space
  std::uint32_t link = 0;      ///< offset of the link in its frames
  std::vector<Place> places;   ///< ascending
  std::vector<std::uint32_t>
      refunds;  ///< of `places`, where fuel is counted: what is prepaid behind what the instruction's `Nop` has
  std::vector<PaidBranch> paidBranches;  ///< ascending; those that may cost something
  std::uint32_t frameBytes = 0;
  std::vector<TryRange> tries;  ///< outer ones before inner ones
  std::vector<Clause> clauses;
  std::vector<SafePoint> safePoints;  ///< ascending

  const std::uint8_t* begin() const { return reinterpret_cast<const std::uint8_t*>(nodes.get()); }
  /// The offset in the module of the last place at or before a position.
  std::uint32_t offsetAt(std::uint32_t position) const;
  /// What a trap at a position gives back.
  std::uint32_t refundAt(std::uint32_t position) const;
  const PaidBranch& paidBranchAt(std::uint32_t field) const;
  /// Puts a handler into all safe points, or, if it is null, their own ones. Others may be running them.
  void setSafePoints(Handler handler) const;
  /// The innermost try range around a position; -1 if none.
  std::int32_t tryAt(std::uint32_t position) const;
};

/// A module's code for the interpreter: functions are lowered when they are first called, once for each memory mode
/// that is in use, and published atomically. Shared by instances and threads.
class ModuleCode final : public runtime::Code {
public:
  ModuleCode(runtime::Engine& engine, std::shared_ptr<const ir::ValidModule> module,
             std::vector<wasm::TypeId> types);
  ~ModuleCode() override;

  const ir::ValidModule& valid() const { return *module_; }
  const runtime::Engine& engine() const { return engine_; }
  wasm::TypeId typeId(std::uint32_t index) const { return types_[index]; }
  const std::vector<wasm::TypeId>& types() const { return types_; }
  /// Whether the module can make structures or arrays.
  bool hasObjects() const { return hasObjects_; }

  const std::atomic<const void*>* entries(MemoryMode mode) const override;
  Result<void> prepare(runtime::Store& store,
                       std::span<runtime::Memory* const> memories) const override;
  runtime::Outcome invoke(runtime::Store& store, const runtime::Function& function,
                          runtime::Slot* slots) const override;
  std::string_view functionName(std::uint32_t function) const override {
    return module_->functionName(function);
  }

  /// Lowers a defined function unless that has been done, and gives its first node.
  Result<const std::uint8_t*> build(std::uint32_t definedFunction, MemoryMode mode) const;
  /// The function whose code a position lies in; null if none.
  const FunctionCode* codeAt(const std::uint8_t* pc) const;

  /// Runs of any store that come to a safe point go by `handlers::lookForStop` from now on.
  void watchForStop() const override;
  /// The handler of a safe point, for a run that found nothing to do there. Ends the watch if the engine has no run to stop any more.
  Handler passSafePoint(const std::uint8_t* pc) const;

private:
  const FunctionCode* find(const std::uint8_t* pc) const;
  struct Variant {
    std::unique_ptr<std::atomic<const void*>[]> entries;
    std::unique_ptr<StubNode[]> stubs;
  };
  Variant& variantOf(MemoryMode mode) const { return variants_[static_cast<unsigned>(mode)]; }

  runtime::Engine& engine_;
  std::shared_ptr<const ir::ValidModule> module_;
  std::vector<wasm::TypeId> types_;
  bool hasObjects_;
  mutable std::mutex mutex_;
  mutable Variant variants_[2];
  mutable std::map<const std::uint8_t*, std::unique_ptr<FunctionCode>> built_;
  mutable bool isWatching_ = false;
  mutable Arena spareArena_;  ///< of trees: one after another lies in the same memory
};

}  // namespace wald::interp
