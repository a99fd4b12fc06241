#include "interp/guest_test.h"

namespace wald::interp {

using namespace test;

namespace {

constexpr std::string_view text = R"((module
  (func (export "add") (param i32) (result i32)
    (i32.reinterpret_f32 (f32.add (f32.reinterpret_i32 (local.get 0)) (f32.const 1))))
  (func (export "nested") (param i64) (result i64)
    (i64.reinterpret_f64 (f64.neg (f64.mul (f64.sqrt (f64.reinterpret_i64 (local.get 0))) (f64.const 2)))))
  (func (export "demote") (param i64) (result i32)
    (i32.reinterpret_f32 (f32.demote_f64 (f64.reinterpret_i64 (local.get 0)))))
  (func (export "lanes") (param i32) (result i64)
    (i64x2.extract_lane 1 (f32x4.mul (i32x4.splat (local.get 0)) (f32x4.splat (f32.const 3)))))
  (func (export "mask") (param i32) (result i32)
    (i32x4.extract_lane 2 (f32x4.ne (i32x4.splat (local.get 0)) (i32x4.splat (local.get 0)))))
  (func (export "copy") (param i32) (result i32)
    (i32.reinterpret_f32 (f32.copysign (f32.reinterpret_i32 (local.get 0)) (f32.const 1)))))
)";

}  // namespace

TEST_CASE("computed NaNs are canonical in the deterministic profile, copied ones stay") {
  runtime::Config config;
  config.deterministic = true;
  World world(config);
  auto& guest = world.add("guest", text);
  constexpr std::uint32_t odd = 0xffc12345;
  CHECK(world.call(guest, "add", {i32(odd)}).i32() == 0x7fc00000);
  CHECK(world.call(guest, "add", {i32(0x3f800000)}).i32() == 0x40000000);
  // The sign comes from the negation, which only changes a bit.
  CHECK(world.call(guest, "nested", {i64(0x7ff8000000001234)}).i64() == 0xfff8000000000000);
  CHECK(world.call(guest, "nested", {i64(0xbff0000000000000)}).i64() == 0xfff8000000000000);
  CHECK(world.call(guest, "demote", {i64(0xfff8abcd00000000)}).i32() == 0x7fc00000);
  CHECK(world.call(guest, "lanes", {i32(odd)}).i64() == 0x7fc000007fc00000);
  CHECK(world.call(guest, "mask", {i32(odd)}).i32() == 0xffffffff);
  CHECK(world.call(guest, "copy", {i32(odd)}).i32() == 0x7fc12345);
}

TEST_CASE("without it payloads are kept") {
  World world;
  auto& guest = world.add("guest", text);
  CHECK(world.call(guest, "add", {i32(0xffc12345)}).i32() == 0xffc12345);
}

}  // namespace wald::interp
