#include "peers.h"

#include <dlfcn.h>

#include <cstdlib>

namespace wald::bench {

namespace {

constexpr std::uint32_t stackBytes = 64 * 1024;

// wasm3: results and arguments are slots of 8 bytes on its stack, the result first.
const void* wasm3Add(void*, void*, std::uint64_t* stack, void*) {
  const auto sum = static_cast<std::uint32_t>(stack[1]) + static_cast<std::uint32_t>(stack[2]);
  *reinterpret_cast<std::uint32_t*>(stack) = sum;
  return nullptr;
}

std::int32_t wamrAdd(void*, std::int32_t a, std::int32_t b) { return a + b; }

// WAMR's `NativeSymbol`.
struct WamrFunction {
  const char* name;
  void* function;
  const char* signature;
  void* attachment;
};

template <typename F>
F function(Library& library, const char* name) {
  return reinterpret_cast<F>(library.symbol(name));
}

}  // namespace

Library::Library(const char* path) : handle_(dlopen(path, RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) failure_ = dlerror();
}

void* Library::symbol(const char* name) {
  if (handle_ == nullptr) return nullptr;
  void* const found = dlsym(handle_, name);
  check(found != nullptr, name);
  return found;
}

bool Library::check(bool holds, const char* what) {
  if (!holds && failure_.empty()) failure_ = what;
  return holds;
}

Wasm3::Wasm3(const char* path, std::span<const std::uint8_t> module) : library_(path) {
  const auto newEnvironment = function<void* (*)()>(library_, "m3_NewEnvironment");
  const auto newRuntime =
      function<void* (*)(void*, std::uint32_t, void*)>(library_, "m3_NewRuntime");
  const auto parse = function<const char* (*)(void*, void**, const std::uint8_t*, std::uint32_t)>(
      library_, "m3_ParseModule");
  const auto load = function<const char* (*)(void*, void*)>(library_, "m3_LoadModule");
  const auto link =
      function<const char* (*)(void*, const char*, const char*, const char*, decltype(&wasm3Add))>(
          library_, "m3_LinkRawFunction");
  const auto find =
      function<const char* (*)(void**, void*, const char*)>(library_, "m3_FindFunction");
  call_ = function<Call>(library_, "m3_Call");
  getResults_ = function<GetResults>(library_, "m3_GetResults");
  if (!failure().empty()) return;

  // An error is a text, success is null.
  const auto ok = [this](const char* error) { return library_.check(error == nullptr, error); };
  void* const environment = newEnvironment();
  void* const runtime = newRuntime(environment, stackBytes, nullptr);
  void* loaded = nullptr;
  static_cast<void>(
      ok(parse(environment, &loaded, module.data(), static_cast<std::uint32_t>(module.size()))) &&
      ok(load(runtime, loaded)) && ok(link(loaded, "host", "add", "i(ii)", &wasm3Add)) &&
      ok(find(&add_, runtime, "add")) && ok(find(&out_, runtime, "out")));
}

std::int32_t Wasm3::add(std::int32_t a, std::int32_t b) const {
  const void* arguments[] = {&a, &b};
  std::int32_t sum = 0;
  const void* results[] = {&sum};
  if (call_(add_, 2, arguments) != nullptr || getResults_(add_, 1, results) != nullptr)
    std::abort();
  return sum;
}

std::int32_t Wasm3::out(std::int32_t calls) const {
  const void* arguments[] = {&calls};
  std::int32_t sum = 0;
  const void* results[] = {&sum};
  if (call_(out_, 1, arguments) != nullptr || getResults_(out_, 1, results) != nullptr)
    std::abort();
  return sum;
}

Wamr::Wamr(const char* path, std::span<std::uint8_t> module) : library_(path) {
  const auto init = function<bool (*)()>(library_, "wasm_runtime_init");
  const auto registerNatives = function<bool (*)(const char*, WamrFunction*, std::uint32_t)>(
      library_, "wasm_runtime_register_natives");
  const auto load = function<void* (*)(std::uint8_t*, std::uint32_t, char*, std::uint32_t)>(
      library_, "wasm_runtime_load");
  const auto instantiate =
      function<void* (*)(void*, std::uint32_t, std::uint32_t, char*, std::uint32_t)>(
          library_, "wasm_runtime_instantiate");
  const auto lookup =
      function<void* (*)(void*, const char*)>(library_, "wasm_runtime_lookup_function");
  const auto createEnvironment =
      function<void* (*)(void*, std::uint32_t)>(library_, "wasm_runtime_create_exec_env");
  call_ = function<Call>(library_, "wasm_runtime_call_wasm");
  if (!failure().empty()) return;

  // It keeps the array.
  static WamrFunction natives[] = {{"add", reinterpret_cast<void*>(&wamrAdd), "(ii)i", nullptr}};
  char error[256] = "";
  if (!library_.check(init(), "wasm_runtime_init failed") ||
      !library_.check(registerNatives("host", natives, 1), "wasm_runtime_register_natives failed"))
    return;
  void* const loaded =
      load(module.data(), static_cast<std::uint32_t>(module.size()), error, sizeof error);
  if (!library_.check(loaded != nullptr, error)) return;
  void* const instance = instantiate(loaded, stackBytes, 0, error, sizeof error);
  if (!library_.check(instance != nullptr, error)) return;
  add_ = lookup(instance, "add");
  out_ = lookup(instance, "out");
  environment_ = createEnvironment(instance, stackBytes);
  library_.check(add_ != nullptr && out_ != nullptr && environment_ != nullptr,
                 "the exports were not found");
}

std::int32_t Wamr::add(std::int32_t a, std::int32_t b) const {
  std::uint32_t values[] = {static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)};
  if (!call_(environment_, add_, 2, values)) std::abort();
  return static_cast<std::int32_t>(values[0]);
}

std::int32_t Wamr::out(std::int32_t calls) const {
  std::uint32_t values[] = {static_cast<std::uint32_t>(calls)};
  if (!call_(environment_, out_, 1, values)) std::abort();
  return static_cast<std::int32_t>(values[0]);
}

}  // namespace wald::bench
