#include "codegen/object_image.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Support/MemoryBuffer.h>

#include "codegen/frame_tables.h"
#include "codegen/line_table.h"
#include "codegen/placed_object.h"

namespace wald::codegen {

namespace {

using llvm::StringRef;
using llvm::object::ELFSectionRef;
using llvm::object::ELFSymbolRef;
using llvm::object::RelocationRef;
using llvm::object::SectionRef;
using llvm::object::SymbolRef;
namespace elf = llvm::ELF;

constexpr std::uint8_t filler = 0xcc;  // int3
constexpr std::uint64_t cacheLine = 64;

Error internal(std::string_view text) { return Error(ErrorKind::Internal, text); }

template <typename T>
Result<T> valueOf(std::string_view what, llvm::Expected<T> expected) {
  if (!expected) return linkError(what, expected.takeError());
  return std::move(*expected);
}

enum class Region : std::uint8_t { Text, Constants, Frames, None };

Result<Region> regionOf(const SectionRef& section) {
  const ELFSectionRef elfSection(section);
  const std::uint64_t flags = elfSection.getFlags();
  if ((flags & elf::SHF_ALLOC) == 0 || section.getSize() == 0) return Region::None;
  WALD_TRY_ASSIGN(name, valueOf("section", section.getName()));
  if (elfSection.getType() == elf::SHT_X86_64_UNWIND || name == ".eh_frame" ||
      name.starts_with(".gcc_except_table")) {
    return Region::Frames;
  }
  if ((flags & elf::SHF_EXECINSTR) != 0) return Region::Text;
  // The address of the function that would unwind in the way of C++; ours needs none.
  if (name.starts_with(".data.DW.ref.") || elfSection.getType() == elf::SHT_NOTE) {
    return Region::None;
  }
  if ((flags & (elf::SHF_WRITE | elf::SHF_TLS)) == 0) return Region::Constants;
  return internal(fmt::format("compiled code has writable data: section {}", name.str()));
}

class Linker {
public:
  Linker(std::span<const Bytes> objects, std::span<const std::uint32_t> bodies)
      : objects_(objects), bodies_(bodies) {}

  Result<ObjectImage> link() {
    for (const Bytes& bytes : objects_) WALD_TRY(open(bytes));
    WALD_TRY(place(Region::Text));
    const std::uint64_t textEnd = memory_.size();
    align(cacheLine);
    WALD_TRY(place(Region::Constants));
    const std::uint64_t codeEnd = memory_.size();
    // What describes frames is relocated as if it followed the code, and read from there.
    align(cacheLine);
    WALD_TRY(place(Region::Frames));
    if (memory_.size() > std::uint64_t{INT32_MAX}) {
      return Error(ErrorKind::Limit, "the compiled code is larger than 2 GiB");
    }
    WALD_TRY(defineSymbols());
    WALD_TRY(listFunctions(textEnd));
    for (const PlacedObject& object : placed_) WALD_TRY(relocate(object));
    WALD_TRY(makeTables());
    memory_.resize(codeEnd);
    image_.code = std::move(memory_);
    return std::move(image_);
  }

private:
  Result<void> open(const Bytes& bytes) {
    const llvm::MemoryBufferRef buffer(StringRef(bytes.data(), bytes.size()), "object");
    WALD_TRY_ASSIGN(file, valueOf("object", llvm::object::ELF64LEObjectFile::create(buffer)));
    auto owned = std::make_unique<llvm::object::ELF64LEObjectFile>(std::move(file));
    std::size_t count = 0;
    for (const SectionRef& section : owned->sections()) {
      count = std::max<std::size_t>(count, section.getIndex() + 1);
    }
    placed_.push_back({std::move(owned), std::vector(count, PlacedObject::nowhere)});
    return {};
  }

  void align(std::uint64_t alignment) {
    memory_.resize((memory_.size() + alignment - 1) / alignment * alignment, filler);
  }

  Result<void> place(Region region) {
    for (PlacedObject& object : placed_) {
      for (const SectionRef& section : object.file->sections()) {
        WALD_TRY_ASSIGN(where, regionOf(section));
        if (where != region) continue;
        align(section.getAlignment().value());
        object.addresses[section.getIndex()] = memory_.size();
        WALD_TRY_ASSIGN(contents, valueOf("section", section.getContents()));
        memory_.insert(memory_.end(), contents.bytes_begin(), contents.bytes_end());
      }
    }
    return {};
  }

  Result<void> defineSymbols() {
    for (const PlacedObject& object : placed_) {
      for (const ELFSymbolRef symbol : object.file->symbols()) {
        if (symbol.getBinding() == elf::STB_LOCAL) continue;
        WALD_TRY_ASSIGN(section, valueOf("symbol", symbol.getSection()));
        if (section == object.file->section_end()) continue;
        const std::uint64_t base = object.addressOf(*section);
        if (base == PlacedObject::nowhere) continue;
        WALD_TRY_ASSIGN(name, valueOf("symbol", symbol.getName()));
        WALD_TRY_ASSIGN(value, valueOf("symbol", symbol.getValue()));
        if (!symbols_.emplace(name.str(), base + value).second) {
          return internal(fmt::format("compiled code defines '{}' twice", name.str()));
        }
      }
    }
    return {};
  }

