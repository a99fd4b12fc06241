;; Prints the program's arguments, one a line.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  ;; 0: a buffer's address and length; 8: bytes written; 12: argument count; 16: their size; 1024: pointers; 8192: text
  (func $length (param $text i32) (result i32) (local $n i32)
    (loop $next
      (if (i32.load8_u (i32.add (local.get $text) (local.get $n)))
        (then
          (local.set $n (i32.add (local.get $n) (i32.const 1)))
          (br $next))))
    (local.get $n))
  (func (export "_start") (local $i i32) (local $text i32) (local $length i32)
    (drop (call $args_sizes_get (i32.const 12) (i32.const 16)))
    (drop (call $args_get (i32.const 1024) (i32.const 8192)))
    (local.set $i (i32.const 1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (i32.load (i32.const 12))))
        (local.set $text (i32.load (i32.add (i32.const 1024) (i32.shl (local.get $i) (i32.const 2)))))
        (local.set $length (call $length (local.get $text)))
        ;; The terminator becomes the line's end.
        (i32.store8 (i32.add (local.get $text) (local.get $length)) (i32.const 10))
        (i32.store (i32.const 0) (local.get $text))
        (i32.store (i32.const 4) (i32.add (local.get $length) (i32.const 1)))
        (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))))
