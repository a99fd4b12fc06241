; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  %17 = trunc i64 %3 to i32
  %18 = zext i32 %17 to i64
  %19 = icmp ult i64 %18, 5
  br i1 %19, label %20, label %25, !prof !3

20:                                               ; preds = %15
  %21 = getelementptr i64, ptr @table0, i64 %18
  %22 = getelementptr i8, ptr %21, i64 4
  %23 = load i32, ptr %22, align 4, !invariant.load !4
  %24 = icmp eq i32 %23, 0
  br i1 %24, label %56, label %25, !prof !3

25:                                               ; preds = %20, %15
  %26 = getelementptr i8, ptr %0, i64 16
  %27 = load ptr, ptr %26, align 8, !invariant.load !4
  %28 = load ptr, ptr %27, align 8, !invariant.load !4
  %29 = getelementptr i8, ptr %28, i64 8
  %30 = load i64, ptr %29, align 4
  %31 = zext i32 %17 to i64
  %32 = icmp uge i64 %31, %30
  br i1 %32, label %33, label %37, !prof !5

33:                                               ; preds = %25
  %34 = getelementptr i8, ptr %0, i64 96
  %35 = load ptr, ptr %34, align 8, !invariant.load !4
  %36 = call i64 %35(ptr %0, i64 576, ptr %16, i64 7, i64 %31) #2
  unreachable

37:                                               ; preds = %25
  %38 = load ptr, ptr %28, align 8
  %39 = getelementptr i64, ptr %38, i64 %31
  %40 = load i64, ptr %39, align 4
  %41 = icmp eq i64 %40, 0
  br i1 %41, label %42, label %47, !prof !5

42:                                               ; preds = %37
  %43 = zext i32 %17 to i64
  %44 = getelementptr i8, ptr %0, i64 96
  %45 = load ptr, ptr %44, align 8, !invariant.load !4
  %46 = call i64 %45(ptr %0, i64 576, ptr %16, i64 8, i64 %43) #2
  unreachable

47:                                               ; preds = %37
  %48 = inttoptr i64 %40 to ptr
  %49 = getelementptr i8, ptr %0, i64 40
  %50 = load ptr, ptr %49, align 8, !invariant.load !4
  %51 = load i32, ptr %50, align 4, !invariant.load !4
  %52 = load i32, ptr %48, align 4, !invariant.load !4
  %53 = icmp ne i32 %52, %51
  br i1 %53, label %54, label %55, !prof !5

54:                                               ; preds = %47
  call void @llvm.ubsantrap(i8 9) #3
  unreachable

55:                                               ; preds = %47
  unreachable

56:                                               ; preds = %20
  %57 = load i32, ptr %21, align 4, !invariant.load !4
  %58 = sext i32 %57 to i64
  %59 = getelementptr i8, ptr @table0, i64 %58
  br label %60

