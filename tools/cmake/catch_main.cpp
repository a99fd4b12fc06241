#define CATCH_CONFIG_MAIN
// Catch would put its signal handlers in the place of those by which guests trap, anew for each test.
#define CATCH_CONFIG_NO_POSIX_SIGNALS
#include <catch2/catch.hpp>
