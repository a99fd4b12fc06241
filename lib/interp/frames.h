#pragma once

#include "interp/code.h"

namespace wald::interp {

/// Goes over the frames of a run, from a position outwards until the run's entry, through calls between instances.
class Frames {
public:
  /// `isReturn`: `pc` is where a call in the first frame returns to.
  Frames(const std::uint8_t* pc, std::uint8_t* fp, Context* context, bool isReturn)
      : pc_(pc), fp_(fp), context_(context), isReturn_(isReturn) {
    settle();
  }

  /// Whether there is a frame. A function that is not built has none.
  bool isAtFrame() const { return code_ != nullptr; }
  void next();

  const FunctionCode& code() const { return *code_; }
  /// In the present node of the function's code.
  std::uint32_t position() const {
    return static_cast<std::uint32_t>(pc_ - code_->begin()) - (isReturn_ ? 1 : 0);
  }
  std::uint8_t* frame() const { return fp_; }
  Context& context() const { return *context_; }

private:
  void settle();

  const std::uint8_t* pc_;
  std::uint8_t* fp_;
  Context* context_;
  bool isReturn_;
  const FunctionCode* code_ = nullptr;
};

}  // namespace wald::interp
