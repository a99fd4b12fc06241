#include "interp/tiles/generator/row.h"

#include <algorithm>
#include <optional>
#include <span>

namespace wald::interp::tiles {

using wasm::Kind;
using wasm::Opcode;
using wasm::Shape;
using wasm::ShapeKind;

std::vector<std::string> expanded(const std::string& row) {
  const std::size_t open = row.find('{');
  if (open == std::string::npos) return {row};
  std::vector<std::size_t> bars{open};
  std::size_t at = open + 1;
  for (unsigned depth = 1; depth != 0; ++at) {
    if (at == row.size()) throw BadRow("a { without }");
    if (row[at] == '{') ++depth;
    if (row[at] == '}') --depth;
    if (depth == 0 || (depth == 1 && row[at] == '|')) bars.push_back(at);
  }
  std::vector<std::string> rows;
  for (std::size_t i = 0; i + 1 < bars.size(); ++i) {
    const std::string one = row.substr(0, open) +
                            row.substr(bars[i] + 1, bars[i + 1] - bars[i] - 1) +
                            row.substr(bars.back() + 1);
    for (auto& each : expanded(one)) rows.push_back(std::move(each));
  }
  return rows;
}

bool traps(Token token) {
  return token < token::first && wasm::infoOf(static_cast<Opcode>(token)).traps;
}

namespace {

struct Name {
  std::string_view name;
  Token token;
};

constexpr Name leaves[] = {
    {"L", token::slot}, {"C", token::constant}, {"A", token::accumulator},
    {"P", token::last}, {"G", token::global},
};
constexpr Name statements[] = {
    {"set", token::set},
    {"keep", token::keep},
    {"br_if", token::branchIf},
    {"br_unless", token::branchUnless},
    {"br", token::branch},
    {"br_table", token::branchTable},
    {"return", token::returnValue},
    {"global.set", token::setGlobal},
};
struct KindName {
  std::string_view name;
  Kind kind;
};
constexpr KindName kinds[] = {
    {"i32", Kind::I32}, {"i64", Kind::I64}, {"f32", Kind::F32}, {"f64", Kind::F64}};

bool isWide(Kind kind) { return kind != Kind::I32 && kind != Kind::F32; }

/// What an operator takes and gives.
struct Signature {
  std::vector<Kind> operands;
  std::optional<Kind> result;
};

std::optional<Signature> signatureOf(const Shape& shape) {
  const Kind type = shape.type;
  switch (shape.kind) {
    case ShapeKind::Unary: return Signature{{type}, type};
    case ShapeKind::Convert: return Signature{{shape.from}, type};
    case ShapeKind::Test: return Signature{{type}, Kind::I32};
    case ShapeKind::Binary: return Signature{{type, type}, type};
    case ShapeKind::Compare: return Signature{{type, type}, type == Kind::V128 ? type : Kind::I32};
    case ShapeKind::Load: return Signature{{Kind::I32}, type};
    case ShapeKind::Store: return Signature{{Kind::I32, type}, std::nullopt};
    default: return std::nullopt;
  }
}

/// Which operand comes first where the order is free.
unsigned rank(const Value& value) {
  switch (value.token) {
    case token::accumulator: return 1;
    case token::last: return 2;
    case token::slot:
    case token::global: return 3;
    case token::constant:
    case token::wideConstant: return 4;
    default: return 0;
  }
}

class Parser {
public:
  explicit Parser(std::string_view text) : text_(text) {}

