; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  br label %17

17:                                               ; preds = %15
  %18 = trunc i32 %16 to i8
  %19 = add i8 %18, 2
  %20 = and i8 %19, 1
  %21 = icmp ne i8 %20, 0
  br i1 %21, label %22, label %23, !prof !3

22:                                               ; preds = %17
  call void @llvm.ubsantrap(i8 18) #2
  unreachable

23:                                               ; preds = %17
  %24 = zext i32 %16 to i64
  %25 = add nuw nsw i64 %24, 2
  %26 = getelementptr i8, ptr %1, i64 %25
  %27 = load atomic volatile i16, ptr %26 seq_cst, align 2
  %28 = zext i16 %27 to i32
  %29 = zext i32 %28 to i64
  %30 = insertvalue { i64, <2 x i64> } poison, i64 %29, 0
  ret { i64, <2 x i64> } %30
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  br label %17

17:                                               ; preds = %15
  %18 = trunc i32 %16 to i8
  %19 = add i8 %18, 0
  %20 = and i8 %19, 7
  %21 = icmp ne i8 %20, 0
  br i1 %21, label %22, label %23, !prof !3

22:                                               ; preds = %17
  call void @llvm.ubsantrap(i8 18) #2
  unreachable

23:                                               ; preds = %17
  %24 = zext i32 %16 to i64
  %25 = getelementptr i8, ptr %1, i64 %24
  %26 = atomicrmw volatile add ptr %25, i64 %4 seq_cst, align 8
  %27 = insertvalue { i64, <2 x i64> } poison, i64 %26, 0
  ret { i64, <2 x i64> } %27
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = trunc i64 %4 to i32
  %18 = trunc i64 %5 to i32
  br label %19

19:                                               ; preds = %15
  %20 = zext i32 %16 to i64
  %21 = getelementptr i8, ptr %1, i64 %20
  %22 = trunc i32 %17 to i8
  %23 = trunc i32 %18 to i8
  %24 = cmpxchg volatile ptr %21, i8 %22, i8 %23 seq_cst seq_cst, align 1
  %25 = extractvalue { i8, i1 } %24, 0
  %26 = zext i8 %25 to i32
  %27 = zext i32 %26 to i64
  %28 = insertvalue { i64, <2 x i64> } poison, i64 %27, 0
  ret { i64, <2 x i64> } %28
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 3, align 16
  %17 = trunc i64 %3 to i32
  br label %18

18:                                               ; preds = %15
  %19 = zext i32 %17 to i64
  store i64 %19, ptr %16, align 8
  %20 = getelementptr i8, ptr %16, i64 8
  store i64 1, ptr %20, align 8
  %21 = getelementptr i8, ptr %16, i64 16
  store i64 -1, ptr %21, align 8
  %22 = getelementptr i8, ptr %0, i64 96
  %23 = load ptr, ptr %22, align 8, !invariant.load !3
  %24 = call i64 %23(ptr %0, i64 509, ptr %16, i64 0, i64 4) #2
  %25 = trunc i64 %24 to i32
  %26 = zext i32 %25 to i64
  %27 = insertvalue { i64, <2 x i64> } poison, i64 %26, 0
  ret { i64, <2 x i64> } %27
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f4(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  fence seq_cst
  br label %16

16:                                               ; preds = %15
  ret { i64, <2 x i64> } poison
}
