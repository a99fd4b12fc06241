#include "interp/host_objects_test.h"

#include "aot/artifact_code.h"
#include "codegen/codegen_test.h"
#include "runtime/linker.h"

// Values of the host that compiled guests keep.

namespace wald::codegen {

TEST_CASE("a compiled guest keeps values of the host wherever it puts them") {
  const auto module = test::validate(interp::test::HostObjectsGuest::text);
  for (const Level level : {Level::O0, Level::O2}) {
    for (const bool stress : {false, true}) {
      INFO(static_cast<int>(level) << " " << stress);
      interp::test::HostObjectsGuest host;
      {
        runtime::Config config;
        config.gcStress = stress;
        config.fixedMemories = true;
        runtime::Engine engine(config);
        auto store = std::move(*runtime::Store::create(engine));
        runtime::Linker linker(*store);
        host.define(engine, *store, linker);
        auto code = aot::copyArtifact(test::compileBytes(*module, {.level = level}), config);
        if (!code) FAIL(code.error().format(""));
        auto loaded = aot::load(engine, module, std::move(*code), "guest");
        if (!loaded) FAIL(loaded.error().format(""));
        auto made = linker.instantiate(*loaded);
        REQUIRE(made);
        REQUIRE(made->instance);
        host.check(*store, *made->instance);
      }
      CHECK(host.alive() == 0);
    }
  }
}

}  // namespace wald::codegen
