#include <catch2/catch.hpp>

#include "ir/tree.h"
#include "valid/test_modules.h"

namespace wald::valid::test {
namespace {

const Bytes emptyFunctionType() { return section(1, {0x01, 0x60, 0x00, 0x00}); }

TEST_CASE("The empty module is valid, and gives itself back") {
  auto result = validate(moduleOf({}));
  REQUIRE(result);
  CHECK((*result)->module().bytes.size() == 8);
  CHECK((*result)->functionName(0).empty());
}

TEST_CASE("Equivalent recursion groups get the same ids") {
  // (type (func (param i32))) (type (func)) (type (func (param i32)))
  auto result = validate(moduleOf(
      {section(1, {0x03, 0x60, 0x01, 0x7f, 0x00, 0x60, 0x00, 0x00, 0x60, 0x01, 0x7f, 0x00})}));
  REQUIRE(result);
  const auto ids = (*result)->typeIds();
  REQUIRE(ids.size() == 3);
  CHECK(ids[0] == ids[2]);
  CHECK(ids[0] != ids[1]);
}

TEST_CASE("Types refer to earlier ones and to their own group") {
  // (type (func (param (ref 0))))
  CHECK(errorOf(moduleOf({section(1, {0x01, 0x60, 0x01, 0x64, 0x00, 0x00})})).empty());
  // (type (func (param (ref 1)))) (type (func))
  CHECK(errorOf(moduleOf({section(1, {0x02, 0x60, 0x01, 0x64, 0x01, 0x00, 0x60, 0x00, 0x00})})) ==
        ":0xb: invalid: unknown type 1 (type section, item 0)");
  // (rec (type (func (param (ref 1)))) (type (func)))
  CHECK(errorOf(moduleOf({section(
                    1, {0x01, 0x4e, 0x02, 0x60, 0x01, 0x64, 0x01, 0x00, 0x60, 0x00, 0x00})}))
            .empty());
}

TEST_CASE("Supertypes must be open, earlier and matched") {
  // (type (func)) (type (sub 0 (func)))
  CHECK(errorOf(
            moduleOf({section(1, {0x02, 0x60, 0x00, 0x00, 0x50, 0x01, 0x00, 0x60, 0x00, 0x00})})) ==
        ":0xe: invalid: sub type: type 0 is final (type section, item 1)");
  // (type (sub (func))) (type (sub 0 (func (param i32))))
  CHECK(errorOf(moduleOf({section(
            1, {0x02, 0x50, 0x00, 0x60, 0x00, 0x00, 0x50, 0x01, 0x00, 0x60, 0x01, 0x7f, 0x00})})) ==
        ":0x10: invalid: sub type: type 1 does not match type 0 (type section, item 1)");
  // (type (sub 0 (func)))
  CHECK(errorOf(moduleOf({section(1, {0x01, 0x50, 0x01, 0x00, 0x60, 0x00, 0x00})})) ==
        ":0xb: invalid: unknown type 0 (type section, item 0)");
}

TEST_CASE("Chains of supertypes are limited") {
  // (type (sub (func))) (type (sub 0 (func))) (type (sub 1 (func))) …
  const auto chain = [](std::uint8_t count) {
    Bytes content{count, 0x50, 0x00, 0x60, 0x00, 0x00};
    for (std::uint8_t i = 1; i < count; ++i)
      append(content, {0x50, 0x01, static_cast<std::uint8_t>(i - 1), 0x60, 0x00, 0x00});
    return errorOf(moduleOf({section(1, content)}));
  };
  CHECK(chain(64).empty());
  CHECK(chain(65).find("64 supertypes in a chain (at most 63)") != std::string::npos);
}

TEST_CASE("Limits of memories depend on address type and page size") {
  const auto memory = [](const Bytes& type) {
    Bytes content{0x01};
    append(content, type);
    auto result = validate(moduleOf({section(5, content)}));
    return result ? std::string("valid") : result.error().message();
  };
  // (memory 65536), (memory 65537)
  CHECK(memory({0x00, 0x80, 0x80, 0x04}) == "valid");
  CHECK(memory({0x00, 0x81, 0x80, 0x04}) == "memory size must be at most 65536 pages (4GiB)");
  // (memory 2 1)
  CHECK(memory({0x01, 0x02, 0x01}) == "size minimum must not be greater than maximum: 2 and 1");
  // (memory i64 65537)
  CHECK(memory({0x04, 0x81, 0x80, 0x04}) == "valid");
  // (memory 0xffffffff (pagesize 1))
  CHECK(memory({0x08, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00}) == "valid");
  // (memory 1 (pagesize 2))
  CHECK(memory({0x08, 0x01, 0x01}) == "invalid custom page size: must be 1 or 65536");
}

TEST_CASE("Without the features there is one memory and one table") {
  wasm::Features features;
  features.set(wasm::Feature::MultiMemory, false);
  features.set(wasm::Feature::ReferenceTypes, false);
  // (memory 0) (memory 0)
  CHECK(errorOf(moduleOf({section(5, {0x02, 0x00, 0x00, 0x00, 0x00})}), features) ==
        ":0xd: invalid: multiple memories (memory section, item 1)");
  // (table 0 funcref) (table 0 funcref)
  CHECK(errorOf(moduleOf({section(4, {0x02, 0x70, 0x00, 0x00, 0x70, 0x00, 0x00})}), features) ==
        ":0xe: invalid: multiple tables (table section, item 1)");
}

TEST_CASE("Globals see only those before them, and only immutable ones") {
  // (global i32 (global.get 1)) (global i32 (i32.const 0))
  CHECK(errorOf(moduleOf(
            {section(6, {0x02, 0x7f, 0x00, 0x23, 0x01, 0x0b, 0x7f, 0x00, 0x41, 0x00, 0x0b})})) ==
        ":0xd: invalid: unknown global 1 (global section, item 0)");
  // (global i32 (i32.const 0)) (global i32 (global.get 0))
  CHECK(errorOf(moduleOf({section(
                    6, {0x02, 0x7f, 0x00, 0x41, 0x00, 0x0b, 0x7f, 0x00, 0x23, 0x00, 0x0b})}))
            .empty());
  // (global (mut i32) (i32.const 0)) (global i32 (global.get 0))
  CHECK(
      errorOf(moduleOf(
          {section(6, {0x02, 0x7f, 0x01, 0x41, 0x00, 0x0b, 0x7f, 0x00, 0x23, 0x00, 0x0b})})) ==
      ":0x12: invalid: constant expression required: global 0 is mutable (global section, item 1)");
  // (global i32 (i64.const 0))
  CHECK(errorOf(moduleOf({section(6, {0x01, 0x7f, 0x00, 0x42, 0x00, 0x0b})})) ==
        ":0xf: invalid: type mismatch: instruction requires [i32] but stack has [i64] (global "
        "section, item 0)");
  // (global i32 (nop))
  CHECK(errorOf(moduleOf({section(6, {0x01, 0x7f, 0x00, 0x01, 0x0b})})) ==
        ":0xd: invalid: constant expression required: nop (global section, item 0)");
}

TEST_CASE("Exports have distinct names and existing items") {
  const Bytes functions = section(3, {0x01, 0x00});
  const Bytes body = code({0x0b});
  // (export "a" (func 0)) (export "a" (func 0))
  CHECK(
      errorOf(moduleOf({emptyFunctionType(), functions,
                        section(7, {0x02, 0x01, 'a', 0x00, 0x00, 0x01, 'a', 0x00, 0x00}), body})) ==
      ":0x19: invalid: duplicate export name: a (export section, item 1)");
  // (export "a" (memory 0))
  CHECK(errorOf(moduleOf({emptyFunctionType(), functions, section(7, {0x01, 0x01, 'a', 0x02, 0x00}),
                          body})) == ":0x15: invalid: unknown memory 0 (export section, item 0)");
}

TEST_CASE("The start function takes and gives nothing") {
  // (type (func (param i32))) (func (type 0)) (start 0)
  auto result = validate(moduleOf({section(1, {0x01, 0x60, 0x01, 0x7f, 0x00}),
                                   section(3, {0x01, 0x00}), section(8, {0x00}), code({0x0b})}));
  REQUIRE_FALSE(result);
  CHECK(result.error().message() == "start function: has parameters or results");
}

TEST_CASE("Segments fit the tables and memories they are for") {
  // (data (i32.const 0) "")
  auto data = validate(moduleOf({section(11, {0x01, 0x00, 0x41, 0x00, 0x0b, 0x00})}));
  REQUIRE_FALSE(data);
  CHECK(data.error().message() == "unknown memory 0");
  // (table 1 externref) (elem (i32.const 0) func)
  auto elem = validate(moduleOf(
      {section(4, {0x01, 0x6f, 0x00, 0x01}), section(9, {0x01, 0x00, 0x41, 0x00, 0x0b, 0x00})}));
  REQUIRE_FALSE(elem);
  CHECK(elem.error().message().rfind("type mismatch: elements of ", 0) == 0);
}

TEST_CASE("A table of references that cannot be null needs an initialiser") {
  // (type (func)) (table 1 (ref 0))
  auto result =
      validate(moduleOf({emptyFunctionType(), section(4, {0x01, 0x64, 0x00, 0x00, 0x01})}));
  REQUIRE_FALSE(result);
  CHECK(result.error().message().rfind("type mismatch", 0) == 0);
}

TEST_CASE("Functions have the name of the name section, else of an export") {
  // (func $first) (func (export "second")): the name section names function 0
  const Bytes names{0x04, 'n',  'a', 'm', 'e', 0x01, 0x08, 0x01,
                    0x00, 0x05, 'f', 'i', 'r', 's',  't'};
  auto result = validate(moduleOf(
      {emptyFunctionType(), section(3, {0x02, 0x00, 0x00}),
       section(7, {0x02, 0x01, 'x', 0x00, 0x00, 0x06, 's', 'e', 'c', 'o', 'n', 'd', 0x00, 0x01}),
       section(10, {0x02, 0x02, 0x00, 0x0b, 0x02, 0x00, 0x0b}), section(0, names)}));
  REQUIRE(result);
  CHECK((*result)->functionName(0) == "first");
  CHECK((*result)->functionName(1) == "second");
  CHECK((*result)->functionName(2).empty());
}

TEST_CASE("A module whose code was taken out is validated but for its functions' bodies") {
  // (func (export "f")) and a start function that is not there
  const Bytes types = section(1, {0x01, 0x60, 0x00, 0x00});
  const Bytes functions = section(3, {0x02, 0x00, 0x00});
  const Bytes exports = section(7, {0x01, 0x01, 'f', 0x00, 0x01});
  const auto decoded = [](const Bytes& bytes) {
    return binary::decodeModule(bytes, {}, binary::ModuleSource::CodeRemoved);
  };
  auto module = decoded(moduleOf({types, functions, exports}));
  REQUIRE(module);
  CHECK(module->codes.size() == 2);
  auto valid = validateModule(std::move(*module));
  REQUIRE(valid);
  CHECK((*valid)->functionName(1) == "f");
  const auto tree = (*valid)->buildTree(1);
  REQUIRE_FALSE(tree);
  CHECK(tree.error().format("") ==
        "internal: the module's code was taken out: there is no tree to build (code section, "
        "function 1)");

  auto badStart = decoded(moduleOf({types, functions, section(8, {0x05})}));
  REQUIRE(badStart);
  CHECK_FALSE(validateModule(std::move(*badStart)));
  CHECK_FALSE(decoded(moduleOf({types, section(3, {0x01, 0x00}), code({0x0b})})));
  CHECK_FALSE(binary::decodeModule(moduleOf({types, functions}), {}));
}

}  // namespace
}  // namespace wald::valid::test
