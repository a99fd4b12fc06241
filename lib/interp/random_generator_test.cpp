#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "binary/byte_writer.h"
#include "interp/random_test.h"

namespace wald::interp::test {

using binary::ByteWriter;
using wasm::Kind;
using wasm::Opcode;
using wasm::Shape;
using wasm::ShapeKind;

namespace {

using Kinds = std::vector<Kind>;

constexpr std::array kinds = {Kind::I32, Kind::I64, Kind::F32, Kind::F64, Kind::Ref};

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

struct Signature {
  Kinds params;
  Kinds results;
  bool operator==(const Signature&) const = default;
};

struct Operator {
  Opcode op;
  Kind operand;
  Kind result;
  bool isBinary;
};

struct Access {
  Opcode op;
  Kind type;
  bool isStore;
};

/// What the generator picks from: all scalar operators, loads and stores.
struct Menu {
  std::vector<Operator> operators;
  std::vector<Access> accesses;

  Menu() {
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
};

const Menu& menu() {
  static const Menu instance;
  return instance;
}

/// What all functions of a module share.
struct Shared {
  std::vector<Signature> types{{{Kind::I32}, {Kind::I32}}};
  std::vector<Signature> functions{{{Kind::I32}, {Kind::I32}}};

  std::uint32_t typeIndex(const Signature& type) {
    const auto found = std::find(types.begin(), types.end(), type);
    if (found != types.end()) return static_cast<std::uint32_t>(found - types.begin());
    types.push_back(type);
    return static_cast<std::uint32_t>(types.size() - 1);
  }
};

class FunctionGenerator {
public:
  FunctionGenerator(Random& random, Shared& shared, Signature type, unsigned size)
      : random_(random), shared_(shared), type_(std::move(type)), budget_(size) {}

  std::vector<std::uint8_t> generate() {
    locals_ = type_.params;
    for (const Kind kind : kinds) {
      for (int i = 0; i < 2; ++i) newLocal(kind);
    }
    // A local is usually read and written by any instruction; of those added later only by its maker.
    sharedLocals_ = locals_.size();
    frames_.push_back({type_.results, 0, -1});
    body();
    finish(type_.results);
    ByteWriter content;
    content.leb(locals_.size() - type_.params.size());
    for (std::size_t i = type_.params.size(); i < locals_.size(); ++i) {
      content.leb(1);
      content.u8(codeOf(locals_[i]));
    }
    content.append(code_.take());
    ByteWriter entry;
    entry.sized(content);
    return entry.take();
  }

private:
  struct Frame {
    Kinds label;           ///< what a branch takes along
    std::size_t height;    ///< of the stack, without parameters
    std::int64_t counter;  ///< of a loop: the local that bounds it; -1: no loop
    bool isDead = false;
  };

  Frame& frame() { return frames_.back(); }
  std::size_t depthLeft() const { return frames_.size() > 5 ? 0 : 1; }

  // --- Bytes.

  void op(Opcode opcode) {
    if (budget_ > 0) --budget_;
    const auto& info = wasm::infoOf(opcode);
    if (info.prefix == 0) {
      code_.u8(static_cast<std::uint8_t>(info.code));
    } else {
      code_.u8(info.prefix);
      code_.leb(info.code);
    }
  }
  void op(Opcode opcode, std::uint64_t immediate) {
    op(opcode);
    code_.leb(immediate);
  }
  void push(Kind kind) { stack_.push_back(kind); }
  Kind pop() {
    const Kind kind = stack_.back();
    stack_.pop_back();
    return kind;
  }
  void popMany(std::size_t count) { stack_.resize(stack_.size() - count); }
  void pushMany(const Kinds& types) { stack_.insert(stack_.end(), types.begin(), types.end()); }
  /// How many entries the present block may take.
  std::size_t available() { return stack_.size() - frame().height; }

  std::uint32_t newLocal(Kind kind) {
    locals_.push_back(kind);
    return static_cast<std::uint32_t>(locals_.size() - 1);
  }
  std::uint32_t someLocal(Kind kind) {
    for (;;) {
      const std::uint32_t local = random_.below(sharedLocals_);
      if (locals_[local] == kind) return local;
    }
  }
  Kind someKind() {
    const std::uint32_t choice = random_.below(100);
    return choice < 45   ? Kind::I32
           : choice < 70 ? Kind::I64
           : choice < 82 ? Kind::F32
           : choice < 94 ? Kind::F64
                         : Kind::Ref;
  }
  Kinds someKinds(unsigned most) {
    Kinds result(random_.below(most + 1));
    for (Kind& kind : result) kind = someKind();
    return result;
  }

