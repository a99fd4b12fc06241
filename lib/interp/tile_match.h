#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "interp/emitter.h"
#include "interp/metering.h"
#include "interp/tiles/tile_table.h"
#include "ir/tree.h"

namespace wald::interp {

class Lowering;

/// The search for the largest tile that covers a tree, or a statement and those behind it. A subtree that the tile has no operators for is *cut*: it is
/// evaluated before, into a slot or (the last one) the accumulator.
class TileMatch {
public:
  explicit TileMatch(Lowering& lowering) : lowering_(lowering) {}

  /// A field of the node: bits of 4 or 8 bytes, the distance to a label, or a branch table's targets.
  struct Piece {
    std::uint64_t bits = 0;
    unsigned size = 4;
    Emitter::Label* label = nullptr;
    const ir::Node* table = nullptr;
    std::int32_t cost = 0;             ///< of going to the label
    std::size_t nop = Metering::none;  ///< the label's
  };
  struct Trap {
    std::uint32_t offset = 0;  ///< of the instruction
    std::uint32_t refund = 0;  ///< what is prepaid then and not done
  };
  struct Cut {
    static constexpr std::size_t inAccumulator = ~std::size_t{0};
    const ir::Node* node = nullptr;
    std::size_t piece = 0;  ///< gets the slot
  };

  /// A tree whose value is wanted in a slot, or in the accumulator.
  bool find(const ir::Node& value, Dst dst, std::uint32_t slot);
  /// The function's statements from one on.
  bool findFrom(std::size_t statement);

  // What was found.
  const TileHandlers& handlers() const { return handlers_; }
  std::size_t lastStatement() const { return statement_; }
  std::span<Piece> pieces() { return {pieces_.data(), pieceCount_}; }
  std::span<const Cut> cuts() const { return {cuts_.data(), cutCount_}; }
  /// The instructions that may trap, in the order of evaluation.
  std::span<const Trap> traps() const { return {traps_.data(), trapCount_}; }

private:
  /// What is still to be found: a tree; behind its operands the trap of an operator, or an access's offset and its trap; a field of a statement.
  enum class What : std::uint8_t { Tree, Trap, Access, Field };
  struct Rest {
    What what = What::Tree;
    const ir::Node* node = nullptr;
    Piece field;
    const Rest* next = nullptr;
  };

  void begin();
  bool match(TilePrefix prefix, const Rest* rest);
  bool matchTree(TilePrefix prefix, const ir::Node& tree, const Rest* next);
  bool matchOperator(TilePrefix prefix, const ir::Node& tree, const Rest* next);
  bool comesFirst(const ir::Node& a, const ir::Node& b) const;
  bool matchOperands(TilePrefix prefix, const ir::Node& node, const Rest* next);
  bool matchInOrder(TilePrefix prefix, const ir::Node& node, const Rest* next);
  bool matchSwapped(TilePrefix prefix, const ir::Node& node, const Rest* next);
  bool matchAccess(TilePrefix prefix, const ir::Node& access, const Rest* next);
  bool matchTrap(TilePrefix prefix, const Rest& rest);
  bool matchCut(TilePrefix prefix, const ir::Node& tree, const Rest* next);
  bool matchField(TilePrefix prefix, const Piece& piece, const Rest* next);
  bool matchStatement(TilePrefix prefix, std::size_t statement);
  bool matchBranch(TilePrefix prefix, const ir::Node& condition, bool sense, const Rest& target);
  bool matchValue(TilePrefix prefix, Token statement, const ir::Node& value, const Piece& field);
  bool matchWhole(TilePrefix prefix, const ir::Node& value, const Rest* next);
  bool matchEnd(TilePrefix prefix);
  std::size_t following() const;

  static constexpr std::size_t maxPieces = 32;
  static constexpr std::size_t maxCuts = 4;
  /// The number of a trap within a node is in the low bits of the node's address.
  static constexpr std::size_t maxTraps = 8;
  static constexpr std::size_t noStatement = ~std::size_t{0};
  static constexpr ir::Var noVar = ~ir::Var{0};

  Lowering& lowering_;
  TileHandlers handlers_;
  std::size_t statement_ = noStatement;
  ir::Var lastSet_ = noVar;  ///< what the statement before has set
  ir::Var set_ = noVar;      ///< what this one sets
  std::uint32_t refund_ = 0;
  bool mayCut_ = true;
  std::array<Piece, maxPieces> pieces_;
  std::array<Cut, maxCuts> cuts_;
  std::array<Trap, maxTraps> traps_;
  std::size_t pieceCount_ = 0;
  std::size_t cutCount_ = 0;
  std::size_t trapCount_ = 0;
};

}  // namespace wald::interp
