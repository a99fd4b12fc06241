;; The binomial coefficient, by a function of another module.
(module
  (import "math" "factorial" (func $factorial (param i64) (result i64)))
  (func (export "choose") (param $n i64) (param $k i64) (result i64)
    (i64.div_u
      (call $factorial (local.get $n))
      (i64.mul
        (call $factorial (local.get $k))
        (call $factorial (i64.sub (local.get $n) (local.get $k)))))))
