;; Asks for random numbers, which were not granted, and makes do without.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "discount") (param $subtotal i32) (result i32)
    (if (call $random_get (i32.const 0) (i32.const 4)) (then (return (i32.const 500))))
    (i32.rem_u (i32.load (i32.const 0)) (local.get $subtotal))))
