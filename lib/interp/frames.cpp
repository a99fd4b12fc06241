#include "interp/frames.h"

#include "interp/handlers.h"
#include "runtime/instance.h"

namespace wald::interp {

namespace {

const std::uint8_t* addressOf(const Handler& node) {
  return reinterpret_cast<const std::uint8_t*>(&node);
}

}  // namespace

void Frames::next() {
  const auto& link = *reinterpret_cast<const Link*>(fp_ + code_->link);
  pc_ = link.returnPc;
  fp_ = link.callerFrame;
  isReturn_ = true;
  settle();
}

/// Passes the bridges between instances, and finds the function.
void Frames::settle() {
  while (pc_ == addressOf(restoreContextNode)) {
    const auto& bridge = *reinterpret_cast<const Bridge*>(fp_);
    pc_ = bridge.link.returnPc;
    fp_ = bridge.link.callerFrame;
    context_ = bridge.context;
  }
  code_ = nullptr;
  if (pc_ == addressOf(exitRunNode)) return;
  const auto& code = static_cast<const ModuleCode&>(*context_->instance->module().code);
  code_ = code.codeAt(isReturn_ ? pc_ - 1 : pc_);
}

}  // namespace wald::interp
