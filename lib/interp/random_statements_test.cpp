#include "interp/random_function_test.h"

namespace wald::interp::test {

void FunctionGenerator::body() {
  const unsigned steps = 1 + random_.below(10);
  const bool isOuter = frames_.size() == 1;
  for (unsigned i = 0; (isOuter || i < steps) && budget_ > 0 && !frame().isDead; ++i) step();
}

void FunctionGenerator::step() {
  const std::uint32_t choice = random_.below(100);
  if (choice < 22) return value(someKind(), 3);
  if (choice < 42) return consume();
  if (choice < 52) return assign();
  if (choice < 60) return store();
  if (choice < 70) return someBlock();
  if (choice < 80) return branch();
  if (choice < 86) return callTo(random_.below(shared_.functions.size()), false);
  if (choice < 90) {
    // The order of what can be seen from outside.
    value(Kind::I32, 2);
    op(Opcode::Call, 0);
    return;
  }
  if (choice < 92) return bulk();
  if (choice < 94) return wide();
  if (choice < 95) return burst();
  if (choice < 98) return gather();
  if (available() > 0) drop();
}

void FunctionGenerator::consume() {
  if (available() == 0) return leaf(someKind());
  const Kind top = stack_.back();
  if (top == Kind::Ref) {
    switch (random_.below(3)) {
      case 0: return plain(Opcode::RefIsNull, 1, {Kind::I32});
      case 1:
        op(Opcode::LocalSet, someLocal(Kind::Ref));
        pop();
        return;
      default: return drop();
    }
  }
  const bool two = available() >= 2 && stack_[stack_.size() - 2] == top;
  if (two && random_.percent(15)) {
    value(Kind::I32, 1);
    return select();
  }
  for (;;) {
    const auto& all = menu().operators;
    const Operator& chosen = all[random_.below(all.size())];
    if (chosen.operand != top || (chosen.isBinary && !two)) continue;
    return apply(chosen);
  }
}

void FunctionGenerator::assign() {
  const Kind kind = available() > 0 && random_.percent(70) ? stack_.back() : someKind();
  ensure({kind});
  const std::uint32_t choice = random_.below(10);
  if (choice < 4) return localSet(someLocal(kind));
  if (choice < 8) return op(Opcode::LocalTee, someLocal(kind));
  op(Opcode::GlobalSet,
     static_cast<std::uint32_t>(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin()));
  pop();
}

void FunctionGenerator::someBlock() {
  const std::size_t most = std::min<std::size_t>(available(), 3);
  const std::size_t count = random_.below(most + 1);
  const Kinds params(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
  block(params, random_.percent(25) ? params : someKinds(3));
}

void FunctionGenerator::branch() {
  const std::size_t index = random_.below(frames_.size());
  const auto depth = frames_.size() - 1 - index;
  const Frame target = frames_[index];
  const std::uint32_t choice = random_.below(20);
  if (choice < 12 || target.counter >= 0) {
    ensure(target.label);
    condition(index);
    op(Opcode::BrIf, depth);
    pop();
  } else if (choice < 14) {
    branchTable(target.label);
  } else if (choice < 16) {
    ensure(target.label);
    value(Kind::Ref, 1);
    op(Opcode::BrOnNull, depth);
  } else if (choice < 17 && !target.label.empty() && target.label.back() == Kind::Ref) {
    ensure(target.label);
    op(Opcode::BrOnNonNull, depth);
    pop();
  } else if (choice < 18 && random_.percent(30)) {
    ensure(type_.results);
    op(Opcode::Return);
    die();
  } else if (choice < 19 && random_.percent(30)) {
    for (std::uint32_t i = 0; i < shared_.functions.size(); ++i) {
      if (shared_.functions[i].results != type_.results) continue;
      callTo(i, true);
      return die();
    }
  } else if (random_.percent(5)) {
    op(Opcode::Unreachable);
    die();
  }
}

void FunctionGenerator::branchTable(const Kinds& types) {
  std::vector<std::size_t> depths;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    if (frames_[i].counter < 0 && frames_[i].label == types)
      depths.push_back(frames_.size() - 1 - i);
  }
  ensure(types);
  value(Kind::I32, 2);
  op(Opcode::BrTable);
  pop();
  const std::uint32_t count = random_.below(4);
  code_.leb(count);
  for (std::uint32_t i = 0; i <= count; ++i) code_.leb(depths[random_.below(depths.size())]);
  die();
}

void FunctionGenerator::bulk() {
  switch (random_.below(3)) {
    case 0:
      i32Const(static_cast<std::int32_t>(random_.below(2)));
      op(Opcode::MemoryGrow, 0);
      return;
    case 1:
      address(2);
      value(Kind::I32, 1);
      i32Const(static_cast<std::int32_t>(random_.below(60)));
      op(Opcode::MemoryFill, 0);
      break;
    default:
      address(2);
      address(2);
      i32Const(static_cast<std::int32_t>(random_.below(60)));
      op(Opcode::MemoryCopy, 0);
      code_.leb(0);
      break;
  }
  popMany(3);
}

void FunctionGenerator::wide() {
  const std::uint32_t choice = random_.below(3);
  const Kinds operands(choice == 2 ? 2 : 4, Kind::I64);
  ensure(operands);
  plain(choice == 0   ? Opcode::I64Add128
        : choice == 1 ? Opcode::I64Sub128
                      : Opcode::I64MulWideU,
        operands.size(), {Kind::I64, Kind::I64});
}

void FunctionGenerator::gather() {
  if (shared_.functions.size() < 2) return leaf(Kind::I32);
  callWith(1, false);
  std::size_t left = shared_.functions[1].results.size();
  while (left > 1) {
    const std::uint32_t choice = random_.below(20);
    if (choice < 10) {
      plain(choice < 5 ? Opcode::I32Sub : Opcode::I32ShrU, 2, {Kind::I32});
      --left;
    } else if (choice < 13) {
      value(Kind::I32, 1);
      ++left;
    } else if (choice < 15) {
      value(Kind::I32, 2);
      value(Kind::I32, 1);
      select();
    } else if (choice < 16) {
      memarg(Opcode::I32Load8U);
    } else if (choice < 17) {
      op(Opcode::Call, 0);
    } else {
      break;
    }
  }
}

void FunctionGenerator::burst() {
  const Kind kind = random_.percent(50) ? Kind::I32 : Kind::F64;
  if (random_.percent(50)) {
    const std::uint32_t count = 60 + random_.below(20);
    for (std::uint32_t i = 0; i < count; ++i) value(kind, random_.percent(10) ? 2 : 0);
    for (std::uint32_t i = random_.below(count); i > 0; --i) {
      plain(kind == Kind::I32 ? Opcode::I32Sub : Opcode::F64Sub, 2, {kind});
    }
    return;
  }
  op(Opcode::MemorySize, 0);
  push(Kind::I32);
  value(kind, 1);
  for (std::uint32_t i = 90 + random_.below(20); i > 0; --i) {
    leaf(kind);
    plain(kind == Kind::I32 ? Opcode::I32Sub : Opcode::F64Sub, 2, {kind});
  }
  if (kind != Kind::I32) return;
  if (random_.percent(50)) return op(Opcode::Call, 0);
  i32Const(1);
  plain(Opcode::I32And, 2, {Kind::I32});
  op(Opcode::MemoryGrow, 0);
}

}  // namespace wald::interp::test
