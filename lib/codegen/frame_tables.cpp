#include "codegen/frame_tables.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/DebugInfo/DWARF/DWARFDataExtractor.h>

#include "codegen/llvm_versions.h"
#include "codegen/placed_object.h"
#include "support/byte_reader.h"
#include "wasm/native_layout.h"

namespace wald::codegen {

namespace {

namespace dwarf = llvm::dwarf;
using artifact::UnwindShape;

// DWARF's numbers of x86-64 registers.
constexpr std::uint32_t rbp = 6;
constexpr std::uint32_t rsp = 7;
constexpr std::uint32_t r11 = 11;
constexpr std::uint32_t returnAddress = 16;
constexpr std::array<std::uint32_t, UnwindShape::registers> savedRegisters = {3, 6, 12, 13, 14, 15};

Error internal(std::string_view text) { return Error(ErrorKind::Internal, text); }

}  // namespace

Result<void> FrameTables::add(std::uint64_t address, std::uint64_t size) {
  const auto bytes = memory_.subspan(address, size);
  const llvm::DWARFDataExtractor data(
      llvm::StringRef(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
      /*IsLittleEndian=*/true, /*AddressSize=*/8);
  llvm::DWARFDebugFrame frames(llvm::Triple::x86_64, /*IsEH=*/true, address);
  if (auto error = frames.parse(data)) return linkError(".eh_frame", std::move(error));
  for (const dwarf::FrameEntry& entry : frames.entries()) {
    if (entry.getKind() != dwarf::FrameEntry::FK_FDE) continue;
    WALD_TRY(addFunction(static_cast<const dwarf::FDE&>(entry)));
  }
  return {};
}

Result<void> FrameTables::addFunction(const dwarf::FDE& function) {
  auto table = unwindTableOf(function);
  if (!table) return linkError(".eh_frame", table.takeError());
  for (const dwarf::UnwindRow& row : *table) {
    WALD_TRY_ASSIGN(shape, shapeOf(row));
    image_.unwindRows.push_back({static_cast<std::uint32_t>(row.getAddress()), indexOf(shape)});
  }
  if (const auto lsda = function.getLSDAAddress()) {
    return addLandingPads(*lsda, function.getInitialLocation());
  }
  return {};
}

Result<UnwindShape> FrameTables::shapeOf(const dwarf::UnwindRow& row) {
  const dwarf::UnwindLocation& top = row.getCFAValue();
  const bool isRegister = top.getLocation() == dwarf::UnwindLocation::RegPlusOffset;
  if (isRegister && top.getRegister() == r11) {
    // While a frame of eight times the distance of probes is made.
    return Error(ErrorKind::Limit, fmt::format("a function needs more than {} bytes of stack",
                                               4 * wasm::native::stackGuard));
  }
  if (!isRegister || (top.getRegister() != rsp && top.getRegister() != rbp)) {
    return internal(fmt::format("the frame of code at {:#x} is found in register {}",
                                row.getAddress(), isRegister ? int(top.getRegister()) : -1));
  }
  UnwindShape shape{};
  shape.cfaOffset = static_cast<std::uint32_t>(top.getOffset());
  shape.cfaIsRbp = top.getRegister() == rbp;
  for (unsigned i = 0; i < UnwindShape::registers; ++i) {
    const auto place = row.getRegisterLocations().getRegisterLocation(savedRegisters[i]);
    if (!place || place->getLocation() == dwarf::UnwindLocation::Same) continue;
    const int below = -place->getOffset();
    if (place->getLocation() != dwarf::UnwindLocation::CFAPlusOffset || below <= 0 ||
        below > UINT16_MAX) {
      return internal(
          fmt::format("a register of the caller of code at {:#x} is lost", row.getAddress()));
    }
    shape.saved[i] = static_cast<std::uint16_t>(below);
  }
  const auto back = row.getRegisterLocations().getRegisterLocation(returnAddress);
  if (back && back->getOffset() == -8) return shape;
  return internal(fmt::format("the return address of code at {:#x} is not on top of its frame",
                              row.getAddress()));
}

std::uint32_t FrameTables::indexOf(const UnwindShape& shape) {
  std::vector<std::uint32_t> key(shape.saved, shape.saved + UnwindShape::registers);
  key.push_back(shape.cfaOffset);
  key.push_back(shape.cfaIsRbp ? 1 : 0);
  const auto [found, isNew] =
      shapes_.try_emplace(std::move(key), static_cast<std::uint32_t>(image_.unwindShapes.size()));
  if (isNew) image_.unwindShapes.push_back(shape);
  return found->second;
}

/// The language-specific data area, as the Itanium C++ ABI lays it out. Types and actions say nothing to us: every pad catches all.
Result<void> FrameTables::addLandingPads(std::uint64_t lsda, std::uint64_t function) {
  if (lsda >= memory_.size()) return internal("a table of landing pads outside the image");
  ByteReader reader(memory_.subspan(lsda), lsda);
  const std::uint8_t startEncoding = reader.u8();
  const std::uint8_t typeEncoding = reader.u8();
  if (typeEncoding != dwarf::DW_EH_PE_omit) reader.leb64();
  const std::uint8_t callEncoding = reader.u8();
  const std::uint64_t size = reader.leb64();
  if (startEncoding != dwarf::DW_EH_PE_omit ||
      (callEncoding != dwarf::DW_EH_PE_uleb128 && callEncoding != dwarf::DW_EH_PE_udata4)) {
    return internal("a table of landing pads in an encoding that is not expected");
  }
  ByteReader calls = reader.sub(size, reader.offset());
  const auto number = [&] {
    return callEncoding == dwarf::DW_EH_PE_uleb128 ? calls.leb64() : calls.fixed<std::uint32_t>();
  };
  while (reader.ok() && calls.ok() && !calls.atEnd()) {
    const std::uint64_t begin = function + number();
    const std::uint64_t end = begin + number();
    const std::uint64_t pad = number();
    calls.leb64();  // the action
    if (pad == 0) continue;
    image_.landingPads.push_back({static_cast<std::uint32_t>(begin),
                                  static_cast<std::uint32_t>(end),
                                  static_cast<std::uint32_t>(function + pad)});
  }
  if (reader.ok() && calls.ok()) return {};
  return internal("a table of landing pads that ends too early");
}

void FrameTables::finish() {
  const auto byCode = [](const auto& a, const auto& b) { return a.code < b.code; };
  auto& rows = image_.unwindRows;
  std::sort(rows.begin(), rows.end(), byCode);
  // A row that says what the one before it says.
  const auto isSame = [](const auto& a, const auto& b) { return a.shape == b.shape; };
  rows.erase(std::unique(rows.begin(), rows.end(), isSame), rows.end());
  std::sort(image_.landingPads.begin(), image_.landingPads.end(),
            [](const auto& a, const auto& b) { return a.begin < b.begin; });
}

}  // namespace wald::codegen
