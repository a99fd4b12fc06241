#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/value.h"
#include "wasm/trap.h"

namespace wald::runtime {

class Instance;

/// A frame of a guest's call stack, innermost first.
struct TrapFrame {
  std::string function;          ///< its name, or `func[N]`
  std::string module;            ///< the module's file or name; may be empty
  std::uint32_t index = 0;       ///< function index
  std::uint32_t offset = 0;      ///< of the instruction, in the module's bytes
  Instance* instance = nullptr;  ///< owned by its store; null of compiled code
};

/// Why a call into a guest did not return: a trap, or the guest's wish to exit.
struct Trap {
  wasm::TrapKind kind = wasm::TrapKind::None;
  std::string detail;                    ///< more than the phrase, e.g. the address; may be empty
  std::optional<std::uint64_t> element;  ///< index of the table element that was missing
  std::optional<int> exitStatus;         ///< set: the guest ended itself (`proc_exit`), not a trap
  /// Set: the guest threw this exception and did not catch it (`UncaughtException`). A host function that raises the trap
  /// again lets its guest catch the exception.
  std::shared_ptr<const Ref> exception;
  std::vector<TrapFrame> frames;  ///< at most `maxFrames`; `omittedFrames` more were there
  std::uint64_t omittedFrames = 0;
  static constexpr std::size_t maxFrames = 64;

  /// `out of bounds memory access: …`
  std::string message() const;
};

/// Null when the guest returned normally.
using TrapPtr = std::unique_ptr<Trap>;

}  // namespace wald::runtime
