#include "interp/stack_trace.h"

#include <fmt/format.h>

#include "interp/frames.h"
#include "runtime/instance.h"

namespace wald::interp {

namespace {

runtime::TrapFrame frameOf(const FunctionCode& code, std::uint32_t position,
                           const Context& context) {
  const runtime::Module& module = context.instance->module();
  runtime::TrapFrame frame;
  frame.index = code.function;
  frame.function = module.code->functionName(code.function);
  if (frame.function.empty()) frame.function = fmt::format("func[{}]", code.function);
  frame.module = module.name;
  frame.offset = code.offsetAt(position);
  frame.instance = context.instance;
  return frame;
}

}  // namespace

void appendFrames(const runtime::Execution& execution, runtime::Trap& trap) {
  Frames frames(execution.pc, execution.frame, execution.context, execution.isReturn);
  for (; frames.isAtFrame(); frames.next()) {
    if (trap.frames.size() < runtime::Trap::maxFrames) {
      trap.frames.push_back(frameOf(frames.code(), frames.position(), frames.context()));
    } else {
      ++trap.omittedFrames;
    }
  }
}

}  // namespace wald::interp
