#include <catch2/catch.hpp>

#include "runtime/cast.h"
#include "runtime/engine.h"
#include "runtime/marker.h"
#include "runtime/objects.h"

namespace wald::runtime {

namespace {

using wasm::ValType;

constexpr std::uint64_t megabyte = 1 << 20;

struct TestRoots final : RootSource {
  std::vector<Ref> precise;
  std::vector<std::uint64_t> stack;
  void visitRoots(Marker& marker) override {
    marker.visit(precise);
    const auto* words = reinterpret_cast<const std::uint8_t*>(stack.data());
    marker.scan(words, words + stack.size() * 8);
  }
};

struct Fixture {
  Engine engine{Config{}};
  TestRoots roots;
  Heap heap{{.maxBytes = 8 * megabyte}, roots};

  const TypeInfo& structure(std::initializer_list<ValType> fields) {
    wasm::SubType type;
    type.comp.kind = wasm::CompKind::Struct;
    for (const auto field : fields) type.comp.fields.push_back({field, true});
    return known(type);
  }
  const TypeInfo& array(ValType element) {
    wasm::SubType type;
    type.comp.kind = wasm::CompKind::Array;
    type.comp.fields.push_back({element, true});
    return known(type);
  }
  const TypeInfo& known(const wasm::SubType& type) {
    const TypeInfo& info = engine.infoOf(engine.addType(type));
    heap.know(info);
    return info;
  }
  /// Pairs of two references.
  const TypeInfo& pairs = structure({wasm::types::anyref, wasm::types::anyref});
  Object* pair(Ref first, Ref second) {
    const Slot fields[] = {first, second};
    return newStruct(heap, pairs, fields);
  }
  static Ref& field(Object* object, unsigned index) {
    return reinterpret_cast<Ref*>(object->contents())[index];
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "fields lie where their sizes let them, a supertype's first") {
  const TypeInfo& info = structure({ValType(Storage::I8), wasm::types::i64, ValType(Storage::I16),
                                    wasm::types::funcref, wasm::types::v128, wasm::types::anyref});
  std::vector<std::uint32_t> offsets;
  for (const auto& field : info.fields) offsets.push_back(field.offset);
  CHECK(offsets == std::vector<std::uint32_t>{8, 16, 24, 32, 40, 56});
  CHECK(info.bytes == 64);
  CHECK(info.slots == 7);
  // Functions are no objects.
  CHECK(info.references == std::vector<std::uint32_t>{56});
}

TEST_CASE_METHOD(Fixture, "values come back from fields as they were stored") {
  const TypeInfo& info = structure({ValType(Storage::I8), ValType(Storage::I16), wasm::types::i32,
                                    wasm::types::i64, wasm::types::v128});
  const Slot values[] = {0x1ff, 0x2ffff, 0xffff'ffff, ~std::uint64_t{0}, 7, 8};
  const auto* object = reinterpret_cast<const std::uint8_t*>(newStruct(heap, info, values));
  REQUIRE(object);
  Slot out[2] = {};
  const auto load = [&](unsigned i) {
    loadField(object + info.fields[i].offset, info.fields[i].storage, out);
    return out[0];
  };
  CHECK(load(0) == 0xff);
  CHECK(load(1) == 0xffff);
  CHECK(load(2) == 0xffff'ffff);
  CHECK(load(3) == ~std::uint64_t{0});
  CHECK(load(4) == 7);
  CHECK(out[1] == 8);
}

TEST_CASE_METHOD(Fixture, "what can be reached stays, cycles that can't go") {
  Object* kept = pair(i31Ref(5), 0);
  field(kept, 1) = toRef(pair(hostRef(9), toRef(kept)));
  roots.precise = {toRef(kept)};
  Object* lost = pair(0, 0);
  field(lost, 0) = toRef(pair(toRef(lost), 0));
  heap.collect();
  CHECK(heap.statistics().liveObjects == 2);
  CHECK(heap.statistics().liveBytes == std::uint64_t{2} * 24);
  CHECK(field(kept, 0) == i31Ref(5));
  CHECK(field(toObject(field(kept, 1)), 0) == hostRef(9));
  roots.precise.clear();
  heap.collect();
  CHECK(heap.statistics().liveObjects == 0);
}

TEST_CASE_METHOD(Fixture, "a word on a stack keeps the object that it points to or into") {
  Object* object = pair(0, 0);
  const std::uint64_t address = toRef(object);
  for (const std::uint64_t word : {address, address + 1, address + 8, address + 23}) {
    roots.stack = {1, word, ~std::uint64_t{0}};
    heap.collect();
    CHECK(heap.statistics().liveObjects == 1);
    CHECK(heap.objectAt(word) == object);
  }
  CHECK(heap.objectAt(address + 24) == nullptr);
  CHECK(heap.objectAt(address - 1) == nullptr);
  roots.stack = {address + 24};
  heap.collect();
  CHECK(heap.statistics().liveObjects == 0);
  CHECK(heap.objectAt(address) == nullptr);
}

TEST_CASE_METHOD(Fixture,
                 "large objects have blocks of their own, which are found and given back") {
  const TypeInfo& bytes = array(ValType(Storage::I8));
  const TypeInfo& references = array(wasm::types::anyref);
  Object* large = newArrayDefault(heap, references, 100'000);
  REQUIRE(large);
  reinterpret_cast<Ref*>(large->contents())[99'999] = toRef(pair(0, 0));
  // The middle of it.
  roots.stack = {toRef(large) + 400'000};
  heap.collect();
  CHECK(heap.statistics().liveObjects == 2);
  CHECK(heap.statistics().liveBytes == 8 + 800'000 + 24);
  roots.stack.clear();
  // Far more than there is room for at a time.
  for (int i = 0; i < 100; ++i) {
    Object* next = newArrayDefault(heap, bytes, 3'000'000);
    REQUIRE(next);
    CHECK(next->contents()[2'999'999] == 0);
    std::memset(next->contents(), 0xff, 3'000'000);
  }
  CHECK(heap.statistics().collections > 10);
}

TEST_CASE_METHOD(Fixture, "the limit holds, and what is freed can be used again") {
  std::uint64_t made = 0;
  while (Object* object = pair(roots.precise.empty() ? 0 : roots.precise[0], 0)) {
    roots.precise = {toRef(object)};
    ++made;
  }
  CHECK(made * 24 <= 8 * megabyte);
  CHECK(made * 24 > 7 * megabyte);
  CHECK(newArrayDefault(heap, array(wasm::types::i64), 0xffff'ffff) == nullptr);
  // Every second goes.
  for (Ref ref = roots.precise[0]; ref != 0; ref = field(toObject(ref), 0)) {
    const Ref next = field(toObject(ref), 0);
    if (next != 0) field(toObject(ref), 0) = field(toObject(next), 0);
  }
  heap.collect();
  CHECK(heap.statistics().liveObjects == (made + 1) / 2);
  roots.precise.clear();
  CHECK(pair(0, 0) != nullptr);
}

TEST_CASE_METHOD(Fixture, "objects of mixed sizes survive many collections unharmed") {
  const TypeInfo& numbers = array(wasm::types::i32);
  std::uint64_t random = 1;
  const auto next = [&random](std::uint64_t bound) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    return (random >> 33) % bound;
  };
  roots.precise.assign(500, 0);
  std::vector<std::uint32_t> lengths(500);
  for (int round = 0; round < 60'000; ++round) {
    const auto i = static_cast<std::size_t>(next(500));
    const auto length = static_cast<std::uint32_t>(next(next(20) == 0 ? 5'000 : 100));
    const Slot value = Slot{length} * 3 + i;
    Object* made = newArray(heap, numbers, length, &value);
    REQUIRE(made);
    roots.precise[i] = toRef(made);
    lengths[i] = length;
  }
  CHECK(heap.statistics().collections > 2);
  for (std::size_t i = 0; i < 500; ++i) {
    if (roots.precise[i] == 0) continue;
    const Object& object = *toObject(roots.precise[i]);
    REQUIRE(object.length == lengths[i]);
    const auto* values = reinterpret_cast<const std::uint32_t*>(object.contents());
    for (std::uint32_t j = 0; j < object.length; ++j)
      REQUIRE(values[j] == Slot{object.length} * 3 + i);
  }
}

TEST_CASE("a list of millions is traced, and handles keep what they hold") {
  Engine engine{Config{}};
  TestRoots roots;
  Heap heap({.maxBytes = 256 * megabyte}, roots);
  wasm::SubType type;
  type.comp.kind = wasm::CompKind::Struct;
  type.comp.fields.push_back({wasm::types::anyref, true});
  const TypeInfo& info = engine.infoOf(engine.addType(type));
  heap.know(info);
  constexpr std::uint64_t count = 2'000'000;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Slot tail = roots.precise.empty() ? 0 : roots.precise[0];
    Object* node = newStruct(heap, info, &tail);
    REQUIRE(node);
    roots.precise = {toRef(node)};
  }
  auto handle = heap.hold(roots.precise[0]);
  roots.precise.clear();
  heap.collect();
  CHECK(heap.statistics().liveObjects == count);
  handle.reset();
  heap.collect();
  CHECK(heap.statistics().liveObjects == 0);
}

TEST_CASE("under stress every allocation collects") {
  Engine engine{Config{}};
  TestRoots roots;
  Heap heap({.stress = true}, roots);
  wasm::SubType type;
  type.comp.kind = wasm::CompKind::Struct;
  const TypeInfo& info = engine.infoOf(engine.addType(type));
  heap.know(info);
  for (int i = 0; i < 10; ++i) REQUIRE(newStructDefault(heap, info));
  // Before the first there is nothing to collect.
  CHECK(heap.statistics().collections == 9);
}

}  // namespace wald::runtime
