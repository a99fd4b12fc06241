#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/stack_effect.h"

namespace wald::text {

/// Instructions in the order of the code, made into folded ones ("Text Format › Folded
/// Instructions"), and their layout.
///
/// Folding puts instructions that stand before another into its parentheses, and never changes their
/// order; so what is printed means the same even where the numbers of operands are wrong. One whose
/// operands are not all there, because they come from a block's parameters or from before a
/// statement, is printed without parentheses, and what it leaves is not folded either.
class FoldedTree {
public:
  void clear();

  /// Where the text of the next node is written, before it is added.
  std::string& text() { return text_; }
  /// What was written so far stands in front of the next node's parenthesis.
  void endPrefix() { prefixEnd_ = end(); }

  void addPlain(StackEffect effect);
  /// Starts a block. With `condition`, operands are folded into it.
  void openBlock(std::uint64_t operands, bool condition);
  /// Starts a part of the innermost block, like `(then`; what follows belongs to it.
  void openPart();
  void closeBlock(std::uint64_t operands, std::uint64_t results);

  /// Whether what was added so far cannot become part of something else.
  bool isComplete() const {
    return open_.empty() && !items_.empty() && nodes_[items_.back()].results == 0;
  }
  bool isEmpty() const { return items_.empty(); }
  /// Whether all of it is one folded instruction.
  bool isSingle() const { return items_.size() == 1 && !nodes_[items_.front()].isBare; }
  /// Whether all of it fits on a line that has `room`.
  bool fits(std::size_t room) const;
  /// Appends all of it, each on a line of its own, or behind spaces.
  void print(std::string& out, std::size_t indentation, bool onOneLine);

private:
  using Index = std::uint32_t;
  static constexpr Index none = ~Index{0};

  enum class Kind : std::uint8_t { Plain, Block, Part };
  struct Node {
    Index begin = 0;      ///< of its text
    Index prefixEnd = 0;  ///< behind its annotation
    Index end = 0;
    Index firstChild = none;
    Index lastChild = none;
    Index next = none;
    std::uint32_t results = 0;
    std::uint32_t width = 0;  ///< on one line
    std::uint32_t height = 0;
    Kind kind = Kind::Plain;
    bool isBare = false;  ///< without parentheses
  };
  struct Open {
    Index node;
    Index part;
    std::size_t base;  ///< in `items_`
  };
  struct Visit {
    Index node;
    Index child;
    std::size_t indentation;
    bool onOneLine;
  };

  Index end() const { return static_cast<Index>(text_.size()); }
  Index newNode(Kind kind);
  void attach(Index parent, Index child);
  void attachFrom(Index parent, std::size_t first);
  void closePart();
  bool adopt(Index parent, std::uint64_t operands);
  void enter(std::string& out, Index index, std::size_t indentation, bool onOneLine);
  void leave(std::string& out);

  std::string text_;
  Index begin_ = 0;
  Index prefixEnd_ = 0;
  std::vector<Node> nodes_;
  std::vector<Index> items_;  ///< what is not part of another node, of all open blocks
  std::vector<Open> open_;
  std::vector<Visit> visits_;
};

}  // namespace wald::text
