// A library: no main, a constructor that has to have run before an export is called.
#include <stdint.h>

static int ready;

__attribute__((constructor)) static void initialize(void) { ready = 1000; }

__attribute__((export_name("add"))) int32_t add(int32_t a, int32_t b) { return a + b; }

__attribute__((export_name("scale"))) double scale(double value, float factor) {
  return value * factor;
}

__attribute__((export_name("mix"))) uint64_t mix(int64_t value) {
  return (uint64_t)value * 0x9e3779b97f4a7c15U;
}

__attribute__((export_name("readyPlus"))) int32_t readyPlus(int32_t value) { return ready + value; }

__attribute__((export_name("nothing"))) void nothing(void) {}

__attribute__((export_name("fail"))) int32_t fail(int32_t divisor) { return ready / divisor; }
