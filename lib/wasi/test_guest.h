#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtime/linker.h"
#include "wasi/types.h"
#include "wasi/wasi.h"

/// What the tests of this part share: a guest without code, and a directory that is removed at the
/// end.
namespace wald::wasi {

/// A new directory on the host, with everything in it gone at the end.
class TempDirectory {
public:
  TempDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "wald-wasi-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

  void write(std::string_view name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string read(std::string_view name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// The names of all that is in it, with what files hold and links say, sorted: to see whether
  /// anything changed.
  std::vector<std::string> listing() const {
    std::vector<std::string> lines;
    list("", lines);
    std::sort(lines.begin(), lines.end());
    return lines;
  }

private:
  void list(const std::filesystem::path& below, std::vector<std::string>& lines) const {
    namespace fs = std::filesystem;
    for (const auto& entry : fs::directory_iterator(path_ / below)) {
      const fs::path name = below / entry.path().filename();
      const fs::file_type type = fs::symlink_status(entry.path()).type();
      std::string line = name.string();
      if (type == fs::file_type::symlink) line += " -> " + fs::read_symlink(entry.path()).string();
      if (type == fs::file_type::directory) list(name, lines);
      if (type == fs::file_type::regular) {
        const auto written = fs::last_write_time(entry.path()).time_since_epoch().count();
        line += ": " + read(name.string()) + " " + std::to_string(written);
      }
      lines.push_back(line);
    }
  }

  std::filesystem::path path_;
};

/// An instance with nothing but a memory, on whose behalf host functions are called. May live on any
/// thread, so it throws where it cannot go on: Catch's assertions are for one thread.
class TestGuest {
public:
  static constexpr std::uint32_t memorySize = 0x10000;

  explicit TestGuest(const Config& config) : engine_(runtime::Config{}) {
    auto store = runtime::Store::create(engine_);
    must(static_cast<bool>(store), "no store");
    store_ = std::move(*store);
    auto wasi = Wasi::create(config);
    must(static_cast<bool>(wasi), "no WASI");
    wasi_ = std::move(*wasi);
    runtime::Linker linker(*store_);
    auto instantiation = linker.instantiate(makeModule());
    must(static_cast<bool>(instantiation), "no instance");
    instance_ = instantiation->instance;
  }

  /// Calls a function with its wasm arguments.
  Errno call(std::string_view name, std::initializer_list<std::uint64_t> arguments) {
    return call(name, std::vector<std::uint64_t>(arguments));
  }
  Errno call(std::string_view name, const std::vector<std::uint64_t>& arguments) {
    const auto found = wasi_->find(*store_, name, moduleName);
    must(static_cast<bool>(found), name);
    const runtime::Function* function = std::get<runtime::Function*>(*found);
    must(function->paramSlots == arguments.size(), name);
    std::vector<runtime::Slot> slots(arguments);
    slots.resize(slots.size() + 1);
    outcome = function->host(function->environment, {*store_, instance_}, slots.data());
    if (outcome == runtime::Outcome::Trap) trap = store_->takeTrap();
    return static_cast<Errno>(slots[0]);
  }

  runtime::Memory& memory() { return *instance_->hostMemory(); }
  runtime::Store& store() { return *store_; }
  Wasi& wasi() { return *wasi_; }

  /// Puts bytes into the guest's memory and gives their address. Places are used again after 16
  /// KiB.
  std::uint32_t put(std::string_view bytes) {
    if (next_ + bytes.size() > dataEnd) next_ = dataBegin;
    std::memcpy(memory().base() + next_, bytes.data(), bytes.size());
    const std::uint32_t address = next_;
    next_ += static_cast<std::uint32_t>(bytes.size());
    return address;
  }
  template <typename T>
  std::uint32_t putValue(const T& value) {
    return put({reinterpret_cast<const char*>(&value), sizeof(T)});
  }
  template <typename T = std::uint32_t>
  T get(std::uint32_t address) {
    T value;
    must(memory().contains(address, sizeof(T)), "an address outside the memory");
    std::memcpy(&value, memory().base() + address, sizeof(T));
    return value;
  }
  std::string text(std::uint32_t address, std::size_t size) {
    return {reinterpret_cast<const char*>(memory().base()) + address, size};
  }

  struct Opened {
    Errno error;
    std::uint32_t fd;
  };
  /// `path_open`, by default following links, with all that `directory` can pass on but writing.
  Opened open(std::uint32_t directory, std::string_view path, std::uint32_t oflags = 0,
              Rights base = ~right::FdWrite, std::uint32_t lookup = lookupSymlinkFollow,
              FdFlags flags = 0) {
    const Errno error = call("path_open", {directory, lookup, put(path), path.size(), oflags, base,
                                           ~Rights{0}, flags, result});
    return {error, error == Errno::Success ? get(result) : ~0u};
  }
  /// The other functions that take a descriptor and a path.
  Errno atPath(std::string_view name, std::uint32_t directory, std::string_view path) {
    return call(name, {directory, put(path), path.size()});
  }
  Errno rename(std::uint32_t from, std::string_view oldPath, std::uint32_t to,
               std::string_view newPath) {
    return call("path_rename",
                {from, put(oldPath), oldPath.size(), to, put(newPath), newPath.size()});
  }
  Errno link(std::uint32_t from, std::string_view oldPath, std::uint32_t to,
             std::string_view newPath) {
    return call("path_link",
                {from, 0, put(oldPath), oldPath.size(), to, put(newPath), newPath.size()});
  }
  Errno symlink(std::string_view target, std::uint32_t directory, std::string_view path) {
    return call("path_symlink", {put(target), target.size(), directory, put(path), path.size()});
  }
  Errno write(std::uint32_t fd, std::string_view bytes) {
    const GuestIovec list{put(bytes), static_cast<std::uint32_t>(bytes.size())};
    return call("fd_write", {fd, putValue(list), 1, result});
  }
  /// What `fd_read` gives; `error` says why it gives nothing.
  std::string read(std::uint32_t fd, Errno* error = nullptr) {
    const GuestIovec list{buffer, 1024};
    const Errno found = call("fd_read", {fd, putValue(list), 1, result});
    if (error != nullptr) *error = found;
    return found == Errno::Success ? text(buffer, get(result)) : "";
  }

  // Places in the guest's memory.
  static constexpr std::uint32_t result = 0x100;
  static constexpr std::uint32_t buffer = 0x200;
  static constexpr std::uint32_t outside =
      memorySize - 2;  ///< too near the end for any result but a path

  std::string_view moduleName = Wasi::moduleName;  ///< whose functions are called
  runtime::Outcome outcome = runtime::Outcome::Ok;
  runtime::TrapPtr trap;

private:
  static void must(bool holds, std::string_view what) {
    if (!holds) throw std::logic_error("TestGuest: " + std::string(what));
  }

  static constexpr std::uint32_t dataBegin = 0x4000;
  static constexpr std::uint32_t dataEnd = 0x8000;

  struct NoCode final : runtime::Code {
    const std::atomic<const void*>* entries(runtime::MemoryMode) const override { return nullptr; }
    runtime::Outcome invoke(runtime::Store& store, const runtime::Function&,
                            runtime::Slot*) const override {
      return store.raise(wasm::TrapKind::Unreachable);
    }
    std::string_view functionName(std::uint32_t) const override { return {}; }
    wasm::Module module;
  };

  std::shared_ptr<const runtime::Module> makeModule() {
    auto code = std::make_shared<NoCode>();
    code->module.memories.push_back({.type = {.limits = {.min = 1}}});
    code->module.exports.push_back({.name = "memory", .kind = wasm::ExternKind::Memory});
    const wasm::Module& module = code->module;
    return std::make_shared<const runtime::Module>(
        runtime::Module{engine_, module, {}, std::move(code), "test"});
  }

  runtime::Engine engine_;
  std::unique_ptr<runtime::Store> store_;
  std::unique_ptr<Wasi> wasi_;
  runtime::Instance* instance_ = nullptr;
  std::uint32_t next_ = dataBegin;
};

/// A configuration that grants directories and nothing else.
inline Config grant(std::initializer_list<Preopen> preopens) {
  Config config;
  config.stdio.fill(Stream::closed());
  config.clocks = config.random = false;
  config.preopens = preopens;
  return config;
}

}  // namespace wald::wasi
