#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "wasm/instruction.h"
#include "wasm/module.h"
#include "wasm/trap.h"

// Random valid modules, and a plain stack machine that says what they do, against which the interpreter is held.

namespace wald::interp::test {

/// A small generator of the same numbers everywhere.
class Random {
public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  std::uint64_t bits() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ * 0x2545f4914f6cdd1du;
  }
  std::uint32_t below(std::uint64_t end) {
    return static_cast<std::uint32_t>((bits() >> 20) % end);
  }
  bool percent(unsigned chance) { return below(100) < chance; }

private:
  std::uint64_t state_;
};

/// The layout of the modules: function 0 is imported and logs an i32, the others call only functions before
/// them and are exported by their index; function 1 gives several i32s. Memory 0 has one page and may get three. Table 0 holds all functions and nulls,
/// table 1 is written to. There is a mutable global of each type, and one that is a funcref.
struct RandomModule {
  std::vector<std::uint8_t> bytes;
  std::uint32_t functions = 0;  ///< with the import
};

/// `size` is about the number of instructions of a function.
RandomModule generateModule(std::uint64_t seed, unsigned size);

constexpr std::uint32_t table0Size = 8;
constexpr std::uint32_t table1Size = 4;

/// What a call did. References are function indices and one, or 0.
struct Effects {
  wasm::TrapKind trap = wasm::TrapKind::None;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> frames;  ///< of a trap: function, offset
  std::vector<std::uint64_t> results;
  std::vector<std::uint32_t> log;
};

/// Executes functions of a decoded random module instruction by instruction.
class Oracle {
public:
  explicit Oracle(const wasm::Module& module);

  /// Executes at most `limit` instructions. If they do not suffice only the log holds.
  Effects call(std::uint32_t function, std::vector<std::uint64_t> arguments, std::uint64_t limit);
  bool isExhausted() const { return isExhausted_; }
  /// What is left of the limit.
  std::uint64_t left() const { return steps_; }

  std::vector<std::uint8_t> memory;
  std::vector<std::uint64_t> globals;
  std::vector<std::uint64_t> table;  ///< table 1

private:
  struct Body {
    std::vector<wasm::Instruction> code;
    std::vector<std::vector<std::uint32_t>> labels;  ///< of `br_table`, by instruction
    std::map<std::uint32_t, std::uint32_t> ends;     ///< from a block's instruction to its end
    std::map<std::uint32_t, std::uint32_t> elses;
  };
  struct Label {
    std::uint32_t target;
    std::size_t height;
    std::size_t arity;
    bool isLoop;
  };
  /// A function's activation.
  struct Run;

  std::vector<std::uint64_t> invoke(std::uint32_t function, std::vector<std::uint64_t> arguments);
  void step(Run& run);
  void control(Run& run);
  void special(Run& run);
  void access(Run& run);
  void branch(Run& run, std::uint32_t depth);
  void callFrom(Run& run, std::uint32_t function, bool isTail);
  bool lookUp(Run& run, std::uint32_t& function);
  bool reaches(std::uint64_t address, std::uint64_t count) const;
  std::pair<std::size_t, std::size_t> arityOf(const wasm::BlockType& block) const;
  const wasm::CompType& typeOf(std::uint32_t function) const {
    return module_.functionType(function);
  }

  const wasm::Module& module_;
  std::vector<Body> bodies_;
  Effects effects_;
  std::uint64_t steps_ = 0;
  bool isExhausted_ = false;
};

}  // namespace wald::interp::test
