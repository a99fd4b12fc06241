#include <bit>

#include "interp/random_function_test.h"

namespace wald::interp::test {

using wasm::Shape;
using wasm::ShapeKind;

std::uint8_t codeOf(Kind kind) {
  switch (kind) {
    case Kind::I32: return 0x7f;
    case Kind::I64: return 0x7e;
    case Kind::F32: return 0x7d;
    case Kind::F64: return 0x7c;
    case Kind::V128: return 0x7b;
    case Kind::Ref: return 0x70;
  }
  return 0;
}

Menu::Menu() {
  for (unsigned i = 0; i < wasm::opcodeCount; ++i) {
    const auto op = static_cast<Opcode>(i);
    const Shape shape = wasm::infoOf(op).shape;
    if (shape.type == Kind::V128) continue;
    switch (shape.kind) {
      case ShapeKind::Unary: operators.push_back({op, shape.type, shape.type, false}); break;
      case ShapeKind::Convert:
        if (shape.from != Kind::V128) operators.push_back({op, shape.from, shape.type, false});
        break;
      case ShapeKind::Test: operators.push_back({op, shape.type, Kind::I32, false}); break;
      case ShapeKind::Binary: operators.push_back({op, shape.type, shape.type, true}); break;
      case ShapeKind::Compare: operators.push_back({op, shape.type, Kind::I32, true}); break;
      case ShapeKind::Load: accesses.push_back({op, shape.type, false}); break;
      case ShapeKind::Store: accesses.push_back({op, shape.type, true}); break;
      default: break;
    }
  }
}

const Menu& menu() {
  static const Menu instance;
  return instance;
}

void FunctionGenerator::op(Opcode opcode) {
  if (budget_ > 0) --budget_;
  const auto& info = wasm::infoOf(opcode);
  if (info.prefix == 0) {
    code_.u8(static_cast<std::uint8_t>(info.code));
  } else {
    code_.u8(info.prefix);
    code_.leb(info.code);
  }
}

Kind FunctionGenerator::pop() {
  const Kind kind = stack_.back();
  stack_.pop_back();
  return kind;
}

std::uint32_t FunctionGenerator::someLocal(Kind kind) {
  for (;;) {
    const std::uint32_t local = random_.below(sharedLocals_);
    if (locals_[local] == kind) return local;
  }
}

Kind FunctionGenerator::someKind() {
  const std::uint32_t choice = random_.below(100);
  return choice < 45   ? Kind::I32
         : choice < 70 ? Kind::I64
         : choice < 82 ? Kind::F32
         : choice < 94 ? Kind::F64
                       : Kind::Ref;
}

Kinds FunctionGenerator::someKinds(unsigned most) {
  Kinds result(random_.below(most + 1));
  for (Kind& kind : result) kind = someKind();
  return result;
}

void FunctionGenerator::i32Const(std::int32_t value) {
  op(Opcode::I32Const);
  code_.sleb(value);
  push(Kind::I32);
}

void FunctionGenerator::plain(Opcode opcode, std::size_t operands, const Kinds& results) {
  op(opcode);
  popMany(operands);
  pushMany(results);
}

std::uint64_t FunctionGenerator::someBits() {
  switch (random_.below(6)) {
    case 0: return random_.bits();
    case 1: return 0;
    case 2: return ~std::uint64_t{0} << random_.below(64);
    default: return random_.below(20);
  }
}

void FunctionGenerator::constant(Kind kind) {
  switch (kind) {
    case Kind::I32: return i32Const(static_cast<std::int32_t>(someBits()));
    case Kind::I64:
      op(Opcode::I64Const);
      code_.sleb(static_cast<std::int64_t>(someBits()));
      break;
    case Kind::F32: {
      op(Opcode::F32Const);
      const auto bits = std::bit_cast<std::uint32_t>(someFloat<float>());
      for (unsigned i = 0; i < 4; ++i) code_.u8(static_cast<std::uint8_t>(bits >> (8 * i)));
      break;
    }
    case Kind::F64: {
      op(Opcode::F64Const);
      const auto bits = std::bit_cast<std::uint64_t>(someFloat<double>());
      for (unsigned i = 0; i < 8; ++i) code_.u8(static_cast<std::uint8_t>(bits >> (8 * i)));
      break;
    }
    case Kind::V128: break;
    case Kind::Ref:
      if (random_.percent(40)) {
        op(Opcode::RefNull, codeOf(Kind::Ref));
      } else {
        op(Opcode::RefFunc, random_.below(shared_.functions.size()));
      }
      break;
  }
  push(kind);
}

void FunctionGenerator::leaf(Kind kind) {
  const std::uint32_t choice = random_.below(100);
  if (choice < 60) return localGet(someLocal(kind));
  if (choice < 70) {
    op(Opcode::GlobalGet,
       static_cast<std::uint32_t>(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin()));
    return push(kind);
  }
  if (choice < 73 && kind == Kind::I32) {
    op(Opcode::MemorySize, 0);
    return push(kind);
  }
  constant(kind);
}

void FunctionGenerator::value(Kind kind, unsigned depth) {
  if (depth == 0 || budget_ == 0) return leaf(kind);
  switch (random_.below(12)) {
    case 0:
    case 1:
    case 2: return leaf(kind);
    case 3:
      value(kind, depth - 1);
      op(Opcode::LocalTee, someLocal(kind));
      return;
    case 4: return load(kind, depth);
    case 5: return block({}, {kind});
    case 6: {
      value(kind, depth - 1);
      value(kind, depth - 1);
      value(Kind::I32, depth - 1);
      return select();
    }
    case 7:
      if (call({kind})) return;
      return leaf(kind);
    default: return numeric(kind, depth);
  }
}

void FunctionGenerator::numeric(Kind kind, unsigned depth) {
  if (kind == Kind::Ref) {
    i32Const(static_cast<std::int32_t>(
        random_.below(random_.percent(95) ? table1Size : table1Size + 2)));
    op(Opcode::TableGet, 1);
    pop();
    return push(kind);
  }
  for (;;) {
    const auto& all = menu().operators;
    const Operator& chosen = all[random_.below(all.size())];
    if (chosen.result != kind) continue;
    value(chosen.operand, depth - 1);
    if (chosen.isBinary) value(chosen.operand, depth - 1);
    return apply(chosen);
  }
}

void FunctionGenerator::apply(const Operator& chosen) {
  if (wasm::infoOf(chosen.op).traps && random_.percent(90)) {
    if (!chosen.isBinary) {
      // A conversion: of something small.
      plain(chosen.operand == Kind::F32 ? Opcode::I32TruncSatF32S : Opcode::I32TruncSatF64S, 1,
            {Kind::I32});
      i32Const(0xfff);
      plain(Opcode::I32And, 2, {Kind::I32});
      plain(chosen.operand == Kind::F32 ? Opcode::F32ConvertI32U : Opcode::F64ConvertI32U, 1,
            {chosen.operand});
    } else if (chosen.operand == Kind::I32) {
      i32Const(1);
      plain(Opcode::I32Or, 2, {Kind::I32});
    } else {
      op(Opcode::I64Const);
      code_.sleb(1);
      push(Kind::I64);
      plain(Opcode::I64Or, 2, {Kind::I64});
    }
  }
  if (chosen.op == Opcode::I32ReinterpretF32 || chosen.op == Opcode::I64ReinterpretF64 ||
      chosen.op == Opcode::F32Copysign || chosen.op == Opcode::F64Copysign) {
    canonical();
  }
  plain(chosen.op, chosen.isBinary ? 2 : 1, {chosen.result});
}

void FunctionGenerator::canonical() {
  const Kind kind = stack_.back();
  const std::uint32_t local = newLocal(kind);
  localSet(local);
  localGet(local);
  op(kind == Kind::F32 ? Opcode::F32Const : Opcode::F64Const);
  for (unsigned i = 0; i < (kind == Kind::F32 ? 4 : 8); ++i) code_.u8(0x40);
  push(kind);
  localGet(local);
  localGet(local);
  plain(kind == Kind::F32 ? Opcode::F32Eq : Opcode::F64Eq, 2, {Kind::I32});
  select();
}

void FunctionGenerator::select() {
  const Kind kind = stack_[stack_.size() - 2];
  if (kind == Kind::Ref || random_.percent(20)) {
    op(Opcode::SelectTyped, 1);
    code_.u8(codeOf(kind));
  } else {
    op(Opcode::Select);
  }
  popMany(3);
  push(kind);
}

void FunctionGenerator::address(unsigned depth) {
  value(Kind::I32, depth - 1);
  if (random_.percent(97)) {
    i32Const(random_.percent(50) ? 0xff : 0xfff0);
    plain(Opcode::I32And, 2, {Kind::I32});
  }
}

void FunctionGenerator::memarg(Opcode opcode) {
  op(opcode, 0);
  code_.leb(random_.percent(50)   ? 0
            : random_.percent(96) ? random_.below(200)
                                  : random_.below(1ull << 32));
}

const Access& FunctionGenerator::someAccess(Kind kind, bool isStore) {
  const auto& all = menu().accesses;
  for (;;) {
    const Access& chosen = all[random_.below(all.size())];
    if (chosen.type == kind && chosen.isStore == isStore) return chosen;
  }
}

void FunctionGenerator::load(Kind kind, unsigned depth) {
  if (kind == Kind::Ref) return leaf(kind);
  address(depth);
  memarg(someAccess(kind, false).op);
  pop();
  push(kind);
}

void FunctionGenerator::store() {
  const Kind kind = someKind();
  if (kind == Kind::Ref) {
    i32Const(static_cast<std::int32_t>(random_.below(table1Size)));
    value(kind, 1);
    op(Opcode::TableSet, 1);
    return popMany(2);
  }
  address(3);
  value(kind, 2);
  if (kind == Kind::F32 || kind == Kind::F64) canonical();
  memarg(someAccess(kind, true).op);
  popMany(2);
}

void FunctionGenerator::ensure(const Kinds& types) {
  const bool fits =
      available() >= types.size() && std::equal(types.rbegin(), types.rend(), stack_.rbegin());
  if (!fits || random_.percent(20)) values(types);
}

}  // namespace wald::interp::test
