#include "binary/names.h"

#include <catch2/catch.hpp>

#include "binary/sample_module.h"
#include "support/test_bytes.h"

namespace wald::binary {

namespace {

using test::bytesOf;

/// A module whose bytes are the contents of name sections.
wasm::Module moduleOf(const std::vector<std::string_view>& sections) {
  wasm::Module module;
  for (const auto section : sections) {
    const auto bytes = bytesOf(section);
    module.customs.push_back({"name",
                              {static_cast<std::uint32_t>(module.bytes.size()),
                               static_cast<std::uint32_t>(bytes.size())},
                              wasm::SectionId::Custom});
    module.bytes.own().insert(module.bytes.own().end(), bytes.begin(), bytes.end());
  }
  return module;
}

}  // namespace

TEST_CASE("all subsections of names are read, and written as they were") {
  constexpr std::string_view section = "00 03 02 'md'"
                                       "01 09 02 00 02 'f0' 05 02 'f5'"
                                       "02 08 01 05 02 00 01 'x' 01 00"
                                       "03 06 01 00 01 00 01 'l'"
                                       "04 04 01 00 01 't'"
                                       "05 04 01 01 01 'u'"
                                       "06 04 01 02 01 'm'"
                                       "07 04 01 03 01 'g'"
                                       "08 04 01 04 01 'e'"
                                       "09 04 01 05 01 'd'"
                                       "0a 06 01 01 01 00 01 'i'"
                                       "0b 04 01 06 01 'v'";
  const Names names = decodeNames(moduleOf({section}));
  CHECK(names.module == "md");
  CHECK(names.functions == NameMap{{0, "f0"}, {5, "f5"}});
  CHECK(names.locals == IndirectNameMap{{5, {{0, "x"}, {1, ""}}}});
  CHECK(names.labels == IndirectNameMap{{0, {{0, "l"}}}});
  CHECK(names.types == NameMap{{0, "t"}});
  CHECK(names.tables == NameMap{{1, "u"}});
  CHECK(names.memories == NameMap{{2, "m"}});
  CHECK(names.globals == NameMap{{3, "g"}});
  CHECK(names.elems == NameMap{{4, "e"}});
  CHECK(names.datas == NameMap{{5, "d"}});
  CHECK(names.fields == IndirectNameMap{{1, {{0, "i"}}}});
  CHECK(names.tags == NameMap{{6, "v"}});
  CHECK_FALSE(names.isEmpty());
  CHECK(encodeNames(names) == bytesOf(section));
}

TEST_CASE("a module without names has none") {
  CHECK(decodeNames(wasm::Module{}).isEmpty());
  CHECK(decodeNames(moduleOf({""})).isEmpty());
  CHECK(encodeNames(Names{}).empty());
  wasm::Module other = moduleOf({"00 02 01 'a'"});
  other.customs[0].name = "producers";
  CHECK(decodeNames(other).isEmpty());
}

TEST_CASE("malformed names are left out") {
  // The second name is cut off by its subsection; the next subsection is whole.
  const Names cut = decodeNames(moduleOf({"01 07 02 00 01 'a' 01 05 'b' 04 04 01 00 01 't'"}));
  CHECK(cut.functions == NameMap{{0, "a"}});
  CHECK(cut.types == NameMap{{0, "t"}});
  // A count far beyond the bytes, bad UTF-8, a subsection beyond the section, an unknown subsection.
  CHECK(decodeNames(moduleOf({"01 05 ff ff ff ff 0f"})).isEmpty());
  CHECK(decodeNames(moduleOf({"01 04 01 00 01 ff"})).isEmpty());
  CHECK(decodeNames(moduleOf({"00 05 01 'a'"})).isEmpty());
  CHECK(decodeNames(moduleOf({"7f 01 00 00 02 01 'a'"})).module == "a");
  // Of two names of one index the first holds, also over sections.
  CHECK(decodeNames(moduleOf({"01 07 02 03 01 'a' 03 01 'b'"})).functions == NameMap{{3, "a"}});
  CHECK(decodeNames(moduleOf({"01 04 01 03 01 'a'", "01 04 01 03 01 'b'"})).functions ==
        NameMap{{3, "a"}});
}

}  // namespace wald::binary
