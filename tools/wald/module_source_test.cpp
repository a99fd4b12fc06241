#include "tools/wald/module_source.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "runtime/linker.h"
#include "runtime/store.h"
#include "text/parser.h"

using namespace wald;
using namespace wald::command;

namespace {

namespace fs = std::filesystem;

/// A folder with a cache in it, while it lives.
class Place {
public:
  Place() {
    std::string name = (fs::temp_directory_path() / "wald-module-source-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    setenv("WALD_CACHE_DIR", (folder_ / "cache").c_str(), 1);
  }
  ~Place() {
    unsetenv("WALD_CACHE_DIR");
    fs::remove_all(folder_);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  std::string write(const std::vector<std::uint8_t>& bytes) const {
    const fs::path path = folder_ / "module.wasm";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return path.string();
  }

private:
  fs::path folder_;
};

/// A large module whose function "bad" adds one number to nothing, and whose function "good" gives 42.
std::vector<std::uint8_t> invalidModule() {
  auto bytes = text::parseModule(R"((module
      (func (export "good") (result i32) (i32.const 42))
      (func (export "bad") (param i32) (result i32) (i32.eqz (local.get 0)))))",
                                 wasm::Features());
  REQUIRE(bytes);
  auto eqz = std::find(bytes->rbegin(), bytes->rend(), 0x45);
  REQUIRE(eqz != bytes->rend());
  *eqz = 0x6a;
  // A custom section of 1 MiB.
  const std::uint8_t section[] = {0x00, 0x82, 0x80, 0x40, 0x01, 'x'};
  bytes->insert(bytes->end(), std::begin(section), std::end(section));
  bytes->resize(bytes->size() + (std::size_t{1} << 20));
  return std::move(*bytes);
}

}  // namespace

TEST_CASE("A forged mark gets an invalid module as far as the call of what is invalid") {
  const Place place;
  const auto bytes = invalidModule();
  const std::string path = place.write(bytes);
  const runtime::Config config;
  for (const bool isForged : {false, true}) {
    if (isForged) {
      auto directory =
          CacheDirectory::open(CacheDirectory::path(), CacheDirectory::IfMissing::Make);
      REQUIRE(directory);
      const Sha256Digest digest = sha256(bytes);
      Cache(std::move(*directory))
          .storeMark(Cache::markOf(digest, config.features), {.name = "forged"});
    }
    ModuleSource source(path);
    source.prepare({}, config);
    CHECK(source.isKnownValid() == isForged);
    runtime::Engine engine(config);
    auto module = source.load(engine);
    REQUIRE(static_cast<bool>(module) == isForged);
    if (!isForged) continue;

    auto store = runtime::Store::create(engine);
    REQUIRE(store);
    runtime::Linker linker(**store);
    const auto instantiation = linker.instantiate(std::move(*module));
    REQUIRE(instantiation);
    const auto call = [&](std::string_view name, std::vector<runtime::Value> args) {
      const auto found = instantiation->instance->exported(name);
      runtime::TrapPtr trap;
      const auto called = (*store)->call(*std::get<runtime::Function*>(*found), args, trap);
      REQUIRE(called);
      return trap == nullptr ? std::string() : trap->message();
    };
    CHECK(call("good", {}).empty());
    CHECK(call("bad", {runtime::Value::i32(1)}).find("taken for valid, and is not") !=
          std::string::npos);
    CHECK(call("good", {}).empty());
  }
}
