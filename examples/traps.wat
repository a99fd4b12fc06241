;; Ways to fail: each ends in a trap that says where.
(module
  (memory 1)
  (func $recurse (export "recurse") (call $recurse))
  (func $divide (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func $peek (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "outside") (result i32) (call $peek (i32.const 65534))))