60:                                               ; preds = %56
  %61 = call { i64, <2 x i64> } %59(ptr %0, ptr %1, ptr nest poison, i64 7, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #3
  %62 = extractvalue { i64, <2 x i64> } %61, 0
  %63 = trunc i64 %62 to i32
  br label %64

64:                                               ; preds = %60
  %65 = zext i32 %63 to i64
  %66 = insertvalue { i64, <2 x i64> } poison, i64 %65, 0
  ret { i64, <2 x i64> } %66
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  br i1 true, label %17, label %20, !prof !3

17:                                               ; preds = %15
  %18 = load i32, ptr getelementptr (i8, ptr getelementptr (i64, ptr @table0, i64 4), i64 4), align 4, !invariant.load !4
  %19 = icmp eq i32 %18, 1
  br i1 %19, label %64, label %20, !prof !3

20:                                               ; preds = %17, %15
  %21 = getelementptr i8, ptr %0, i64 16
  %22 = load ptr, ptr %21, align 8, !invariant.load !4
  %23 = load ptr, ptr %22, align 8, !invariant.load !4
  %24 = getelementptr i8, ptr %23, i64 8
  %25 = load i64, ptr %24, align 4
  %26 = icmp uge i64 4, %25
  br i1 %26, label %27, label %31, !prof !5

27:                                               ; preds = %20
  %28 = getelementptr i8, ptr %0, i64 96
  %29 = load ptr, ptr %28, align 8, !invariant.load !4
  %30 = call i64 %29(ptr %0, i64 576, ptr %16, i64 7, i64 4) #2
  unreachable

31:                                               ; preds = %20
  %32 = load ptr, ptr %23, align 8
  %33 = getelementptr i64, ptr %32, i64 4
  %34 = load i64, ptr %33, align 4
  %35 = icmp eq i64 %34, 0
  br i1 %35, label %36, label %40, !prof !5

36:                                               ; preds = %31
  %37 = getelementptr i8, ptr %0, i64 96
  %38 = load ptr, ptr %37, align 8, !invariant.load !4
  %39 = call i64 %38(ptr %0, i64 576, ptr %16, i64 8, i64 4) #2
  unreachable

40:                                               ; preds = %31
  %41 = inttoptr i64 %34 to ptr
  %42 = getelementptr i8, ptr %0, i64 40
  %43 = load ptr, ptr %42, align 8, !invariant.load !4
  %44 = getelementptr i8, ptr %43, i64 4
  %45 = load i32, ptr %44, align 4, !invariant.load !4
  %46 = load i32, ptr %41, align 4, !invariant.load !4
  %47 = icmp ne i32 %46, %45
  br i1 %47, label %48, label %57

48:                                               ; preds = %40
  %49 = ptrtoint ptr %41 to i64
  %50 = zext i32 %45 to i64
  %51 = getelementptr i8, ptr %0, i64 96
  %52 = load ptr, ptr %51, align 8, !invariant.load !4
  %53 = call i64 %52(ptr %0, i64 580, ptr %16, i64 %49, i64 %50) #2
  %54 = icmp eq i64 %53, 0
  br i1 %54, label %55, label %56, !prof !5

55:                                               ; preds = %48
  call void @llvm.ubsantrap(i8 9) #3
  unreachable

56:                                               ; preds = %48
  br label %57

57:                                               ; preds = %56, %40
  %58 = getelementptr i8, ptr %41, i64 48
  %59 = load ptr, ptr %58, align 8, !invariant.load !4
  %60 = getelementptr i8, ptr %41, i64 56
  %61 = load ptr, ptr %60, align 8, !invariant.load !4
  %62 = getelementptr i8, ptr %41, i64 64
  %63 = load ptr, ptr %62, align 8, !invariant.load !4
  br label %68

64:                                               ; preds = %17
  %65 = load i32, ptr getelementptr (i64, ptr @table0, i64 4), align 4, !invariant.load !4
  %66 = sext i32 %65 to i64
  %67 = getelementptr i8, ptr @table0, i64 %66
  br label %68

68:                                               ; preds = %64, %57
  %69 = phi ptr [ %67, %64 ], [ %59, %57 ]
  %70 = phi ptr [ %0, %64 ], [ %61, %57 ]
  %71 = phi ptr [ %1, %64 ], [ %63, %57 ]
  %72 = call { i64, <2 x i64> } %69(ptr %70, ptr %71, ptr nest %0, i64 poison, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #3
  br label %73

73:                                               ; preds = %68
  ret { i64, <2 x i64> } poison
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  %17 = trunc i64 %3 to i32
  br i1 true, label %18, label %21, !prof !3

18:                                               ; preds = %15
  %19 = load i32, ptr getelementptr (i8, ptr getelementptr (i64, ptr @table0, i64 3), i64 4), align 4, !invariant.load !4
  %20 = icmp eq i32 %19, 0
  br i1 %20, label %50, label %21, !prof !3

21:                                               ; preds = %18, %15
  %22 = getelementptr i8, ptr %0, i64 16
  %23 = load ptr, ptr %22, align 8, !invariant.load !4
  %24 = load ptr, ptr %23, align 8, !invariant.load !4
  %25 = getelementptr i8, ptr %24, i64 8
  %26 = load i64, ptr %25, align 4
  %27 = icmp uge i64 3, %26
  br i1 %27, label %28, label %32, !prof !5

28:                                               ; preds = %21
  %29 = getelementptr i8, ptr %0, i64 96
  %30 = load ptr, ptr %29, align 8, !invariant.load !4
  %31 = call i64 %30(ptr %0, i64 576, ptr %16, i64 7, i64 3) #2
  unreachable

32:                                               ; preds = %21
  %33 = load ptr, ptr %24, align 8
  %34 = getelementptr i64, ptr %33, i64 3
  %35 = load i64, ptr %34, align 4
  %36 = icmp eq i64 %35, 0
  br i1 %36, label %37, label %41, !prof !5

37:                                               ; preds = %32
  %38 = getelementptr i8, ptr %0, i64 96
  %39 = load ptr, ptr %38, align 8, !invariant.load !4
  %40 = call i64 %39(ptr %0, i64 576, ptr %16, i64 8, i64 3) #2
  unreachable

41:                                               ; preds = %32
  %42 = inttoptr i64 %35 to ptr
  %43 = getelementptr i8, ptr %0, i64 40
  %44 = load ptr, ptr %43, align 8, !invariant.load !4
  %45 = load i32, ptr %44, align 4, !invariant.load !4
  %46 = load i32, ptr %42, align 4, !invariant.load !4
  %47 = icmp ne i32 %46, %45
  br i1 %47, label %48, label %49, !prof !5

48:                                               ; preds = %41
  call void @llvm.ubsantrap(i8 9) #3
  unreachable

49:                                               ; preds = %41
  unreachable

50:                                               ; preds = %18
  %51 = load i32, ptr getelementptr (i64, ptr @table0, i64 3), align 4, !invariant.load !4
  %52 = sext i32 %51 to i64
  %53 = getelementptr i8, ptr @table0, i64 %52
  br label %54

54:                                               ; preds = %50
  %55 = zext i32 %17 to i64
  %56 = musttail call { i64, <2 x i64> } %53(ptr %0, ptr %1, ptr nest poison, i64 %55, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #3
  ret { i64, <2 x i64> } %56

57:                                               ; No predecessors!
  unreachable
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = alloca i64, i32 2, align 16
  %17 = trunc i64 %3 to i32
  %18 = getelementptr i8, ptr %0, i64 16
  %19 = load ptr, ptr %18, align 8, !invariant.load !3
  %20 = getelementptr i8, ptr %19, i64 8
  %21 = load ptr, ptr %20, align 8, !invariant.load !3
  %22 = getelementptr i8, ptr %21, i64 8
  %23 = load i64, ptr %22, align 4
  %24 = zext i32 %17 to i64
  %25 = icmp uge i64 %24, %23
  br i1 %25, label %26, label %30, !prof !4

26:                                               ; preds = %15
  %27 = getelementptr i8, ptr %0, i64 96
  %28 = load ptr, ptr %27, align 8, !invariant.load !3
  %29 = call i64 %28(ptr %0, i64 576, ptr %16, i64 7, i64 %24) #2
  unreachable

30:                                               ; preds = %15
  %31 = load ptr, ptr %21, align 8
  %32 = getelementptr i64, ptr %31, i64 %24
  %33 = load i64, ptr %32, align 4
  %34 = icmp eq i64 %33, 0
  br i1 %34, label %35, label %40, !prof !4

35:                                               ; preds = %30
  %36 = zext i32 %17 to i64
  %37 = getelementptr i8, ptr %0, i64 96
  %38 = load ptr, ptr %37, align 8, !invariant.load !3
  %39 = call i64 %38(ptr %0, i64 576, ptr %16, i64 8, i64 %36) #2
  unreachable

40:                                               ; preds = %30
  %41 = inttoptr i64 %33 to ptr
  %42 = getelementptr i8, ptr %0, i64 40
  %43 = load ptr, ptr %42, align 8, !invariant.load !3
  %44 = load i32, ptr %43, align 4, !invariant.load !3
  %45 = load i32, ptr %41, align 4, !invariant.load !3
  %46 = icmp ne i32 %45, %44
  br i1 %46, label %47, label %48, !prof !4

47:                                               ; preds = %40
  call void @llvm.ubsantrap(i8 9) #3
  unreachable

48:                                               ; preds = %40
  %49 = getelementptr i8, ptr %41, i64 48
  %50 = load ptr, ptr %49, align 8, !invariant.load !3
  %51 = getelementptr i8, ptr %41, i64 56
  %52 = load ptr, ptr %51, align 8, !invariant.load !3
  %53 = getelementptr i8, ptr %41, i64 64
  %54 = load ptr, ptr %53, align 8, !invariant.load !3
  %55 = call { i64, <2 x i64> } %50(ptr %52, ptr %54, ptr nest %0, i64 7, i64 poison, i64 poison, i64 poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison, <2 x i64> poison) #3
  %56 = extractvalue { i64, <2 x i64> } %55, 0
  %57 = trunc i64 %56 to i32
  br label %58

58:                                               ; preds = %48
  %59 = zext i32 %57 to i64
  %60 = insertvalue { i64, <2 x i64> } poison, i64 %59, 0
  ret { i64, <2 x i64> } %60
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @import0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = getelementptr i8, ptr %0, i64 32
  %17 = load ptr, ptr %16, align 8
  %18 = getelementptr i8, ptr %17, i64 0
  %19 = load ptr, ptr %18, align 8
  %20 = getelementptr i8, ptr %19, i64 56
  %21 = load ptr, ptr %20, align 8
  %22 = getelementptr i8, ptr %19, i64 64
  %23 = load ptr, ptr %22, align 8
  %24 = getelementptr i8, ptr %19, i64 48
  %25 = load ptr, ptr %24, align 8
  %26 = musttail call { i64, <2 x i64> } %25(ptr %21, ptr %23, ptr nest %0, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14)
  ret { i64, <2 x i64> } %26
}
@table0 = hidden constant [5 x [2 x i32]] [[2 x i32] [i32 0, i32 -1], [2 x i32] [i32 trunc (i64 sub (i64 ptrtoint (ptr @f0 to i64), i64 ptrtoint (ptr @table0 to i64)) to i32), i32 0], [2 x i32] [i32 trunc (i64 sub (i64 ptrtoint (ptr @import0 to i64), i64 ptrtoint (ptr @table0 to i64)) to i32), i32 0], [2 x i32] [i32 0, i32 -1], [2 x i32] [i32 trunc (i64 sub (i64 ptrtoint (ptr @f1 to i64), i64 ptrtoint (ptr @table0 to i64)) to i32), i32 1]], align 8
