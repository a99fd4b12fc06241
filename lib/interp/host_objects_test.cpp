#include "interp/host_objects_test.h"

#include "interp/guest_test.h"

// Values of the host that interpreted guests keep.

namespace wald::interp {

using namespace test;

TEST_CASE("an interpreted guest keeps values of the host wherever it puts them") {
  for (const bool stress : {false, true}) {
    INFO(stress);
    HostObjectsGuest host;
    {
      runtime::Config config;
      config.gcStress = stress;
      World world(config);
      host.define(world.engine, *world.store, world.linker);
      host.check(*world.store, world.add("guest", HostObjectsGuest::text));
    }
    CHECK(host.alive() == 0);
  }
}

}  // namespace wald::interp
