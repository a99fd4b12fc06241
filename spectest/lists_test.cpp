#include "spectest/lists.h"

#include <catch2/catch.hpp>

#include "spectest/folders.h"

using namespace wald;
using namespace wald::spectest;

TEST_CASE("patterns with stars") {
  CHECK(matchesPattern("simd_const.wast", "simd_*.wast"));
  CHECK(matchesPattern("proposals/threads/atomic.wast", "proposals/threads/*"));
  CHECK(matchesPattern("i16x8_relaxed_q15mulr_s.wast", "*_relaxed_*.wast"));
  CHECK(matchesPattern("a", "a"));
  CHECK_FALSE(matchesPattern("my_simd_const.wast", "simd_*.wast"));
  CHECK_FALSE(matchesPattern("struct.wast.bak", "struct.wast"));
  CHECK_FALSE(matchesPattern("", "?"));
  CHECK(matchesPattern("", "*"));
}

TEST_CASE("lists are parsed with their reasons") {
  const auto lists = parseLists({
      "# a comment\n\n  simd_*.wast  validate  not yet # and this\nx/* none never\n",
      "a/b.wast:12 wrong rounding\r\n",
      "files 3\nassertions 40\nround-trips 7\n",
  });
  REQUIRE(lists);
  REQUIRE(lists->scope.size() == 2);
  CHECK(lists->scope[0].pattern == "simd_*.wast");
  CHECK(lists->scope[0].scope == Scope::Validate);
  CHECK(lists->scope[0].reason == "not yet");
  CHECK(lists->scope[1].scope == Scope::None);
  REQUIRE(lists->expectedFailures.size() == 1);
  CHECK(lists->expectedFailures[0].file == "a/b.wast");
  CHECK(lists->expectedFailures[0].line == 12);
  CHECK(lists->expectedFailures[0].reason == "wrong rounding");
  CHECK(lists->recorded.files == 3);
  CHECK(lists->recorded.assertions == 40);
  CHECK(lists->recorded.roundTrips == 7);
  CHECK(lists->ruleFor("x/y.wast") == &lists->scope[1]);
  CHECK(lists->ruleFor("i32.wast") == nullptr);
}

TEST_CASE("entries without a reason or a number are errors that say where") {
  for (const ListTexts& texts : {
           ListTexts{"simd_*.wast validate\n", "", ""},
           ListTexts{"simd_*.wast perhaps because\n", "", ""},
           ListTexts{"", "a.wast:12\n", ""},
           ListTexts{"", "a.wast:x wrong\n", ""},
           ListTexts{"", "", "files many\n"},
           ListTexts{"", "", "bytes 3\n"},
       }) {
    const auto lists = parseLists(texts);
    REQUIRE_FALSE(lists);
    CHECK(lists.error().message().find(":1: bad entry") != std::string::npos);
  }
}

TEST_CASE("the lists that are compiled in can be parsed") {
  CHECK(parseLists(builtinLists("interp")));
  CHECK(parseLists(builtinLists("another")));
}

TEST_CASE("folders of the suite assume what was standard when their scripts were written") {
  const wasm::Features core = folderOf("i32.wast").features();
  CHECK(core.has(wasm::Feature::Memory64));
  CHECK_FALSE(core.has(wasm::Feature::Threads));
  CHECK_FALSE(core.has(wasm::Feature::LegacyExceptions));

  const Folder& threads = folderOf("proposals/threads/atomic.wast");
  CHECK(threads.features().has(wasm::Feature::Threads));
  CHECK_FALSE(threads.features().has(wasm::Feature::MultiMemory));
  CHECK(threads.describe().find(", without reference-types") != std::string::npos);

  CHECK(folderOf("legacy/throw.wast").features().has(wasm::Feature::LegacyExceptions));
}
