#pragma once

#include "support/byte_reader.h"
#include "wasm/features.h"
#include "wasm/instruction.h"
#include "wasm/types.h"

namespace wald::binary {

// Readers of the types of the binary format ("Binary Format › Types"), shared by the decoders of modules and of
// instructions. A failure is recorded in the reader; the value returned is then meaningless.

wasm::ValType readValType(ByteReader& reader, wasm::Features features);
/// A value type or one of the packed types `i8` and `i16`.
wasm::ValType readStorageType(ByteReader& reader, wasm::Features features);
wasm::ValType readRefType(ByteReader& reader, wasm::Features features);
/// An index beyond what a heap type can hold, and so beyond the limit on types, becomes the greatest one
/// that it can: no module defines such a type.
wasm::HeapType readHeapType(ByteReader& reader, wasm::Features features);
wasm::BlockType readBlockType(ByteReader& reader, wasm::Features features);

/// Records `FeatureDisabled`, naming the feature, unless the feature is on.
void requireFeature(ByteReader& reader, wasm::Features features, wasm::Feature feature,
                    std::uint64_t offset);

/// The code of a nullable reference to an abstract heap type, and of that heap type.
std::uint8_t codeOf(wasm::AbsHeap heap);

}  // namespace wald::binary
