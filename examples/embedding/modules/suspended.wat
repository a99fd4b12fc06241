;; Asks for the squares of n and n + 1, and gives their sum.
(module
  (import "host" "ask" (func $ask (param i32) (result i32)))
  (func (export "squares") (param $n i32) (result i32)
    (i32.add (call $ask (local.get $n)) (call $ask (i32.add (local.get $n) (i32.const 1))))))
