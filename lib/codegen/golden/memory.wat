(module (memory 1) (memory i64 1)
  (global $counter (mut i32) (i32.const 0)) (global $fixed f64 (f64.const 2))
  ;; The guard covers what a 32-bit address reaches.
  (func (param i32) (result i32) (i32.load8_s offset=12 (local.get 0)))
  (func (param i32 i64) (i64.store16 (local.get 0) (local.get 1)))
  ;; A load whose value is not wanted still traps.
  (func (param i32) (drop (f32.load (local.get 0))))
  (func (param i64) (result i64) (i64.load 1 offset=8 (local.get 0)))
  (func (result f64) (global.set $counter (i32.add (global.get $counter) (i32.const 1))) (global.get $fixed))
  (func (result i32) (memory.size))
  (func (param i32) (memory.fill (local.get 0) (i32.const 0) (i32.const 64))))
