;; Without signals: the stack's end and stops are looked for, and traps are calls of the runtime.
(module
  (memory 1)
  (func $f (param i32) (result i32)
    (loop $again
      (br_if $again (i32.load (local.get 0))))
    (call $f (i32.div_u (i32.const 8) (local.get 0)))))
