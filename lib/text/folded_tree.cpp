#include "text/folded_tree.h"

#include <algorithm>

#include "text/text_output.h"
#include "wasm/limits.h"

namespace wald::text {

namespace {

constexpr std::size_t lineWidth = 100;
/// Of what spreads over several lines anyway.
constexpr std::uint32_t tooWide = 1'000'000;
/// Operands that are nested deeper stand before their instruction. The parser bounds nesting too.
constexpr std::uint32_t tallest = 200;

}  // namespace

void FoldedTree::clear() {
  text_.clear();
  nodes_.clear();
  items_.clear();
  open_.clear();
  begin_ = prefixEnd_ = 0;
}

FoldedTree::Index FoldedTree::newNode(Kind kind) {
  const auto index = static_cast<Index>(nodes_.size());
  Node node;
  node.begin = begin_;
  node.prefixEnd = std::max(begin_, prefixEnd_);
  node.end = end();
  node.kind = kind;
  node.width = kind == Kind::Plain ? std::min(node.end - node.begin + 2, tooWide) : tooWide;
  nodes_.push_back(node);
  begin_ = node.end;
  return index;
}

void FoldedTree::attach(Index parent, Index child) {
  Node& above = nodes_[parent];
  const Node& below = nodes_[child];
  above.width = std::min(above.width + 1 + below.width, tooWide);
  above.height = std::max(above.height, below.height + 1);
  if (above.firstChild == none) {
    above.firstChild = child;
  } else {
    nodes_[above.lastChild].next = child;
  }
  above.lastChild = child;
}

void FoldedTree::attachFrom(Index parent, std::size_t first) {
  for (std::size_t i = first; i < items_.size(); ++i) attach(parent, items_[i]);
  items_.resize(first);
}

/// Folds the operands of an instruction into it. False if they are not all there.
bool FoldedTree::adopt(Index parent, std::uint64_t operands) {
  if (open_.size() + tallest >= wasm::limits::nesting) return operands == 0;
  const std::size_t base = open_.empty() ? 0 : open_.back().base;
  std::size_t first = items_.size();
  while (operands != 0) {
    if (first == base) return false;
    const Node& last = nodes_[items_[first - 1]];
    if (last.results == 0 || last.results > operands || last.height >= tallest) return false;
    operands -= last.results;
    --first;
  }
  attachFrom(parent, first);
  return true;
}

void FoldedTree::addPlain(StackEffect effect) {
  const Index node = newNode(Kind::Plain);
  if (adopt(node, effect.operands)) {
    nodes_[node].results = static_cast<std::uint32_t>(effect.results);
  } else {
    nodes_[node].isBare = true;
  }
  items_.push_back(node);
}

void FoldedTree::openBlock(std::uint64_t operands, bool condition) {
  const Index node = newNode(Kind::Block);
  if (condition) adopt(node, operands + 1);
  open_.push_back({node, none, items_.size()});
}

void FoldedTree::closePart() {
  Open& block = open_.back();
  attachFrom(block.part == none ? block.node : block.part, block.base);
  if (block.part == none) return;
  Node& node = nodes_[block.node];
  node.height = std::max(node.height, nodes_[block.part].height + 1);
}

void FoldedTree::openPart() {
  closePart();
  Open& block = open_.back();
  block.part = newNode(Kind::Part);
  attach(block.node, block.part);
}

void FoldedTree::closeBlock(std::uint64_t operands, std::uint64_t results) {
  closePart();
  const Index node = open_.back().node;
  open_.pop_back();
  // Parameters come from what stands before the block.
  if (operands == 0) nodes_[node].results = static_cast<std::uint32_t>(results);
  items_.push_back(node);
}

bool FoldedTree::fits(std::size_t room) const {
  std::size_t width = 0;
  for (const Index item : items_) width += nodes_[item].width + 1;
  return width <= room;
}

void FoldedTree::print(std::string& out, std::size_t indentation, bool onOneLine) {
  for (const Index item : items_) {
    if (onOneLine) {
      out += ' ';
    } else {
      appendLine(out, indentation);
    }
    enter(out, item, indentation, onOneLine);
    while (!visits_.empty()) {
      Visit& visit = visits_.back();
      if (visit.child == none) {
        leave(out);
        continue;
      }
      const Index child = visit.child;
      visit.child = nodes_[child].next;
      if (visit.onOneLine) {
        out += ' ';
      } else {
        appendLine(out, visit.indentation + 1);
      }
      enter(out, child, visit.indentation + 1, visit.onOneLine);
    }
  }
  clear();
}

void FoldedTree::enter(std::string& out, Index index, std::size_t indentation, bool onOneLine) {
  const Node& node = nodes_[index];
  const std::string_view text = text_;
  out += text.substr(node.begin, node.prefixEnd - node.begin);
  if (!node.isBare) out += '(';
  out += text.substr(node.prefixEnd, node.end - node.prefixEnd);
  onOneLine |= 2 * indentation + node.width <= lineWidth;
  visits_.push_back({index, node.firstChild, indentation, onOneLine});
}

void FoldedTree::leave(std::string& out) {
  const Visit visit = visits_.back();
  visits_.pop_back();
  const Node& node = nodes_[visit.node];
  const bool spreads =
      node.kind == Kind::Block || (node.kind == Kind::Part && node.firstChild != none);
  if (spreads) appendLine(out, visit.indentation);
  if (!node.isBare) out += ')';
}

}  // namespace wald::text
