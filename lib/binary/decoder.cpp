#include "binary/decoder.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "binary/module_decoder.h"
#include "binary/types.h"
#include "wasm/limits.h"

namespace wald::binary {

using wasm::Feature;
using wasm::Instruction;
using wasm::Module;
using wasm::Opcode;
using wasm::SectionId;

namespace {

constexpr std::array<std::uint8_t, 4> magic = {0x00, 0x61, 0x73, 0x6d};
constexpr std::uint16_t coreVersion = 1;
constexpr std::uint16_t coreLayer = 0;
constexpr std::uint16_t componentLayer = 1;

struct SectionRow {
  std::string_view name;
  unsigned rank;  ///< place in the order of sections
};

constexpr std::array sectionRows = {
    SectionRow{"custom", 0},     SectionRow{"type", 1},   SectionRow{"import", 2},
    SectionRow{"function", 3},   SectionRow{"table", 4},  SectionRow{"memory", 5},
    SectionRow{"global", 7},     SectionRow{"export", 8}, SectionRow{"start", 9},
    SectionRow{"element", 10},   SectionRow{"code", 12},  SectionRow{"data", 13},
    SectionRow{"datacount", 11}, SectionRow{"tag", 6},
};

}  // namespace

bool hasMagic(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

Result<Module> decodeModule(wasm::ModuleBytes bytes, wasm::Features features, ModuleSource source) {
  if (bytes.size() > wasm::limits::moduleBytes) {
    return Error(ErrorCode::LimitExceeded, fmt::format("{} bytes of module (at most {})",
                                                       bytes.size(), wasm::limits::moduleBytes));
  }
  return ModuleDecoder(std::move(bytes), features, source).decode();
}

ModuleDecoder::ModuleDecoder(wasm::ModuleBytes bytes, wasm::Features features, ModuleSource source)
    : module_{.bytes = std::move(bytes),
              .features = features,
              .codeRemoved = source == ModuleSource::CodeRemoved},
      reader_(module_.bytes), expressions_(module_, {}) {}

Result<Module> ModuleDecoder::decode() {
  header();
  while (reader_.ok() && !reader_.atEnd()) section();
  if (reader_.ok()) checkConsistency();
  if (!reader_.ok()) return takeError();
  return std::move(module_);
}

void ModuleDecoder::header() {
  if (module_.bytes.size() < magic.size()) {
    reader_.failEnd();
    return;
  }
  if (!hasMagic(module_.bytes)) {
    reader_.fail(ErrorCode::BadMagic, 0);
    return;
  }
  reader_.bytes(magic.size());
  const std::uint64_t start = reader_.offset();
  const auto version = reader_.fixed<std::uint16_t>();
  const auto layer = reader_.fixed<std::uint16_t>();
  if (!reader_.ok() || (version == coreVersion && layer == coreLayer)) return;
  if (layer == componentLayer && version != 0) {
    reader_.fail(ErrorCode::Component, start);
  } else {
    reader_.fail(ErrorCode::BadVersion, start,
                 fmt::format("{:#x}", std::uint32_t{layer} << 16 | version));
  }
}

void ModuleDecoder::section() {
  const std::uint64_t start = reader_.offset();
  const std::uint8_t idByte = reader_.u8();
  if (idByte >= sectionRows.size()) {
    reader_.fail(ErrorCode::BadSectionId, start, fmt::format("{}", idByte));
    return;
  }
  const auto id = static_cast<SectionId>(idByte);
  const SectionRow& row = sectionRows[idByte];
  if (id != SectionId::Custom && row.rank <= lastRank_) {
    reader_.fail(ErrorCode::ContentAfterLastSection, start,
                 fmt::format("a {} section after the {} section", row.name,
                             sectionRows[static_cast<std::size_t>(lastSection_)].name));
    return;
  }

  const std::uint64_t sizeOffset = reader_.offset();
  const std::uint32_t size = reader_.leb32();
  sectionName_ = row.name;
  if (size > reader_.remaining()) reader_.fail(ErrorCode::LengthOutOfBounds, sizeOffset);
  if (!reader_.ok()) return;
  sectionEnd_ = reader_.offset() + size;
  reader_.setEndCode(ErrorCode::UnexpectedEndOfSection);
  content(id);
  if (reader_.ok() && reader_.offset() < sectionEnd_) {
    reader_.fail(ErrorCode::SectionSizeMismatch, reader_.offset());
  }
  checkEnd(sizeOffset);
  if (!reader_.ok()) return;
  reader_.setEndCode(ErrorCode::UnexpectedEnd);
  sectionName_ = {};
  if (id != SectionId::Custom) {
    lastRank_ = row.rank;
    lastSection_ = id;
  }
}

void ModuleDecoder::content(SectionId id) {
  switch (id) {
    case SectionId::Custom: return customSection();
    case SectionId::Type: return typeSection();
    case SectionId::Import: return importSection();
    case SectionId::Function: return functionSection();
    case SectionId::Table: return tableSection();
    case SectionId::Memory: return memorySection();
    case SectionId::Global: return globalSection();
    case SectionId::Export: return exportSection();
    case SectionId::Start: return startSection();
    case SectionId::Element: return elementSection();
    case SectionId::Code: return codeSection();
    case SectionId::Data: return dataSection();
    case SectionId::DataCount: return dataCountSection();
    case SectionId::Tag: return tagSection();
  }
}

void ModuleDecoder::customSection() {
  const std::uint64_t start = reader_.offset();
  item_ = static_cast<std::uint32_t>(module_.customs.size());
  const std::string_view name = reader_.name();
  checkEnd(start);
  if (!reader_.ok()) return;
  const auto size = static_cast<std::uint32_t>(sectionEnd_ - reader_.offset());
  module_.customs.push_back({std::string(name), {offset(), size}, lastSection_});
  reader_.bytes(size);
  item_ = Error::noIndex;
}

void ModuleDecoder::checkConsistency() {
  const std::size_t functions = module_.functions.size() - module_.importedFunctions;
  if (module_.codeRemoved) {
    if (codeCountOffset_ != 0) {
      reader_.fail(ErrorCode::FuncCodeMismatch, codeCountOffset_,
                   "a code section where it was taken out");
    }
    module_.codes.resize(functions);
  }
  if (functions != module_.codes.size()) {
    reader_.fail(ErrorCode::FuncCodeMismatch,
                 codeCountOffset_ != 0 ? codeCountOffset_ : functionCountOffset_,
                 fmt::format("{} and {}", functions, module_.codes.size()));
  }
  if (module_.dataCount && *module_.dataCount != module_.datas.size()) {
    reader_.fail(ErrorCode::DataCountMismatch, dataCountOffset_,
                 fmt::format("{} and {}", *module_.dataCount, module_.datas.size()));
  }
}

Error ModuleDecoder::takeError() {
  // The first error of the file is the one to tell, and function bodies were passed over.
  for (std::size_t i = 0; i < module_.codes.size(); ++i) {
    if (auto checked = checkBody(expressions_, module_.codes[i]); !checked) {
      return std::move(checked).error().in(
          "code", static_cast<std::uint32_t>(module_.importedFunctions + i));
    }
  }
  Error error = error_ ? std::move(*error_) : reader_.takeError();
  return std::move(error).in(sectionName_, item_);
}

void ModuleDecoder::require(Feature feature, std::uint64_t at) {
  requireFeature(reader_, features(), feature, at);
}

void ModuleDecoder::failLimit(std::uint64_t at, std::string_view what, std::uint64_t number,
                              std::uint64_t limit) {
  reader_.fail(ErrorCode::LimitExceeded, at,
               fmt::format("{} {} (at most {})", number, what, limit));
}

std::uint32_t ModuleDecoder::count(std::uint32_t limit, std::string_view what,
                                   std::size_t existing) {
  const std::uint64_t start = reader_.offset();
  const std::uint32_t number = reader_.leb32();
  checkEnd(start);
  if (!reader_.ok()) return 0;
  if (number > sectionEnd_ - reader_.offset()) {
    reader_.fail(ErrorCode::UnexpectedEndOfSection, start);
  } else if (existing + number > limit) {
    failLimit(start, what, existing + number, limit);
  }
  return reader_.ok() ? number : 0;
}

void ModuleDecoder::checkEnd(std::uint64_t start) {
  if (reader_.ok() && reader_.offset() > sectionEnd_) {
    reader_.fail(ErrorCode::UnexpectedEndOfSection, start);
  }
}

bool opensBlock(Opcode op) {
  return op == Opcode::Block || op == Opcode::Loop || op == Opcode::If || op == Opcode::Try ||
         op == Opcode::TryTable;
}

Result<void> checkBody(InstructionDecoder& decoder, const wasm::Code& code) {
  decoder.restart(code.body);
  Instruction instruction;
  for (std::uint32_t open = 1; open != 0;) {
    if (!decoder.next(instruction)) return decoder.takeError();
    if (opensBlock(instruction.op)) ++open;
    if (instruction.op == Opcode::End || instruction.op == Opcode::Delegate) --open;
  }
  if (!decoder.atEnd()) return Error(ErrorCode::SectionSizeMismatch).at(decoder.offset());
  return {};
}

}  // namespace wald::binary
