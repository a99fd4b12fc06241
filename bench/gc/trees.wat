;; Binary trees: many that die young beside one that lives.
(module
  (type $tree (struct (field (ref null $tree)) (field (ref null $tree))))

  (func $build (param $depth i32) (result (ref $tree))
    (if (i32.eqz (local.get $depth))
      (then (return (struct.new_default $tree))))
    (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
    (struct.new $tree (call $build (local.get $depth)) (call $build (local.get $depth))))

  (func $count (param $tree (ref null $tree)) (result i32)
    (if (ref.is_null (local.get $tree)) (then (return (i32.const 0))))
    (i32.add (i32.const 1) (i32.add
      (call $count (struct.get $tree 0 (local.get $tree)))
      (call $count (struct.get $tree 1 (local.get $tree))))))

  ;; Nodes counted in a long-lived tree of a depth and in `rounds` short-lived ones.
  (func (export "trees") (param $depth i32) (param $rounds i32) (result i64)
    (local $long (ref null $tree)) (local $sum i64)
    (local.set $long (call $build (local.get $depth)))
    (loop $next
      (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (call $count (call $build (local.get $depth))))))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next (local.get $rounds)))
    (i64.add (local.get $sum) (i64.extend_i32_u (call $count (local.get $long))))))
