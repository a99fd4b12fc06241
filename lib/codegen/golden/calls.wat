(module
  (type $binary (func (param i32 i32) (result i32)))
  (type $open (sub (func)))
  (import "host" "f" (func $host (param i64) (result f32)))
  (table 4 funcref)
  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func (param i32) (result i32) (call $add (local.get 0) (i32.const 1)))
  (func (result f32) (call $host (i64.const 9)))
  (func (param i32) (result i32) (call_indirect (type $binary) (i32.const 1) (i32.const 2) (local.get 0)))
  ;; Another type may be below one that is open.
  (func (param i32) (call_indirect (type $open) (local.get 0)))
  (func (param (ref null $binary)) (result i32) (return_call_ref $binary (i32.const 1) (i32.const 2) (local.get 0)))
  ;; More than the registers hold.
  (func $many (param i32 i32 i32 i32 i32 v128 i64) (result i64 f64 i32)
    (local.get 6) (f64.const 0.5) (local.get 4))
  (func (result i32) (local i32)
    (call $many (i32.const 0) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (v128.const i64x2 5 6) (i64.const 7))
    (local.set 0) (drop) (drop) (local.get 0)))
