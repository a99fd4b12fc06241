#include "support/error.h"

#include <catch2/catch.hpp>

namespace wald {

TEST_CASE("an error is told in one line") {
  CHECK(Error(ErrorCode::IntegerTooLarge).at(0x1f).in("code", 12).format("file.wasm") ==
        "file.wasm:0x1f: malformed: integer too large (code section, function 12)");
  CHECK(Error(ErrorCode::SectionSizeMismatch).at(8).in("type").format("a") ==
        "a:0x8: malformed: section size mismatch (type section)");
  CHECK(Error(ErrorCode::TypeMismatch, "expected i32, found i64").format("") ==
        "invalid: type mismatch: expected i32, found i64");
  CHECK(Error(ErrorKind::Io, "no such file").format("x.wasm") == "x.wasm: io: no such file");
  CHECK(Error(ErrorCode::UnknownOperator).atLine(3, 7, "(foo)").format("x.wat") ==
        "x.wat:3:7: malformed: unknown operator");
}

TEST_CASE("errors begin with the specification's phrases") {
  CHECK(Error(ErrorCode::IllegalOpcode, "ff").message() == "illegal opcode ff");
  CHECK(numberedError(ErrorCode::UnknownMemory, 1).message() == "unknown memory 1");
  const Error error = Error::withMessage(ErrorCode::UnknownImport, "unknown import of \"f\"");
  CHECK(error.message() == "unknown import of \"f\"");
  CHECK(error.kind() == ErrorKind::Unlinkable);
  CHECK(error.code() == ErrorCode::UnknownImport);
}

TEST_CASE("an error's place is absent until it is set") {
  const Error error(ErrorCode::UnexpectedEnd);
  CHECK(error.offset() == Error::noOffset);
  CHECK(error.index() == Error::noIndex);
  CHECK(error.section().empty());
  CHECK(error.line() == 0);
}

TEST_CASE("results hold a value or an error") {
  const auto half = [](int number) -> Result<int> {
    if (number % 2 != 0) return Error(ErrorKind::Usage, "odd");
    return number / 2;
  };
  const auto quarter = [&](int number) -> Result<int> {
    WALD_TRY_ASSIGN(first, half(number));
    return half(first);
  };
  const auto check = [&](int number) -> Result<void> {
    WALD_TRY(quarter(number));
    return {};
  };
  CHECK(*quarter(12) == 3);
  CHECK(quarter(6).error().message() == "odd");
  CHECK(check(4));
  CHECK_FALSE(check(5));
}

}  // namespace wald
