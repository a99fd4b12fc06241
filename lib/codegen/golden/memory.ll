; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  br label %17

17:                                               ; preds = %15
  %18 = zext i32 %16 to i64
  %19 = add nuw nsw i64 %18, 12
  %20 = getelementptr i8, ptr %1, i64 %19
  %21 = load volatile i8, ptr %20, align 1
  %22 = sext i8 %21 to i32
  %23 = zext i32 %22 to i64
  %24 = insertvalue { i64, <2 x i64> } poison, i64 %23, 0
  ret { i64, <2 x i64> } %24
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = zext i32 %16 to i64
  %18 = getelementptr i8, ptr %1, i64 %17
  %19 = trunc i64 %4 to i16
  store volatile i16 %19, ptr %18, align 1
  br label %20

20:                                               ; preds = %15
  ret { i64, <2 x i64> } poison
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = zext i32 %16 to i64
  %18 = getelementptr i8, ptr %1, i64 %17
  %19 = load volatile float, ptr %18, align 1
  br label %20

20:                                               ; preds = %15
  ret { i64, <2 x i64> } poison
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = call { i64, i1 } @llvm.uadd.with.overflow.i64(i64 %3, i64 8)
  %18 = extractvalue { i64, i1 } %17, 1
  br i1 %18, label %19, label %20, !prof !3

19:                                               ; preds = %16
  call void @llvm.ubsantrap(i8 5) #3
  unreachable

20:                                               ; preds = %16
  %21 = extractvalue { i64, i1 } %17, 0
  %22 = getelementptr i8, ptr %0, i64 24
  %23 = load ptr, ptr %22, align 8, !invariant.load !4
  %24 = getelementptr i8, ptr %23, i64 8
  %25 = load ptr, ptr %24, align 8, !invariant.load !4
  %26 = getelementptr i8, ptr %25, i64 8
  %27 = load atomic i64, ptr %26 monotonic, align 8
  %28 = icmp ugt i64 %21, %27
  %29 = sub i64 %27, %21
  %30 = icmp ult i64 %29, 8
  %31 = or i1 %28, %30
  br i1 %31, label %32, label %33, !prof !3

32:                                               ; preds = %20
  call void @llvm.ubsantrap(i8 5) #3
  unreachable

33:                                               ; preds = %20
  %34 = getelementptr i8, ptr %0, i64 24
  %35 = load ptr, ptr %34, align 8, !invariant.load !4
  %36 = getelementptr i8, ptr %35, i64 8
  %37 = load ptr, ptr %36, align 8, !invariant.load !4
  %38 = load ptr, ptr %37, align 8, !invariant.load !4
  %39 = getelementptr i8, ptr %38, i64 %21
  %40 = load volatile i64, ptr %39, align 1
  %41 = insertvalue { i64, <2 x i64> } poison, i64 %40, 0
  ret { i64, <2 x i64> } %41
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f4(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = getelementptr i8, ptr %0, i64 8
  %17 = load ptr, ptr %16, align 8, !invariant.load !3
  %18 = load ptr, ptr %17, align 8, !invariant.load !3
  %19 = load i32, ptr %18, align 8
  %20 = add i32 %19, 1
  %21 = zext i32 %20 to i64
  %22 = getelementptr i8, ptr %0, i64 8
  %23 = load ptr, ptr %22, align 8, !invariant.load !3
  %24 = load ptr, ptr %23, align 8, !invariant.load !3
  store volatile i64 %21, ptr %24, align 8
  br label %25

25:                                               ; preds = %15
  %26 = getelementptr i8, ptr %0, i64 8
  %27 = load ptr, ptr %26, align 8, !invariant.load !3
  %28 = getelementptr i8, ptr %27, i64 8
  %29 = load ptr, ptr %28, align 8, !invariant.load !3
  %30 = load double, ptr %29, align 8, !invariant.load !3
  %31 = insertelement <2 x double> poison, double %30, i64 0
  %32 = bitcast <2 x double> %31 to <2 x i64>
  %33 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %32, 1
  ret { i64, <2 x i64> } %33
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f5(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = getelementptr i8, ptr %0, i64 24
  %18 = load ptr, ptr %17, align 8, !invariant.load !3
  %19 = load ptr, ptr %18, align 8, !invariant.load !3
  %20 = getelementptr i8, ptr %19, i64 8
  %21 = load atomic i64, ptr %20 monotonic, align 8
  %22 = lshr i64 %21, 16
  %23 = trunc i64 %22 to i32
  %24 = zext i32 %23 to i64
  %25 = insertvalue { i64, <2 x i64> } poison, i64 %24, 0
  ret { i64, <2 x i64> } %25
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f6(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 3, align 16
  %17 = trunc i64 %3 to i32
  %18 = zext i32 %17 to i64
  store i64 %18, ptr %16, align 8
  %19 = getelementptr i8, ptr %16, i64 8
  store i64 0, ptr %19, align 8
  %20 = getelementptr i8, ptr %16, i64 16
  store i64 64, ptr %20, align 8
  %21 = getelementptr i8, ptr %0, i64 96
  %22 = load ptr, ptr %21, align 8, !invariant.load !3
  %23 = call i64 %22(ptr %0, i64 241, ptr %16, i64 0, i64 0) #3
  %24 = trunc i64 %23 to i32
  br label %25

25:                                               ; preds = %15
  ret { i64, <2 x i64> } poison
}
