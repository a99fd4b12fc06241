#include "support/hex_window.h"

#include <catch2/catch.hpp>

#include "support/test_bytes.h"

namespace wald {

TEST_CASE("a hex window shows the bytes around an offset") {
  std::vector<std::uint8_t> bytes(0x40);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);

  CHECK(hexWindow(bytes, 0x20) == "00000018  18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27\n"
                                  "                                  ^^\n");
  CHECK(hexWindow(bytes, 0) == "00000000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n"
                               "          ^^\n");
  CHECK(hexWindow(bytes, 0x3f) == "00000030  30 31 32 33 34 35 36 37 38 39 3a 3b 3c 3d 3e 3f\n"
                                  "                                                       ^^\n");
  const char* atEnd = "00000030  30 31 32 33 34 35 36 37 38 39 3a 3b 3c 3d 3e 3f\n"
                      "                                                          ^^\n";
  CHECK(hexWindow(bytes, 0x40) == atEnd);
  CHECK(hexWindow(bytes, ~std::uint64_t{0}) == atEnd);
}

TEST_CASE("a hex window of few bytes") {
  CHECK(hexWindow({}, 5) == "00000000 \n          ^^\n");
  CHECK(hexWindow(test::bytesOf("00 61 73"), 1) == "00000000  00 61 73\n             ^^\n");
}

}  // namespace wald
