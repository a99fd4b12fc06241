; Function Attrs: noinline uwtable
define hidden i32 @f0(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  %5 = alloca i64, i32 2, align 16
  %6 = getelementptr i8, ptr %0, i64 104
  %7 = load ptr, ptr %6, align 8, !invariant.load !3
  %8 = getelementptr i8, ptr %7, i64 16
  %9 = load ptr, ptr %8, align 8, !invariant.load !3
  %10 = call ptr @llvm.stacksave.p0()
  %11 = icmp ult ptr %10, %9
  br i1 %11, label %12, label %16, !prof !4

12:                                               ; preds = %4
  %13 = getelementptr i8, ptr %0, i64 96
  %14 = load ptr, ptr %13, align 8, !invariant.load !3
  %15 = call i64 %14(ptr %0, i64 575, ptr %5, i64 20, i64 0) #2
  unreachable

16:                                               ; preds = %4
  %17 = getelementptr i8, ptr %0, i64 104
  %18 = load ptr, ptr %17, align 8, !invariant.load !3
  %19 = getelementptr i8, ptr %18, i64 128
  %20 = load ptr, ptr %19, align 8
  %21 = load volatile i8, ptr %20, align 1
  %22 = icmp ne i8 %21, 0
  br i1 %22, label %23, label %27, !prof !4

23:                                               ; preds = %16
  %24 = getelementptr i8, ptr %0, i64 96
  %25 = load ptr, ptr %24, align 8, !invariant.load !3
  %26 = call i64 %25(ptr %0, i64 575, ptr %5, i64 23, i64 0) #2
  unreachable

27:                                               ; preds = %16
  br label %28

28:                                               ; preds = %54, %27
  %29 = getelementptr i8, ptr %0, i64 104
  %30 = load ptr, ptr %29, align 8, !invariant.load !3
  %31 = getelementptr i8, ptr %30, i64 128
  %32 = load ptr, ptr %31, align 8
  %33 = load volatile i8, ptr %32, align 1
  %34 = icmp ne i8 %33, 0
  br i1 %34, label %35, label %39, !prof !4

35:                                               ; preds = %28
  %36 = getelementptr i8, ptr %0, i64 96
  %37 = load ptr, ptr %36, align 8, !invariant.load !3
  %38 = call i64 %37(ptr %0, i64 575, ptr %5, i64 23, i64 0) #2
  unreachable

39:                                               ; preds = %28
  %40 = zext i32 %3 to i64
  %41 = getelementptr i8, ptr %0, i64 24
  %42 = load ptr, ptr %41, align 8, !invariant.load !3
  %43 = load ptr, ptr %42, align 8, !invariant.load !3
  %44 = getelementptr i8, ptr %43, i64 8
  %45 = load atomic i64, ptr %44 monotonic, align 8
  %46 = icmp ugt i64 %40, %45
  %47 = sub i64 %45, %40
  %48 = icmp ult i64 %47, 4
  %49 = or i1 %46, %48
  br i1 %49, label %50, label %54, !prof !4

50:                                               ; preds = %39
  %51 = getelementptr i8, ptr %0, i64 96
  %52 = load ptr, ptr %51, align 8, !invariant.load !3
  %53 = call i64 %52(ptr %0, i64 575, ptr %5, i64 5, i64 0) #2
  unreachable

54:                                               ; preds = %39
  %55 = getelementptr i8, ptr %1, i64 %40
  %56 = load volatile i32, ptr %55, align 1
  %57 = icmp ne i32 %56, 0
  br i1 %57, label %28, label %58

58:                                               ; preds = %54
  %59 = icmp eq i32 %3, 0
  br i1 %59, label %60, label %64, !prof !4

60:                                               ; preds = %58
  %61 = getelementptr i8, ptr %0, i64 96
  %62 = load ptr, ptr %61, align 8, !invariant.load !3
  %63 = call i64 %62(ptr %0, i64 575, ptr %5, i64 2, i64 0) #2
  unreachable

64:                                               ; preds = %58
  %65 = udiv i32 8, %3
  %66 = call i32 @f0(ptr %0, ptr %1, ptr nest poison, i32 %65) #3
  br label %67

67:                                               ; preds = %64
  ret i32 %66
}
