#include "api/c_trap.h"

#include <cstring>

#include "api/c_vectors.h"

namespace wald::c_api {

namespace {

/// From the start of a function's body in a module's bytes, behind its size, to an instruction.
std::uint32_t offsetInFunction(const wasm::Module& module, std::uint32_t function,
                               std::uint32_t offset) {
  if (module.isImportedFunction(function) || module.codeRemoved) return 0;
  std::uint32_t start = module.codes[function - module.importedFunctions].offset;
  // All bytes of a number but the last have their highest bit set.
  while (module.bytes[start] & 0x80) ++start;
  return offset - (start + 1);
}

wasm_frame_t* newFrame(const std::shared_ptr<TrapObject>& trap, std::size_t index) {
  return new wasm_frame_t{trap, index, nullptr};
}

}  // namespace

wasm_trap_t* newTrap(const std::shared_ptr<StoreState>& state, runtime::TrapPtr trap) {
  auto object = std::make_shared<TrapObject>();
  object->state = state;
  object->trap = std::move(*trap);
  for (const runtime::TrapFrame& frame : object->trap.frames) {
    const std::uint32_t inFunction =
        frame.instance == nullptr
            ? 0
            : offsetInFunction(frame.instance->module().wasm, frame.index, frame.offset);
    object->frames.push_back({frame.instance, frame.index, frame.offset, inFunction});
  }
  return new wasm_trap_t(std::move(object));
}

wasm_trap_t* newTrap(std::string_view message) {
  auto object = std::make_shared<TrapObject>();
  object->trap.kind = wasm::TrapKind::Host;
  object->trap.detail = message;
  return new wasm_trap_t(std::move(object));
}

runtime::Outcome raise(const StoreState& state, wasm_trap_t* trap) {
  const std::unique_ptr<wasm_trap_t> taken(trap);
  auto copy = std::make_unique<runtime::Trap>(taken->object->trap);
  // An exception is an object of its store, and so are the instances of frames.
  if (taken->object->state.get() != &state) {
    if (copy->exception != nullptr) copy->kind = wasm::TrapKind::Host;
    copy->exception = nullptr;
    copy->frames.clear();
  }
  return state.store()->raise(std::move(copy));
}

}  // namespace wald::c_api

using namespace wald;
using namespace wald::c_api;

wasm_trap_t* wasm_trap_new(wasm_store_t* store, const wasm_message_t* message) {
  std::string_view text;
  if (message != nullptr && message->data != nullptr) text = {message->data, message->size};
  if (text.ends_with('\0')) text.remove_suffix(1);
  wasm_trap_t* trap = newTrap(text);
  if (store != nullptr) trap->object->state = store->state;
  return trap;
}

void wasm_trap_message(const wasm_trap_t* trap, wasm_message_t* out) {
  wasm_byte_vec_new_empty(out);
  if (trap == nullptr || out == nullptr) return;
  const runtime::Trap& of = trap->object->trap;
  // Of the host's own it is what the host said.
  const bool isHost = of.kind == wasm::TrapKind::Host && !of.exitStatus;
  const std::string text = isHost ? of.detail : of.message();
  wasm_byte_vec_new(out, text.size() + 1, text.c_str());
}

wasm_frame_t* wasm_trap_origin(const wasm_trap_t* trap) {
  return trap == nullptr || trap->object->frames.empty() ? nullptr : newFrame(trap->object, 0);
}

void wasm_trap_trace(const wasm_trap_t* trap, wasm_frame_vec_t* out) {
  wasm_frame_vec_new_empty(out);
  if (trap == nullptr || out == nullptr) return;
  wasm_frame_vec_new_uninitialized(out, trap->object->frames.size());
  for (std::size_t i = 0; i < out->size; ++i) out->data[i] = newFrame(trap->object, i);
}

void wasm_frame_delete(wasm_frame_t* object) { delete object; }

wasm_frame_t* wasm_frame_copy(const wasm_frame_t* frame) {
  return frame == nullptr ? nullptr : newFrame(frame->trap, frame->index);
}

wasm_instance_t* wasm_frame_instance(const wasm_frame_t* frame) {
  if (frame == nullptr || frame->get().instance == nullptr) return nullptr;
  const auto& state = frame->trap->state;
  if (state->store() == nullptr) return nullptr;
  if (frame->instance == nullptr) {
    frame->instance = std::make_unique<wasm_instance_t>(state, frame->get().instance);
  }
  return frame->instance.get();
}

std::uint32_t wasm_frame_func_index(const wasm_frame_t* frame) {
  return frame == nullptr ? 0 : frame->get().function;
}

std::size_t wasm_frame_func_offset(const wasm_frame_t* frame) {
  return frame == nullptr ? 0 : frame->get().functionOffset;
}

std::size_t wasm_frame_module_offset(const wasm_frame_t* frame) {
  return frame == nullptr ? 0 : frame->get().moduleOffset;
}
