#include <algorithm>

#include "interp/lowering_impl.h"

namespace wald::interp {

using ir::Node;

/// Lowers the statements from one on by a tile, and gives their number; 0 if there is none for them.
std::size_t Lowering::tileFrom(std::size_t statement) {
  if (!hasTiles_ || !match_.findFrom(statement)) return 0;
  const std::size_t statements = match_.lastStatement() + 1 - statement;
  nextScratch_ = function_.statements[statement]->scratch;
  emitTile();
  return statements;
}

/// The same for a tree.
bool Lowering::tile(const Node& value, Place to) {
  if (!hasTiles_ || !match_.find(value, to.dst, to.slot)) return false;
  emitTile();
  return true;
}

void Lowering::emitTile() {
  if (match_.cuts().empty()) return emitFound(match_);
  // Evaluating what was cut looks for other tiles.
  TileMatch found = match_;
  for (const TileMatch::Cut& cut : found.cuts()) {
    if (cut.piece == TileMatch::Cut::inAccumulator) {
      evaluate(*cut.node, {});
    } else {
      const Place place = scratch(cut.node->type);
      evaluate(*cut.node, place);
      found.pieces()[cut.piece].bits = place.slot;
    }
  }
  emitFound(found);
}

/// The node itself.
void Lowering::emitFound(TileMatch& found) {
  const bool isMetered = std::ranges::any_of(
      found.pieces(), [](const TileMatch::Piece& piece) { return piece.cost != 0; });
  emitter_.begin(isMetered ? found.handlers().metered : found.handlers().plain);
  for (const TileMatch::Piece& piece : found.pieces()) {
    if (piece.label != nullptr) {
      emitTarget({piece.label, piece.cost, piece.nop});
      if (isMetered && piece.cost == 0) emitter_.append(std::int32_t{0});
    } else if (piece.table != nullptr) {
      emitter_.append(static_cast<std::uint32_t>(piece.table->labels().size()));
      for (const ir::LabelId label : piece.table->labels()) emitter_.appendTarget(labels_[label]);
      emitter_.appendTarget(labels_[piece.table->a]);
    } else if (piece.size == 8) {
      emitter_.append(piece.bits);
    } else {
      emitter_.append(static_cast<std::uint32_t>(piece.bits));
    }
  }
  for (std::uint32_t i = 0; const TileMatch::Trap& trap : found.traps()) {
    emitter_.place(trap.offset, trap.refund, i++);
  }
  emitter_.end();
}

}  // namespace wald::interp
