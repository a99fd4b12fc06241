;; Allocation with much garbage: of some objects that are alive, one after another, at random, is replaced by a new one.
(module
  (type $node (struct (field i64) (field i64) (field i64) (field (mut (ref null $node)))))
  (type $nodes (array (mut (ref null $node))))

  ;; Makes `count` objects of 40 bytes with `live` of them alive; gives the sum of what the live ones hold.
  (func (export "churn") (param $count i64) (param $live i32) (result i64)
    (local $nodes (ref $nodes)) (local $random i64) (local $i i32) (local $sum i64)
    (local.set $nodes (array.new_default $nodes (local.get $live)))
    (local.set $random (i64.const 88172645463325252))
    (loop $next
      ;; xorshift
      (local.set $random (i64.xor (local.get $random) (i64.shl (local.get $random) (i64.const 13))))
      (local.set $random (i64.xor (local.get $random) (i64.shr_u (local.get $random) (i64.const 7))))
      (local.set $random (i64.xor (local.get $random) (i64.shl (local.get $random) (i64.const 17))))
      (array.set $nodes (local.get $nodes)
        (i32.wrap_i64 (i64.rem_u (local.get $random) (i64.extend_i32_u (local.get $live))))
        (struct.new $node (local.get $count) (local.get $random) (i64.const 1) (ref.null $node)))
      (local.set $count (i64.sub (local.get $count) (i64.const 1)))
      (br_if $next (i64.gt_s (local.get $count) (i64.const 0))))
    (loop $next
      (block $empty
        (local.set $sum (i64.add (local.get $sum)
          (struct.get $node 2 (br_on_null $empty (array.get $nodes (local.get $nodes) (local.get $i)))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $live))))
    (local.get $sum)))
