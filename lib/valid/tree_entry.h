#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ir/tree.h"
#include "wasm/types.h"

namespace wald::valid {

/// What a tree reads, for deciding whether it may be moved past an assignment, and how high it is.
struct TreeReads {
  std::uint64_t locals = 0;  ///< bit `var % 64` for each local
  ir::Var tempsBelow = 0;    ///< one more than the highest temporary, or 0
  std::uint32_t depth = 1;   ///< at most `ir::Node::maxDepth`
};

/// Some types: those of a list that the module has, or one.
class TypeList {
public:
  TypeList() = default;
  explicit TypeList(wasm::ValType type) : count_(1), single_(type) {}
  explicit TypeList(const std::vector<wasm::ValType>& types)
      : data_(types.data()), count_(static_cast<std::uint32_t>(types.size())) {}

  std::size_t size() const { return count_; }
  const wasm::ValType* begin() const { return data_ == nullptr ? &single_ : data_; }
  const wasm::ValType* end() const { return begin() + count_; }
  std::uint32_t slots() const {
    std::uint32_t slots = 0;
    for (const wasm::ValType type : *this) slots += wasm::slotsOf(type.kind());
    return slots;
  }

private:
  const wasm::ValType* data_ = nullptr;  ///< null: `single_`
  std::uint32_t count_ = 0;
  wasm::ValType single_;
};

struct TreeEntry {
  ir::Node* node;
  std::uint64_t readsLocals;
  ir::Var readsTempsBelow;
  ir::Var floor;  ///< the most temporaries below that it or an entry below reads
  ir::Var var;    ///< the temporary of its height
  std::uint8_t depth;
  std::uint8_t effects;  ///< of its node
  bool isPending;        ///< false: `node` reads `var`
};
static_assert(sizeof(TreeEntry) == 32);

struct TreeFrame {
  wasm::Opcode kind;
  bool isElse = false;
  bool otherArmLive = false;
  bool inCatch = false;  ///< of a `Try`: in an arm behind its body
  ir::LabelId label;
  std::uint32_t height;  ///< entries below the block's parameters
  ir::Var base;          ///< the temporary of that height
  TypeList params;
  TypeList results;
  ir::Var exception = 0;         ///< the temporary that then holds the exception
  std::size_t assignedMark = 0;  ///< length of `assigned_` at entry
};

}  // namespace wald::valid
