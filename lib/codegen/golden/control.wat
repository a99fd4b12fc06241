(module
  (func (param i32) (result i32) (local i32)
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get 0)))
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br $again)))
    (local.get 1))
  (func (param i32) (result f64)
    (if (result f64) (local.get 0) (then (f64.const 1)) (else (f64.const 2))))
  ;; Values go along with a branch out of two blocks.
  (func (param i32) (result i64)
    (block (result i64)
      (i32.const 7)
      (block (result i64) (br_if 1 (i64.const 1) (local.get 0)))
      (drop) (drop) (i64.const 3)))
  (func (param i32) (result i32)
    (block (block (block (br_table 0 1 2 (local.get 0))) (return (i32.const 10))) (return (i32.const 20)))
    (unreachable)))
