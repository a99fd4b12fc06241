#include "interp/tile_match.h"

#include "interp/lowering_impl.h"

namespace wald::interp {

using ir::Node;
using wasm::ShapeKind;
using wasm::shapeOf;

namespace {

bool isConstant(const Node& node) {
  return shapeOf(node.op).kind == ShapeKind::Const || node.op == Opcode::RefNull;
}

/// No token for what tiles are not made of.
Token operatorToken(const Node& node) {
  switch (node.op) {
    case Opcode::RefIsNull: return tokenOf(Opcode::I64Eqz);
    case Opcode::RefEq: return tokenOf(Opcode::I64Eq);
    case Opcode::Select:
    case Opcode::SelectTyped:
      return node.type == Kind::V128 ? token::end : token::select(node.type);
    default: break;
  }
  switch (shapeOf(node.op).kind) {
    case ShapeKind::Unary:
    case ShapeKind::Convert:
    case ShapeKind::Test:
    case ShapeKind::Binary:
    case ShapeKind::Compare:
    case ShapeKind::Load: return tokenOf(node.op);
    default: return token::end;
  }
}

}  // namespace

void TileMatch::begin() {
  handlers_ = {};
  lastSet_ = set_ = noVar;
  mayCut_ = true;
  pieceCount_ = cutCount_ = trapCount_ = 0;
}

bool TileMatch::find(const Node& value, Dst dst, std::uint32_t slot) {
  begin();
  statement_ = noStatement;
  refund_ = lowering_.refund();
  if (dst == Dst::Slot) return matchValue(noTile, token::set, value, {slot});
  const TilePrefix prefix = tileAfter(noTile, token::keep);
  return prefix != noTile && matchWhole(prefix, value, nullptr);
}

bool TileMatch::findFrom(std::size_t statement) {
  begin();
  return matchStatement(noTile, statement);
}

bool TileMatch::match(TilePrefix prefix, const Rest* rest) {
  if (rest == nullptr) return matchEnd(prefix);
  switch (rest->what) {
    case What::Tree: return matchTree(prefix, *rest->node, rest->next);
    case What::Field: return matchField(prefix, rest->field, rest->next);
    case What::Trap:
    case What::Access: break;
  }
  return matchTrap(prefix, *rest);
}

bool TileMatch::matchField(TilePrefix prefix, const Piece& piece, const Rest* next) {
  if (pieceCount_ == maxPieces) return false;
  pieces_[pieceCount_++] = piece;
  if (match(prefix, next)) return true;
  --pieceCount_;
  return false;
}

bool TileMatch::matchTrap(TilePrefix prefix, const Rest& rest) {
  if (trapCount_ == maxTraps) return false;
  traps_[trapCount_++] = {rest.node->offset, refund_};
  const bool isFound = rest.what == What::Access ? matchField(prefix, rest.field, rest.next)
                                                 : match(prefix, rest.next);
  if (!isFound) --trapCount_;
  return isFound;
}

bool TileMatch::matchTree(TilePrefix prefix, const Node& tree, const Rest* next) {
  const auto leaf = [&](Token token, const Piece& piece) {
    const TilePrefix after = tileAfter(prefix, token);
    return after != noTile && matchField(after, piece, next);
  };
  if (tree.op == Opcode::LocalGet) {
    if (tree.a == lastSet_) {
      const TilePrefix after = tileAfter(prefix, token::last);
      if (after != noTile && match(after, next)) return true;
    }
    return leaf(token::slot, {lowering_.slotOf(tree.a)});
  }
  if (isConstant(tree)) {
    if (tree.type == Kind::V128) return matchCut(prefix, tree, next);
    // What `ref.null` has as its value is a type.
    const std::uint64_t bits = tree.op == Opcode::RefNull ? 0 : tree.value;
    return isWide(tree.type) ? leaf(token::wideConstant, {bits, 8}) : leaf(token::constant, {bits});
  }
  if (tree.op == Opcode::GlobalGet && leaf(token::global, {tree.a})) return true;
  return matchOperator(prefix, tree, next) || matchCut(prefix, tree, next);
}

bool TileMatch::matchOperator(TilePrefix prefix, const Node& tree, const Rest* next) {
  const Token token = operatorToken(tree);
  if (token == token::end) return false;
  const TilePrefix after = tileAfter(prefix, token);
  if (after == noTile) return false;
  if (shapeOf(tree.op).kind == ShapeKind::Load) return matchAccess(after, tree, next);
  if (!wasm::infoOf(tree.op).traps) return matchOperands(after, tree, next);
  const Rest trap{What::Trap, &tree, {}, next};
  return matchOperands(after, tree, &trap);
}

/// Of operands that may change places, the first is an operator if one is, then what was set before, and a constant is last.
bool TileMatch::comesFirst(const Node& a, const Node& b) const {
  const auto rank = [this](const Node& node) {
    if (isConstant(node)) return 3;
    if (node.op == Opcode::LocalGet) return node.a == lastSet_ ? 1 : 2;
    return node.op == Opcode::GlobalGet ? 2 : 0;
  };
  return rank(a) < rank(b);
}

bool TileMatch::matchOperands(TilePrefix prefix, const Node& node, const Rest* next) {
  if (isCommutative(static_cast<Opcode>(operatorToken(node)))) {
    const Node& a = *node.kids[0];
    const Node& b = *node.kids[1];
    if (comesFirst(b, a)) return matchSwapped(prefix, node, next);
    // Two that may trap keep their order.
    const bool isFree = !comesFirst(a, b) && (a.effects & b.effects & ir::MayTrap) == 0;
    if (isFree && !a.kids.empty() && !b.kids.empty()) {
      return matchInOrder(prefix, node, next) || matchSwapped(prefix, node, next);
    }
  }
  return matchInOrder(prefix, node, next);
}

bool TileMatch::matchSwapped(TilePrefix prefix, const Node& node, const Rest* next) {
  const Rest second{What::Tree, node.kids[0], {}, next};
  return matchTree(prefix, *node.kids[1], &second);
}

bool TileMatch::matchInOrder(TilePrefix prefix, const Node& node, const Rest* next) {
  std::array<Rest, 3> rests;
  for (std::size_t i = node.kids.size(); i-- > 0;) {
    rests[i] = {What::Tree, node.kids[i], {}, next};
    next = &rests[i];
  }
  return match(prefix, next);
}

/// A load or store of memory 0.
bool TileMatch::matchAccess(TilePrefix prefix, const Node& access, const Rest* next) {
  if (lowering_.mode_ != MemoryMode::Guarded || !lowering_.accessesGuardedly(access)) return false;
  const Rest offset{What::Access, &access, {access.value}, next};
  return matchOperands(prefix, access, &offset);
}

bool TileMatch::matchCut(TilePrefix prefix, const Node& tree, const Rest* next) {
  // What is cut is evaluated before the tile, and then its traps come first.
  const bool mayCut = mayCut_ && cutCount_ < maxCuts &&
                      (trapCount_ == 0 || (tree.effects & ir::MayTrap) == 0) &&
                      (cutCount_ == 0 || cuts_[cutCount_ - 1].piece != Cut::inAccumulator);
  if (!mayCut) return false;
  const TilePrefix accumulated = tileAfter(prefix, token::accumulator);
  if (accumulated != noTile) {
    cuts_[cutCount_++] = {&tree, Cut::inAccumulator};
    if (match(accumulated, next)) return true;
    --cutCount_;
  }
  const TilePrefix inSlot = tileAfter(prefix, token::slot);
  if (inSlot == noTile) return false;
  cuts_[cutCount_++] = {&tree, pieceCount_};
  if (matchField(inSlot, {}, next)) return true;
  --cutCount_;
  return false;
}

/// A statement of one value and a field.
bool TileMatch::matchValue(TilePrefix prefix, Token statement, const Node& value,
                           const Piece& field) {
  const TilePrefix after = tileAfter(prefix, statement);
  const Rest rest{What::Field, nullptr, field, nullptr};
  return after != noTile && matchWhole(after, value, &rest);
}

/// All of a statement's value, which is not cut: its node itself would be saved, and nothing else.
bool TileMatch::matchWhole(TilePrefix prefix, const Node& value, const Rest* next) {
  const bool isLeaf =
      value.op == Opcode::LocalGet || value.op == Opcode::GlobalGet || isConstant(value);
  if (!isLeaf) return matchOperator(prefix, value, next);
  // A leaf there is moved by 8 bytes.
  return value.type != Kind::V128 && matchTree(prefix, value, next);
}

bool TileMatch::matchBranch(TilePrefix prefix, const Node& condition, bool sense,
                            const Rest& target) {
  if (condition.op == Opcode::I32Eqz)
    return matchBranch(prefix, *condition.kids[0], !sense, target);
  const TilePrefix after = tileAfter(prefix, sense ? token::branchIf : token::branchUnless);
  return after != noTile && matchTree(after, condition, &target);
}

bool TileMatch::matchStatement(TilePrefix prefix, std::size_t statement) {
  statement_ = statement;
  set_ = noVar;
  const Node& node = *lowering_.function_.statements[statement];
  refund_ = lowering_.prepaidBehind(statement);
  // Values that must be copied first take nodes of their own.
  const auto copies = [&] {
    return node.c != 0 && node.b != lowering_.function_.labels[node.a].target;
  };
  Rest target{What::Field, nullptr, {}, nullptr};
  if (node.op == Opcode::BrIf || node.op == Opcode::Br || node.op == Opcode::If) {
    const auto to = node.op == Opcode::If ? lowering_.elseOf(node.a, statement)
                                          : lowering_.targetOf(node.a, statement);
    target.field = {0, 4, to.label, nullptr, to.cost, to.nop};
  }
  switch (node.op) {
    case Opcode::LocalSet:
      set_ = node.a;
      return matchValue(prefix, token::set, *node.kids[0], {lowering_.slotOf(node.a)});
    case Opcode::GlobalSet: return matchValue(prefix, token::setGlobal, *node.kids[0], {node.a});
    case Opcode::BrIf: return !copies() && matchBranch(prefix, *node.kids[0], true, target);
    case Opcode::If: return matchBranch(prefix, *node.kids[0], false, target);
    case Opcode::Br: {
      const TilePrefix after = tileAfter(prefix, token::branch);
      return !copies() && after != noTile && match(after, &target);
    }
    case Opcode::BrTable:
      return node.c == 0 &&
             matchValue(prefix, token::branchTable, *node.kids[0], {0, 4, nullptr, &node});
    case Opcode::Return: {
      if (!node.kids.empty()) {
        return matchValue(prefix, token::returnValue, *node.kids[0], {lowering_.link_});
      }
      const TilePrefix after = tileAfter(prefix, token::returnNothing);
      return node.c == 0 && after != noTile && matchField(after, {lowering_.link_}, nullptr);
    }
    default: break;
  }
  if (shapeOf(node.op).kind != ShapeKind::Store) return false;
  const TilePrefix after = tileAfter(prefix, tokenOf(node.op));
  return after != noTile && matchAccess(after, node, nullptr);
}

/// The statement that always follows, without anything between that others branch to; `noStatement` if there is none.
std::size_t TileMatch::following() const {
  if (statement_ == noStatement) return noStatement;
  const auto& statements = lowering_.function_.statements;
  for (std::size_t i = statement_ + 1; i < statements.size(); ++i) {
    const Node& node = *statements[i];
    switch (node.op) {
      case Opcode::Nop:
        if (lowering_.paysAt(i)) return noStatement;
        break;
      case Opcode::Block: break;
      case Opcode::End: {
        const ir::Label& label = lowering_.function_.labels[node.a];
        if (label.isTargeted || label.kind != Opcode::Block) return noStatement;
        break;
      }
      default: return i;
    }
  }
  return noStatement;
}

/// A statement is found whole. Those behind it join it if the tile goes on.
bool TileMatch::matchEnd(TilePrefix prefix) {
  const std::size_t next = goesOn(prefix) ? following() : noStatement;
  if (next != noStatement) {
    const std::size_t statement = statement_;
    const ir::Var lastSet = lastSet_;
    const ir::Var set = set_;
    const bool mayCut = mayCut_;
    const std::uint32_t refund = refund_;
    lastSet_ = set_;
    // What is cut is evaluated before the whole tile.
    mayCut_ = false;
    if (matchStatement(prefix, next)) return true;
    statement_ = statement;
    lastSet_ = lastSet;
    set_ = set;
    mayCut_ = mayCut;
    refund_ = refund;
  }
  handlers_ = tileAt(prefix);
  return handlers_.plain != nullptr;
}

}  // namespace wald::interp
