#include <fmt/format.h>

#include "binary/module_decoder.h"
#include "binary/types.h"
#include "wasm/limits.h"

// Element segments, data segments and code.

namespace wald::binary {

using wasm::AbsHeap;
using wasm::DataSegment;
using wasm::ElemSegment;
using wasm::Feature;
using wasm::SegmentMode;
using wasm::ValType;

namespace limits = wasm::limits;

namespace {

// Bits of an element segment's flags.
constexpr std::uint32_t notActiveFlag = 1;
constexpr std::uint32_t explicitFlag = 2;  // a table index if active; else: declarative
constexpr std::uint32_t expressionsFlag = 4;

}  // namespace

void ModuleDecoder::elementSection() {
  const std::uint32_t number = count(limits::elemSegments, "element segments");
  module_.elems.reserve(number);
  forEachItem(number, 0, [&] { elemSegment(module_.elems.emplace_back()); });
}

void ModuleDecoder::elemSegment(ElemSegment& segment) {
  segment.offset = offset();
  const std::uint32_t flags = reader_.leb32();
  if (flags > (notActiveFlag | explicitFlag | expressionsFlag)) {
    reader_.fail(ErrorCode::BadSegmentFlags, segment.offset, fmt::format("{}", flags));
  }
  if (flags != 0) require(Feature::BulkMemory, segment.offset);
  segment.flags = flags;
  segment.usesExpressions = flags & expressionsFlag;
  segment.type = ValType::ref(AbsHeap::Func, segment.usesExpressions);
  if (flags & notActiveFlag) {
    segment.mode = flags & explicitFlag ? SegmentMode::Declarative : SegmentMode::Passive;
  } else {
    if (flags & explicitFlag) segment.table = reader_.leb32();
    segment.place = constExpr();
  }
  if (flags & (notActiveFlag | explicitFlag)) {
    const std::uint64_t start = reader_.offset();
    if (segment.usesExpressions) {
      segment.type = readRefType(reader_, features());
    } else if (reader_.u8() != 0) {
      reader_.fail(ErrorCode::BadElemKind, start);
    }
  }

  const std::uint32_t number = count(limits::elemEntries, "entries of an element segment");
  if (segment.usesExpressions) {
    segment.expressions.reserve(number);
    for (std::uint32_t i = 0; i < number && reader_.ok(); ++i) {
      segment.expressions.push_back(constExpr());
    }
  } else {
    segment.functions.reserve(number);
    for (std::uint32_t i = 0; i < number && reader_.ok(); ++i) {
      segment.functions.push_back(reader_.leb32());
    }
  }
}

void ModuleDecoder::dataCountSection() {
  dataCountOffset_ = offset();
  require(Feature::BulkMemory, dataCountOffset_);
  module_.dataCount = reader_.leb32();
}

void ModuleDecoder::dataSection() {
  const std::uint32_t number = count(limits::dataSegments, "data segments");
  module_.datas.reserve(number);
  forEachItem(number, 0, [&] { dataSegment(module_.datas.emplace_back()); });
}

void ModuleDecoder::dataSegment(DataSegment& segment) {
  segment.offset = offset();
  segment.flags = reader_.leb32();
  if (segment.flags > 2) {
    reader_.fail(ErrorCode::BadSegmentFlags, segment.offset, fmt::format("{}", segment.flags));
  }
  if (segment.flags != 0) require(Feature::BulkMemory, segment.offset);
  if (segment.flags == 1) {
    segment.mode = SegmentMode::Passive;
  } else {
    if (segment.flags == 2) segment.memory = reader_.leb32();
    segment.place = constExpr();
  }
  const std::uint64_t sizeOffset = reader_.offset();
  const std::uint32_t size = reader_.leb32();
  if (size > reader_.remaining()) reader_.fail(ErrorCode::UnexpectedEndOfSection, sizeOffset);
  segment.bytes = {offset(), size};
  reader_.bytes(size);
}

void ModuleDecoder::codeSection() {
  codeCountOffset_ = offset();
  const std::uint32_t number = count(limits::functions, "functions", module_.importedFunctions);
  module_.codes.reserve(number);
  forEachItem(number, module_.importedFunctions, [&] { codeEntry(); });
}

void ModuleDecoder::codeEntry() {
  wasm::Code code;
  code.offset = offset();
  const std::uint32_t size = reader_.leb32();
  if (size > reader_.remaining()) reader_.fail(ErrorCode::LengthOutOfBounds, code.offset);
  if (size > limits::functionBytes) {
    failLimit(code.offset, "bytes of a function", size, limits::functionBytes);
  }
  const std::uint64_t end = reader_.offset() + size;
  code.firstLocalRun = static_cast<std::uint32_t>(module_.localRuns.size());
  code.localRunCount = locals();
  if (reader_.ok() && reader_.offset() > end) {
    reader_.fail(ErrorCode::UnexpectedEndOfSection, code.offset);
  }
  if (!reader_.ok()) return;
  code.body = {offset(), static_cast<std::uint32_t>(end - reader_.offset())};
  module_.codes.push_back(code);
  reader_.bytes(code.body.size);
}

std::uint32_t ModuleDecoder::locals() {
  const std::uint64_t start = reader_.offset();
  const std::uint32_t runs = reader_.leb32();
  if (runs > reader_.remaining()) reader_.fail(ErrorCode::UnexpectedEndOfSection, start);
  std::uint64_t total = 0;
  for (std::uint32_t i = 0; i < runs && reader_.ok(); ++i) {
    const std::uint64_t runStart = reader_.offset();
    wasm::LocalRun run;
    run.count = reader_.leb32();
    run.type = readValType(reader_, features());
    total += run.count;
    if (total > ~std::uint32_t{0}) reader_.fail(ErrorCode::TooManyLocals, runStart);
    module_.localRuns.push_back(run);
  }
  if (total > limits::functionLocals && reader_.ok()) {
    failLimit(start, "locals", total, limits::functionLocals);
  }
  return runs;
}

}  // namespace wald::binary
