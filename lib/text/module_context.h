#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "binary/names.h"
#include "text/cursor.h"
#include "wasm/module.h"

namespace wald::text {

enum class Space : std::uint8_t { Type, Func, Table, Memory, Global, Tag, Elem, Data };
inline constexpr std::size_t spaceCount = 8;

Space spaceOf(wasm::ExternKind kind);

/// Identifiers of one kind, by name.
class Identifiers {
public:
  /// Gives the name to an index. False if it is taken.
  bool bind(std::string_view name, std::uint32_t index) {
    return byName_.try_emplace(name, index).second;
  }
  const std::uint32_t* find(std::string_view name) const {
    const auto found = byName_.find(name);
    return found == byName_.end() ? nullptr : &found->second;
  }

private:
  std::unordered_map<std::string_view, std::uint32_t> byName_;
};

/// A branch hint in a function body.
struct BranchHint {
  std::uint32_t offset = 0;  ///< from the start of the body's locals
  std::string content;
};

/// A custom section that an annotation asks for, before its place among the sections is known.
struct PlacedCustom {
  wasm::CustomSection section;
  /// Before the section that follows `section.after`, rather than behind that one.
  bool isBefore = false;
};

/// A module under construction and its identifiers ("Text Format › Contexts").
struct ModuleContext {
  wasm::Module module;
  std::array<Identifiers, spaceCount> identifiers;
  std::array<std::uint32_t, spaceCount> sizes{};          ///< with everything the text will define
  std::unordered_map<std::uint32_t, Identifiers> fields;  ///< by type index
  binary::Names names;
  std::vector<PlacedCustom> customs;
  /// Whether an instruction names a data segment, which the binary format must announce then.
  bool usesDataCount = false;
  std::vector<std::pair<std::uint32_t, std::vector<BranchHint>>> hints;  ///< by function

  Identifiers& identifiersOf(Space space) { return identifiers[static_cast<std::size_t>(space)]; }
  binary::NameMap& namesOf(Space space);
  /// The identifier that may come next, and the annotation that may follow it, name an item.
  void takeName(Cursor& cursor, Space space, std::uint32_t index);

  /// The lowest index of a type that is just this function type; a new type at the end if there is
  /// none.
  std::uint32_t internFunctionType(wasm::CompType type);
  /// Enters the last type in that search, if it is such a type.
  void enterLastType();
  /// The function type at an index, if there is one.
  const wasm::CompType* functionType(std::uint32_t index) const;

private:
  std::unordered_map<std::string, std::uint32_t> functionTypes_;
};

/// "func", "type" … as messages name the kinds of identifiers.
std::string_view toString(Space space);

/// The index that must come next, by number or name.
std::uint32_t expectIndex(Cursor& cursor, ModuleContext& context, Space space);
/// The same, if one comes next.
bool isIndex(const Cursor& cursor);

/// The locals of a function, parameters first.
struct Locals {
  Identifiers identifiers;
  binary::NameMap names;
  std::uint32_t count = 0;

  /// Adds a local, whose identifier may come next.
  void declare(Cursor& cursor);
  void declareNamed(Cursor& cursor, const Token& id);
};

}  // namespace wald::text
