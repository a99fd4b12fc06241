;; A long linked list that is alive while others come and go.
(module
  (type $node (struct (field i64) (field (ref null $node))))

  (func $build (param $count i64) (result (ref null $node))
    (local $list (ref null $node))
    (loop $next
      (local.set $list (struct.new $node (local.get $count) (local.get $list)))
      (local.set $count (i64.sub (local.get $count) (i64.const 1)))
      (br_if $next (i64.gt_s (local.get $count) (i64.const 0))))
    (local.get $list))

  ;; The sum of a list of `count` nodes, after as many others have been made and forgotten.
  (func (export "list") (param $count i64) (result i64)
    (local $list (ref null $node)) (local $sum i64)
    (local.set $list (call $build (local.get $count)))
    (drop (call $build (local.get $count)))
    (block $end
      (loop $next
        (local.set $sum (i64.add (local.get $sum) (struct.get $node 0 (br_on_null $end (local.get $list)))))
        (local.set $list (struct.get $node 1 (local.get $list)))
        (br $next)))
    (local.get $sum)))
