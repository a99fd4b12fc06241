; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = icmp eq i64 %3, 0
  br i1 %17, label %18, label %19, !prof !3

18:                                               ; preds = %16
  call void @llvm.ubsantrap(i8 12) #2
  unreachable

19:                                               ; preds = %16
  %20 = inttoptr i64 %3 to ptr
  %21 = getelementptr i8, ptr %20, i64 8
  %22 = load i32, ptr %21, align 4
  %23 = icmp eq i64 %3, 0
  br i1 %23, label %24, label %25, !prof !3

24:                                               ; preds = %19
  call void @llvm.ubsantrap(i8 12) #2
  unreachable

25:                                               ; preds = %19
  %26 = inttoptr i64 %3 to ptr
  %27 = getelementptr i8, ptr %26, i64 12
  %28 = load i8, ptr %27, align 1
  %29 = sext i8 %28 to i32
  %30 = add i32 %22, %29
  %31 = zext i32 %30 to i64
  %32 = insertvalue { i64, <2 x i64> } poison, i64 %31, 0
  ret { i64, <2 x i64> } %32
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = bitcast <2 x i64> %7 to <2 x double>
  %17 = extractelement <2 x double> %16, i64 0
  %18 = icmp eq i64 %3, 0
  br i1 %18, label %19, label %20, !prof !3

19:                                               ; preds = %15
  call void @llvm.ubsantrap(i8 12) #2
  unreachable

20:                                               ; preds = %15
  %21 = inttoptr i64 %3 to ptr
  %22 = getelementptr i8, ptr %21, i64 16
  store volatile double %17, ptr %22, align 8
  br label %23

23:                                               ; preds = %20
  ret { i64, <2 x i64> } poison
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %4 to i32
  br label %17

17:                                               ; preds = %15
  %18 = icmp eq i64 %3, 0
  br i1 %18, label %19, label %20, !prof !3

19:                                               ; preds = %17
  call void @llvm.ubsantrap(i8 13) #2
  unreachable

20:                                               ; preds = %17
  %21 = inttoptr i64 %3 to ptr
  %22 = getelementptr i8, ptr %21, i64 4
  %23 = load i32, ptr %22, align 4
  %24 = icmp uge i32 %16, %23
  br i1 %24, label %25, label %26, !prof !3

25:                                               ; preds = %20
  call void @llvm.ubsantrap(i8 16) #2
  unreachable

26:                                               ; preds = %20
  %27 = zext i32 %16 to i64
  %28 = shl i64 %27, 0
  %29 = getelementptr i8, ptr %21, i64 8
  %30 = getelementptr i8, ptr %29, i64 %28
  %31 = load i8, ptr %30, align 1
  %32 = zext i8 %31 to i32
  %33 = zext i32 %32 to i64
  %34 = insertvalue { i64, <2 x i64> } poison, i64 %33, 0
  ret { i64, <2 x i64> } %34
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 3, align 16
  br label %17

17:                                               ; preds = %15
  store i64 1, ptr %16, align 8
  %18 = getelementptr i8, ptr %16, i64 8
  store i64 2, ptr %18, align 8
  %19 = getelementptr i8, ptr %16, i64 16
  store i64 4613937818241073152, ptr %19, align 8
  %20 = getelementptr i8, ptr %0, i64 96
  %21 = load ptr, ptr %20, align 8, !invariant.load !3
  %22 = call i64 %21(ptr %0, i64 199, ptr %16, i64 0, i64 2) #2
  %23 = insertvalue { i64, <2 x i64> } poison, i64 %22, 0
  ret { i64, <2 x i64> } %23
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f4(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  br label %17

17:                                               ; preds = %15
  store i64 %3, ptr %16, align 8
  %18 = getelementptr i8, ptr %0, i64 96
  %19 = load ptr, ptr %18, align 8, !invariant.load !3
  %20 = call i64 %19(ptr %0, i64 219, ptr %16, i64 536870917, i64 0) #2
  %21 = icmp ne i64 %20, 0
  %22 = zext i1 %21 to i32
  %23 = zext i32 %22 to i64
  %24 = insertvalue { i64, <2 x i64> } poison, i64 %23, 0
  ret { i64, <2 x i64> } %24
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f5(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  br label %17

17:                                               ; preds = %15
  %18 = shl i32 %16, 1
  %19 = or i32 %18, 1
  %20 = zext i32 %19 to i64
  %21 = icmp eq i64 %20, 0
  br i1 %21, label %22, label %23, !prof !3

22:                                               ; preds = %17
  call void @llvm.ubsantrap(i8 14) #2
  unreachable

23:                                               ; preds = %17
  %24 = trunc i64 %20 to i32
  %25 = ashr i32 %24, 1
  %26 = zext i32 %25 to i64
  %27 = insertvalue { i64, <2 x i64> } poison, i64 %26, 0
  ret { i64, <2 x i64> } %27
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f6(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = getelementptr i8, ptr %0, i64 16
  %18 = load ptr, ptr %17, align 8, !invariant.load !3
  %19 = load ptr, ptr %18, align 8, !invariant.load !3
  %20 = getelementptr i8, ptr %19, i64 8
  %21 = load i64, ptr %20, align 4
  %22 = zext i32 %16 to i64
  %23 = icmp uge i64 %22, %21
  br i1 %23, label %24, label %25, !prof !4

24:                                               ; preds = %15
  call void @llvm.ubsantrap(i8 6) #2
  unreachable

25:                                               ; preds = %15
  %26 = load ptr, ptr %19, align 8
  %27 = getelementptr i64, ptr %26, i64 %22
  store i64 %4, ptr %27, align 4
  br label %28

28:                                               ; preds = %25
  ret { i64, <2 x i64> } poison
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f7(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = icmp eq i64 %3, 0
  %18 = zext i1 %17 to i32
  %19 = zext i32 %18 to i64
  %20 = insertvalue { i64, <2 x i64> } poison, i64 %19, 0
  ret { i64, <2 x i64> } %20
}
