#include "wasm/opcode.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

namespace wald::wasm {

namespace {

template <typename Check>
void forEachOpcode(const Check& check) {
  for (unsigned i = 0; i < opcodeCount; ++i) {
    const auto op = static_cast<Opcode>(i);
    INFO(infoOf(op).mnemonic());
    check(op, infoOf(op));
  }
}

bool isMnemonicCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

}  // namespace

TEST_CASE("every instruction has a code of its own, by which it is found") {
  std::set<std::pair<unsigned, unsigned>> codes;
  forEachOpcode([&](Opcode op, const OpInfo& info) {
    CHECK((info.prefix == 0 || (info.prefix >= 0xfb && info.prefix <= 0xfe)));
    CHECK(codes.emplace(info.prefix, info.code).second);
    CHECK(opcodeOf(info.prefix, info.code) == op);
    if (info.prefix == 0) CHECK((info.code < 0xfb || info.code > 0xfe));
  });
}

TEST_CASE("other codes are not instructions") {
  std::size_t known = 0;
  for (const unsigned prefix : {0x00, 0xfb, 0xfc, 0xfd, 0xfe}) {
    for (std::uint32_t code = 0; code < 0x1000; ++code) {
      if (opcodeOf(static_cast<std::uint8_t>(prefix), code)) ++known;
    }
    CHECK_FALSE(opcodeOf(static_cast<std::uint8_t>(prefix), ~std::uint32_t{0}));
  }
  CHECK(known == opcodeCount);
  CHECK_FALSE(opcodeOf(0x01, 0));
  CHECK_FALSE(opcodeOf(0x00, 0xff));
  CHECK_FALSE(opcodeOf(0x00, 0xfd));
}

TEST_CASE("mnemonics are well-formed and find their first row") {
  std::set<std::string_view> mnemonics;
  forEachOpcode([&](Opcode op, const OpInfo& info) {
    CHECK_FALSE(info.mnemonic().empty());
    CHECK(std::all_of(info.mnemonic().begin(), info.mnemonic().end(), isMnemonicCharacter));
    CHECK((info.mnemonic().front() >= 'a' && info.mnemonic().front() <= 'z'));
    const auto found = opcodeNamed(info.mnemonic());
    REQUIRE(found);
    CHECK(infoOf(*found).mnemonic() == info.mnemonic());
    CHECK(*found <= op);
    // Only these names stand for two instructions, told apart by what follows.
    const bool isFirst = mnemonics.insert(info.mnemonic()).second;
    CHECK(isFirst ==
          (op != Opcode::SelectTyped && op != Opcode::RefTestNull && op != Opcode::RefCastNull));
    CHECK(isFirst == (*found == op));
  });
  CHECK_FALSE(opcodeNamed("i32.foo"));
  CHECK_FALSE(opcodeNamed(""));
}

TEST_CASE("the columns of a row agree with each other") {
  forEachOpcode([](Opcode op, const OpInfo& info) {
    const Shape& shape = info.shape;
    const Shape constant = shapeOf(op);
    CHECK(constant.kind == shape.kind);
    CHECK(constant.type == shape.type);
    CHECK(constant.bits == shape.bits);

    const bool accessesMemory =
        info.immediates == Immediates::Memarg || info.immediates == Immediates::MemargLane;
    if (accessesMemory) CHECK(info.traps);
    if (info.prefix == 0xfe) CHECK(info.feature == Feature::Threads);
    switch (shape.kind) {
      case ShapeKind::Special: break;
      case ShapeKind::Const: CHECK(info.constant); break;
      case ShapeKind::Load:
      case ShapeKind::Store:
      case ShapeKind::LoadExtend:
      case ShapeKind::LoadSplat:
      case ShapeKind::LoadZero:
      case ShapeKind::AtomicLoad:
      case ShapeKind::AtomicStore:
      case ShapeKind::AtomicRmw:
      case ShapeKind::AtomicCmpxchg:
        CHECK(info.immediates == Immediates::Memarg);
        CHECK(shape.bits >= 8);
        break;
      case ShapeKind::LoadLane:
      case ShapeKind::StoreLane:
        CHECK(info.immediates == Immediates::MemargLane);
        CHECK(shape.bits >= 8);
        break;
      case ShapeKind::ExtractLane:
      case ShapeKind::ReplaceLane:
        CHECK(info.immediates == Immediates::Lane);
        CHECK(shape.bits >= 2);
        break;
      case ShapeKind::Unary:
      case ShapeKind::Convert:
      case ShapeKind::Test:
      case ShapeKind::Binary:
      case ShapeKind::Compare:
      case ShapeKind::Ternary:
      case ShapeKind::Shift: CHECK(info.immediates == Immediates::None); break;
    }
  });
}

TEST_CASE("the regular mnemonics say what their shapes say") {
  const auto kindOf = [](std::string_view mnemonic) {
    const std::string_view type = mnemonic.substr(0, mnemonic.find('.'));
    if (type == "i32") return Kind::I32;
    if (type == "i64") return Kind::I64;
    if (type == "f32") return Kind::F32;
    if (type == "f64") return Kind::F64;
    return Kind::V128;
  };
  forEachOpcode([&](Opcode, const OpInfo& info) {
    const Shape& shape = info.shape;
    const auto has = [&](std::string_view part) {
      return info.mnemonic().find(part) != std::string_view::npos;
    };
    switch (shape.kind) {
      case ShapeKind::Const:
      case ShapeKind::Convert:
      case ShapeKind::Load:
      case ShapeKind::Store:
      case ShapeKind::AtomicLoad:
      case ShapeKind::AtomicStore:
      case ShapeKind::AtomicRmw:
      case ShapeKind::AtomicCmpxchg:
        // Splats and lane tests are conversions from or to a vector.
        if (shape.type != Kind::V128 && shape.from != Kind::V128) {
          CHECK(kindOf(info.mnemonic()) == shape.type);
        }
        break;
      default: break;
    }
    if (shape.kind == ShapeKind::Load && shape.extension != Extension::None) {
      CHECK(has(shape.extension == Extension::Signed ? "_s" : "_u"));
      CHECK(has(std::to_string(shape.bits)));
    }
    if (shape.kind == ShapeKind::AtomicRmw) {
      constexpr std::string_view names[] = {"add", "sub", "and", "or", "xor", "xchg"};
      CHECK(has("." + std::string(names[static_cast<unsigned>(shape.rmw)])));
    }
  });
}

}  // namespace wald::wasm
