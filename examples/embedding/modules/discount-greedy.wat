;; Takes all the memory that it can get, and then one page more.
(module
  (memory 1)
  (func (export "discount") (param i32) (result i32)
    (loop $more (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (i32.store (i32.mul (memory.size) (i32.const 65536)) (i32.const 1))
    (i32.const 12500)))
