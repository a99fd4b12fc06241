#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "binary/decoder.h"
#include "binary/instruction_decoder.h"
#include "support/byte_reader.h"
#include "wasm/module.h"

namespace wald::binary {

/// Decodes one module; `decodeModule` is its interface.
///
/// Reads sections without regard to their declared end, which is checked after each item and each section: so an
/// item that crosses the end is called what the specification's suite expects. The reader keeps the first failure
/// (or `error_`, where the failure came from an expression), and `item_` counts along for its place.
class ModuleDecoder {
public:
  ModuleDecoder(wasm::ModuleBytes bytes, wasm::Features features, ModuleSource source);
  ModuleDecoder(const ModuleDecoder&) = delete;
  ModuleDecoder& operator=(const ModuleDecoder&) = delete;

  Result<wasm::Module> decode();

private:
  void header();
  void section();
  void content(wasm::SectionId id);
  void checkConsistency();
  Error takeError();

  // One for each section.
  void customSection();
  void typeSection();
  void importSection();
  void functionSection();
  void tableSection();
  void memorySection();
  void globalSection();
  void exportSection();
  void startSection();
  void elementSection();
  void codeSection();
  void dataSection();
  void dataCountSection();
  void tagSection();

  wasm::SubType subType();
  void compType(std::uint8_t form, std::uint64_t formOffset, wasm::CompType& type);
  void valTypes(std::vector<wasm::ValType>& types, std::uint32_t limit, std::string_view what);
  wasm::FieldType fieldType();
  bool mutability();
  wasm::Limits limits(bool hasMax, bool is64);
  wasm::TableType tableType();
  wasm::MemoryType memoryType();
  wasm::GlobalType globalType();
  wasm::TagType tagType();
  wasm::ExternType externType(const wasm::Import& import);
  std::optional<wasm::ExternKind> externKind(ErrorCode code);
  void addImport(const wasm::Import& import);
  void elemSegment(wasm::ElemSegment& segment);
  void dataSegment(wasm::DataSegment& segment);
  void codeEntry();
  std::uint32_t locals();
  wasm::ConstExpr constExpr();
  void addConstant(const wasm::Instruction& instruction);

  std::uint32_t offset() const { return static_cast<std::uint32_t>(reader_.offset()); }
  wasm::Features features() const { return module_.features; }
  void require(wasm::Feature feature, std::uint64_t at);
  void failLimit(std::uint64_t at, std::string_view what, std::uint64_t count, std::uint64_t limit);
  /// The length of a vector that is to join `existing` other items: no more than the section has bytes left, nor than
  /// the limit allows. Zero after a failure.
  std::uint32_t count(std::uint32_t limit, std::string_view what, std::size_t existing = 0);
  /// Records a failure if the item that began at `start` crosses the section's end.
  void checkEnd(std::uint64_t start);
  /// Calls `read` for each item of a section's vector; `base` is the index of the first one.
  template <typename Read>
  void forEachItem(std::uint32_t number, std::uint32_t base, const Read& read) {
    for (std::uint32_t i = 0; i < number && reader_.ok(); ++i) {
      item_ = base + i;
      const std::uint64_t start = reader_.offset();
      read();
      checkEnd(start);
    }
    if (reader_.ok()) item_ = Error::noIndex;
  }

  wasm::Module module_;
  ByteReader reader_;
  InstructionDecoder expressions_;
  std::optional<Error> error_;
  std::string_view sectionName_;
  std::uint32_t item_ = Error::noIndex;
  std::uint64_t sectionEnd_ = 0;
  unsigned lastRank_ = 0;
  wasm::SectionId lastSection_ = wasm::SectionId::Custom;
  std::uint32_t functionCountOffset_ = 0;
  std::uint32_t codeCountOffset_ = 0;
  std::uint32_t dataCountOffset_ = 0;
};

/// Reads a function's body to its end, without validating it.
Result<void> checkBody(InstructionDecoder& decoder, const wasm::Code& code);

/// Whether an instruction opens a construct that an `end` closes.
bool opensBlock(wasm::Opcode op);

}  // namespace wald::binary
