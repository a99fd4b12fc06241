#include "support/byte_reader.h"

#include <limits>

#include <catch2/catch.hpp>

#include "support/test_bytes.h"
#include "support/utf8.h"

namespace wald {

namespace {

using test::bytesOf;

/// What a read of the bytes at offset 0x100 gives: its value, or the message and the offset of its failure.
template <typename T>
struct Outcome {
  T value{};
  std::string message;
  std::uint64_t offset = 0;
  std::size_t left = 0;
};

template <typename Read>
auto outcomeOf(std::string_view hex, const Read& read) {
  const auto bytes = bytesOf(hex);
  ByteReader reader(bytes, 0x100);
  Outcome<decltype(read(reader))> outcome;
  outcome.value = read(reader);
  outcome.left = reader.remaining();
  if (!reader.ok()) {
    const Error error = reader.takeError();
    outcome.message = error.message();
    outcome.offset = error.offset();
  }
  return outcome;
}

const auto leb32 = [](ByteReader& reader) { return reader.leb32(); };
const auto leb64 = [](ByteReader& reader) { return reader.leb64(); };
const auto sleb32 = [](ByteReader& reader) { return reader.sleb32(); };
const auto sleb33 = [](ByteReader& reader) { return reader.sleb33(); };
const auto sleb64 = [](ByteReader& reader) { return reader.sleb64(); };

}  // namespace

TEST_CASE("unsigned LEB128 numbers are read in every length they may have") {
  CHECK(outcomeOf("00", leb32).value == 0);
  CHECK(outcomeOf("7f", leb32).value == 127);
  CHECK(outcomeOf("80 01", leb32).value == 128);
  CHECK(outcomeOf("83 80 80 80 00", leb32).value == 3);
  CHECK(outcomeOf("ff ff ff ff 0f", leb32).value == 0xffff'ffff);
  CHECK(outcomeOf("ff ff ff ff ff ff ff ff ff 01", leb64).value == ~std::uint64_t{0});
  CHECK(outcomeOf("82 80 80 80 80 80 80 80 80 00", leb64).value == 2);
  CHECK(outcomeOf("80 01 55", leb32).left == 1);
}

TEST_CASE("LEB128 numbers are read the same whatever stands behind them") {
  // With nothing behind them, with what looks like more of them, and with other numbers.
  for (const std::string_view behind : {"", " 80 80 80 80 80", " 7f 7f 7f 7f", " ff 00 ff 00"}) {
    const auto read = [&](std::string_view bytes, auto&& readNumber) {
      const auto outcome = outcomeOf(std::string(bytes) + std::string(behind), readNumber);
      CHECK(outcome.left == (behind.size() + 1) / 3);
      return outcome.value;
    };
    CHECK(read("80 01", leb32) == 128);
    CHECK(read("ff 7f", leb32) == 0x3fff);
    CHECK(read("81 82 03", leb32) == 0xc101);
    CHECK(read("81 82 83 04", leb32) == 0x80c101);
    CHECK(read("ff ff ff 7f", leb64) == 0x0fff'ffff);
    CHECK(read("81 82 83 84 05", leb32) == 0x5080'c101);
    CHECK(read("80 80 00", leb64) == 0);
    CHECK(read("ff 00", sleb32) == 127);
    CHECK(read("80 7f", sleb32) == -128);
    CHECK(read("81 82 7c", sleb64) == -65279);
    CHECK(read("80 80 80 40", sleb33) == -0x0800'0000);
    CHECK(read("ff ff ff 3f", sleb32) == 0x07ff'ffff);
    CHECK(read("80 80 80 80 40", sleb64) == -0x4'0000'0000);
  }
}

TEST_CASE("unsigned LEB128 numbers that do not fit fail at their first byte") {
  const auto check = [](std::string_view hex, const auto& read, std::string_view message) {
    INFO(hex);
    const auto outcome = outcomeOf(hex, read);
    CHECK(outcome.value == 0);
    CHECK(outcome.message == message);
    CHECK(outcome.offset == 0x100);
    CHECK(outcome.left == 0);
  };
  check("83 80 80 80 10", leb32, "integer too large");
  check("83 80 80 80 40", leb32, "integer too large");
  check("83 80 80 80 80 00", leb32, "integer representation too long");
  check("ff ff ff ff ff ff ff ff ff 02", leb64, "integer too large");
  check("82 80 80 80 80 80 80 80 80 80 00", leb64, "integer representation too long");
  check("", leb32, "unexpected end");
  check("80", leb32, "unexpected end");
  check("80 80 80 80 80 80", leb64, "unexpected end");
}

TEST_CASE("signed LEB128 numbers extend their sign") {
  CHECK(outcomeOf("00", sleb32).value == 0);
  CHECK(outcomeOf("3f", sleb32).value == 63);
  CHECK(outcomeOf("40", sleb32).value == -64);
  CHECK(outcomeOf("7f", sleb32).value == -1);
  CHECK(outcomeOf("ff 7f", sleb32).value == -1);
  CHECK(outcomeOf("80 01", sleb32).value == 128);
  CHECK(outcomeOf("80 80 80 80 78", sleb32).value == std::numeric_limits<std::int32_t>::min());
  CHECK(outcomeOf("ff ff ff ff 07", sleb32).value == std::numeric_limits<std::int32_t>::max());
  CHECK(outcomeOf("ff ff ff ff 0f", sleb33).value == 0xffff'ffff);
  CHECK(outcomeOf("80 80 80 80 70", sleb33).value == -0x1'0000'0000);
  CHECK(outcomeOf("80 80 80 80 80 80 80 80 80 7f", sleb64).value ==
        std::numeric_limits<std::int64_t>::min());
  CHECK(outcomeOf("ff ff ff ff ff ff ff ff ff 00", sleb64).value ==
        std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("signed LEB128 numbers must repeat their sign in the bits that are not used") {
  const auto check = [](std::string_view hex, const auto& read, std::string_view message) {
    INFO(hex);
    const auto outcome = outcomeOf(hex, read);
    CHECK(outcome.message == message);
    CHECK(outcome.offset == 0x100);
  };
  check("80 80 80 80 70", sleb32, "integer too large");
  check("ff ff ff ff 0f", sleb32, "integer too large");
  check("80 80 80 80 1f", sleb32, "integer too large");
  check("80 80 80 80 10", sleb33, "integer too large");
  check("80 80 80 80 80 80 80 80 80 7e", sleb64, "integer too large");
  check("ff ff ff ff ff ff ff ff ff 01", sleb64, "integer too large");
  check("80 80 80 80 80 00", sleb32, "integer representation too long");
  check("ff ff ff ff ff ff ff ff ff ff 7f", sleb64, "integer representation too long");
  check("ff", sleb64, "unexpected end");
}

TEST_CASE("the first failure sticks") {
  const auto bytes = bytesOf("01 83 80 80 80 10 05");
  ByteReader reader(bytes, 8);
  CHECK(reader.u8() == 1);
  CHECK(reader.leb32() == 0);
  CHECK_FALSE(reader.ok());
  CHECK(reader.atEnd());
  CHECK(reader.u8() == 0);
  CHECK(reader.name().empty());
  CHECK(reader.fixed<std::uint32_t>() == 0);
  const Error error = reader.takeError();
  CHECK(error.code() == ErrorCode::IntegerTooLarge);
  CHECK(error.offset() == 9);
}

TEST_CASE("fixed values are little-endian and never read beyond the end") {
  const auto bytes = bytesOf("78 56 34 12 ff ff");
  ByteReader reader(bytes);
  CHECK(reader.fixed<std::uint32_t>() == 0x12345678);
  CHECK(reader.fixed<std::uint32_t>() == 0);
  CHECK(reader.takeError().offset() == 4);
}

TEST_CASE("lengths are checked against what is left") {
  const auto bytes = bytesOf("05 'abcd'");
  ByteReader reader(bytes, 0x20);
  CHECK(reader.name().empty());
  const Error error = reader.takeError();
  CHECK(error.message() == "length out of bounds");
  CHECK(error.offset() == 0x20);

  ByteReader outer(bytes, 0x20);
  outer.u8();
  ByteReader inner = outer.sub(2, 0x20);
  CHECK(inner.offset() == 0x21);
  CHECK(inner.remaining() == 2);
  CHECK(outer.offset() == 0x23);
  inner.fixed<std::uint32_t>();
  CHECK_FALSE(inner.ok());
  CHECK(outer.ok());
}

TEST_CASE("the end has the name its reader gives it") {
  ByteReader reader({}, 3, ErrorCode::UnexpectedEndOfSection);
  reader.leb32();
  const Error error = reader.takeError();
  CHECK(error.message() == "unexpected end of section or function");
  CHECK(error.offset() == 3);
}

TEST_CASE("names must be UTF-8") {
  const auto isValid = [](std::string_view hex) {
    const auto bytes = bytesOf(hex);
    return isUtf8({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  };
  CHECK(isValid(""));
  CHECK(isValid("'plain' 00 7f"));
  CHECK(isValid("c2 80 df bf"));
  CHECK(isValid("e0 a0 80 ed 9f bf ee 80 80 ef bf bf"));
  CHECK(isValid("f0 90 80 80 f4 8f bf bf"));
  for (const auto* broken : {"80", "c0 80", "c1 bf", "c2", "c2 41", "e0 9f bf", "e1 80", "ed a0 80",
                             "ed bf bf", "f0 8f bf bf", "f0 90 80", "f4 90 80 80", "f5 80 80 80",
                             "fe", "ff", "e1 80 c0", "'a' e2 82"}) {
    INFO(broken);
    CHECK_FALSE(isValid(broken));
  }
}

}  // namespace wald
