;; What wait and notify give, on shared and other memories.

(module $Mem (memory (export "shared") 1 1 shared))

(module definition $Waiter
  (memory (import "mem" "shared") 1 1 shared)
  (func (export "wait32") (param i32 i32 i64) (result i32)
    (memory.atomic.wait32 (local.get 0) (local.get 1) (local.get 2)))
  (func (export "wait64") (param i32 i64 i64) (result i32)
    (memory.atomic.wait64 (local.get 0) (local.get 1) (local.get 2)))
  (func (export "notify") (param i32 i32) (result i32)
    (memory.atomic.notify (local.get 0) (local.get 1)))
  (func (export "store") (param i32 i32) (i32.atomic.store (local.get 0) (local.get 1)))
  ;; Notifies until one was woken.
  (func (export "wake one") (param i32)
    (loop $again (br_if $again (i32.eqz (memory.atomic.notify (local.get 0) (i32.const 1)))))))

(register "mem" $Mem)
(module instance $w $Waiter)

;; Not equal.
(assert_return (invoke $w "wait32" (i32.const 0) (i32.const 1) (i64.const -1)) (i32.const 1))
(assert_return (invoke $w "wait64" (i32.const 0) (i64.const 0x100000000) (i64.const -1)) (i32.const 1))
;; Time-outs: none at all, a ns, 20 ms.
(assert_return (invoke $w "wait32" (i32.const 0) (i32.const 0) (i64.const 0)) (i32.const 2))
(assert_return (invoke $w "wait64" (i32.const 0) (i64.const 0) (i64.const 1)) (i32.const 2))
(assert_return (invoke $w "wait32" (i32.const 4) (i32.const 0) (i64.const 20000000)) (i32.const 2))
;; Nobody is there.
(assert_return (invoke $w "notify" (i32.const 0) (i32.const -1)) (i32.const 0))
;; Traps.
(assert_trap (invoke $w "wait32" (i32.const 2) (i32.const 0) (i64.const 0)) "unaligned atomic")
(assert_trap (invoke $w "wait64" (i32.const 4) (i64.const 0) (i64.const 0)) "unaligned atomic")
(assert_trap (invoke $w "notify" (i32.const 3) (i32.const 0)) "unaligned atomic")
(assert_trap (invoke $w "wait32" (i32.const 0x10000) (i32.const 0) (i64.const 0)) "out of bounds memory access")
(assert_trap (invoke $w "notify" (i32.const 0x10000) (i32.const 0)) "out of bounds memory access")

;; Without an end, with the longest time-out, and with 10 minutes: all are woken.
(thread $Endless (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Waiter)
  (assert_return (invoke $w "wait32" (i32.const 64) (i32.const 0) (i64.const -1)) (i32.const 0)))
(thread $Longest (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Waiter)
  (assert_return (invoke $w "wait64" (i32.const 128) (i64.const 0) (i64.const 0x7fffffffffffffff)) (i32.const 0)))
(thread $Minutes (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Waiter)
  (assert_return (invoke $w "wait32" (i32.const 192) (i32.const 0) (i64.const 600000000000)) (i32.const 0)))

(invoke $w "wake one" (i32.const 64))
(invoke $w "wake one" (i32.const 128))
(invoke $w "wake one" (i32.const 192))
(wait $Endless)
(wait $Longest)
(wait $Minutes)
(assert_return (invoke $w "notify" (i32.const 64) (i32.const -1)) (i32.const 0))

;; An unshared memory has no waiters, and all else.
(module
  (memory 1 1)
  (func (export "notify") (param i32) (result i32) (memory.atomic.notify (local.get 0) (i32.const 1)))
  (func (export "wait") (result i32) (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 0)))
  (func (export "add") (result i32) (i32.atomic.rmw.add (i32.const 8) (i32.const 5))))
(assert_return (invoke "notify" (i32.const 0)) (i32.const 0))
(assert_trap (invoke "notify" (i32.const 1)) "unaligned atomic")
(assert_trap (invoke "notify" (i32.const 0x10000)) "out of bounds memory access")
(assert_trap (invoke "wait") "expected shared memory")
(assert_return (invoke "add") (i32.const 0))
(assert_return (invoke "add") (i32.const 5))
