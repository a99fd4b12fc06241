#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "binary/names.h"
#include "text/module_context.h"
#include "wasm/module.h"

namespace wald::text {

/// The identifiers of the items of one kind, made of their names so that each is unique.
class PrintedIds {
public:
  PrintedIds() = default;
  /// Names of indices beyond `count` are left out: there is nothing that could carry them. The names
  /// must outlive the identifiers.
  PrintedIds(const binary::NameMap& names, std::uint64_t count);

  bool isEmpty() const { return entries_.empty(); }
  bool isNamed(std::uint32_t index) const { return find(index) != nullptr; }
  /// Appends the identifier, or the index.
  void appendUse(std::string& out, std::uint32_t index) const;
  /// Appends a space and the identifier, if the item has a name.
  void appendDefinition(std::string& out, std::uint32_t index) const;
  /// Appends a space and `(@name …)`, if the identifier does not say the name.
  void appendAnnotation(std::string& out, std::uint32_t index) const;

private:
  struct Entry {
    std::uint32_t index = 0;
    std::string id;         ///< with its `$`; empty for an item whose name is empty
    std::string_view name;  ///< what the name section says
    bool isRenamed = false;
  };
  const Entry* find(std::uint32_t index) const;

  std::vector<Entry> entries_;  ///< by index
};

/// All identifiers of a module but those of locals and labels.
class PrintedNames {
public:
  PrintedNames(const wasm::Module& module, const binary::Names& names);

  const PrintedIds& of(Space space) const { return ids_[static_cast<std::size_t>(space)]; }
  /// Of the fields of a structure.
  const PrintedIds& fieldsOf(std::uint32_t type) const;

private:
  std::array<PrintedIds, spaceCount> ids_;
  std::map<std::uint32_t, PrintedIds> fields_;
  PrintedIds none_;
};

}  // namespace wald::text
