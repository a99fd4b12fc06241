;; Each of two threads writes its own cell and then reads the other's. With atomic accesses, at least one of them has to
;; see what the other wrote, in each of 100,000 rounds (cells of their own for each round, so that nothing else orders
;; the threads).

(module $Mem (memory (export "shared") 32 32 shared))

(module definition $Round
  (memory (import "mem" "shared") 32 32 shared)
  ;; 0: how many threads are there; from 1024 on, 16 bytes a round: two cells, then what each thread saw

  ;; Both begin at about the same time.
  (func $meet
    (local $before i32)
    (local.set $before (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
    (drop (memory.atomic.notify (i32.const 0) (i32.const -1)))
    (if (i32.eqz (local.get $before))
      (then (drop (memory.atomic.wait32 (i32.const 0) (i32.const 1) (i64.const -1))))))

  (func (export "run") (param $me i32) (param $rounds i32)
    (local $mine i32) (local $other i32)
    (call $meet)
    (local.set $mine (i32.add (i32.const 1024) (i32.shl (local.get $me) (i32.const 2))))
    (local.set $other (i32.sub (i32.const 1028) (i32.shl (local.get $me) (i32.const 2))))
    (loop $next
      (i32.atomic.store (local.get $mine) (i32.const 1))
      (i32.store offset=8 (local.get $mine) (i32.atomic.load (local.get $other)))
      (local.set $mine (i32.add (local.get $mine) (i32.const 16)))
      (local.set $other (i32.add (local.get $other) (i32.const 16)))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next (local.get $rounds))))

  ;; Rounds in which neither saw the other.
  (func (export "unseen") (param $rounds i32) (result i32)
    (local $at i32) (local $count i32)
    (local.set $at (i32.const 1024))
    (loop $next
      (local.set $count
        (i32.add (local.get $count)
          (i32.eqz (i32.or (i32.load offset=8 (local.get $at)) (i32.load offset=12 (local.get $at))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next (local.get $rounds)))
    (local.get $count)))

(thread $T0 (shared (module $Mem))
  (register "mem" $Mem)
  (module instance $r $Round)
  (assert_return (invoke $r "run" (i32.const 0) (i32.const 100000))))

(thread $T1 (shared (module $Mem))
  (register "mem" $Mem)
  (module instance $r $Round)
  (assert_return (invoke $r "run" (i32.const 1) (i32.const 100000))))

(wait $T0)
(wait $T1)

(register "mem" $Mem)
(module instance $check $Round)
(assert_return (invoke $check "unseen" (i32.const 100000)) (i32.const 0))
