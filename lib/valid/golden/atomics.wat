;; Every atomic instruction may write, so that a load before one keeps its place.
(module
  (memory 1 1 shared)
  (func $order (param i32) (result i32)
    (i32.add
      (i32.load (local.get 0))
      (i32.atomic.rmw.add offset=4 (local.get 0) (i32.const 1))))
  (func $exchange (param i32 i64) (result i64)
    (i64.atomic.rmw.cmpxchg (local.get 0) (i64.const 0) (local.get 1)))
  (func $store (param i32)
    (i32.atomic.store16 offset=2 (local.get 0) (i32.atomic.load (local.get 0)))
    (atomic.fence))
  (func $park (param i32) (result i32)
    (drop (memory.atomic.notify (local.get 0) (i32.const 1)))
    (i32.sub
      (memory.atomic.wait32 (local.get 0) (i32.const 2) (i64.const -1))
      (memory.atomic.wait64 offset=8 (local.get 0) (i64.const 2) (i64.const 0)))))
