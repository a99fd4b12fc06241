#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "interp/tiles/token.h"

namespace wald::interp::tiles {

/// A value in a tile: a leaf, or an operator and its operands.
struct Value {
  Token token = 0;
  wasm::Kind kind = wasm::Kind::I32;
  std::vector<Value> operands;
};

/// A statement of a tile: `token` is one of `token::set …`, or a store's opcode.
struct Statement {
  Token token = 0;
  std::vector<Value> values;
};

/// What one handler does.
using Tile = std::vector<Statement>;

struct BadRow : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The rows that a row with alternatives `{a|b}` stands for.
std::vector<std::string> expanded(const std::string& row);

/// Throws BadRow, which says what is wrong.
Tile parsed(std::string_view row);

/// Whether the alternatives came to something that no tile has to be: it is a node without tiles, takes two values from the accumulator, or has
/// only constants below an operator.
bool isNeedless(const Tile& tile);

/// Whether it may go on elsewhere, with a distance in its node.
bool branches(const Tile& tile);

/// Its tokens in prefix order.
std::vector<Token> tokensOf(const Tile& tile);

/// Whether an operator's token ends in a trap for some operands.
bool traps(Token token);

}  // namespace wald::interp::tiles