  Tile tile() {
    Tile tile;
    do {
      tile.push_back(statement());
    } while (takes(';'));
    if (!text_.empty()) throw BadRow("not understood: " + std::string(text_));
    return tile;
  }

private:
  void skipSpaces() {
    while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
  }
  bool takes(char c) {
    skipSpaces();
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void need(char c) {
    if (!takes(c)) throw BadRow(std::string("expected '") + c + "' before: " + std::string(text_));
  }
  std::string_view word() {
    skipSpaces();
    const std::size_t length = std::min(text_.find_first_of(" (),;:"), text_.size());
    const std::string_view found = text_.substr(0, length);
    text_.remove_prefix(length);
    return found;
  }
  bool isAtEndOfStatement() {
    skipSpaces();
    return text_.empty() || text_.front() == ';';
  }

  Statement statement() {
    const std::string_view name = word();
    const auto* known = std::ranges::find(statements, name, &Name::name);
    if (known != std::end(statements)) {
      Statement statement{known->token, {}};
      if (statement.token == token::branch) return statement;
      if (statement.token == token::returnValue && isAtEndOfStatement()) {
        statement.token = token::returnNothing;
        return statement;
      }
      const bool isCondition = statement.token == token::branchIf ||
                               statement.token == token::branchUnless ||
                               statement.token == token::branchTable;
      statement.values.push_back(value(isCondition ? std::optional(Kind::I32) : std::nullopt));
      return statement;
    }
    const auto op = wasm::opcodeNamed(name);
    if (!op) throw BadRow("no statement is named " + std::string(name));
    const auto signature = signatureOf(wasm::infoOf(*op).shape);
    if (!signature || signature->result) throw BadRow(std::string(name) + " is no statement");
    return {tokenOf(*op), operands(signature->operands)};
  }

  std::vector<Value> operands(std::span<const Kind> wanted) {
    std::vector<Value> values;
    need('(');
    for (const Kind kind : wanted) {
      if (!values.empty()) need(',');
      values.push_back(value(kind));
    }
    need(')');
    return values;
  }

  /// Of a kind, or of the kind that it has itself: a leaf then is 8 bytes of whatever kind, a constant 4 unless it is said to have 8.
  Value value(std::optional<Kind> wanted) {
    std::string_view name = word();
    if (takes(':')) {
      const auto* kind = std::ranges::find(kinds, name, &KindName::name);
      if (kind == std::end(kinds)) throw BadRow("no kind is named " + std::string(name));
      wanted = kind->kind;
      name = word();
    }
    const auto* leaf = std::ranges::find(leaves, name, &Name::name);
    if (leaf != std::end(leaves)) {
      const bool isConstant = leaf->token == token::constant;
      const Kind kind = wanted.value_or(isConstant ? Kind::I32 : Kind::I64);
      return {isConstant && isWide(kind) ? token::wideConstant : leaf->token, kind, {}};
    }
    if (name.ends_with(".select")) {
      const auto* kind = std::ranges::find(kinds, name.substr(0, name.find('.')), &KindName::name);
      if (kind == std::end(kinds)) throw BadRow("no kind for " + std::string(name));
      const Kind operandKinds[] = {kind->kind, kind->kind, Kind::I32};
      return {token::select(kind->kind), kind->kind, operands(operandKinds)};
    }
    const auto op = wasm::opcodeNamed(name);
    if (!op) throw BadRow("no value is named '" + std::string(name) + "'");
    const auto signature = signatureOf(wasm::infoOf(*op).shape);
    if (!signature || !signature->result)
      throw BadRow(std::string(name) + " is no value of a tile");
    if (wanted && *wanted != *signature->result)
      throw BadRow(std::string(name) + " has not the kind that is wanted there");
    Value value{tokenOf(*op), *signature->result, operands(signature->operands)};
    if (isCommutative(*op) && rank(value.operands[1]) < rank(value.operands[0]))
      std::swap(value.operands[0], value.operands[1]);
    return value;
  }

  std::string_view text_;
};

unsigned count(const Value& value, Token token) {
  unsigned found = value.token == token ? 1 : 0;
  for (const Value& operand : value.operands) found += count(operand, token);
  return found;
}

unsigned countOperators(const Value& value) {
  unsigned found = value.operands.empty() ? 0 : 1;
  for (const Value& operand : value.operands) found += countOperators(operand);
  return found;
}

bool isConstant(const Value& value) {
  return value.token == token::constant || value.token == token::wideConstant;
}

bool hasConstantOperands(const Value& value) {
  const bool isLoad = traps(value.token);
  if (!value.operands.empty() && !isLoad && std::ranges::all_of(value.operands, isConstant))
    return true;
  return std::ranges::any_of(value.operands, hasConstantOperands);
}

bool isLastStatement(Token token) {
  return token == token::keep || token == token::branch || token == token::branchTable ||
         token == token::returnValue || token == token::returnNothing;
}

void addTokens(const Value& value, std::vector<Token>& tokens) {
  tokens.push_back(value.token);
  for (const Value& operand : value.operands) addTokens(operand, tokens);
}

}  // namespace

Tile parsed(std::string_view row) {
  Tile tile = Parser(row).tile();
  for (std::size_t i = 0; i < tile.size(); ++i) {
    if (isLastStatement(tile[i].token) && i + 1 < tile.size())
      throw BadRow("a statement behind one that never goes on");
    for (const Value& value : tile[i].values) {
      if (count(value, token::last) != 0 && (i == 0 || tile[i - 1].token != token::set))
        throw BadRow("P without a set before it");
      if (count(value, token::accumulator) != 0 && i != 0)
        throw BadRow("A in another statement than the first");
    }
  }
  return tile;
}

bool isNeedless(const Tile& tile) {
  unsigned accumulators = 0;
  unsigned operators = 0;
  for (const Statement& statement : tile) {
    if (statement.token < token::first) ++operators;
    for (const Value& value : statement.values) {
      if (hasConstantOperands(value)) return true;
      accumulators += count(value, token::accumulator);
      operators += countOperators(value);
      // The comparison before a branch is part of it.
    }
  }
  if (accumulators > 1) return true;
  return tile.size() == 1 && operators < 2;
}

bool branches(const Tile& tile) {
  return std::ranges::any_of(tile, [](const Statement& statement) {
    return statement.token == token::branchIf || statement.token == token::branchUnless ||
           statement.token == token::branch;
  });
}

std::vector<Token> tokensOf(const Tile& tile) {
  std::vector<Token> tokens;
  for (const Statement& statement : tile) {
    tokens.push_back(statement.token);
    for (const Value& value : statement.values) addTokens(value, tokens);
  }
  return tokens;
}

}  // namespace wald::interp::tiles
