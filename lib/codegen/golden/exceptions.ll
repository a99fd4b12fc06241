; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  %17 = trunc i64 %3 to i32
  %18 = zext i32 %17 to i64
  store i64 %18, ptr %16, align 8
  %19 = getelementptr i8, ptr %0, i64 96
  %20 = load ptr, ptr %19, align 8, !invariant.load !3
  %21 = call i64 %20(ptr %0, i64 577, ptr %16, i64 0, i64 0) #2
  unreachable

22:                                               ; No predecessors!
  unreachable
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 personality ptr @wald_personality {
  %16 = alloca i64, i32 2, align 16
  %17 = trunc i64 %3 to i32
  %18 = zext i32 %17 to i64
  %19 = invoke { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest poison, i64 %18, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #2
          to label %30 unwind label %27

20:                                               ; preds = %27
  %21 = getelementptr i8, ptr %29, i64 8
  %22 = load ptr, ptr %21, align 8
  %23 = getelementptr i8, ptr %0, i64 80
  %24 = load ptr, ptr %23, align 8, !invariant.load !3
  %25 = load ptr, ptr %24, align 8, !invariant.load !3
  %26 = icmp eq ptr %22, %25
  br i1 %26, label %36, label %31

27:                                               ; preds = %15
  %28 = landingpad { ptr, i32 }
          catch ptr null
  %29 = extractvalue { ptr, i32 } %28, 0
  br label %20

30:                                               ; preds = %15
  br label %39

31:                                               ; preds = %20
  %32 = ptrtoint ptr %29 to i64
  %33 = getelementptr i8, ptr %0, i64 96
  %34 = load ptr, ptr %33, align 8, !invariant.load !3
  %35 = call i64 %34(ptr %0, i64 578, ptr %16, i64 %32, i64 0) #2
  unreachable

36:                                               ; preds = %20
  %37 = getelementptr i8, ptr %29, i64 16
  %38 = load i32, ptr %37, align 8
  br label %40

39:                                               ; preds = %30
  br label %40

40:                                               ; preds = %39, %36
  %.0 = phi i32 [ 0, %39 ], [ %38, %36 ]
  br label %41

41:                                               ; preds = %40
  %42 = zext i32 %.0 to i64
  %43 = insertvalue { i64, <2 x i64> } poison, i64 %42, 0
  ret { i64, <2 x i64> } %43
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 personality ptr @wald_personality {
  %16 = alloca i64, i32 2, align 16
  %17 = invoke { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest poison, i64 1, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #2
          to label %28 unwind label %25

18:                                               ; preds = %25
  %19 = getelementptr i8, ptr %27, i64 8
  %20 = load ptr, ptr %19, align 8
  %21 = getelementptr i8, ptr %0, i64 80
  %22 = load ptr, ptr %21, align 8, !invariant.load !3
  %23 = load ptr, ptr %22, align 8, !invariant.load !3
  %24 = icmp eq ptr %20, %23
  br i1 %24, label %30, label %29

25:                                               ; preds = %15
  %26 = landingpad { ptr, i32 }
          catch ptr null
  %27 = extractvalue { ptr, i32 } %26, 0
  br label %18

28:                                               ; preds = %15
  br label %35

29:                                               ; preds = %18
  br label %33

30:                                               ; preds = %18
  %31 = getelementptr i8, ptr %27, i64 16
  %32 = load i32, ptr %31, align 8
  br label %36

33:                                               ; preds = %29
  %34 = ptrtoint ptr %27 to i64
  br label %43

35:                                               ; preds = %28
  br label %36

36:                                               ; preds = %35, %30
  call void @llvm.ubsantrap(i8 1) #2
  unreachable

37:                                               ; No predecessors!
  %38 = ptrtoint ptr %27 to i64
  %39 = getelementptr i8, ptr %0, i64 96
  %40 = load ptr, ptr %39, align 8, !invariant.load !3
  %41 = call i64 %40(ptr %0, i64 578, ptr %16, i64 %38, i64 0) #2
  unreachable

42:                                               ; No predecessors!
  br label %43

43:                                               ; preds = %42, %33
  br label %44

44:                                               ; preds = %43
  %45 = insertvalue { i64, <2 x i64> } poison, i64 %34, 0
  ret { i64, <2 x i64> } %45
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  %17 = icmp eq i64 %3, 0
  br i1 %17, label %18, label %19, !prof !3

18:                                               ; preds = %15
  call void @llvm.ubsantrap(i8 15) #2
  unreachable

19:                                               ; preds = %15
  %20 = getelementptr i8, ptr %0, i64 96
  %21 = load ptr, ptr %20, align 8, !invariant.load !4
  %22 = call i64 %21(ptr %0, i64 578, ptr %16, i64 %3, i64 0) #2
  unreachable

23:                                               ; No predecessors!
  unreachable
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f4(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 personality ptr @wald_personality {
  %16 = alloca i64, i32 2, align 16
  %17 = invoke { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest poison, i64 5, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #2
          to label %28 unwind label %25

18:                                               ; preds = %25
  %19 = getelementptr i8, ptr %27, i64 8
  %20 = load ptr, ptr %19, align 8
  %21 = getelementptr i8, ptr %0, i64 80
  %22 = load ptr, ptr %21, align 8, !invariant.load !3
  %23 = load ptr, ptr %22, align 8, !invariant.load !3
  %24 = icmp eq ptr %20, %23
  br i1 %24, label %35, label %33

25:                                               ; preds = %15
  %26 = landingpad { ptr, i32 }
          catch ptr null
  %27 = extractvalue { ptr, i32 } %26, 0
  br label %18

28:                                               ; preds = %15
  br label %44

29:                                               ; preds = %35
  br label %30

30:                                               ; preds = %29
  br label %44

31:                                               ; preds = %33
  br label %32

32:                                               ; preds = %31
  br label %44

33:                                               ; preds = %18
  %34 = ptrtoint ptr %27 to i64
  br label %31

35:                                               ; preds = %18
  %36 = getelementptr i8, ptr %27, i64 16
  %37 = load i32, ptr %36, align 8
  %38 = ptrtoint ptr %27 to i64
  br label %29

39:                                               ; No predecessors!
  %40 = ptrtoint ptr %27 to i64
  %41 = getelementptr i8, ptr %0, i64 96
  %42 = load ptr, ptr %41, align 8, !invariant.load !3
  %43 = call i64 %42(ptr %0, i64 578, ptr %16, i64 %40, i64 0) #2
  unreachable

44:                                               ; preds = %32, %30, %28
  %.0 = phi i32 [ 1, %28 ], [ %37, %30 ], [ 2, %32 ]
  br label %45

45:                                               ; preds = %44
  %46 = zext i32 %.0 to i64
  %47 = insertvalue { i64, <2 x i64> } poison, i64 %46, 0
  ret { i64, <2 x i64> } %47
}
