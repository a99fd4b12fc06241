#include "text/print_names.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "text/print_values.h"

namespace wald::text {

namespace {

/// Longer names do not become identifiers, whose every use would repeat them.
constexpr std::size_t longestId = 1'000;

/// The beginning of a name that an identifier can have.
std::string_view stemOf(std::string_view name) {
  if (name.size() <= longestId) return name;
  std::size_t end = longestId;
  while (end != 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

PrintedIds::PrintedIds(const binary::NameMap& names, std::uint64_t count) {
  std::unordered_set<std::string_view> taken;
  for (const auto& [index, name] : names) {
    if (index >= count) break;
    Entry entry{index, {}, name, true};
    if (!name.empty() && name.size() <= longestId && taken.insert(name).second) {
      entry.isRenamed = false;
      appendId(entry.id, name);
    }
    entries_.push_back(std::move(entry));
  }
  // Only now is it known which names are free.
  std::unordered_map<std::string_view, std::uint32_t> copies;
  std::vector<std::string> made;
  made.reserve(entries_.size());
  for (Entry& entry : entries_) {
    if (!entry.isRenamed || entry.name.empty()) continue;
    const std::string_view stem = stemOf(entry.name);
    std::string name;
    do {
      name = fmt::format("{}.{}", stem, ++copies[stem]);
    } while (taken.contains(name));
    appendId(entry.id, name);
    taken.insert(made.emplace_back(std::move(name)));
  }
}

const PrintedIds::Entry* PrintedIds::find(std::uint32_t index) const {
  // Where everything has a name, the place is the index.
  if (index < entries_.size() && entries_[index].index == index) return &entries_[index];
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), index,
      [](const Entry& entry, std::uint32_t wanted) { return entry.index < wanted; });
  return found == entries_.end() || found->index != index ? nullptr : &*found;
}

void PrintedIds::appendUse(std::string& out, std::uint32_t index) const {
  const Entry* const entry = find(index);
  if (entry != nullptr && !entry->id.empty()) {
    out += entry->id;
  } else {
    appendUnsigned(out, index);
  }
}

void PrintedIds::appendDefinition(std::string& out, std::uint32_t index) const {
  const Entry* const entry = find(index);
  if (entry == nullptr || entry->id.empty()) return;
  out += ' ';
  out += entry->id;
}

void PrintedIds::appendAnnotation(std::string& out, std::uint32_t index) const {
  const Entry* const entry = find(index);
  if (entry == nullptr || !entry->isRenamed) return;
  out += " (@name ";
  appendName(out, entry->name);
  out += ')';
}

PrintedNames::PrintedNames(const wasm::Module& module, const binary::Names& names) {
  const auto add = [&](Space space, const binary::NameMap& map, std::size_t count) {
    ids_[static_cast<std::size_t>(space)] = PrintedIds(map, count);
  };
  add(Space::Type, names.types, module.types.size());
  add(Space::Func, names.functions, module.functions.size());
  add(Space::Table, names.tables, module.tables.size());
  add(Space::Memory, names.memories, module.memories.size());
  add(Space::Global, names.globals, module.globals.size());
  add(Space::Tag, names.tags, module.tags.size());
  add(Space::Elem, names.elems, module.elems.size());
  add(Space::Data, names.datas, module.datas.size());
  for (const auto& [type, map] : names.fields) {
    if (type >= module.types.size()) break;
    const wasm::CompType& comp = module.types[type].comp;
    if (comp.kind == wasm::CompKind::Struct) {
      fields_.emplace(type, PrintedIds(map, comp.fields.size()));
    }
  }
}

const PrintedIds& PrintedNames::fieldsOf(std::uint32_t type) const {
  const auto found = fields_.find(type);
  return found == fields_.end() ? none_ : found->second;
}

}  // namespace wald::text
