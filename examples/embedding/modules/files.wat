;; Copies /in/greeting.txt to /out/letter.txt; then tries to write where it only may read, and exits with the error.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "greeting.txt")
  (data (i32.const 16) "letter.txt")
  ;; A list of one buffer: 1000 bytes at 1024.
  (data (i32.const 32) "\00\04\00\00\e8\03\00\00")
  (func $check (param i32)
    (if (local.get 0) (then (call $proc_exit (local.get 0)))))
  (func (export "_start")
    ;; From descriptor 3, /in, to read; from descriptor 4, /out, to write a new one.
    (call $check (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 12)
      (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 48)))
    (call $check (call $fd_read (i32.load (i32.const 48)) (i32.const 32) (i32.const 1) (i32.const 36)))
    (call $check (call $path_open (i32.const 4) (i32.const 0) (i32.const 16) (i32.const 10)
      (i32.const 1) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 48)))
    (call $check (call $fd_write (i32.load (i32.const 48)) (i32.const 32) (i32.const 1) (i32.const 52)))
    (call $check (call $path_open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 10)
      (i32.const 1) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 48)))))
