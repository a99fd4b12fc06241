#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "support/test_bytes.h"

namespace wald::test {

/// For tests: a module with every section and every form that has a shortest encoding.
///
/// (module $sample
///   (type (;0;) (func))
///   (rec (type (;1;) (sub (struct (field (mut i8)) (field (ref null 2)))))
///        (type (;2;) (array (mut f32))))
///   (type (;3;) (sub final 1 (struct (field (mut i8)) (field (ref null 2)) (field (ref func)))))
///   (type (;4;) (func (param i32 v128 externref) (result i64)))
///   (type (;5;) (func (param i32)))
///   (import "m" "f" (func (type 0)))
///   (import "m" "t" (table 1 funcref))
///   (import "m" "mem" (memory i64 1 2 shared))
///   (import "m" "g" (global (mut i32)))
///   (import "m" "tag" (tag (type 5)))
///   (func (type 0) (local i32 i32 f64)
///     block br 0 end)
///   (func (type 0))
///   (table 0 10 (ref null 1))
///   (table i64 0 (ref func) (ref.func 1))
///   (memory 1)
///   (memory 0 7 (pagesize 1))
///   (tag (type 0))
///   (global i32 (i32.const 42))
///   (global (ref null extern) (ref.null extern))
///   (export "f1" (func 1)) (export "tag" (tag 1))
///   (start 1)
///   (elem (table 0) (i32.const 0) func 0 1)
///   (elem func 1)
///   (elem (table 1) (offset i32.const 1) func 1)
///   (elem declare func 0)
///   (elem (i32.const 2) funcref (ref.func 1))
///   (elem (ref null 1) (ref.null 1))
///   (elem (table 1) (i32.const 0) (ref null 1) (ref.null 1))
///   (elem declare funcref (ref.func 0) (ref.null func))
///   (data (memory 0) (i64.const 0) "ab")
///   (data "c")
///   (data (memory 1) (i32.const 0) "d"))
/// with custom sections "first" before all sections, "middle" after the functions and "name" at the end.
inline std::vector<std::uint8_t> sampleModule() {
  return bytesOf(R"(
    00 61 73 6d 01 00 00 00
    00 08 05 'first' aa bb
    01 2a 05
      60 00 00
      4e 02 50 00 5f 02 78 01 63 02 00 5e 7d 01
      4f 01 01 5f 03 78 01 63 02 00 64 70 00
      60 03 7f 7b 6f 01 7e
      60 01 7f 00
    02 29 05
      01 'm' 01 'f' 00 00
      01 'm' 01 't' 01 70 00 01
      01 'm' 03 'mem' 02 07 01 02
      01 'm' 01 'g' 03 7f 01
      01 'm' 03 'tag' 04 00 05
    03 03 02 00 00
    00 07 06 'middle'
    04 0f 02
      63 01 01 00 0a
      40 00 64 70 04 00 d2 01 0b
    05 07 02
      00 01
      09 00 07 00
    0d 03 01 00 00
    06 0b 02
      7f 00 41 2a 0b
      6f 00 d0 6f 0b
    07 0c 02
      02 'f1' 00 01
      03 'tag' 04 01
    08 01 01
    09 3b 08
      00 41 00 0b 02 00 01
      01 00 01 01
      02 01 41 01 0b 00 01 01
      03 00 01 00
      04 41 02 0b 01 d2 01 0b
      05 63 01 01 d0 01 0b
      06 01 41 00 0b 63 01 01 d0 01 0b
      07 70 02 d2 00 0b d0 70 0b
    0c 01 03
    0a 10 02
      0b 02 02 7f 01 7c 02 40 0c 00 0b 0b
      02 00 0b
    0b 12 03
      00 42 00 0b 02 'ab'
      01 01 'c'
      02 01 41 00 0b 01 'd'
    00 1a 04 'name'
      00 07 06 'sample'
      01 0a 02 00 03 'imp' 01 02 'f1'
  )");
}

}  // namespace wald::test
