#include "text/keywords.h"

#include <algorithm>
#include <array>

#include "text/characters.h"
#include "text/lexer.h"
#include "wasm/opcode.h"

namespace wald::text {

using wasm::AbsHeap;
using wasm::ExternKind;
using wasm::ValType;

namespace {

template <typename T>
struct Named {
  std::string_view name;
  T value;
};

template <typename T, std::size_t N>
std::optional<T> find(const std::array<Named<T>, N>& table, std::string_view word) {
  for (const auto& row : table) {
    if (row.name == word) return row.value;
  }
  return std::nullopt;
}

constexpr std::array heaps = {
    Named<AbsHeap>{"func", AbsHeap::Func},     Named<AbsHeap>{"nofunc", AbsHeap::NoFunc},
    Named<AbsHeap>{"extern", AbsHeap::Extern}, Named<AbsHeap>{"noextern", AbsHeap::NoExtern},
    Named<AbsHeap>{"any", AbsHeap::Any},       Named<AbsHeap>{"eq", AbsHeap::Eq},
    Named<AbsHeap>{"i31", AbsHeap::I31},       Named<AbsHeap>{"struct", AbsHeap::Struct},
    Named<AbsHeap>{"array", AbsHeap::Array},   Named<AbsHeap>{"none", AbsHeap::None},
    Named<AbsHeap>{"exn", AbsHeap::Exn},       Named<AbsHeap>{"noexn", AbsHeap::NoExn},
};

constexpr std::array references = {
    Named<AbsHeap>{"funcref", AbsHeap::Func},
    Named<AbsHeap>{"nullfuncref", AbsHeap::NoFunc},
    Named<AbsHeap>{"externref", AbsHeap::Extern},
    Named<AbsHeap>{"nullexternref", AbsHeap::NoExtern},
    Named<AbsHeap>{"anyref", AbsHeap::Any},
    Named<AbsHeap>{"eqref", AbsHeap::Eq},
    Named<AbsHeap>{"i31ref", AbsHeap::I31},
    Named<AbsHeap>{"structref", AbsHeap::Struct},
    Named<AbsHeap>{"arrayref", AbsHeap::Array},
    Named<AbsHeap>{"nullref", AbsHeap::None},
    Named<AbsHeap>{"exnref", AbsHeap::Exn},
    Named<AbsHeap>{"nullexnref", AbsHeap::NoExn},
};

constexpr std::array numbers = {
    Named<ValType>{"i32", wasm::types::i32},   Named<ValType>{"i64", wasm::types::i64},
    Named<ValType>{"f32", wasm::types::f32},   Named<ValType>{"f64", wasm::types::f64},
    Named<ValType>{"v128", wasm::types::v128},
};

constexpr std::array externs = {
    Named<ExternKind>{"func", ExternKind::Func},
    Named<ExternKind>{"table", ExternKind::Table},
    Named<ExternKind>{"memory", ExternKind::Memory},
    Named<ExternKind>{"global", ExternKind::Global},
    Named<ExternKind>{"tag", ExternKind::Tag},
};

constexpr std::array shapes = {
    VectorShape{"i8x16", 8, false},  VectorShape{"i16x8", 16, false},
    VectorShape{"i32x4", 32, false}, VectorShape{"i64x2", 64, false},
    VectorShape{"f32x4", 32, true},  VectorShape{"f64x2", 64, true},
};

constexpr std::array<std::string_view, 12> fields = {"type",   "rec",    "import", "func",
                                                     "table",  "memory", "global", "tag",
                                                     "export", "start",  "elem",   "data"};

constexpr auto otherWords = std::to_array<std::string_view>({
    "array",
    "assert_exception",
    "assert_exhaustion",
    "assert_invalid",
    "assert_invalid_custom",
    "assert_malformed",
    "assert_malformed_custom",
    "assert_return",
    "assert_trap",
    "assert_unlinkable",
    "binary",
    "catch_all_ref",
    "catch_ref",
    "declare",
    "definition",
    "do",
    "either",
    "field",
    "final",
    "get",
    "i16",
    "i8",
    "input",
    "instance",
    "invoke",
    "item",
    "local",
    "module",
    "mut",
    "nan:arithmetic",
    "nan:canonical",
    "null",
    "offset",
    "output",
    "pagesize",
    "param",
    "quote",
    "ref",
    "ref.any",
    "ref.array",
    "ref.exn",
    "ref.extern",
    "ref.host",
    "ref.struct",
    "register",
    "result",
    "script",
    "shared",
    "struct",
    "sub",
    "then",
    "thread",
    "wait",
});

/// `offset=8`, `align=4`: one token each.
bool isMemargWord(std::string_view word) {
  for (const std::string_view prefix : {std::string_view("offset="), std::string_view("align=")}) {
    if (word.starts_with(prefix))
      return classifyNumber(word.substr(prefix.size())) == TokenKind::Nat;
  }
  return false;
}

}  // namespace

bool isKeyword(std::string_view word) {
  return wasm::opcodeNamed(word) || absHeapNamed(word) || valTypeNamed(word) ||
         isModuleField(word) || vectorShapeNamed(word) || isMemargWord(word) ||
         std::find(otherWords.begin(), otherWords.end(), word) != otherWords.end();
}

std::optional<AbsHeap> absHeapNamed(std::string_view word) { return find(heaps, word); }

std::optional<ValType> valTypeNamed(std::string_view word) {
  if (const auto number = find(numbers, word)) return number;
  if (const auto heap = find(references, word)) return ValType::ref(*heap, true);
  return std::nullopt;
}

std::optional<ExternKind> externKindNamed(std::string_view word) { return find(externs, word); }

bool isModuleField(std::string_view word) {
  return std::find(fields.begin(), fields.end(), word) != fields.end();
}

std::optional<VectorShape> vectorShapeNamed(std::string_view word) {
  for (const VectorShape& shape : shapes) {
    if (shape.name == word) return shape;
  }
  return std::nullopt;
}

}  // namespace wald::text