  void i32Const(std::int32_t value) {
    op(Opcode::I32Const);
    code_.sleb(value);
    push(Kind::I32);
  }
  void localGet(std::uint32_t local) {
    op(Opcode::LocalGet, local);
    push(locals_[local]);
  }
  void localSet(std::uint32_t local) {
    op(Opcode::LocalSet, local);
    pop();
  }
  void plain(Opcode opcode, std::size_t operands, const Kinds& results) {
    op(opcode);
    popMany(operands);
    pushMany(results);
  }

  template <typename T>
  T someFloat() {
    static constexpr T values[] = {T{0},
                                   -T{0},
                                   T{1},
                                   T{-1},
                                   T{0.5},
                                   T{3},
                                   T{1e9f},
                                   T{-1e20f},
                                   std::numeric_limits<T>::infinity(),
                                   std::numeric_limits<T>::quiet_NaN()};
    return values[random_.below(std::size(values))];
  }
  std::uint64_t someBits() {
    switch (random_.below(6)) {
      case 0: return random_.bits();
      case 1: return 0;
      case 2: return ~std::uint64_t{0} << random_.below(64);
      default: return random_.below(20);
    }
  }

  // --- Values.

  void constant(Kind kind) {
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

  void leaf(Kind kind) {
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

  /// Code that pushes one value.
  void value(Kind kind, unsigned depth) {
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

  void values(const Kinds& types) {
    for (const Kind kind : types) value(kind, 2);
  }

  void numeric(Kind kind, unsigned depth) {
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

  /// An operator on the top of the stack, mostly kept from trapping.
  void apply(const Operator& chosen) {
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

  /// The bits of a NaN are not determined: before something depends on them it is replaced.
  void canonical() {
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

  void select() {
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

  void address(unsigned depth) {
    value(Kind::I32, depth - 1);
    if (random_.percent(97)) {
      i32Const(random_.percent(50) ? 0xff : 0xfff0);
      plain(Opcode::I32And, 2, {Kind::I32});
    }
  }

  void memarg(Opcode opcode) {
    op(opcode, 0);
    code_.leb(random_.percent(50)   ? 0
              : random_.percent(96) ? random_.below(200)
                                    : random_.below(1ull << 32));
  }

  const Access& someAccess(Kind kind, bool isStore) {
    const auto& all = menu().accesses;
    for (;;) {
      const Access& chosen = all[random_.below(all.size())];
      if (chosen.type == kind && chosen.isStore == isStore) return chosen;
    }
  }

  void load(Kind kind, unsigned depth) {
    if (kind == Kind::Ref) return leaf(kind);
    address(depth);
    memarg(someAccess(kind, false).op);
    pop();
    push(kind);
  }

  void store() {
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

  /// The top of the stack gets these types: as it is, if it has them, or by new values.
  void ensure(const Kinds& types) {
    const bool fits =
        available() >= types.size() && std::equal(types.rbegin(), types.rend(), stack_.rbegin());
    if (!fits || random_.percent(20)) values(types);
  }

  // --- Calls.

  bool call(const Kinds& results) {
    std::vector<std::uint32_t> candidates;
    for (std::uint32_t i = 0; i < shared_.functions.size(); ++i) {
      if (shared_.functions[i].results == results) candidates.push_back(i);
    }
    if (candidates.empty()) return false;
    const std::uint32_t function = candidates[random_.below(candidates.size())];
    values(Kinds(shared_.functions[function].params));
    callWith(function, false);
    return true;
  }

  void callTo(std::uint32_t function, bool isTail) {
    ensure(Kinds(shared_.functions[function].params));
    callWith(function, isTail);
  }

  /// The arguments are on the stack.
  void callWith(std::uint32_t function, bool isTail) {
    const Signature type = shared_.functions[function];
    switch (random_.below(3)) {
      case 0: op(isTail ? Opcode::ReturnCall : Opcode::Call, function); break;
      case 1: {
        // Sometimes another function, null or beyond the table.
        i32Const(static_cast<std::int32_t>(random_.percent(98) ? function : someElement()));
        pop();
        op(isTail ? Opcode::ReturnCallIndirect : Opcode::CallIndirect, shared_.typeIndex(type));
        code_.leb(0);
        break;
      }
      default:
        if (random_.percent(1)) {
          op(Opcode::RefNull, shared_.typeIndex(type));
        } else {
          op(Opcode::RefFunc, function);
        }
        op(isTail ? Opcode::ReturnCallRef : Opcode::CallRef, shared_.typeIndex(type));
        break;
    }
    popMany(type.params.size());
    if (!isTail) pushMany(type.results);
  }

  /// An index for table 0: of a function that may be called from here, of a null, or none.
  std::uint32_t someElement() {
    return random_.percent(50) ? random_.below(shared_.functions.size())
                               : table0Size - 2 + random_.below(4);
  }

  // --- Blocks.

  void blockType(const Signature& type) {
    if (type.params.empty() && type.results.empty()) return code_.u8(0x40);
    if (type.params.empty() && type.results.size() == 1) return code_.u8(codeOf(type.results[0]));
    code_.sleb(shared_.typeIndex(type));
  }

  void block(const Kinds& params, const Kinds& results) {
    const Signature type{params, results};
    if (depthLeft() == 0) {
      // As good as a block: the same types, without nesting.
      for (std::size_t i = 0; i < params.size(); ++i) drop();
      for (const Kind kind : results) leaf(kind);
      return;
    }
    switch (random_.below(3)) {
      case 0: {
        op(Opcode::Block);
        blockType(type);
        frames_.push_back({results, stack_.size() - params.size(), -1});
        body();
        return finish(results);
      }
      case 1: {
        const std::uint32_t counter = newLocal(Kind::I32);
        i32Const(static_cast<std::int32_t>(1 + random_.below(3)));
        localSet(counter);
        op(Opcode::Loop);
        blockType(type);
        frames_.push_back({params, stack_.size() - params.size(), counter});
        body();
        if (!frame().isDead && random_.percent(80)) {
          ensure(params);
          condition(frames_.size() - 1);
          op(Opcode::BrIf, 0);
          pop();
        }
        return finish(results);
      }
      default: {
        value(Kind::I32, 2);
        op(Opcode::If);
        pop();
        blockType(type);
        const std::size_t height = stack_.size() - params.size();
        frames_.push_back({results, height, -1});
        body();
        if (params == results && random_.percent(40)) return finish(results);
        settle(results);
        op(Opcode::Else);
        stack_.resize(height);
        pushMany(params);
        frame().isDead = false;
        body();
        return finish(results);
      }
    }
  }

  /// The condition of a branch to a block: to a loop only so often.
  void condition(std::size_t index) {
    const Frame& target = frames_[index];
    if (target.counter < 0) return value(Kind::I32, 2);
    const auto counter = static_cast<std::uint32_t>(target.counter);
    localGet(counter);
    i32Const(1);
    plain(Opcode::I32Sub, 2, {Kind::I32});
    op(Opcode::LocalTee, counter);
    i32Const(0);
    plain(Opcode::I32GtS, 2, {Kind::I32});
  }

  /// Leaves exactly the results on the block's stack, unless its end is not reached.
  void settle(const Kinds& results) {
    if (frame().isDead) return;
    const bool fits = available() == results.size() &&
                      std::equal(results.rbegin(), results.rend(), stack_.rbegin());
    if (!fits && random_.percent(40) && frame().counter < 0) {
      ensure(results);
      op(Opcode::Br, 0);
      return die();
    }
    if (fits) return;
    if (random_.percent(50)) {
      ensure(results);
      if (available() == results.size()) return;
      std::vector<std::uint32_t> saved;
      for (std::size_t i = results.size(); i-- > 0;) {
        saved.push_back(newLocal(results[i]));
        localSet(saved.back());
      }
      while (available() > 0) drop();
      while (!saved.empty()) {
        localGet(saved.back());
        saved.pop_back();
      }
      return;
    }
    while (available() > 0) drop();
    values(results);
  }

  void finish(const Kinds& results) {
    settle(results);
    op(Opcode::End);
    stack_.resize(frame().height);
    frames_.pop_back();
    pushMany(results);
  }

  void drop() {
    op(Opcode::Drop);
    pop();
  }

  void die() {
    stack_.resize(frame().height);
    frame().isDead = true;
    // Code that is never reached.
    if (random_.percent(30)) {
      value(someKind(), 2);
      drop();
    }
  }

  // --- Statements.

  void body() {
    const unsigned steps = 1 + random_.below(10);
    const bool isOuter = frames_.size() == 1;
    for (unsigned i = 0; (isOuter || i < steps) && budget_ > 0 && !frame().isDead; ++i) step();
  }

  void step() {
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

  /// An operator that fits what is on the stack.
  void consume() {
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

  void assign() {
    const Kind kind = available() > 0 && random_.percent(70) ? stack_.back() : someKind();
    ensure({kind});
    const std::uint32_t choice = random_.below(10);
    if (choice < 4) return localSet(someLocal(kind));
    if (choice < 8) return op(Opcode::LocalTee, someLocal(kind));
    op(Opcode::GlobalSet,
       static_cast<std::uint32_t>(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin()));
    pop();
  }

  void someBlock() {
    const std::size_t most = std::min<std::size_t>(available(), 3);
    const std::size_t count = random_.below(most + 1);
    const Kinds params(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
    block(params, random_.percent(25) ? params : someKinds(3));
  }

  void branch() {
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

  void branchTable(const Kinds& types) {
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

  void bulk() {
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

  void wide() {
    const std::uint32_t choice = random_.below(3);
    const Kinds operands(choice == 2 ? 2 : 4, Kind::I64);
    ensure(operands);
    plain(choice == 0   ? Opcode::I64Add128
          : choice == 1 ? Opcode::I64Sub128
                        : Opcode::I64MulWideU,
          operands.size(), {Kind::I64, Kind::I64});
  }

  /// Trees over values of several heights of the stack, as a call leaves them.
  void gather() {
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

  /// Many values at once, or one very deep tree.
  void burst() {
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

  Random& random_;
  Shared& shared_;
  Signature type_;
  unsigned budget_;
  ByteWriter code_;
  Kinds locals_;
  std::size_t sharedLocals_ = 0;
  Kinds stack_;
  std::vector<Frame> frames_;
};

ByteWriter typeSection(const Shared& shared) {
  ByteWriter section;
  section.leb(shared.types.size());
  for (const Signature& type : shared.types) {
    section.u8(0x60);
    for (const Kinds* list : {&type.params, &type.results}) {
      section.leb(list->size());
      for (const Kind kind : *list) section.u8(codeOf(kind));
    }
  }
  return section;
}

ByteWriter bytes(std::initializer_list<std::uint8_t> content) {
  ByteWriter writer;
  for (const std::uint8_t byte : content) writer.u8(byte);
  return writer;
}

}  // namespace

RandomModule generateModule(std::uint64_t seed, unsigned size) {
  Random random(seed);
  Shared shared;
  const std::uint32_t count = 1 + random.below(4);
  std::vector<std::vector<std::uint8_t>> codes;
  for (std::uint32_t i = 0; i < count; ++i) {
    Signature type;
    const auto some = [&](unsigned most) {
      Kinds list(random.below(most + 1));
      for (Kind& kind : list) kind = kinds[random.below(kinds.size())];
      return list;
    };
    type.params = some(i == 0 ? 0 : 4);
    type.results = i == 0               ? Kinds(3 + random.below(5), Kind::I32)
                   : random.percent(40) ? Kinds{kinds[random.below(4)]}
                                        : some(3);
    codes.push_back(FunctionGenerator(random, shared, type, 1 + random.below(size)).generate());
    shared.functions.push_back(type);
  }

  ByteWriter module = bytes({0, 'a', 's', 'm', 1, 0, 0, 0});
  const auto section = [&](std::uint8_t id, const ByteWriter& content) {
    module.u8(id);
    module.sized(content);
  };
  for (const Signature& type : shared.functions) shared.typeIndex(type);
  section(1, typeSection(shared));
  ByteWriter imports = bytes({1});
  imports.name("host");
  imports.name("log");
  imports.u8(0);
  imports.u8(0);
  section(2, imports);
  ByteWriter functions;
  functions.leb(count);
  for (std::uint32_t i = 1; i <= count; ++i) functions.leb(shared.typeIndex(shared.functions[i]));
  section(3, functions);
  section(4, bytes({2, 0x70, 0, table0Size, 0x70, 0, table1Size}));
  section(5, bytes({1, 1, 1, 3}));
  section(6, bytes({5, 0x7f, 1, 0x41, 0, 0x0b, 0x7e, 1,    0x42, 0,    0x0b, 0x7d,
                    1, 0x43, 0, 0,    0, 0,    0x0b, 0x7c, 1,    0x44, 0,    0,
                    0, 0,    0, 0,    0, 0,    0x0b, 0x70, 1,    0xd0, 0x70, 0x0b}));
  ByteWriter exports;
  exports.leb(count);
  for (std::uint32_t i = 1; i <= count; ++i) {
    exports.name(std::to_string(i));
    exports.u8(0);
    exports.leb(i);
  }
  section(7, exports);
  ByteWriter elements = bytes({1, 0, 0x41, 0, 0x0b});
  elements.leb(count + 1);
  for (std::uint32_t i = 0; i <= count; ++i) elements.leb(i);
  section(9, elements);
  ByteWriter code;
  code.leb(count);
  for (const auto& entry : codes) code.append(entry);
  section(10, code);
  return {module.take(), count + 1};
}

}  // namespace wald::interp::test
