;; Two threads pass a turn to and fro, a million times.

(module $Mem (memory (export "shared") 1 1 shared))

(module definition $Player
  (memory (import "mem" "shared") 1 1 shared)
  ;; 0: how many turns were taken, of which the even ones are player 0's; 64: a number that both add to by plain accesses

  (func (export "play") (param $me i32) (param $turns i32)
    (local $turn i32) (local $tries i32)
    (loop $next
      (local.set $tries (i32.const 200))
      (loop $again
        (local.set $turn (i32.atomic.load (i32.const 0)))
        (if (i32.ne (i32.and (local.get $turn) (i32.const 1)) (local.get $me))
          (then
            ;; Asks some times before it blocks.
            (local.set $tries (i32.sub (local.get $tries) (i32.const 1)))
            (if (i32.le_s (local.get $tries) (i32.const 0))
              (then (drop (memory.atomic.wait32 (i32.const 0) (local.get $turn) (i64.const -1)))))
            (br $again))))
      (i32.store (i32.const 64) (i32.add (i32.load (i32.const 64)) (i32.const 1)))
      (i32.atomic.store (i32.const 0) (i32.add (local.get $turn) (i32.const 1)))
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
      (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
      (br_if $next (local.get $turns))))
  (func (export "count") (result i32) (i32.load (i32.const 64))))

(thread $T0 (shared (module $Mem))
  (register "mem" $Mem) (module instance $p $Player)
  (assert_return (invoke $p "play" (i32.const 0) (i32.const 500000))))
(thread $T1 (shared (module $Mem))
  (register "mem" $Mem) (module instance $p $Player)
  (assert_return (invoke $p "play" (i32.const 1) (i32.const 500000))))

(wait $T0)
(wait $T1)

(register "mem" $Mem)
(module instance $check $Player)
(assert_return (invoke $check "count") (i32.const 1000000))
