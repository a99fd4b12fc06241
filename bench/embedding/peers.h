#pragma once

#include <cstdint>
#include <span>
#include <string>

/// Other runtimes beside wald, for whoever has their shared libraries: nothing of them is needed to build
/// this. What a caller of each must know of its interface stands in peers.cpp.
namespace wald::bench {

/// A shared library that stays loaded, and the first thing that went wrong with it.
class Library {
public:
  explicit Library(const char* path);
  /// The address of a symbol; without one the library is `failed`.
  void* symbol(const char* name);
  bool check(bool holds, const char* what);

  /// What went wrong, or nothing.
  const std::string& failure() const { return failure_; }

private:
  void* handle_;
  std::string failure_;
};

/// wasm3 (`libm3.so`), called by `m3_Call`, its host function linked by `m3_LinkRawFunction`.
class Wasm3 {
public:
  /// Instantiates `module`, which has the exports and the import of the bench's. Look at `failure`.
  Wasm3(const char* path, std::span<const std::uint8_t> module);

  const std::string& failure() const { return library_.failure(); }
  std::int32_t add(std::int32_t a, std::int32_t b) const;
  std::int32_t out(std::int32_t calls) const;

private:
  using Call = const char* (*)(void* function, std::uint32_t count, const void** arguments);
  using GetResults = const char* (*)(void* function, std::uint32_t count, const void** results);

  Library library_;
  Call call_ = nullptr;
  GetResults getResults_ = nullptr;
  void* add_ = nullptr;
  void* out_ = nullptr;
};

/// WAMR (`libiwasm.so`), called by `wasm_runtime_call_wasm`, its host function a registered native.
class Wamr {
public:
  /// As for `Wasm3`; it writes into the module, and needs it for as long as this lives.
  Wamr(const char* path, std::span<std::uint8_t> module);

  const std::string& failure() const { return library_.failure(); }
  std::int32_t add(std::int32_t a, std::int32_t b) const;
  std::int32_t out(std::int32_t calls) const;

private:
  using Call = bool (*)(void* environment, void* function, std::uint32_t count,
                        std::uint32_t* values);

  Library library_;
  Call call_ = nullptr;
  void* environment_ = nullptr;
  void* add_ = nullptr;
  void* out_ = nullptr;
};

}  // namespace wald::bench
