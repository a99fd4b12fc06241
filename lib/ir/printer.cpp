#include "ir/printer.h"

#include <bit>
#include <iterator>

#include <fmt/format.h>

namespace wald::ir {

using wasm::Immediates;
using wasm::Opcode;

namespace {

class Printer {
public:
  explicit Printer(const Function& function) : function_(function) {}

  void header();
  void line(const Node& node, PrintOptions options);
  void node(const Node& node);
  std::string take() { return std::move(out_); }

private:
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  void variable(Var var);
  void range(Var first, std::uint32_t slots);
  void constant(const Node& node);
  void tryBlock(const Node& node);
  void immediates(const Node& node);
  void kids(const Node& node);

  const Function& function_;
  std::string out_;
  std::size_t depth_ = 1;
};

void Printer::variable(Var var) {
  add("${}{}", var < function_.paramSlots ? 'p' : var < function_.firstTemp ? 'l' : 't', var);
}

void Printer::range(Var first, std::uint32_t slots) {
  if (slots == 0) return;
  add(" [");
  variable(first);
  if (slots > 1) {
    add("..");
    variable(first + slots - 1);
  }
  add("]");
}

void Printer::header() {
  add("func {} {}\n", function_.index, wasm::toString(*function_.type));
  const std::size_t params = function_.type->params.size();
  if (function_.locals.size() > params) {
    add("  locals");
    for (std::size_t i = params; i < function_.locals.size(); ++i) {
      add(" ");
      variable(function_.locals[i].var);
      add(":{}", wasm::toString(function_.locals[i].type));
    }
    add("\n");
  }
  if (!function_.zeroed.empty()) {
    add("  zeroed");
    for (const VarRange& zeroed : function_.zeroed) range(zeroed.first, zeroed.count);
    add("\n");
  }
}

void Printer::constant(const Node& node) {
  switch (node.type) {
    case wasm::Kind::I32: return add(" {}", static_cast<std::int32_t>(node.value));
    case wasm::Kind::F32:
      return add(" {}", std::bit_cast<float>(static_cast<std::uint32_t>(node.value)));
    case wasm::Kind::F64: return add(" {}", std::bit_cast<double>(node.value));
    case wasm::Kind::V128: return add(" {:#018x} {:#018x}", node.value, node.high());
    case wasm::Kind::I64:
    case wasm::Kind::Ref: return add(" {}", static_cast<std::int64_t>(node.value));
  }
}

void Printer::tryBlock(const Node& node) {
  const Label& label = function_.labels[node.a];
  add(" @{}", node.a);
  range(label.target, label.slots);
  for (std::size_t i = 0; i < node.catches().size(); ++i) {
    const wasm::CatchClause& clause = node.catches()[i];
    switch (clause.kind) {
      case wasm::CatchKind::Catch: add(" (catch {} @{})", clause.tag, node.labels()[i]); break;
      case wasm::CatchKind::CatchRef:
        add(" (catch_ref {} @{})", clause.tag, node.labels()[i]);
        break;
      case wasm::CatchKind::CatchAll: add(" (catch_all @{})", node.labels()[i]); break;
      case wasm::CatchKind::CatchAllRef: add(" (catch_all_ref @{})", node.labels()[i]); break;
    }
  }
  if (node.b != 0) add(" else @{}", node.b);
}

/// What stands between an instruction's name and its operands.
void Printer::immediates(const Node& node) {
  switch (node.op) {
    case Opcode::LocalSet: add(" "); return variable(node.a);
    case Opcode::Nop: return add(" {}", node.value);
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If: {
      const Label& label = function_.labels[node.a];
      add(" @{}", node.a);
      return range(label.target, label.slots);
    }
    case Opcode::TryTable:
    case Opcode::Try: return tryBlock(node);
    case Opcode::Catch: add(" @{} tag={} at ", node.a, node.c); return variable(node.b);
    case Opcode::CatchAll: add(" @{} at ", node.a); return variable(node.b);
    case Opcode::Delegate: return add(" @{} to @{}", node.a, node.b);
    case Opcode::Else:
    case Opcode::End: return add(" @{}", node.a);
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail:
      add(" {} @{}",
          wasm::toString(wasm::ValType::fromBits(static_cast<std::uint32_t>(node.value))), node.a);
      return range(node.b, node.c);
    case Opcode::RefTest:
    case Opcode::RefTestNull:
    case Opcode::RefCast:
    case Opcode::RefCastNull:
      return add(" {}",
                 wasm::toString(wasm::ValType::fromBits(static_cast<std::uint32_t>(node.value))));
    case Opcode::BrTable:
      for (const LabelId label : node.labels()) add(" @{}", label);
      [[fallthrough]];
    case Opcode::Br:
    case Opcode::BrIf:
    case Opcode::BrOnNull:
    case Opcode::BrOnNonNull: add(" @{}", node.a); return range(node.b, node.c);
    case Opcode::Return:
      if (node.kids.empty()) range(node.b, node.c);
      return;
    case Opcode::CallIndirect:
    case Opcode::ReturnCallIndirect:
      add(" type={} table={} at ", node.a, node.b);
      return variable(node.c);
    case Opcode::CallRef:
    case Opcode::ReturnCallRef: add(" type={} at ", node.a); return variable(node.c);
    case Opcode::Call:
    case Opcode::ReturnCall: add(" {} at ", node.a); return variable(node.c);
    case Opcode::I64Add128:
    case Opcode::I64Sub128:
    case Opcode::I64MulWideS:
    case Opcode::I64MulWideU: add(" at "); return variable(node.c);
    default: break;
  }
  switch (wasm::infoOf(node.op).immediates) {
    case Immediates::I32:
    case Immediates::I64:
    case Immediates::F32:
    case Immediates::F64:
    case Immediates::V128: return constant(node);
    case Immediates::Memarg:
    case Immediates::MemargLane:
      if (node.a != 0) add(" memory={}", node.a);
      if (node.value != 0) add(" offset={}", node.value);
      if (wasm::infoOf(node.op).immediates == Immediates::MemargLane) add(" lane={}", node.c);
      return;
    case Immediates::Shuffle: return constant(node);
    case Immediates::Lane:
    case Immediates::Global:
    case Immediates::Func:
    case Immediates::Type:
    case Immediates::Table:
    case Immediates::Elem:
    case Immediates::Data:
    case Immediates::Memory:
    case Immediates::Tag: return add(" {}", node.a);
    case Immediates::TableTable:
    case Immediates::ElemTable:
    case Immediates::DataMemory:
    case Immediates::MemoryMemory:
    case Immediates::TypeField:
    case Immediates::TypeCount:
    case Immediates::TypeData:
    case Immediates::TypeElem:
    case Immediates::TypeType: return add(" {} {}", node.a, node.b);
    default: return;
  }
}

void Printer::node(const Node& node) {
  if (node.op == Opcode::LocalGet) return variable(node.a);
  add("({}", wasm::infoOf(node.op).mnemonic());
  immediates(node);
  kids(node);
  add(")");
}

void Printer::kids(const Node& node) {
  for (const Node* kid : node.kids) {
    add(" ");
    this->node(*kid);
  }
}

void Printer::line(const Node& node, PrintOptions options) {
  const bool isArm =
      node.op == Opcode::Else || node.op == Opcode::Catch || node.op == Opcode::CatchAll;
  const bool closes = isArm || node.op == Opcode::End || node.op == Opcode::Delegate;
  const bool opens = node.op == Opcode::Block || node.op == Opcode::Loop || node.op == Opcode::If ||
                     node.op == Opcode::TryTable || node.op == Opcode::Try;
  // The function's own end closes the function.
  if (closes && depth_ > 0) --depth_;
  out_.append(2 * depth_, ' ');
  // Statements stand without parentheses, which would not be closed on their lines.
  add("{}", wasm::infoOf(node.op).mnemonic());
  immediates(node);
  kids(node);
  if (options.offsets) add("  ;; {:#x}", node.offset);
  add("\n");
  if (opens || isArm) ++depth_;
}

}  // namespace

std::string print(const Function& function, PrintOptions options) {
  Printer printer(function);
  printer.header();
  for (const Node* statement : function.statements) printer.line(*statement, options);
  return printer.take();
}

std::string print(const Function& function, const Node& node) {
  Printer printer(function);
  printer.node(node);
  return printer.take();
}

}  // namespace wald::ir
