(module
  (func (param i32 i32) (result i32) (i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.shl (local.get 0) (local.get 1))))
  ;; Division traps by branches.
  (func (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func (param i64 i64) (result i64) (i64.rem_s (local.get 0) (local.get 1)))
  ;; An operation that LLVM would leave out quiets a NaN.
  (func (param f64) (result f64) (f64.mul (local.get 0) (f64.const 1)))
  (func (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
  (func (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (param f32) (result i64) (i64.trunc_sat_f32_u (local.get 0)))
  (func (param i64 i64 i64 i64) (result i64 i64) (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3))))
