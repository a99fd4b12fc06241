#include "text/module_printer.h"
#include "text/print_values.h"

namespace wald::text {

using wasm::SegmentMode;

namespace {

/// Where a list goes on in the next line.
constexpr std::size_t lineLength = 90;
constexpr std::size_t bytesPerLine = 64;

}  // namespace

void ModulePrinter::elements() {
  for (std::uint32_t i = 0; i < module_.elems.size(); ++i) {
    startDefinition("elem", Space::Elem, i);
    element(module_.elems[i]);
    endField();
  }
}

void ModulePrinter::element(const wasm::ElemSegment& segment) {
  switch (segment.mode) {
    case SegmentMode::Passive: break;
    case SegmentMode::Declarative: text() += " declare"; break;
    case SegmentMode::Active:
      if (segment.table != 0) {
        text() += " (table";
        use(Space::Table, segment.table);
        text() += ')';
      }
      expression(segment.place, "offset");
      break;
  }
  if (segment.usesExpressions) {
    text() += ' ';
    types_.valType(text(), segment.type);
    std::size_t lineStart = text().size();
    for (const wasm::ConstExpr& item : segment.expressions) {
      wrapLine(lineStart);
      expression(item, "item");
    }
    return;
  }
  text() += " func";
  std::size_t lineStart = text().size();
  for (const std::uint32_t function : segment.functions) {
    wrapLine(lineStart);
    use(Space::Func, function);
  }
}

/// Starts a new line of a list whose items begin with a space, if the present one is long.
void ModulePrinter::wrapLine(std::size_t& lineStart) {
  if (text().size() < lineStart + lineLength) return;
  out_.flushIfLarge();
  appendLine(text(), 1);
  lineStart = text().size();
}

void ModulePrinter::datas() {
  for (std::uint32_t i = 0; i < module_.datas.size(); ++i) {
    const wasm::DataSegment& segment = module_.datas[i];
    startDefinition("data", Space::Data, i);
    if (segment.mode == SegmentMode::Active) {
      if (segment.memory != 0) {
        text() += " (memory";
        use(Space::Memory, segment.memory);
        text() += ')';
      }
      expression(segment.place, "offset");
    }
    dataBytes(module_.view(segment.bytes));
    endField();
  }
}

void ModulePrinter::dataBytes(std::span<const std::uint8_t> bytes) {
  const bool isLong = bytes.size() > bytesPerLine;
  do {
    const auto part = bytes.first(std::min(bytes.size(), bytesPerLine));
    bytes = bytes.subspan(part.size());
    if (isLong) {
      appendLine(text(), 2);
    } else {
      text() += ' ';
    }
    appendBytes(text(), part);
    out_.flushIfLarge();
  } while (!bytes.empty());
}

}  // namespace wald::text
