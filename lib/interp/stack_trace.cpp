#include "interp/stack_trace.h"

#include <fmt/format.h>

#include "interp/code.h"
#include "interp/handlers.h"

namespace wald::interp {

namespace {

const std::uint8_t* addressOf(const Handler& node) {
  return reinterpret_cast<const std::uint8_t*>(&node);
}

const ModuleCode& codeOf(const Context& context) {
  return static_cast<const ModuleCode&>(*context.instance->module().code);
}

runtime::TrapFrame frameOf(const FunctionCode& code, std::uint32_t position,
                           const Context& context) {
  const runtime::Module& module = context.instance->module();
  runtime::TrapFrame frame;
  frame.index = code.function;
  frame.function = module.code->functionName(code.function);
  if (frame.function.empty()) frame.function = fmt::format("func[{}]", code.function);
  frame.module = module.name;
  frame.offset = code.offsetAt(position);
  return frame;
}

}  // namespace

void appendFrames(const runtime::Execution& execution, runtime::Trap& trap) {
  const std::uint8_t* pc = execution.pc;
  const std::uint8_t* fp = execution.frame;
  const Context* context = execution.context;
  bool isReturn = false;
  for (;;) {
    if (pc == addressOf(exitRunNode)) return;
    if (pc == addressOf(restoreContextNode)) {
      const auto& bridge = *reinterpret_cast<const Bridge*>(fp);
      pc = bridge.link.returnPc;
      fp = bridge.link.callerFrame;
      context = bridge.context;
      continue;
    }
    const FunctionCode* code = codeOf(*context).codeAt(isReturn ? pc - 1 : pc);
    // A stub has no code yet: the function that could not be built has no frame of its own.
    if (!code) return;
    if (trap.frames.size() < runtime::Trap::maxFrames) {
      const auto position = static_cast<std::uint32_t>(pc - code->begin());
      trap.frames.push_back(frameOf(*code, isReturn ? position - 1 : position, *context));
    } else {
      ++trap.omittedFrames;
    }
    const auto& link = *reinterpret_cast<const Link*>(fp + code->link);
    pc = link.returnPc;
    fp = link.callerFrame;
    isReturn = true;
  }
}

}  // namespace wald::interp
