; Function Attrs: noinline uwtable
define hidden i32 @f0(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = trunc i32 %3 to i8
  %7 = add i8 %6, 2
  %8 = and i8 %7, 1
  %9 = icmp ne i8 %8, 0
  br i1 %9, label %10, label %11, !prof !3

10:                                               ; preds = %5
  call void @llvm.ubsantrap(i8 18) #2
  unreachable

11:                                               ; preds = %5
  %12 = zext i32 %3 to i64
  %13 = add nuw nsw i64 %12, 2
  %14 = getelementptr i8, ptr %1, i64 %13
  %15 = load atomic volatile i16, ptr %14 seq_cst, align 2
  %16 = zext i16 %15 to i32
  ret i32 %16
}
; Function Attrs: noinline uwtable
define hidden i64 @f1(ptr %0, ptr %1, ptr nest %2, i32 %3, i64 %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = trunc i32 %3 to i8
  %8 = add i8 %7, 0
  %9 = and i8 %8, 7
  %10 = icmp ne i8 %9, 0
  br i1 %10, label %11, label %12, !prof !3

11:                                               ; preds = %6
  call void @llvm.ubsantrap(i8 18) #2
  unreachable

12:                                               ; preds = %6
  %13 = zext i32 %3 to i64
  %14 = getelementptr i8, ptr %1, i64 %13
  %15 = atomicrmw volatile add ptr %14, i64 %4 seq_cst, align 8
  ret i64 %15
}
; Function Attrs: noinline uwtable
define hidden i32 @f2(ptr %0, ptr %1, ptr nest %2, i32 %3, i32 %4, i32 %5) #0 {
  br label %7

7:                                                ; preds = %6
  %8 = zext i32 %3 to i64
  %9 = getelementptr i8, ptr %1, i64 %8
  %10 = trunc i32 %4 to i8
  %11 = trunc i32 %5 to i8
  %12 = cmpxchg volatile ptr %9, i8 %10, i8 %11 seq_cst seq_cst, align 1
  %13 = extractvalue { i8, i1 } %12, 0
  %14 = zext i8 %13 to i32
  ret i32 %14
}
; Function Attrs: noinline uwtable
define hidden i32 @f3(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  %5 = alloca i64, i32 3, align 16
  br label %6

6:                                                ; preds = %4
  %7 = zext i32 %3 to i64
  store i64 %7, ptr %5, align 8
  %8 = getelementptr i8, ptr %5, i64 8
  store i64 1, ptr %8, align 8
  %9 = getelementptr i8, ptr %5, i64 16
  store i64 -1, ptr %9, align 8
  %10 = getelementptr i8, ptr %0, i64 96
  %11 = load ptr, ptr %10, align 8, !invariant.load !3
  %12 = call i64 %11(ptr %0, i64 509, ptr %5, i64 0, i64 4) #2
  %13 = trunc i64 %12 to i32
  ret i32 %13
}
; Function Attrs: noinline uwtable
define hidden void @f4(ptr %0, ptr %1, ptr nest %2) #0 {
  fence seq_cst
  br label %4

4:                                                ; preds = %3
  ret void
}
