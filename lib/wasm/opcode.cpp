#include "wasm/opcode.h"

#include <algorithm>
#include <array>

namespace wald::wasm {

namespace detail {

using namespace shape;

const char mnemonics[] =
#define WALD_OP(name, mnemonic, prefix, code, immediates, shapeColumn, feature, traps, constant) \
  mnemonic
#include "wasm/ops.def"
    ;

constexpr std::array<OpInfo, opcodeCount> makeTable() {
  std::array<OpInfo, opcodeCount> table{{
#define WALD_OP(name, mnemonic, prefix, code, immediates, shapeColumn, feature, traps, constant) \
  {0,           sizeof(mnemonic) - 1, prefix, code,    Immediates::immediates, \
   shapeColumn, Feature::feature,     traps,  constant},
#include "wasm/ops.def"
  }};
  std::uint16_t at = 0;
  for (OpInfo& info : table) {
    info.mnemonicAt = at;
    at = static_cast<std::uint16_t>(at + info.mnemonicSize);
  }
  return table;
}
constexpr std::array<OpInfo, opcodeCount> opTable = makeTable();

}  // namespace detail

namespace {

using Entry = std::uint16_t;
constexpr Entry noOpcode = 0xffff;

struct CodeMap {
  std::array<Entry, 256> plain;
  std::array<Entry, 32> gc;
  std::array<Entry, 32> misc;
  std::array<Entry, 512> simd;
  std::array<Entry, 128> atomic;
};

constexpr CodeMap makeCodeMap() {
  CodeMap map{};
  map.plain.fill(noOpcode);
  map.gc.fill(noOpcode);
  map.misc.fill(noOpcode);
  map.simd.fill(noOpcode);
  map.atomic.fill(noOpcode);
  const auto add = [&](Opcode op, unsigned prefix, unsigned code) {
    const auto entry = static_cast<Entry>(op);
    if (prefix == 0x00) map.plain[code] = entry;
    if (prefix == 0xfb) map.gc[code] = entry;
    if (prefix == 0xfc) map.misc[code] = entry;
    if (prefix == 0xfd) map.simd[code] = entry;
    if (prefix == 0xfe) map.atomic[code] = entry;
  };
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  add(Opcode::name, prefix, code);
#include "wasm/ops.def"
  return map;
}

constexpr CodeMap codeMap = makeCodeMap();

template <std::size_t N>
std::optional<Opcode> lookUp(const std::array<Entry, N>& map, std::uint32_t code) {
  if (code >= N || map[code] == noOpcode) return std::nullopt;
  return static_cast<Opcode>(map[code]);
}

std::array<Entry, opcodeCount> makeMnemonicOrder() {
  std::array<Entry, opcodeCount> order{};
  for (unsigned i = 0; i < opcodeCount; ++i) order[i] = static_cast<Entry>(i);
  // The row number breaks ties, so that the first of two rows with one mnemonic is found.
  std::sort(order.begin(), order.end(), [](Entry a, Entry b) {
    const auto nameA = infoOf(static_cast<Opcode>(a)).mnemonic();
    const auto nameB = infoOf(static_cast<Opcode>(b)).mnemonic();
    return nameA != nameB ? nameA < nameB : a < b;
  });
  return order;
}

}  // namespace

std::optional<Opcode> opcodeOf(std::uint8_t prefix, std::uint32_t code) {
  switch (prefix) {
    case 0x00: return lookUp(codeMap.plain, code);
    case 0xfb: return lookUp(codeMap.gc, code);
    case 0xfc: return lookUp(codeMap.misc, code);
    case 0xfd: return lookUp(codeMap.simd, code);
    case 0xfe: return lookUp(codeMap.atomic, code);
    default: return std::nullopt;
  }
}

std::optional<Opcode> opcodeNamed(std::string_view mnemonic) {
  // Made at the first use: only the text format looks mnemonics up.
  static const auto order = makeMnemonicOrder();
  const auto* found = std::lower_bound(
      order.begin(), order.end(), mnemonic, [](Entry entry, std::string_view name) {
        return infoOf(static_cast<Opcode>(entry)).mnemonic() < name;
      });
  if (found == order.end() || infoOf(static_cast<Opcode>(*found)).mnemonic() != mnemonic)
    return std::nullopt;
  return static_cast<Opcode>(*found);
}

}  // namespace wald::wasm
