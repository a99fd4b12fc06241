; Function Attrs: noinline uwtable
define hidden i32 @f0(ptr %0, ptr %1, ptr nest %2, i64 %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = icmp eq i64 %3, 0
  br i1 %6, label %7, label %8, !prof !3

7:                                                ; preds = %5
  call void @llvm.ubsantrap(i8 12) #2
  unreachable

8:                                                ; preds = %5
  %9 = inttoptr i64 %3 to ptr
  %10 = getelementptr i8, ptr %9, i64 8
  %11 = load i32, ptr %10, align 4
  %12 = icmp eq i64 %3, 0
  br i1 %12, label %13, label %14, !prof !3

13:                                               ; preds = %8
  call void @llvm.ubsantrap(i8 12) #2
  unreachable

14:                                               ; preds = %8
  %15 = inttoptr i64 %3 to ptr
  %16 = getelementptr i8, ptr %15, i64 12
  %17 = load i8, ptr %16, align 1
  %18 = sext i8 %17 to i32
  %19 = add i32 %11, %18
  ret i32 %19
}
; Function Attrs: noinline uwtable
define hidden void @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, double %4) #0 {
  %6 = icmp eq i64 %3, 0
  br i1 %6, label %7, label %8, !prof !3

7:                                                ; preds = %5
  call void @llvm.ubsantrap(i8 12) #2
  unreachable

8:                                                ; preds = %5
  %9 = inttoptr i64 %3 to ptr
  %10 = getelementptr i8, ptr %9, i64 16
  store volatile double %4, ptr %10, align 8
  br label %11

11:                                               ; preds = %8
  ret void
}
; Function Attrs: noinline uwtable
define hidden i32 @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i32 %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = icmp eq i64 %3, 0
  br i1 %7, label %8, label %9, !prof !3

8:                                                ; preds = %6
  call void @llvm.ubsantrap(i8 13) #2
  unreachable

9:                                                ; preds = %6
  %10 = inttoptr i64 %3 to ptr
  %11 = getelementptr i8, ptr %10, i64 4
  %12 = load i32, ptr %11, align 4
  %13 = icmp uge i32 %4, %12
  br i1 %13, label %14, label %15, !prof !3

14:                                               ; preds = %9
  call void @llvm.ubsantrap(i8 16) #2
  unreachable

15:                                               ; preds = %9
  %16 = zext i32 %4 to i64
  %17 = shl i64 %16, 0
  %18 = getelementptr i8, ptr %10, i64 8
  %19 = getelementptr i8, ptr %18, i64 %17
  %20 = load i8, ptr %19, align 1
  %21 = zext i8 %20 to i32
  ret i32 %21
}
; Function Attrs: noinline uwtable
define hidden i64 @f3(ptr %0, ptr %1, ptr nest %2) #0 {
  %4 = alloca i64, i32 3, align 16
  br label %5

5:                                                ; preds = %3
  store i64 1, ptr %4, align 8
  %6 = getelementptr i8, ptr %4, i64 8
  store i64 2, ptr %6, align 8
  %7 = getelementptr i8, ptr %4, i64 16
  store i64 4613937818241073152, ptr %7, align 8
  %8 = getelementptr i8, ptr %0, i64 96
  %9 = load ptr, ptr %8, align 8, !invariant.load !3
  %10 = call i64 %9(ptr %0, i64 199, ptr %4, i64 0, i64 2) #2
  ret i64 %10
}
; Function Attrs: noinline uwtable
define hidden i32 @f4(ptr %0, ptr %1, ptr nest %2, i64 %3) #0 {
  %5 = alloca i64, i32 2, align 16
  br label %6

6:                                                ; preds = %4
  store i64 %3, ptr %5, align 8
  %7 = getelementptr i8, ptr %0, i64 96
  %8 = load ptr, ptr %7, align 8, !invariant.load !3
  %9 = call i64 %8(ptr %0, i64 219, ptr %5, i64 536870917, i64 0) #2
  %10 = icmp ne i64 %9, 0
  %11 = zext i1 %10 to i32
  ret i32 %11
}
; Function Attrs: noinline uwtable
define hidden i32 @f5(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = shl i32 %3, 1
  %7 = or i32 %6, 1
  %8 = zext i32 %7 to i64
  %9 = icmp eq i64 %8, 0
  br i1 %9, label %10, label %11, !prof !3

10:                                               ; preds = %5
  call void @llvm.ubsantrap(i8 14) #2
  unreachable

11:                                               ; preds = %5
  %12 = trunc i64 %8 to i32
  %13 = ashr i32 %12, 1
  ret i32 %13
}
; Function Attrs: noinline uwtable
define hidden void @f6(ptr %0, ptr %1, ptr nest %2, i32 %3, i64 %4) #0 {
  %6 = getelementptr i8, ptr %0, i64 16
  %7 = load ptr, ptr %6, align 8, !invariant.load !3
  %8 = load ptr, ptr %7, align 8, !invariant.load !3
  %9 = getelementptr i8, ptr %8, i64 8
  %10 = load i64, ptr %9, align 4
  %11 = zext i32 %3 to i64
  %12 = icmp uge i64 %11, %10
  br i1 %12, label %13, label %14, !prof !4

13:                                               ; preds = %5
  call void @llvm.ubsantrap(i8 6) #2
  unreachable

14:                                               ; preds = %5
  %15 = load ptr, ptr %8, align 8
  %16 = getelementptr i64, ptr %15, i64 %11
  store i64 %4, ptr %16, align 4
  br label %17

17:                                               ; preds = %14
  ret void
}
; Function Attrs: noinline uwtable
define hidden i32 @f7(ptr %0, ptr %1, ptr nest %2, i64 %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = icmp eq i64 %3, 0
  %7 = zext i1 %6 to i32
  ret i32 %7
}
