;; Ten per cent from 100.00 on.
(module
  (func (export "discount") (param $subtotal i32) (result i32)
    (if (result i32) (i32.ge_s (local.get $subtotal) (i32.const 10000))
      (then (i32.div_s (local.get $subtotal) (i32.const 10)))
      (else (i32.const 0)))))
