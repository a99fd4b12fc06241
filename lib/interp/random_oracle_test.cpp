#include <cstring>

#include "binary/instruction_decoder.h"
#include "interp/random_test.h"
#include "wasm/numeric.h"

namespace wald::interp::test {

using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;
using wasm::Shape;
using wasm::ShapeKind;
using wasm::TrapKind;

namespace {

template <typename T>
T fromBits(std::uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}

template <typename T>
std::uint64_t toBits(T value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  return bits;
}

/// Performs a numeric operator on the top of a stack. False if it is none.
template <Opcode Op>
bool perform(std::vector<std::uint64_t>& stack, TrapKind& trap) {
  constexpr Shape shape = wasm::shapeOf(Op);
  constexpr bool isUnary = shape.kind == ShapeKind::Unary || shape.kind == ShapeKind::Convert ||
                           shape.kind == ShapeKind::Test;
  constexpr bool isBinary = shape.kind == ShapeKind::Binary || shape.kind == ShapeKind::Compare;
  if constexpr ((isUnary || isBinary) && shape.type != Kind::V128) {
    using Operand = wasm::Carrier<shape.kind == ShapeKind::Convert ? shape.from : shape.type>;
    constexpr bool givesI32 = shape.kind == ShapeKind::Test || shape.kind == ShapeKind::Compare;
    using Result = wasm::Carrier<givesI32 ? Kind::I32 : shape.type>;
    using Meaning = wasm::numeric::Meaning<Op>;
    const auto take = [&] {
      const auto value = fromBits<Operand>(stack.back());
      stack.pop_back();
      return value;
    };
    Result result{};
    if constexpr (isBinary) {
      const Operand b = take();
      const Operand a = take();
      if constexpr (requires { Meaning::apply(a, b, result); }) {
        trap = Meaning::apply(a, b, result);
      } else {
        result = Meaning::apply(a, b);
      }
    } else {
      const Operand a = take();
      if constexpr (requires { Meaning::apply(a, result); }) {
        trap = Meaning::apply(a, result);
      } else {
        result = Meaning::apply(a);
      }
    }
    stack.push_back(toBits(result));
    return true;
  }
  return false;
}

bool performNumeric(Opcode op, std::vector<std::uint64_t>& stack, TrapKind& trap) {
  switch (op) {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  case Opcode::name: return perform<Opcode::name>(stack, trap);
#include "wasm/ops.def"
  }
  return false;
}

}  // namespace

struct Oracle::Run {
  std::uint32_t function;
  const Body& body;
  std::vector<std::uint64_t> locals;
  std::vector<std::uint64_t> stack;
  std::vector<Label> labels;
  std::uint32_t at = 0;
  bool isDone = false;
  /// A call in tail position: its trap has no frame of this function.
  bool isReplaced = false;
  TrapKind trap = TrapKind::None;

