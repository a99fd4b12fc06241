#include "aot/frames.h"

#include <cstring>

#include <fmt/format.h>

#include "aot/code_registry.h"

namespace wald::aot {

namespace {

constexpr unsigned rbp = 1;  ///< among the saved registers

template <typename T>
T load(const std::uint8_t* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

runtime::TrapFrame describe(const NativeCode& code, std::uint32_t position) {
  runtime::TrapFrame frame;
  frame.index = code.functionAt(position);
  frame.function = code.functionName(frame.index);
  if (frame.function.empty()) frame.function = fmt::format("func[{}]", frame.index);
  frame.module = code.moduleName();
  frame.offset = code.offsetAt(position);
  return frame;
}

}  // namespace

void Frames::next() {
  const artifact::UnwindShape& shape = code_->shapeAt(position());
  std::uint8_t* const base =
      shape.cfaIsRbp ? reinterpret_cast<std::uint8_t*>(frame_.saved[rbp]) : frame_.sp;
  std::uint8_t* const top = base + shape.cfaOffset;
  for (unsigned i = 0; i < artifact::UnwindShape::registers; ++i) {
    if (shape.saved[i] != 0) frame_.saved[i] = load<std::uint64_t>(top - shape.saved[i]);
  }
  frame_.pc = load<const std::uint8_t*>(top - sizeof(void*));
  frame_.sp = top;
  settle();
}

void Frames::settle() {
  if (frame_.pc == nullptr) {  // interrupted before the entry had called anything
    code_ = nullptr;
    return;
  }
  const std::uint8_t* const at = frame_.pc - 1;
  // Mostly the caller belongs to the same module.
  if (code_ != nullptr && at >= code_->begin() && at < code_->end()) return;
  code_ = codeAt(at);
  if (code_ == nullptr || !code_->damage()) return;
  damage_ = &*code_->damage();
  code_ = nullptr;
}

runtime::NativeFrame frameAt(const std::uint8_t* pushed) {
  runtime::NativeFrame frame;
  std::memcpy(frame.saved, pushed, sizeof(frame.saved));
  const std::uint8_t* const returnAddress = pushed + sizeof(frame.saved);
  frame.pc = load<const std::uint8_t*>(returnAddress);
  frame.sp = const_cast<std::uint8_t*>(returnAddress) + sizeof(void*);
  return frame;
}

void appendFrames(const runtime::NativeFrame& frame, runtime::Trap& trap) {
  Frames frames(frame);
  for (; frames.isAtFrame(); frames.next()) {
    if (trap.frames.size() < runtime::Trap::maxFrames) {
      trap.frames.push_back(describe(frames.code(), frames.position()));
    } else {
      ++trap.omittedFrames;
    }
  }
  if (frames.damage() != nullptr && trap.detail.empty()) trap.detail = frames.damage()->message();
}

}  // namespace wald::aot
