; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = trunc i64 %4 to i32
  br label %18

18:                                               ; preds = %15
  %19 = add i32 %16, %17
  %20 = zext i32 %19 to i64
  %21 = insertvalue { i64, <2 x i64> } poison, i64 %20, 0
  ret { i64, <2 x i64> } %21
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = zext i32 %16 to i64
  %18 = call { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest poison, i64 %17, i64 1, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #2
  %19 = extractvalue { i64, <2 x i64> } %18, 0
  %20 = trunc i64 %19 to i32
  br label %21

21:                                               ; preds = %15
  %22 = zext i32 %20 to i64
  %23 = insertvalue { i64, <2 x i64> } poison, i64 %22, 0
  ret { i64, <2 x i64> } %23
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = getelementptr i8, ptr %0, i64 32
  %17 = load ptr, ptr %16, align 8, !invariant.load !3
  %18 = load ptr, ptr %17, align 8, !invariant.load !3
  %19 = getelementptr i8, ptr %18, i64 48
  %20 = load ptr, ptr %19, align 8, !invariant.load !3
  %21 = getelementptr i8, ptr %18, i64 56
  %22 = load ptr, ptr %21, align 8, !invariant.load !3
  %23 = getelementptr i8, ptr %18, i64 64
  %24 = load ptr, ptr %23, align 8, !invariant.load !3
  %25 = call { i64, <2 x i64> } %20(ptr %22, ptr %24, ptr nest %0, i64 9, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #2
  %26 = extractvalue { i64, <2 x i64> } %25, 1
  %27 = bitcast <2 x i64> %26 to <4 x float>
  %28 = extractelement <4 x float> %27, i64 0
  br label %29

29:                                               ; preds = %15
  %30 = insertelement <4 x float> poison, float %28, i64 0
  %31 = bitcast <4 x float> %30 to <2 x i64>
  %32 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %31, 1
  ret { i64, <2 x i64> } %32
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  %17 = trunc i64 %3 to i32
  %18 = getelementptr i8, ptr %0, i64 16
  %19 = load ptr, ptr %18, align 8, !invariant.load !3
  %20 = load ptr, ptr %19, align 8, !invariant.load !3
  %21 = getelementptr i8, ptr %20, i64 8
  %22 = load i64, ptr %21, align 4
  %23 = zext i32 %17 to i64
  %24 = icmp uge i64 %23, %22
  br i1 %24, label %25, label %29, !prof !4

25:                                               ; preds = %15
  %26 = getelementptr i8, ptr %0, i64 96
  %27 = load ptr, ptr %26, align 8, !invariant.load !3
  %28 = call i64 %27(ptr %0, i64 576, ptr %16, i64 7, i64 %23) #2
  unreachable

29:                                               ; preds = %15
  %30 = load ptr, ptr %20, align 8
  %31 = getelementptr i64, ptr %30, i64 %23
  %32 = load i64, ptr %31, align 4
  %33 = icmp eq i64 %32, 0
  br i1 %33, label %34, label %39, !prof !4

34:                                               ; preds = %29
  %35 = zext i32 %17 to i64
  %36 = getelementptr i8, ptr %0, i64 96
  %37 = load ptr, ptr %36, align 8, !invariant.load !3
  %38 = call i64 %37(ptr %0, i64 576, ptr %16, i64 8, i64 %35) #2
  unreachable

39:                                               ; preds = %29
  %40 = inttoptr i64 %32 to ptr
  %41 = getelementptr i8, ptr %0, i64 40
  %42 = load ptr, ptr %41, align 8, !invariant.load !3
  %43 = load i32, ptr %42, align 4, !invariant.load !3
  %44 = load i32, ptr %40, align 4, !invariant.load !3
  %45 = icmp ne i32 %44, %43
  br i1 %45, label %46, label %47, !prof !4

46:                                               ; preds = %39
  call void @llvm.ubsantrap(i8 9) #3
  unreachable

47:                                               ; preds = %39
  %48 = getelementptr i8, ptr %40, i64 48
  %49 = load ptr, ptr %48, align 8, !invariant.load !3
  %50 = getelementptr i8, ptr %40, i64 56
  %51 = load ptr, ptr %50, align 8, !invariant.load !3
  %52 = getelementptr i8, ptr %40, i64 64
  %53 = load ptr, ptr %52, align 8, !invariant.load !3
  %54 = call { i64, <2 x i64> } %49(ptr %51, ptr %53, ptr nest %0, i64 1, i64 2, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #3
  %55 = extractvalue { i64, <2 x i64> } %54, 0
  %56 = trunc i64 %55 to i32
  br label %57

57:                                               ; preds = %47
  %58 = zext i32 %56 to i64
  %59 = insertvalue { i64, <2 x i64> } poison, i64 %58, 0
  ret { i64, <2 x i64> } %59
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f4(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  %17 = trunc i64 %3 to i32
  %18 = getelementptr i8, ptr %0, i64 16
  %19 = load ptr, ptr %18, align 8, !invariant.load !3
  %20 = load ptr, ptr %19, align 8, !invariant.load !3
  %21 = getelementptr i8, ptr %20, i64 8
  %22 = load i64, ptr %21, align 4
  %23 = zext i32 %17 to i64
  %24 = icmp uge i64 %23, %22
  br i1 %24, label %25, label %29, !prof !4

25:                                               ; preds = %15
  %26 = getelementptr i8, ptr %0, i64 96
  %27 = load ptr, ptr %26, align 8, !invariant.load !3
  %28 = call i64 %27(ptr %0, i64 576, ptr %16, i64 7, i64 %23) #2
  unreachable

29:                                               ; preds = %15
  %30 = load ptr, ptr %20, align 8
  %31 = getelementptr i64, ptr %30, i64 %23
  %32 = load i64, ptr %31, align 4
  %33 = icmp eq i64 %32, 0
  br i1 %33, label %34, label %39, !prof !4

34:                                               ; preds = %29
  %35 = zext i32 %17 to i64
  %36 = getelementptr i8, ptr %0, i64 96
  %37 = load ptr, ptr %36, align 8, !invariant.load !3
  %38 = call i64 %37(ptr %0, i64 576, ptr %16, i64 8, i64 %35) #2
  unreachable

39:                                               ; preds = %29
  %40 = inttoptr i64 %32 to ptr
  %41 = getelementptr i8, ptr %0, i64 40
  %42 = load ptr, ptr %41, align 8, !invariant.load !3
  %43 = getelementptr i8, ptr %42, i64 4
  %44 = load i32, ptr %43, align 4, !invariant.load !3
  %45 = load i32, ptr %40, align 4, !invariant.load !3
  %46 = icmp ne i32 %45, %44
  br i1 %46, label %47, label %56

47:                                               ; preds = %39
  %48 = ptrtoint ptr %40 to i64
  %49 = zext i32 %44 to i64
  %50 = getelementptr i8, ptr %0, i64 96
  %51 = load ptr, ptr %50, align 8, !invariant.load !3
  %52 = call i64 %51(ptr %0, i64 580, ptr %16, i64 %48, i64 %49) #2
  %53 = icmp eq i64 %52, 0
  br i1 %53, label %54, label %55, !prof !4

54:                                               ; preds = %47
  call void @llvm.ubsantrap(i8 9) #3
  unreachable

55:                                               ; preds = %47
  br label %56

56:                                               ; preds = %55, %39
  %57 = getelementptr i8, ptr %40, i64 48
  %58 = load ptr, ptr %57, align 8, !invariant.load !3
  %59 = getelementptr i8, ptr %40, i64 56
  %60 = load ptr, ptr %59, align 8, !invariant.load !3
  %61 = getelementptr i8, ptr %40, i64 64
  %62 = load ptr, ptr %61, align 8, !invariant.load !3
  %63 = call { i64, <2 x i64> } %58(ptr %60, ptr %62, ptr nest %0, i64 poison, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #3
  br label %64

64:                                               ; preds = %56
  ret { i64, <2 x i64> } poison
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f5(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = icmp eq i64 %3, 0
  br i1 %16, label %17, label %18, !prof !3

17:                                               ; preds = %15
  call void @llvm.ubsantrap(i8 11) #2
  unreachable

18:                                               ; preds = %15
  %19 = inttoptr i64 %3 to ptr
  %20 = getelementptr i8, ptr %19, i64 48
  %21 = load ptr, ptr %20, align 8, !invariant.load !4
  %22 = getelementptr i8, ptr %19, i64 56
  %23 = load ptr, ptr %22, align 8, !invariant.load !4
  %24 = getelementptr i8, ptr %19, i64 64
  %25 = load ptr, ptr %24, align 8, !invariant.load !4
  %26 = musttail call { i64, <2 x i64> } %21(ptr %23, ptr %25, ptr nest %0, i64 1, i64 2, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #2
  ret { i64, <2 x i64> } %26

27:                                               ; No predecessors!
  unreachable
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f6(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = trunc i64 %4 to i32
  %18 = trunc i64 %5 to i32
  %19 = trunc i64 %6 to i32
  %20 = getelementptr i8, ptr %0, i64 88
  %21 = load ptr, ptr %20, align 8, !invariant.load !3
  %22 = getelementptr i8, ptr %21, i64 32
  %23 = load i32, ptr %22, align 8
  %24 = getelementptr i8, ptr %0, i64 88
  %25 = load ptr, ptr %24, align 8, !invariant.load !3
  %26 = getelementptr i8, ptr %25, i64 56
  %27 = load i64, ptr %26, align 8
  br label %28

28:                                               ; preds = %15
  %29 = insertvalue { i64, <2 x i64> } poison, i64 %27, 0
  %30 = getelementptr i8, ptr %0, i64 88
  %31 = load ptr, ptr %30, align 8, !invariant.load !3
  %32 = getelementptr i8, ptr %31, i64 8
  %33 = bitcast double 5.000000e-01 to i64
  store i64 %33, ptr %32, align 8
  %34 = getelementptr i8, ptr %0, i64 88
  %35 = load ptr, ptr %34, align 8, !invariant.load !3
  %36 = getelementptr i8, ptr %35, i64 16
  %37 = zext i32 %23 to i64
  store i64 %37, ptr %36, align 8
  ret { i64, <2 x i64> } %29
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f7(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = getelementptr i8, ptr %0, i64 88
  %17 = load ptr, ptr %16, align 8, !invariant.load !3
  %18 = getelementptr i8, ptr %17, i64 32
  store i64 4, ptr %18, align 8
  %19 = getelementptr i8, ptr %0, i64 88
  %20 = load ptr, ptr %19, align 8, !invariant.load !3
  %21 = getelementptr i8, ptr %20, i64 56
  store i64 7, ptr %21, align 8
  %22 = call { i64, <2 x i64> } @f6(ptr %0, ptr %1, ptr nest poison, i64 0, i64 1, i64 2, i64 3, <2 x i64> <i64 5, i64 6>, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #2
  %23 = extractvalue { i64, <2 x i64> } %22, 0
  %24 = getelementptr i8, ptr %0, i64 88
  %25 = load ptr, ptr %24, align 8, !invariant.load !3
  %26 = getelementptr i8, ptr %25, i64 8
  %27 = load double, ptr %26, align 8
  %28 = getelementptr i8, ptr %0, i64 88
  %29 = load ptr, ptr %28, align 8, !invariant.load !3
  %30 = getelementptr i8, ptr %29, i64 16
  %31 = load i32, ptr %30, align 8
  br label %32

32:                                               ; preds = %15
  %33 = zext i32 %31 to i64
  %34 = insertvalue { i64, <2 x i64> } poison, i64 %33, 0
  ret { i64, <2 x i64> } %34
}
