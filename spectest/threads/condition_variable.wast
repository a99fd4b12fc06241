;; Four threads put numbers into a queue of 16, four take them out, under a mutex with two condition variables, "not full"
;; and "not empty": counters of signals, on which threads wait.

(module $Mem (memory (export "shared") 1 1 shared))

(module definition $Worker
  (memory (import "mem" "shared") 1 1 shared)
  ;; 0: the mutex; 64: signals of "not full"; 128: of "not empty"; 192: put in; 196: taken out; 200: the sum of what was
  ;; taken; 256: the queue

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

  (func $wait (param $condition i32)
    (local $seen i32)
    (local.set $seen (i32.atomic.load (local.get $condition)))
    (call $unlock (i32.const 0))
    (drop (memory.atomic.wait32 (local.get $condition) (local.get $seen) (i64.const -1)))
    (call $lock (i32.const 0)))
  (func $signal (param $condition i32)
    (drop (i32.atomic.rmw.add (local.get $condition) (i32.const 1)))
    (drop (memory.atomic.notify (local.get $condition) (i32.const 1))))
  (func $filled (result i32) (i32.sub (i32.load (i32.const 192)) (i32.load (i32.const 196))))
  (func $next (param $counter i32) (result i32)
    (local $count i32)
    (local.set $count (i32.load (local.get $counter)))
    (i32.store (local.get $counter) (i32.add (local.get $count) (i32.const 1)))
    (i32.add (i32.const 256) (i32.shl (i32.and (local.get $count) (i32.const 15)) (i32.const 2))))

  ;; Puts in the numbers from $times down to 1.
  (func (export "put") (param $times i32)
    (loop $next
      (call $lock (i32.const 0))
      (loop $full
        (if (i32.eq (call $filled) (i32.const 16)) (then (call $wait (i32.const 64)) (br $full))))
      (i32.store (call $next (i32.const 192)) (local.get $times))
      (call $unlock (i32.const 0))
      (call $signal (i32.const 128))
      (local.set $times (i32.sub (local.get $times) (i32.const 1)))
      (br_if $next (local.get $times))))
  (func (export "take") (param $times i32)
    (loop $next
      (call $lock (i32.const 0))
      (loop $empty
        (if (i32.eqz (call $filled)) (then (call $wait (i32.const 128)) (br $empty))))
      (i64.store (i32.const 200)
        (i64.add (i64.load (i32.const 200)) (i64.load32_u (call $next (i32.const 196)))))
      (call $unlock (i32.const 0))
      (call $signal (i32.const 64))
      (local.set $times (i32.sub (local.get $times) (i32.const 1)))
      (br_if $next (local.get $times))))
  (func (export "sum") (result i64) (i64.load (i32.const 200))))

(thread $T0 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "put" (i32.const 10000))))
(thread $T1 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "take" (i32.const 10000))))
(thread $T2 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "put" (i32.const 10000))))
(thread $T3 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "take" (i32.const 10000))))
(thread $T4 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "put" (i32.const 10000))))
(thread $T5 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "take" (i32.const 10000))))
(thread $T6 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "put" (i32.const 10000))))
(thread $T7 (shared (module $Mem))
  (register "mem" $Mem) (module instance $w $Worker)
  (assert_return (invoke $w "take" (i32.const 10000))))

(wait $T0) (wait $T1) (wait $T2) (wait $T3) (wait $T4) (wait $T5) (wait $T6) (wait $T7)

(register "mem" $Mem)
(module instance $check $Worker)
(assert_return (invoke $check "sum") (i64.const 200020000))
