#include "wasm/type_table.h"

#include <catch2/catch.hpp>

namespace wald::wasm {

namespace {

ValType refTo(std::uint32_t index, bool nullable = true) {
  return ValType::ref(HeapType::defined(index), nullable);
}

SubType function(std::vector<ValType> params, std::vector<ValType> results = {}) {
  SubType type;
  type.comp.params = std::move(params);
  type.comp.results = std::move(results);
  return type;
}

SubType structure(std::vector<FieldType> fields, std::vector<std::uint32_t> supertypes = {},
                  bool isFinal = false) {
  SubType type;
  type.isFinal = isFinal;
  type.supertypes = std::move(supertypes);
  type.comp.kind = CompKind::Struct;
  type.comp.fields = std::move(fields);
  return type;
}

SubType array(FieldType element) {
  SubType type;
  type.comp.kind = CompKind::Array;
  type.comp.fields = {element};
  return type;
}

/// Enters a module of recursion groups and gives the ids of its types.
std::vector<TypeId> enter(TypeTable& table, const std::vector<std::vector<SubType>>& groups) {
  Module module;
  for (const auto& group : groups) {
    module.recGroups.push_back({static_cast<std::uint32_t>(module.types.size()),
                                static_cast<std::uint32_t>(group.size())});
    module.types.insert(module.types.end(), group.begin(), group.end());
  }
  std::vector<TypeId> ids;
  for (const auto& group : module.recGroups) table.add(module, group, ids);
  return ids;
}

}  // namespace

TEST_CASE("equivalent types have one id, in all modules") {
  TypeTable table;
  const auto first =
      enter(table, {{function({types::i32})}, {function({types::i64})}, {function({types::i32})}});
  CHECK(first[0] == first[2]);
  CHECK(first[0] != first[1]);
  const auto second = enter(table, {{function({types::i64})}, {function({types::f32})}});
  CHECK(second[0] == first[1]);
  CHECK(table.size() == 3);
  // Params and results, finality and kind are told apart.
  const auto third = enter(table, {{function({}, {types::i32})},
                                   {structure({{types::i32}})},
                                   {structure({{types::i32}}, {}, true)},
                                   {array({types::i32})},
                                   {structure({{types::i32, true}})}});
  CHECK(table.size() == 8);
  CHECK(third[1] != third[2]);
}

TEST_CASE("recursion groups are equivalent as a whole") {
  TypeTable table;
  // (rec (type $a (func (param (ref null $b)))) (type $b (func (result (ref null $a)))))
  const std::vector<SubType> pair = {function({refTo(1)}), function({}, {refTo(0)})};
  const std::vector<SubType> laterPair = {function({refTo(4)}), function({}, {refTo(3)})};
  const auto ids = enter(table, {pair, {function({types::i32})}, laterPair});
  CHECK(ids[3] == ids[0]);
  CHECK(ids[4] == ids[1]);
  // The same definitions in other groups are other types.
  const auto others = enter(table, {{function({refTo(0)})}, {function({refTo(1)})}});
  CHECK(others[0] == others[1]);
  const auto grouped = enter(table, {{function({refTo(0)}), function({refTo(1)})}});
  CHECK(grouped[0] != others[0]);
  CHECK(grouped[0] != grouped[1]);
  // A reference into the group differs from one to an equivalent type outside of it.
  const auto outer = enter(table, {{function({refTo(0)})}, {function({refTo(0)})}});
  CHECK(outer[0] == others[0]);
  CHECK(outer[1] != outer[0]);
  CHECK(table[outer[1]].type.comp.params[0] == refTo(outer[0]));
  CHECK(table[outer[0]].type.comp.params[0] == refTo(outer[0]));
}

TEST_CASE("declared supertypes are subtypes at every distance") {
  TypeTable table;
  const auto ids = enter(table, {{structure({})},
                                 {structure({{types::i32}}, {0})},
                                 {structure({{types::i32}, {types::i64}}, {1})},
                                 {structure({{types::f32}}, {0})}});
  CHECK(table.isSubtype(ids[2], ids[0]));
  CHECK(table.isSubtype(ids[2], ids[1]));
  CHECK(table.isSubtype(ids[2], ids[2]));
  CHECK(table.isSubtype(ids[3], ids[0]));
  CHECK_FALSE(table.isSubtype(ids[0], ids[2]));
  CHECK_FALSE(table.isSubtype(ids[3], ids[1]));
  CHECK_FALSE(table.isSubtype(ids[2], ids[3]));
  CHECK(table[ids[2]].ancestors == std::vector<TypeId>{ids[0], ids[1]});

  // Within one group too.
  const auto group = enter(table, {{structure({{refTo(1)}}), structure({{refTo(1)}}, {0})}});
  CHECK(table.isSubtype(group[1], group[0]));
}

TEST_CASE("heap types form three hierarchies and that of exceptions") {
  TypeTable table;
  const auto ids = enter(table, {{function({})}, {structure({})}, {array({types::i32})}});
  const HeapType func = HeapType::defined(ids[0]);
  const HeapType record = HeapType::defined(ids[1]);
  const HeapType list = HeapType::defined(ids[2]);
  const auto below = [&](HeapType sub, HeapType super) { return table.matches(sub, super); };

  CHECK(below(func, AbsHeap::Func));
  CHECK_FALSE(below(func, AbsHeap::Any));
  CHECK(below(AbsHeap::NoFunc, func));
  CHECK_FALSE(below(AbsHeap::Func, func));
  CHECK(below(record, AbsHeap::Struct));
  CHECK(below(record, AbsHeap::Eq));
  CHECK(below(record, AbsHeap::Any));
  CHECK_FALSE(below(record, AbsHeap::Array));
  CHECK_FALSE(below(record, AbsHeap::I31));
  CHECK(below(list, AbsHeap::Array));
  CHECK(below(list, AbsHeap::Any));
  CHECK(below(AbsHeap::None, record));
  CHECK(below(AbsHeap::None, list));
  CHECK_FALSE(below(AbsHeap::None, func));
  CHECK_FALSE(below(AbsHeap::NoFunc, record));
  CHECK_FALSE(below(record, list));

  CHECK(below(AbsHeap::None, AbsHeap::I31));
  CHECK(below(AbsHeap::I31, AbsHeap::Eq));
  CHECK(below(AbsHeap::Eq, AbsHeap::Any));
  CHECK_FALSE(below(AbsHeap::Any, AbsHeap::Eq));
  CHECK(below(AbsHeap::NoFunc, AbsHeap::Func));
  CHECK(below(AbsHeap::NoExtern, AbsHeap::Extern));
  CHECK(below(AbsHeap::NoExn, AbsHeap::Exn));
  CHECK_FALSE(below(AbsHeap::Extern, AbsHeap::Any));
  CHECK_FALSE(below(AbsHeap::None, AbsHeap::Extern));
  CHECK_FALSE(below(AbsHeap::Exn, AbsHeap::Any));
}

TEST_CASE("value types match by nullability and heap type") {
  TypeTable table;
  CHECK(table.matches(types::i32, types::i32));
  CHECK_FALSE(table.matches(types::i32, types::i64));
  CHECK(table.matches(ValType(), types::i64));
  CHECK(table.matches(types::funcref.withNull(false), types::funcref));
  CHECK_FALSE(table.matches(types::funcref, types::funcref.withNull(false)));
  CHECK(table.matches(ValType::ref(AbsHeap::NoFunc, true), types::funcref));
  CHECK_FALSE(table.matches(types::funcref, types::i32));
  CHECK_FALSE(table.matches(types::i32, types::funcref));
}

TEST_CASE("composite types match by their parts") {
  TypeTable table;
  const ValType any = types::anyref;
  const ValType eq = ValType::ref(AbsHeap::Eq, true);
  // Results are covariant, parameters contravariant.
  CHECK(table.matches(function({any}, {eq}).comp, function({eq}, {any}).comp));
  CHECK_FALSE(table.matches(function({eq}).comp, function({any}).comp));
  CHECK_FALSE(table.matches(function({}, {any}).comp, function({}, {eq}).comp));
  CHECK_FALSE(table.matches(function({any, any}).comp, function({any}).comp));
  // Structures may have more fields; mutable fields are invariant.
  CHECK(table.matches(structure({{eq}, {types::i32}}).comp, structure({{any}}).comp));
  CHECK_FALSE(table.matches(structure({}).comp, structure({{any}}).comp));
  CHECK_FALSE(table.matches(structure({{eq, true}}).comp, structure({{any, true}}).comp));
  CHECK(table.matches(structure({{eq, true}}).comp, structure({{eq, true}}).comp));
  CHECK_FALSE(table.matches(structure({{eq, true}}).comp, structure({{eq, false}}).comp));
  CHECK(table.matches(array({eq}).comp, array({any}).comp));
  CHECK_FALSE(table.matches(array({any}).comp, structure({{any}}).comp));
}

TEST_CASE("indices become ids") {
  const std::vector<TypeId> ids = {7, 9};
  CHECK(toIds(refTo(1), ids) == refTo(9));
  CHECK(toIds(types::funcref, ids) == types::funcref);
  const SubType type = toIds(structure({{refTo(0)}}, {1}), ids);
  CHECK(type.supertypes == std::vector<std::uint32_t>{9});
  CHECK(type.comp.fields[0].type == refTo(7));
}

}  // namespace wald::wasm
