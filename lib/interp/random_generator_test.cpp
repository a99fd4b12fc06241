#include <string>

#include "interp/random_function_test.h"

namespace wald::interp::test {

namespace {

ByteWriter typeSection(const Shared& shared) {
  ByteWriter section;
  section.leb(shared.types.size());
  for (const Signature& type : shared.types) {
    section.u8(0x60);
    for (const Kinds* list : {&type.params, &type.results}) {
      section.leb(list->size());
      for (const Kind kind : *list) section.u8(codeOf(kind));
    }
  }
  return section;
}

ByteWriter bytes(std::initializer_list<std::uint8_t> content) {
  ByteWriter writer;
  for (const std::uint8_t byte : content) writer.u8(byte);
  return writer;
}

}  // namespace

RandomModule generateModule(std::uint64_t seed, unsigned size) {
  Random random(seed);
  Shared shared;
  const std::uint32_t count = 1 + random.below(4);
  std::vector<std::vector<std::uint8_t>> codes;
  for (std::uint32_t i = 0; i < count; ++i) {
    Signature type;
    const auto some = [&](unsigned most) {
      Kinds list(random.below(most + 1));
      for (Kind& kind : list) kind = kinds[random.below(kinds.size())];
      return list;
    };
    type.params = some(i == 0 ? 0 : 4);
    type.results = i == 0               ? Kinds(3 + random.below(5), Kind::I32)
                   : random.percent(40) ? Kinds{kinds[random.below(4)]}
                                        : some(3);
    codes.push_back(FunctionGenerator(random, shared, type, 1 + random.below(size)).generate());
    shared.functions.push_back(type);
  }

  ByteWriter module = bytes({0, 'a', 's', 'm', 1, 0, 0, 0});
  const auto section = [&](std::uint8_t id, const ByteWriter& content) {
    module.u8(id);
    module.sized(content);
  };
  for (const Signature& type : shared.functions) shared.typeIndex(type);
  section(1, typeSection(shared));
  ByteWriter imports = bytes({1});
  imports.name("host");
  imports.name("log");
  imports.u8(0);
  imports.u8(0);
  section(2, imports);
  ByteWriter functions;
  functions.leb(count);
  for (std::uint32_t i = 1; i <= count; ++i) functions.leb(shared.typeIndex(shared.functions[i]));
  section(3, functions);
  section(4, bytes({2, 0x70, 0, table0Size, 0x70, 0, table1Size}));
  section(5, bytes({1, 1, 1, 3}));
  section(6, bytes({5, 0x7f, 1, 0x41, 0, 0x0b, 0x7e, 1,    0x42, 0,    0x0b, 0x7d,
                    1, 0x43, 0, 0,    0, 0,    0x0b, 0x7c, 1,    0x44, 0,    0,
                    0, 0,    0, 0,    0, 0,    0x0b, 0x70, 1,    0xd0, 0x70, 0x0b}));
  ByteWriter exports;
  exports.leb(count);
  for (std::uint32_t i = 1; i <= count; ++i) {
    exports.name(std::to_string(i));
    exports.u8(0);
    exports.leb(i);
  }
  section(7, exports);
  ByteWriter elements = bytes({1, 0, 0x41, 0, 0x0b});
  elements.leb(count + 1);
  for (std::uint32_t i = 0; i <= count; ++i) elements.leb(i);
  section(9, elements);
  ByteWriter code;
  code.leb(count);
  for (const auto& entry : codes) code.append(entry);
  section(10, code);
  return {module.take(), count + 1};
}

}  // namespace wald::interp::test
