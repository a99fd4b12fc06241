;; Eight threads add to a counter by plain accesses, under a mutex made of atomic accesses, wait and notify.

(module $Mem (memory (export "shared") 1 1 shared))

(module definition $Worker
  (memory (import "mem" "shared") 1 1 shared)
  ;; 0: the mutex; 64: the counter

  ;; A mutex: 0 free, 1 taken, 2 taken and somebody may wait.
  (func $lock (param $at i32)
    (local $was i32)
    (local.set $was (i32.atomic.rmw.cmpxchg (local.get $at) (i32.const 0) (i32.const 1)))
    (loop $again
      (if (i32.eqz (local.get $was)) (then (return)))
      (if (i32.or (i32.eq (local.get $was) (i32.const 2))
                  (i32.ne (i32.atomic.rmw.cmpxchg (local.get $at) (i32.const 1) (i32.const 2)) (i32.const 0)))
        (then (drop (memory.atomic.wait32 (local.get $at) (i32.const 2) (i64.const -1)))))
      (local.set $was (i32.atomic.rmw.cmpxchg (local.get $at) (i32.const 0) (i32.const 2)))
      (br $again)))
  (func $unlock (param $at i32)
    (if (i32.eq (i32.atomic.rmw.xchg (local.get $at) (i32.const 0)) (i32.const 2))
      (then (drop (memory.atomic.notify (local.get $at) (i32.const 1))))))

  (func (export "count") (param $times i32)
    (loop $next
      (call $lock (i32.const 0))
      (i64.store (i32.const 64) (i64.add (i64.load (i32.const 64)) (i64.const 1)))
      (call $unlock (i32.const 0))
      (local.set $times (i32.sub (local.get $times) (i32.const 1)))
      (br_if $next (local.get $times))))
  (func (export "total") (result i64) (i64.load (i32.const 64))))

(thread $T0 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))
(thread $T1 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))
(thread $T2 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))
(thread $T3 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))
(thread $T4 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))
(thread $T5 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))
(thread $T6 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))
(thread $T7 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "count" (i32.const 20000))))

(wait $T0) (wait $T1) (wait $T2) (wait $T3) (wait $T4) (wait $T5) (wait $T6) (wait $T7)

(register "mem" $Mem)
(module instance $check $Worker)
(assert_return (invoke $check "total") (i64.const 160000))