  std::uint64_t pop() {
    const std::uint64_t value = stack.back();
    stack.pop_back();
    return value;
  }
  void push(std::uint64_t value) { stack.push_back(value); }
  std::vector<std::uint64_t> popMany(std::size_t count) {
    std::vector<std::uint64_t> values(stack.end() - static_cast<std::ptrdiff_t>(count),
                                      stack.end());
    stack.resize(stack.size() - count);
    return values;
  }
};

Oracle::Oracle(const wasm::Module& module)
    : memory(65'536), globals(5), table(table1Size), module_(module) {
  for (const auto& code : module.codes) {
    Body& body = bodies_.emplace_back();
    binary::InstructionDecoder decoder(module, code.body);
    Instruction in;
    std::vector<std::uint32_t> open{~0u};
    while (!open.empty() && decoder.next(in)) {
      const auto index = static_cast<std::uint32_t>(body.code.size());
      body.code.push_back(in);
      body.labels.emplace_back(in.op == Opcode::BrTable
                                   ? std::vector(in.labels.begin(), in.labels.end())
                                   : std::vector<std::uint32_t>());
      if (in.op == Opcode::Block || in.op == Opcode::Loop || in.op == Opcode::If)
        open.push_back(index);
      if (in.op == Opcode::Else) body.elses[open.back()] = index;
      if (in.op == Opcode::End) {
        body.ends[open.back()] = index;
        open.pop_back();
      }
    }
  }
}

Effects Oracle::call(std::uint32_t function, std::vector<std::uint64_t> arguments,
                     std::uint64_t limit) {
  effects_ = {};
  steps_ = limit;
  isExhausted_ = false;
  auto results = invoke(function, std::move(arguments));
  if (effects_.trap == TrapKind::None) effects_.results = std::move(results);
  return std::move(effects_);
}

std::vector<std::uint64_t> Oracle::invoke(std::uint32_t function,
                                          std::vector<std::uint64_t> arguments) {
  if (function == 0) {
    const auto value = static_cast<std::uint32_t>(arguments[0]);
    effects_.log.push_back(value);
    return {value * 5 + 1};
  }
  const auto& code = module_.codes[function - 1];
  Run run{function, bodies_[function - 1], std::move(arguments), {}, {}};
  for (const auto& local : module_.localsOf(code))
    run.locals.resize(run.locals.size() + local.count);
  const std::size_t arity = typeOf(function).results.size();
  run.labels.push_back({run.body.ends.at(~0u), 0, arity, false});
  while (!run.isDone) {
    if (steps_ == 0) isExhausted_ = true;
    if (isExhausted_) return std::vector<std::uint64_t>(arity);
    --steps_;
    step(run);
    if (run.trap != TrapKind::None) effects_.trap = run.trap;
    if (effects_.trap != TrapKind::None) {
      if (!run.isReplaced) effects_.frames.emplace_back(function, run.body.code[run.at].offset);
      return {};
    }
    ++run.at;
  }
  return run.popMany(arity);
}

void Oracle::step(Run& run) {
  const Instruction& in = run.body.code[run.at];
  if (performNumeric(in.op, run.stack, run.trap)) return;
  switch (wasm::infoOf(in.op).shape.kind) {
    case ShapeKind::Const: return run.push(in.value);
    case ShapeKind::Load:
    case ShapeKind::Store: return access(run);
    default: return control(run);
  }
}

bool Oracle::reaches(std::uint64_t address, std::uint64_t count) const {
  return address + count <= memory.size();
}

void Oracle::access(Run& run) {
  const Instruction& in = run.body.code[run.at];
  const Shape shape = wasm::infoOf(in.op).shape;
  const std::size_t bytes = shape.bits / 8u;
  const std::uint64_t value = shape.kind == ShapeKind::Store ? run.pop() : 0;
  const std::uint64_t address = static_cast<std::uint32_t>(run.pop()) + in.value;
  if (!reaches(address, bytes)) {
    run.trap = TrapKind::MemoryOutOfBounds;
    return;
  }
  if (shape.kind == ShapeKind::Store) {
    std::memcpy(memory.data() + address, &value, bytes);
    return;
  }
  std::uint64_t loaded = 0;
  std::memcpy(&loaded, memory.data() + address, bytes);
  if (shape.extension == wasm::Extension::Signed) {
    const unsigned unused = 64u - shape.bits;
    loaded = static_cast<std::uint64_t>(static_cast<std::int64_t>(loaded << unused) >> unused);
  }
  run.push(shape.type == Kind::I32 ? static_cast<std::uint32_t>(loaded) : loaded);
}

std::pair<std::size_t, std::size_t> Oracle::arityOf(const wasm::BlockType& block) const {
  switch (block.form) {
    case wasm::BlockType::Form::Empty: return {0, 0};
    case wasm::BlockType::Form::Value: return {0, 1};
    case wasm::BlockType::Form::Type: break;
  }
  const auto& type = module_.types[block.type].comp;
  return {type.params.size(), type.results.size()};
}

void Oracle::branch(Run& run, std::uint32_t depth) {
  const Label label = run.labels[run.labels.size() - 1 - depth];
  const auto values = run.popMany(label.arity);
  run.stack.resize(label.height);
  run.stack.insert(run.stack.end(), values.begin(), values.end());
  run.labels.resize(run.labels.size() - depth - (label.isLoop ? 0 : 1));
  run.at = label.target;
  if (run.labels.empty()) run.isDone = true;
}

void Oracle::control(Run& run) {
  const Instruction& in = run.body.code[run.at];
  switch (in.op) {
    case Opcode::Nop: return;
    case Opcode::Unreachable: run.trap = TrapKind::Unreachable; return;
    case Opcode::If:
    case Opcode::Block:
    case Opcode::Loop: {
      const bool isLoop = in.op == Opcode::Loop;
      const bool condition = in.op != Opcode::If || static_cast<std::uint32_t>(run.pop()) != 0;
      const auto [params, results] = arityOf(in.block);
      const std::uint32_t end = run.body.ends.at(run.at);
      const auto other = run.body.elses.find(run.at);
      const bool hasElse = other != run.body.elses.end();
      if (condition || hasElse) {
        run.labels.push_back(
            {isLoop ? run.at : end, run.stack.size() - params, isLoop ? params : results, isLoop});
      }
      // Neither `else` nor the end behind it is executed by who jumps there.
      if (!condition) run.at = hasElse ? other->second : end;
      return;
    }
    case Opcode::Else:
      run.at = run.labels.back().target;
      run.labels.pop_back();
      return;
    case Opcode::End:
      run.labels.pop_back();
      if (run.labels.empty()) run.isDone = true;
      return;
    case Opcode::Br: return branch(run, in.a);
    case Opcode::BrIf:
      if (static_cast<std::uint32_t>(run.pop()) != 0) branch(run, in.a);
      return;
    case Opcode::BrTable: {
      const auto& labels = run.body.labels[run.at];
      const auto index = static_cast<std::uint32_t>(run.pop());
      return branch(run, index < labels.size() ? labels[index] : in.a);
    }
    case Opcode::BrOnNull: {
      const std::uint64_t reference = run.pop();
      if (reference == 0) return branch(run, in.a);
      return run.push(reference);
    }
    case Opcode::BrOnNonNull: {
      const std::uint64_t reference = run.pop();
      if (reference == 0) return;
      run.push(reference);
      return branch(run, in.a);
    }
    case Opcode::Return: return branch(run, static_cast<std::uint32_t>(run.labels.size() - 1));
    default: return special(run);
  }
}

void Oracle::callFrom(Run& run, std::uint32_t function, bool isTail) {
  run.isReplaced = isTail && function != 0;
  const auto results = invoke(function, run.popMany(typeOf(function).params.size()));
  run.stack.insert(run.stack.end(), results.begin(), results.end());
  if (isTail && effects_.trap == TrapKind::None && !isExhausted_) {
    branch(run, static_cast<std::uint32_t>(run.labels.size() - 1));
  }
}

bool Oracle::lookUp(Run& run, std::uint32_t& function) {
  const Instruction& in = run.body.code[run.at];
  const auto index = static_cast<std::uint32_t>(run.pop());
  const auto count = static_cast<std::uint32_t>(module_.functions.size());
  if (index >= table0Size) {
    run.trap = TrapKind::UndefinedElement;
  } else if (index >= count) {
    run.trap = TrapKind::UninitializedElement;
  } else if (typeOf(index) != module_.types[in.a].comp) {
    run.trap = TrapKind::IndirectCallType;
  }
  function = index;
  return run.trap == TrapKind::None;
}

void Oracle::special(Run& run) {
  const Instruction& in = run.body.code[run.at];
  std::uint32_t function = 0;
  switch (in.op) {
    case Opcode::Drop: run.pop(); return;
    case Opcode::Select:
    case Opcode::SelectTyped: {
      const bool first = static_cast<std::uint32_t>(run.pop()) != 0;
      const std::uint64_t b = run.pop();
      if (!first) run.stack.back() = b;
      return;
    }
    case Opcode::LocalGet: return run.push(run.locals[in.a]);
    case Opcode::LocalSet: run.locals[in.a] = run.pop(); return;
    case Opcode::LocalTee: run.locals[in.a] = run.stack.back(); return;
    case Opcode::GlobalGet: return run.push(globals[in.a]);
    case Opcode::GlobalSet: globals[in.a] = run.pop(); return;
    case Opcode::Call: return callFrom(run, in.a, false);
    case Opcode::ReturnCall: return callFrom(run, in.a, true);
    case Opcode::CallIndirect:
    case Opcode::ReturnCallIndirect:
      if (lookUp(run, function)) callFrom(run, function, in.op == Opcode::ReturnCallIndirect);
      return;
    case Opcode::CallRef:
    case Opcode::ReturnCallRef: {
      const std::uint64_t reference = run.pop();
      if (reference == 0) {
        run.trap = TrapKind::NullFunctionReference;
        return;
      }
      return callFrom(run, static_cast<std::uint32_t>(reference - 1),
                      in.op == Opcode::ReturnCallRef);
    }
    case Opcode::RefNull: return run.push(0);
    case Opcode::RefFunc: return run.push(std::uint64_t{in.a} + 1);
    case Opcode::RefIsNull: return run.push(run.pop() == 0 ? 1 : 0);
    case Opcode::RefAsNonNull:
      if (run.stack.back() == 0) run.trap = TrapKind::NullReference;
      return;
    case Opcode::TableGet: {
      const auto index = static_cast<std::uint32_t>(run.pop());
      if (index < table.size()) return run.push(table[index]);
      run.trap = TrapKind::TableOutOfBounds;
      return;
    }
    case Opcode::TableSet: {
      const std::uint64_t value = run.pop();
      const auto index = static_cast<std::uint32_t>(run.pop());
      if (index < table.size()) {
        table[index] = value;
      } else {
        run.trap = TrapKind::TableOutOfBounds;
      }
      return;
    }
    case Opcode::MemorySize: return run.push(memory.size() >> 16);
    case Opcode::MemoryGrow: {
      const std::size_t pages = memory.size() >> 16;
      const std::uint64_t more = static_cast<std::uint32_t>(run.pop());
      if (pages + more > 3) return run.push(0xffff'ffff);
      memory.resize((pages + more) << 16);
      return run.push(pages);
    }
    case Opcode::MemoryFill: {
      const std::uint64_t count = run.pop();
      const auto byte = static_cast<std::uint8_t>(run.pop());
      const std::uint64_t address = run.pop();
      if (!reaches(address, count)) {
        run.trap = TrapKind::MemoryOutOfBounds;
      } else if (count != 0) {
        std::memset(memory.data() + address, byte, count);
      }
      return;
    }
    case Opcode::MemoryCopy: {
      const std::uint64_t count = run.pop();
      const std::uint64_t from = run.pop();
      const std::uint64_t to = run.pop();
      if (!reaches(from, count) || !reaches(to, count)) {
        run.trap = TrapKind::MemoryOutOfBounds;
      } else if (count != 0) {
        std::memmove(memory.data() + to, memory.data() + from, count);
      }
      return;
    }
    case Opcode::I64Add128:
    case Opcode::I64Sub128: {
      const auto values = run.popMany(4);
      const bool isAdd = in.op == Opcode::I64Add128;
      const std::uint64_t low = isAdd ? values[0] + values[2] : values[0] - values[2];
      const std::uint64_t carry = isAdd ? low < values[0] : values[0] < values[2];
      run.push(low);
      return run.push(isAdd ? values[1] + values[3] + carry : values[1] - values[3] - carry);
    }
    case Opcode::I64MulWideU: {
      __extension__ using Wide = unsigned __int128;
      const Wide product = Wide{run.pop()} * run.pop();
      run.push(static_cast<std::uint64_t>(product));
      return run.push(static_cast<std::uint64_t>(product >> 64));
    }
    default: std::abort();
  }
}

}  // namespace wald::interp::test
