#include "wald/table.h"

#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"
#include "wald/store.h"

namespace wald {

namespace {

runtime::Table* find(const Table& table) {
  const bool isThere = table && table.storeRef()->isOpen();
  return isThere ? static_cast<runtime::Table*>(table.item()) : nullptr;
}

Result<runtime::Table*> checked(const Table& handle) {
  runtime::Table* const table = find(handle);
  if (table != nullptr) return table;
  return handle ? api::goneError() : Error(ErrorKind::Usage, "there is no table");
}

Result<runtime::Table*> checked(const Table& handle, std::uint64_t index) {
  WALD_TRY_ASSIGN(table, checked(handle));
  if (table->contains(index, 1)) return table;
  return Error(ErrorKind::Usage, fmt::format("element {} lies outside of a table of {} elements",
                                             index, table->size()));
}

}  // namespace

Result<Table> Table::create(Store& store, const TableType& type, const Value& init) {
  const wasm::TableType wanted = api::toWasm(type);
  if (!wanted.element.isRef()) {
    return Error(ErrorKind::Usage, "the elements of a table are references");
  }
  if (type.maximum && *type.maximum < type.minimum) {
    return Error(ErrorKind::Usage, "the minimum of a table is greater than its maximum");
  }
  runtime::Slot slot = 0;
  WALD_TRY(api::storeValue(store.state(), init, wanted.element, &slot, "an element"));
  WALD_TRY_ASSIGN(made, store.state()->store().addTable(wanted, slot));
  return Table(store.state(), made);
}

TableType Table::type() const {
  const runtime::Table* const table = find(*this);
  if (table == nullptr) return {ValueType::funcref(), 0, 0, false};
  TableType type = api::toPublic(table->type());
  type.minimum = table->size();
  return type;
}

std::uint64_t Table::size() const {
  const runtime::Table* const table = find(*this);
  return table == nullptr ? 0 : table->size();
}

Result<Value> Table::get(std::uint64_t index) const {
  WALD_TRY_ASSIGN(table, checked(*this, index));
  return api::loadValue(store_, table->type().element, table->data() + index);
}

Result<void> Table::set(std::uint64_t index, const Value& value) const {
  WALD_TRY_ASSIGN(table, checked(*this, index));
  return api::storeValue(store_, value, table->type().element, table->data() + index, "an element");
}

Result<std::uint64_t> Table::grow(std::uint64_t count, const Value& init) const {
  WALD_TRY_ASSIGN(table, checked(*this));
  runtime::Slot slot = 0;
  WALD_TRY(api::storeValue(store_, init, table->type().element, &slot, "an element"));
  const std::int64_t former = table->grow(count, slot);
  if (former >= 0) return static_cast<std::uint64_t>(former);
  return Error(ErrorKind::Limit,
               fmt::format("a table of {} elements can't grow by {}", table->size(), count));
}

}  // namespace wald
