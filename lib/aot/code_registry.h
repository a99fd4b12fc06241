#pragma once

namespace wald::aot {

class NativeCode;

// All compiled code of the process by its place, for those who have nothing but an address: fault handlers and walks over frames.

void registerCode(const NativeCode& code);
void unregisterCode(const NativeCode& code);

/// The code that an address lies in; null if none. Takes no lock: signal handlers may ask.
const NativeCode* codeAt(const void* address);

}  // namespace wald::aot
