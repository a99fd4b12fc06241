#include <catch2/catch.hpp>

#include "valid/test_modules.h"

namespace wald::valid::test {
namespace {

// Types 0 to 4 of the modules below:
//   (func)
//   (struct (field (mut i8)) (field i64) (field (ref null 1)))
//   (array (mut i32))
//   (array (ref 1))
//   (array i16)
Bytes objects(const Bytes& instructions) {
  const Bytes types = section(1, {0x05, 0x60, 0x00, 0x00,                                //
                                  0x5f, 0x03, 0x78, 0x01, 0x7e, 0x00, 0x63, 0x01, 0x00,  //
                                  0x5e, 0x7f, 0x01,                                      //
                                  0x5e, 0x64, 0x01, 0x00,                                //
                                  0x5e, 0x77, 0x00});
  return moduleOf({types, section(3, {0x01, 0x00}), code(instructions)});
}

std::string messageOf(const Bytes& instructions) {
  auto result = validate(objects(instructions));
  return result ? std::string("valid") : result.error().message();
}

TEST_CASE("Structures are made, read and written by the types of their fields") {
  // i32.const 1  i64.const 2  ref.null 1  struct.new 1  drop
  CHECK(messageOf({0x41, 1, 0x42, 2, 0xd0, 1, 0xfb, 0x00, 1, 0x1a, 0x0b}) == "valid");
  // struct.new_default 1  struct.get_s 1 0  drop
  CHECK(messageOf({0xfb, 0x01, 1, 0xfb, 0x03, 1, 0, 0x1a, 0x0b}) == "valid");
  // struct.new_default 1  struct.get 1 0  drop
  CHECK(messageOf({0xfb, 0x01, 1, 0xfb, 0x02, 1, 0, 0x1a, 0x0b}) ==
        "type mismatch: field 0 is packed");
  // struct.new_default 1  struct.get_u 1 1  drop
  CHECK(messageOf({0xfb, 0x01, 1, 0xfb, 0x04, 1, 1, 0x1a, 0x0b}) ==
        "type mismatch: field 1 is not packed");
  // struct.new_default 1  struct.get 1 3  drop
  CHECK(messageOf({0xfb, 0x01, 1, 0xfb, 0x02, 1, 3, 0x1a, 0x0b}) == "unknown field 3");
  // struct.new_default 1  i64.const 1  struct.set 1 1
  CHECK(messageOf({0xfb, 0x01, 1, 0x42, 1, 0xfb, 0x05, 1, 1, 0x0b}) == "immutable field: field 1");
  // struct.new_default 2
  CHECK(messageOf({0xfb, 0x01, 2, 0x1a, 0x0b}) == "type mismatch: type 2 is a array of i32");
}

TEST_CASE("Arrays are made, read and written by the type of their elements") {
  // i32.const 7  array.new_default 2  i32.const 0  i32.const 1  array.set 2
  CHECK(messageOf({0x41, 7, 0xfb, 0x07, 2, 0x41, 0, 0x41, 1, 0xfb, 0x0e, 2, 0x0b}) == "valid");
  // i32.const 7  array.new_default 3  drop
  CHECK(messageOf({0x41, 7, 0xfb, 0x07, 3, 0x1a, 0x0b}) ==
        "type mismatch: field type is not defaultable");
  // i32.const 7  array.new_default 4  i32.const 0  i32.const 1  array.set 4
  CHECK(messageOf({0x41, 7, 0xfb, 0x07, 4, 0x41, 0, 0x41, 1, 0xfb, 0x0e, 4, 0x0b}) ==
        "immutable array: type 4");
  // i32.const 7  array.new_default 4  i32.const 0  array.get_u 4  drop
  CHECK(messageOf({0x41, 7, 0xfb, 0x07, 4, 0x41, 0, 0xfb, 0x0d, 4, 0x1a, 0x0b}) == "valid");
  // struct.new_default 1  struct.new_default 1  array.new_fixed 3 2  array.len  drop
  CHECK(messageOf({0xfb, 0x01, 1, 0xfb, 0x01, 1, 0xfb, 0x08, 3, 2, 0xfb, 0x0f, 0x1a, 0x0b}) ==
        "valid");
  // unreachable  array.copy 2 4
  CHECK(messageOf({0x00, 0xfb, 0x11, 2, 4, 0x0b}) == "array types do not match: i16 into i32");
  // unreachable  array.new_data 3 0
  CHECK(messageOf({0x00, 0xfb, 0x09, 3, 0, 0x0b}) == "array type is not numeric or vector: type 3");
}

TEST_CASE("Casts stay within one hierarchy") {
  // ref.null any  ref.test (ref 1)  drop
  CHECK(messageOf({0xd0, 0x6e, 0xfb, 0x14, 1, 0x1a, 0x0b}) == "valid");
  // ref.null func  ref.test (ref 1)  drop
  CHECK(messageOf({0xd0, 0x70, 0xfb, 0x14, 1, 0x1a, 0x0b}) ==
        "type mismatch: instruction requires [anyref] but stack has [funcref]");
  // ref.null any  ref.cast (ref null 2)  array.len  drop
  CHECK(messageOf({0xd0, 0x6e, 0xfb, 0x17, 2, 0xfb, 0x0f, 0x1a, 0x0b}) == "valid");
  // ref.null extern  any.convert_extern  ref.test i31  drop
  CHECK(messageOf({0xd0, 0x6f, 0xfb, 0x1a, 0xfb, 0x14, 0x6c, 0x1a, 0x0b}) == "valid");
}

TEST_CASE("br_on_cast branches with the target and goes on with the rest") {
  // block (result (ref 1))  ref.null any  br_on_cast 0 anyref (ref 1)  ref.is_null  drop  unreachable  end  drop
  CHECK(messageOf({0x02, 0x64, 1, 0xd0, 0x6e, 0xfb, 0x18, 0x01, 0, 0x6e, 1, 0xd1, 0x1a, 0x00, 0x0b,
                   0x1a, 0x0b}) == "valid");
  // … br_on_cast 0 (ref null 1) anyref …: the target is no subtype
  CHECK(messageOf({0x02, 0x64, 1, 0xd0, 1, 0xfb, 0x18, 0x03, 0, 1, 0x6e, 0x1a, 0x00, 0x0b, 0x1a,
                   0x0b}) == "type mismatch: anyref does not match (ref null 1)");
  // … br_on_cast_fail 0 anyref (ref 1) …: the label does not take what is left
  CHECK(messageOf({0x02, 0x64, 1, 0xd0, 0x6e, 0xfb, 0x19, 0x01, 0, 0x6e, 1, 0x1a, 0x00, 0x0b, 0x1a,
                   0x0b}) == "type mismatch: label takes [(ref 1)], cast gives anyref");
}

TEST_CASE("try_table's clauses match their labels") {
  // (type (func)) (type (func (param i32))) (tag (type 1))
  const auto withTag = [](const Bytes& body) {
    auto result =
        validate(moduleOf({section(1, {0x02, 0x60, 0x00, 0x00, 0x60, 0x01, 0x7f, 0x00}),
                           section(3, {0x01, 0x00}), section(13, {0x01, 0x00, 0x01}), code(body)}));
    return result ? std::string("valid") : result.error().message();
  };
  // block (result i32)  try_table (catch 0 0)  end  i32.const 1  end  drop
  CHECK(withTag({0x02, 0x7f, 0x1f, 0x40, 1, 0x00, 0, 0, 0x0b, 0x41, 1, 0x0b, 0x1a, 0x0b}) ==
        "valid");
  // block  try_table (catch 0 0)  end  end
  CHECK(withTag({0x02, 0x40, 0x1f, 0x40, 1, 0x00, 0, 0, 0x0b, 0x0b, 0x0b}) ==
        "type mismatch: label takes [] but catch clause gives [i32]");
  // block (result (ref exn))  try_table (catch_all_ref 0)  end  unreachable  end  throw_ref
  CHECK(withTag({0x02, 0x64, 0x69, 0x1f, 0x40, 1, 0x03, 0, 0x0b, 0x00, 0x0b, 0x0a, 0x0b}) ==
        "valid");
  // throw 0
  CHECK(withTag({0x08, 0, 0x0b}) == "type mismatch: instruction requires [i32] but stack has []");
}

TEST_CASE("Legacy exception handling nests as its instructions say") {
  wasm::Features features;
  features.set(wasm::Feature::LegacyExceptions, true);
  const auto body = [&](const Bytes& instructions) {
    auto result = validate(bodyModule(instructions), features);
    return result ? std::string("valid") : result.error().message();
  };
  // try  catch_all  rethrow 0  end
  CHECK(body({0x06, 0x40, 0x19, 0x09, 0, 0x0b, 0x0b}) == "valid");
  // try  rethrow 0  catch_all  end
  CHECK(body({0x06, 0x40, 0x09, 0, 0x19, 0x0b, 0x0b}) ==
        "invalid rethrow label: label 0 is not of a catch");
  // try  delegate 0
  CHECK(body({0x06, 0x40, 0x18, 0, 0x0b}) == "valid");
  // try  delegate 1
  CHECK(body({0x06, 0x40, 0x18, 1, 0x0b}) == "unknown label 1");
  // block  catch_all  end
  CHECK(body({0x02, 0x40, 0x19, 0x0b, 0x0b}) == "END opcode expected: catch_all without try");
  // try  catch_all  end, without the feature
  CHECK(errorOf(bodyModule({0x06, 0x40, 0x19, 0x0b, 0x0b}))
            .find("feature is not enabled: legacy-exceptions") != std::string::npos);
}

}  // namespace
}  // namespace wald::valid::test
