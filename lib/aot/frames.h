#pragma once

#include "aot/native_code.h"
#include "runtime/native_state.h"
#include "runtime/trap.h"

namespace wald::aot {

/// Goes over the frames of a run, from one outwards until the run's entry.
class Frames {
public:
  explicit Frames(const runtime::NativeFrame& frame) : frame_(frame) { settle(); }

  bool isAtFrame() const { return code_ != nullptr; }
  /// Set where the frames end because the next one's tables are damaged.
  const Error* damage() const { return damage_; }
  void next();

  const NativeCode& code() const { return *code_; }
  /// In the present instruction of the code.
  std::uint32_t position() const {
    return static_cast<std::uint32_t>(frame_.pc - 1 - code_->begin());
  }
  const runtime::NativeFrame& frame() const { return frame_; }

private:
  void settle();

  runtime::NativeFrame frame_;
  const NativeCode* code_ = nullptr;
  const Error* damage_ = nullptr;
};

/// The frame that left compiled code, from what it pushed: the callee-saved registers and the return address.
runtime::NativeFrame frameAt(const std::uint8_t* pushed);

/// Appends the frames of a run, from one outwards, innermost first.
void appendFrames(const runtime::NativeFrame& frame, runtime::Trap& trap);

}  // namespace wald::aot
