#include "interp/tiles/generator/code.h"

#include <iterator>

#include <fmt/format.h>

#include "interp/node.h"

namespace wald::interp::tiles {

namespace {

constexpr const char* kindNames[] = {"I32", "I64", "F32", "F64", "V128", "I64"};
constexpr const char* opcodeNames[] = {
#define WALD_OP(name, ...) #name,
#include "wasm/ops.def"
};

/// Writes the handler of one tile. Operands stand in the node in prefix order, an access's offset behind its operands, what a statement has of its
/// own behind its values: the lowering appends them so.
class Writer {
public:
  explicit Writer(bool isMetered) : isMetered_(isMetered) {}

  std::string write(const Tile& tile, const std::string& name) {
    append("[[gnu::used]] void {}(WALD_HANDLER_PARAMS) {{\n", name);
    for (const Statement& one : tile) statement(one);
    const Token last = tile.back().token;
    const bool goesOn = last != token::branch && last != token::branchTable &&
                        last != token::returnValue && last != token::returnNothing;
    if (goesOn) append("  WALD_NEXT(pc + {});\n", padded(at_));
    append("}}\n");
    return std::move(text_);
  }

private:
  template <typename... Args>
  void append(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
  }

  static const char* kindName(wasm::Kind kind) { return kindNames[static_cast<unsigned>(kind)]; }

  unsigned take(unsigned bytes) {
    const unsigned at = at_;
    at_ += bytes;
    return at;
  }

  /// The node's address, with the number of the trap.
  std::string place() {
    const unsigned trap = traps_++;
    return trap == 0 ? "pc" : fmt::format("pc + {}", trap);
  }

  /// The value's name.
  std::string value(const Value& value) {
    const char* const kind = kindName(value.kind);
    switch (value.token) {
      case token::slot: return define("fromSlot<Kind::{}>(pc + {}, fp)", kind, take(4));
      case token::constant: return define("fromConstant<Kind::{}>(pc + {})", kind, take(4));
      case token::wideConstant: return define("fromConstant<Kind::{}>(pc + {})", kind, take(8));
      case token::accumulator: return define("fromAccumulator<Kind::{}>(acc, facc)", kind);
      case token::last: return define("as<Kind::{}>({})", kind, set_);
      case token::global: return define("fromGlobal<Kind::{}>(pc + {}, ctx)", kind, take(4));
      default: break;
    }
    std::vector<std::string> operands;
    for (const Value& operand : value.operands) operands.push_back(this->value(operand));
    if (value.token >= token::first)
      return define("{} != 0 ? {} : {}", operands[2], operands[0], operands[1]);
    const char* const op = opcodeNames[value.token];
    if (wasm::infoOf(static_cast<wasm::Opcode>(value.token)).shape.kind == wasm::ShapeKind::Load) {
      const unsigned offset = take(4);
      return define("load<Opcode::{}>({}, pc + {}, mem, {}, fp, ctx)", op, operands[0], offset,
                    place());
    }
    std::string arguments;
    for (const std::string& operand : operands) {
      arguments += (arguments.empty() ? "" : ", ") + operand;
    }
    if (!traps(value.token))
      return define("numeric::Meaning<Opcode::{}>::apply({})", op, arguments);
    const std::string result = fmt::format("v{}", values_++);
    append("  wasm::Carrier<Kind::{}> {};\n", kind, result);
    append("  if (const TrapKind trap = numeric::Meaning<Opcode::{}>::apply({}, {}); trap != "
           "TrapKind::None) [[unlikely]] {{\n",
           op, arguments, result);
    if (const std::string at = place(); at != "pc") append("    pc = {};\n", at);
    append("    WALD_TRAP_WITH(trap);\n  }}\n");
    return result;
  }

  template <typename... Args>
  std::string define(fmt::format_string<Args...> format, Args&&... args) {
    const std::string name = fmt::format("v{}", values_++);
    append("  const auto {} = {};\n", name, fmt::format(format, std::forward<Args>(args)...));
    return name;
  }

  void statement(const Statement& statement) {
    std::vector<std::string> values;
    for (const Value& one : statement.values) values.push_back(value(one));
    const std::string first = values.empty() ? "" : values[0];
    const char* const kind = statement.values.empty() ? "" : kindName(statement.values[0].kind);
    switch (statement.token) {
      case token::set:
        append("  toSlot<Kind::{}>({}, pc + {}, fp);\n", kind, first, take(4));
        set_ = first;
        return;
      case token::keep:
        append("  put<Kind::{}, Dst::Acc>({}, pc, fp, acc, facc);\n", kind, first);
        return;
      case token::branchIf: branch(first + " != 0"); return;
      case token::branchUnless: branch(first + " == 0"); return;
      case token::branch: branch("true"); return;
      case token::branchTable:
        append("  WALD_NEXT(tableTarget({}, pc, {}));\n", first, at_);
        return;
      case token::returnValue:
        append("  writeAt(fp, {}{});\n",
               statement.values[0].kind == wasm::Kind::I32 ? "std::uint64_t{" : "(",
               first + (statement.values[0].kind == wasm::Kind::I32 ? "}" : ")"));
        append("  WALD_TILE_RETURN({});\n", take(4));
        return;
      case token::returnNothing: append("  WALD_TILE_RETURN({});\n", take(4)); return;
      case token::setGlobal:
        append("  toGlobal<Kind::{}>({}, pc + {}, ctx);\n", kind, first, take(4));
        return;
      default: break;
    }
    const unsigned offset = take(4);
    append("  store<Opcode::{}>({}, {}, pc + {}, mem, {}, fp, ctx);\n",
           opcodeNames[statement.token], values[0], values[1], offset, place());
  }

  /// The target, and what taking it costs.
  void branch(const std::string& condition) {
    const unsigned target = take(isMetered_ ? 8 : 4);
    append("  {}({}, {})\n", isMetered_ ? "WALD_TILE_METERED_BRANCH" : "WALD_TILE_BRANCH",
           condition, target);
  }

  bool isMetered_;
  std::string text_;
  unsigned at_ = headBytes;
  unsigned values_ = 0;
  unsigned traps_ = 0;
  std::string set_;
};

}  // namespace

std::string codeOf(const Tile& tile, const std::string& name, bool isMetered) {
  return Writer(isMetered).write(tile, name);
}

}  // namespace wald::interp::tiles