  Result<void> listFunctions(std::uint64_t textEnd) {
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      const auto found = symbols_.find(symbolOf(static_cast<std::uint32_t>(i)));
      if (found == symbols_.end()) {
        return internal(fmt::format("function {} was not compiled", i));
      }
      image_.functions.push_back(static_cast<std::uint32_t>(found->second));
    }
    image_.functions.push_back(static_cast<std::uint32_t>(textEnd));
    if (std::is_sorted(image_.functions.begin(), image_.functions.end())) return {};
    return internal("compiled functions are out of order");
  }

  Result<void> relocate(const PlacedObject& object) {
    for (const SectionRef& relocations : object.file->sections()) {
      WALD_TRY_ASSIGN(target, valueOf("relocations", relocations.getRelocatedSection()));
      if (target == object.file->section_end()) continue;
      if (object.addressOf(*target) == PlacedObject::nowhere) continue;
      for (const RelocationRef& relocation : relocations.relocations()) {
        WALD_TRY(relocate(object, *target, relocation));
      }
    }
    return {};
  }

  Result<void> relocate(const PlacedObject& object, const SectionRef& section,
                        const RelocationRef& relocation) {
    const SymbolRef symbol = *relocation.getSymbol();
    WALD_TRY_ASSIGN(address, addressOf(object, section, symbol));
    WALD_TRY_ASSIGN(addend,
                    valueOf("relocation", llvm::object::ELFRelocationRef(relocation).getAddend()));
    const std::uint64_t place = object.addressOf(section) + relocation.getOffset();
    const std::uint64_t value =
        address == PlacedObject::nowhere ? 0 : address + static_cast<std::uint64_t>(addend) - place;
    switch (relocation.getType()) {
      case elf::R_X86_64_PC32:
      case elf::R_X86_64_PLT32: return patch(place, static_cast<std::uint32_t>(value));
      case elf::R_X86_64_PC64: return patch(place, value);
      default: return badRelocation(section, relocation, symbol);
    }
  }

  template <typename T>
  Result<void> patch(std::uint64_t place, T value) {
    if (place + sizeof value > memory_.size()) return internal("a relocation outside its section");
    std::memcpy(memory_.data() + place, &value, sizeof value);
    return {};
  }

  /// `nowhere` for what a frame's description names in vain.
  Result<std::uint64_t> addressOf(const PlacedObject& object, const SectionRef& in,
                                  const SymbolRef& symbol) {
    WALD_TRY_ASSIGN(section, valueOf("symbol", symbol.getSection()));
    if (section != object.file->section_end()) {
      const std::uint64_t base = object.addressOf(*section);
      WALD_TRY_ASSIGN(value, valueOf("symbol", symbol.getValue()));
      if (base != PlacedObject::nowhere) return base + value;
    }
    WALD_TRY_ASSIGN(name, valueOf("symbol", symbol.getName()));
    if (const auto found = symbols_.find(name.str()); found != symbols_.end()) {
      return found->second;
    }
    WALD_TRY_ASSIGN(region, regionOf(in));
    if (region == Region::Frames) return PlacedObject::nowhere;
    return internal(
        fmt::format("compiled code needs the symbol '{}', which nobody defines", name.str()));
  }

  static Result<void> badRelocation(const SectionRef& section, const RelocationRef& relocation,
                                    const SymbolRef& symbol) {
    llvm::SmallString<32> type;
    relocation.getTypeName(type);
    WALD_TRY_ASSIGN(in, valueOf("section", section.getName()));
    WALD_TRY_ASSIGN(name, valueOf("symbol", symbol.getName()));
    return internal(fmt::format("compiled code is not position-independent: {} of '{}' in {}",
                                type.str().str(), name.str(), in.str()));
  }

  Result<void> makeTables() {
    FrameTables frames(memory_, image_);
    for (const PlacedObject& object : placed_) {
      for (const SectionRef& section : object.file->sections()) {
        WALD_TRY_ASSIGN(name, valueOf("section", section.getName()));
        if (name != ".eh_frame" || section.getSize() == 0) continue;
        WALD_TRY(frames.add(object.addressOf(section), section.getSize()));
      }
    }
    frames.finish();
    LineTable lines;
    for (const PlacedObject& object : placed_) lines.add(object);
    image_.callSites = lines.callSites(image_.functions, bodies_);
    return {};
  }

  std::span<const Bytes> objects_;
  std::span<const std::uint32_t> bodies_;
  std::vector<PlacedObject> placed_;
  std::vector<std::uint8_t> memory_;
  std::unordered_map<std::string, std::uint64_t> symbols_;
  ObjectImage image_;
};

}  // namespace

Result<ObjectImage> linkObjects(std::span<const Bytes> objects,
                                std::span<const std::uint32_t> bodies) {
  return Linker(objects, bodies).link();
}

}  // namespace wald::codegen
