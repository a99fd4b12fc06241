;; A closed table, with an import in it, and one that is open.
(module
  (type $unary (func (param i32) (result i32)))
  (type $open (sub (func)))
  (import "host" "f" (func $host (type $unary)))
  (table $closed 8 funcref)
  (table $exported (export "table") 8 funcref)
  (elem (table $closed) (i32.const 1) func $a $host)
  (elem (table $closed) (i32.const 4) func $b)
  (func $a (type $unary) (call_indirect $closed (type $unary) (i32.const 7) (local.get 0)))
  (func $b (type $open) (call_indirect $closed (type $open) (i32.const 4)))
  (func (type $unary) (return_call_indirect $closed (type $unary) (local.get 0) (i32.const 3)))
  (func (type $unary) (call_indirect $exported (type $unary) (i32.const 7) (local.get 0))))
