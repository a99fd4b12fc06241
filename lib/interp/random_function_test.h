#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "interp/random_test.h"
#include "support/byte_writer.h"

namespace wald::interp::test {

using wasm::Kind;
using wasm::Opcode;

using Kinds = std::vector<Kind>;

inline constexpr std::array kinds = {Kind::I32, Kind::I64, Kind::F32, Kind::F64, Kind::Ref};

std::uint8_t codeOf(Kind kind);

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

  Menu();
};

const Menu& menu();

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

/// Writes one random function, instruction by instruction, with the types on the stack in mind.
class FunctionGenerator {
public:
  FunctionGenerator(Random& random, Shared& shared, Signature type, unsigned size)
      : random_(random), shared_(shared), type_(std::move(type)), budget_(size) {}

  std::vector<std::uint8_t> generate();

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

  void op(Opcode opcode);
  void op(Opcode opcode, std::uint64_t immediate) {
    op(opcode);
    code_.leb(immediate);
  }
  void push(Kind kind) { stack_.push_back(kind); }
  Kind pop();
  void popMany(std::size_t count) { stack_.resize(stack_.size() - count); }
  void pushMany(const Kinds& types) { stack_.insert(stack_.end(), types.begin(), types.end()); }
  /// How many entries the present block may take.
  std::size_t available() { return stack_.size() - frame().height; }

  std::uint32_t newLocal(Kind kind) {
    locals_.push_back(kind);
    return static_cast<std::uint32_t>(locals_.size() - 1);
  }
  std::uint32_t someLocal(Kind kind);
  Kind someKind();
  Kinds someKinds(unsigned most);
  void i32Const(std::int32_t value);
  void localGet(std::uint32_t local) {
    op(Opcode::LocalGet, local);
    push(locals_[local]);
  }
  void localSet(std::uint32_t local) {
    op(Opcode::LocalSet, local);
    pop();
  }
  void plain(Opcode opcode, std::size_t operands, const Kinds& results);

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
  std::uint64_t someBits();

  // --- Values.

  void constant(Kind kind);
  void leaf(Kind kind);

  /// Code that pushes one value.
  void value(Kind kind, unsigned depth);
  void values(const Kinds& types) {
    for (const Kind kind : types) value(kind, 2);
  }

  void numeric(Kind kind, unsigned depth);

  /// An operator on the top of the stack, mostly kept from trapping.
  void apply(const Operator& chosen);

  /// The bits of a NaN are not determined: before something depends on them it is replaced.
  void canonical();
  void select();
  void address(unsigned depth);
  void memarg(Opcode opcode);
  const Access& someAccess(Kind kind, bool isStore);
  void load(Kind kind, unsigned depth);
  void store();

  /// The top of the stack gets these types: as it is, if it has them, or by new values.
  void ensure(const Kinds& types);

  // --- Calls.

  bool call(const Kinds& results);
  void callTo(std::uint32_t function, bool isTail) {
    ensure(Kinds(shared_.functions[function].params));
    callWith(function, isTail);
  }

  /// The arguments are on the stack.
  void callWith(std::uint32_t function, bool isTail);

  /// An index for table 0: of a function that may be called from here, of a null, or none.
  std::uint32_t someElement() {
    return random_.percent(50) ? random_.below(shared_.functions.size())
                               : table0Size - 2 + random_.below(4);
  }

  // --- Blocks.

  void blockType(const Signature& type);
  void block(const Kinds& params, const Kinds& results);

  /// The condition of a branch to a block: to a loop only so often.
  void condition(std::size_t index);

  /// Leaves exactly the results on the block's stack, unless its end is not reached.
  void settle(const Kinds& results);
  void finish(const Kinds& results);
  void drop() {
    op(Opcode::Drop);
    pop();
  }

  void die();

  // --- Statements.

  void body();
  void step();

  /// An operator that fits what is on the stack.
  void consume();
  void assign();
  void someBlock();
  void branch();
  void branchTable(const Kinds& types);
  void bulk();
  void wide();

  /// Trees over values of several heights of the stack, as a call leaves them.
  void gather();

  /// Many values at once, or one very deep tree.
  void burst();

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

}  // namespace wald::interp::test
