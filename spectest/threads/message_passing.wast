;; A producer gives 100,000 numbers to a consumer through a ring of 64 cells. The cells are read and written by plain
;; accesses, ordered only by the atomic counters of what was put in and what was taken out.

(module $Mem (memory (export "shared") 1 1 shared))

(module definition $Ring
  (memory (import "mem" "shared") 1 1 shared)
  ;; 0: how many were put in; 64: how many were taken out; 1024: the ring

  ;; Waits until the counter at $at differs from $seen, and gives it.
  (func $changed (param $at i32) (param $seen i32) (result i32)
    (local $now i32)
    (loop $again
      (local.set $now (i32.atomic.load (local.get $at)))
      (if (i32.eq (local.get $now) (local.get $seen))
        (then
          (drop (memory.atomic.wait32 (local.get $at) (local.get $seen) (i64.const -1)))
          (br $again))))
    (local.get $now))

  (func $cell (param $i i32) (result i32)
    (i32.add (i32.const 1024) (i32.shl (i32.and (local.get $i) (i32.const 63)) (i32.const 3))))

  (func (export "produce") (param $count i32)
    (local $i i32) (local $taken i32)
    (loop $next
      (if (i32.eq (i32.sub (local.get $i) (local.get $taken)) (i32.const 64))
        (then
          (local.set $taken (call $changed (i32.const 64) (local.get $taken)))
          (br $next)))
      (i64.store (call $cell (local.get $i)) (i64.mul (i64.extend_i32_u (local.get $i)) (i64.const 7)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (i32.atomic.store (i32.const 0) (local.get $i))
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $count)))))

  ;; How many numbers were not the expected ones.
  (func (export "consume") (param $count i32) (result i32)
    (local $i i32) (local $given i32) (local $wrong i32)
    (loop $next
      (if (i32.eq (local.get $i) (local.get $given))
        (then (local.set $given (call $changed (i32.const 0) (local.get $given)))))
      (local.set $wrong
        (i32.add (local.get $wrong)
          (i64.ne (i64.load (call $cell (local.get $i)))
                  (i64.mul (i64.extend_i32_u (local.get $i)) (i64.const 7)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (i32.atomic.store (i32.const 64) (local.get $i))
      (drop (memory.atomic.notify (i32.const 64) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $count))))
    (local.get $wrong)))

(thread $Producer (shared (module $Mem))
  (register "mem" $Mem)
  (module instance $r $Ring)
  (assert_return (invoke $r "produce" (i32.const 100000))))

(thread $Consumer (shared (module $Mem))
  (register "mem" $Mem)
  (module instance $r $Ring)
  (assert_return (invoke $r "consume" (i32.const 100000)) (i32.const 0)))

(wait $Producer)
(wait $Consumer)

;; Threads of threads, and one without a name.
(thread (shared (module $Mem))
  (register "mem" $Mem)
  (thread $Inner (shared (module $Mem))
    (register "mem" $Mem)
    (module (memory (import "mem" "shared") 1 1 shared)
      (func (export "store") (i32.store (i32.const 2048) (i32.const 42))))
    (invoke "store"))
  (wait $Inner)
  (module (memory (import "mem" "shared") 1 1 shared)
    (func (export "load") (result i32) (i32.load (i32.const 2048))))
  (assert_return (invoke "load") (i32.const 42)))
(wait)

;; What is not shared is not there.
(thread $Without
  (assert_unlinkable (module (memory (import "mem" "shared") 1 1 shared)) "unknown import"))
(wait $Without)
