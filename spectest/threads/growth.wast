;; Four threads grow one memory, a page at a time, until there is no more: every page is given once. What each thread
;; writes to the pages it got is seen by all.

(module $Mem (memory (export "shared") 1 201 shared))

(module definition $Grower
  (memory (import "mem" "shared") 1 201 shared)
  ;; 0: how many pages were given; from page 1 on, the first cell of each holds its number

  (func (export "grow")
    (local $page i32)
    (loop $next
      (local.set $page (memory.grow (i32.const 1)))
      (if (i32.eq (local.get $page) (i32.const -1)) (then (return)))
      (i32.store (i32.shl (local.get $page) (i32.const 16)) (local.get $page))
      (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
      (br $next)))
  (func (export "given") (result i32) (i32.atomic.load (i32.const 0)))
  (func (export "size") (result i32) (memory.size))
  (func (export "sum") (result i32)
    (local $page i32) (local $sum i32)
    (loop $next
      (local.set $page (i32.add (local.get $page) (i32.const 1)))
      (local.set $sum (i32.add (local.get $sum) (i32.load (i32.shl (local.get $page) (i32.const 16)))))
      (br_if $next (i32.lt_u (local.get $page) (i32.const 200))))
    (local.get $sum)))

(thread $T0 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Grower)
  (assert_return (invoke $w "grow"))
  (assert_return (invoke $w "size") (i32.const 201)))
(thread $T1 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Grower)
  (assert_return (invoke $w "grow"))
  (assert_return (invoke $w "size") (i32.const 201)))
(thread $T2 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Grower)
  (assert_return (invoke $w "grow"))
  (assert_return (invoke $w "size") (i32.const 201)))
(thread $T3 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Grower)
  (assert_return (invoke $w "grow"))
  (assert_return (invoke $w "size") (i32.const 201)))

(wait $T0) (wait $T1) (wait $T2) (wait $T3)

(register "mem" $Mem)
(module instance $check $Grower)
(assert_return (invoke $check "given") (i32.const 200))
(assert_return (invoke $check "size") (i32.const 201))
(assert_return (invoke $check "sum") (i32.const 20100))
