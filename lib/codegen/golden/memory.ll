; Function Attrs: noinline uwtable
define hidden i32 @f0(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = zext i32 %3 to i64
  %7 = add nuw nsw i64 %6, 12
  %8 = getelementptr i8, ptr %1, i64 %7
  %9 = load volatile i8, ptr %8, align 1
  %10 = sext i8 %9 to i32
  ret i32 %10
}
; Function Attrs: noinline uwtable
define hidden void @f1(ptr %0, ptr %1, ptr nest %2, i32 %3, i64 %4) #0 {
  %6 = zext i32 %3 to i64
  %7 = getelementptr i8, ptr %1, i64 %6
  %8 = trunc i64 %4 to i16
  store volatile i16 %8, ptr %7, align 1
  br label %9

9:                                                ; preds = %5
  ret void
}
; Function Attrs: noinline uwtable
define hidden void @f2(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  %5 = zext i32 %3 to i64
  %6 = getelementptr i8, ptr %1, i64 %5
  %7 = load volatile float, ptr %6, align 1
  br label %8

8:                                                ; preds = %4
  ret void
}
; Function Attrs: noinline uwtable
define hidden i64 @f3(ptr %0, ptr %1, ptr nest %2, i64 %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = call { i64, i1 } @llvm.uadd.with.overflow.i64(i64 %3, i64 8)
  %7 = extractvalue { i64, i1 } %6, 1
  br i1 %7, label %8, label %9, !prof !3

8:                                                ; preds = %5
  call void @llvm.ubsantrap(i8 5) #3
  unreachable

9:                                                ; preds = %5
  %10 = extractvalue { i64, i1 } %6, 0
  %11 = getelementptr i8, ptr %0, i64 24
  %12 = load ptr, ptr %11, align 8, !invariant.load !4
  %13 = getelementptr i8, ptr %12, i64 8
  %14 = load ptr, ptr %13, align 8, !invariant.load !4
  %15 = getelementptr i8, ptr %14, i64 8
  %16 = load atomic i64, ptr %15 monotonic, align 8
  %17 = icmp ugt i64 %10, %16
  %18 = sub i64 %16, %10
  %19 = icmp ult i64 %18, 8
  %20 = or i1 %17, %19
  br i1 %20, label %21, label %22, !prof !3

21:                                               ; preds = %9
  call void @llvm.ubsantrap(i8 5) #3
  unreachable

22:                                               ; preds = %9
  %23 = getelementptr i8, ptr %0, i64 24
  %24 = load ptr, ptr %23, align 8, !invariant.load !4
  %25 = getelementptr i8, ptr %24, i64 8
  %26 = load ptr, ptr %25, align 8, !invariant.load !4
  %27 = load ptr, ptr %26, align 8, !invariant.load !4
  %28 = getelementptr i8, ptr %27, i64 %10
  %29 = load volatile i64, ptr %28, align 1
  ret i64 %29
}
; Function Attrs: noinline uwtable
define hidden double @f4(ptr %0, ptr %1, ptr nest %2) #0 {
  %4 = getelementptr i8, ptr %0, i64 8
  %5 = load ptr, ptr %4, align 8, !invariant.load !3
  %6 = load ptr, ptr %5, align 8, !invariant.load !3
  %7 = load i32, ptr %6, align 8
  %8 = add i32 %7, 1
  %9 = zext i32 %8 to i64
  %10 = getelementptr i8, ptr %0, i64 8
  %11 = load ptr, ptr %10, align 8, !invariant.load !3
  %12 = load ptr, ptr %11, align 8, !invariant.load !3
  store volatile i64 %9, ptr %12, align 8
  br label %13

13:                                               ; preds = %3
  %14 = getelementptr i8, ptr %0, i64 8
  %15 = load ptr, ptr %14, align 8, !invariant.load !3
  %16 = getelementptr i8, ptr %15, i64 8
  %17 = load ptr, ptr %16, align 8, !invariant.load !3
  %18 = load double, ptr %17, align 8, !invariant.load !3
  ret double %18
}
; Function Attrs: noinline uwtable
define hidden i32 @f5(ptr %0, ptr %1, ptr nest %2) #0 {
  br label %4

4:                                                ; preds = %3
  %5 = getelementptr i8, ptr %0, i64 24
  %6 = load ptr, ptr %5, align 8, !invariant.load !3
  %7 = load ptr, ptr %6, align 8, !invariant.load !3
  %8 = getelementptr i8, ptr %7, i64 8
  %9 = load atomic i64, ptr %8 monotonic, align 8
  %10 = lshr i64 %9, 16
  %11 = trunc i64 %10 to i32
  ret i32 %11
}
; Function Attrs: noinline uwtable
define hidden void @f6(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  %5 = alloca i64, i32 3, align 16
  %6 = zext i32 %3 to i64
  store i64 %6, ptr %5, align 8
  %7 = getelementptr i8, ptr %5, i64 8
  store i64 0, ptr %7, align 8
  %8 = getelementptr i8, ptr %5, i64 16
  store i64 64, ptr %8, align 8
  %9 = getelementptr i8, ptr %0, i64 96
  %10 = load ptr, ptr %9, align 8, !invariant.load !3
  %11 = call i64 %10(ptr %0, i64 241, ptr %5, i64 0, i64 0) #3
  %12 = trunc i64 %11 to i32
  br label %13

13:                                               ; preds = %4
  ret void
}
