; Function Attrs: noinline uwtable
define hidden void @f0(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  %5 = alloca i64, i32 2, align 16
  %6 = zext i32 %3 to i64
  store i64 %6, ptr %5, align 8
  %7 = getelementptr i8, ptr %0, i64 96
  %8 = load ptr, ptr %7, align 8, !invariant.load !3
  %9 = call i64 %8(ptr %0, i64 577, ptr %5, i64 0, i64 0) #2
  unreachable

10:                                               ; No predecessors!
  unreachable
}
; Function Attrs: noinline uwtable
define hidden i32 @f1(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 personality ptr @wald_personality {
  %5 = alloca i64, i32 2, align 16
  invoke void @f0(ptr %0, ptr %1, ptr nest poison, i32 %3) #2
          to label %16 unwind label %13

6:                                                ; preds = %13
  %7 = getelementptr i8, ptr %15, i64 8
  %8 = load ptr, ptr %7, align 8
  %9 = getelementptr i8, ptr %0, i64 80
  %10 = load ptr, ptr %9, align 8, !invariant.load !3
  %11 = load ptr, ptr %10, align 8, !invariant.load !3
  %12 = icmp eq ptr %8, %11
  br i1 %12, label %22, label %17

13:                                               ; preds = %4
  %14 = landingpad { ptr, i32 }
          catch ptr null
  %15 = extractvalue { ptr, i32 } %14, 0
  br label %6

16:                                               ; preds = %4
  br label %25

17:                                               ; preds = %6
  %18 = ptrtoint ptr %15 to i64
  %19 = getelementptr i8, ptr %0, i64 96
  %20 = load ptr, ptr %19, align 8, !invariant.load !3
  %21 = call i64 %20(ptr %0, i64 578, ptr %5, i64 %18, i64 0) #2
  unreachable

22:                                               ; preds = %6
  %23 = getelementptr i8, ptr %15, i64 16
  %24 = load i32, ptr %23, align 8
  br label %26

25:                                               ; preds = %16
  br label %26

26:                                               ; preds = %25, %22
  %.0 = phi i32 [ 0, %25 ], [ %24, %22 ]
  br label %27

27:                                               ; preds = %26
  ret i32 %.0
}
; Function Attrs: noinline uwtable
define hidden i64 @f2(ptr %0, ptr %1, ptr nest %2) #0 personality ptr @wald_personality {
  %4 = alloca i64, i32 2, align 16
  invoke void @f0(ptr %0, ptr %1, ptr nest poison, i32 1) #2
          to label %15 unwind label %12

5:                                                ; preds = %12
  %6 = getelementptr i8, ptr %14, i64 8
  %7 = load ptr, ptr %6, align 8
  %8 = getelementptr i8, ptr %0, i64 80
  %9 = load ptr, ptr %8, align 8, !invariant.load !3
  %10 = load ptr, ptr %9, align 8, !invariant.load !3
  %11 = icmp eq ptr %7, %10
  br i1 %11, label %17, label %16

12:                                               ; preds = %3
  %13 = landingpad { ptr, i32 }
          catch ptr null
  %14 = extractvalue { ptr, i32 } %13, 0
  br label %5

15:                                               ; preds = %3
  br label %22

16:                                               ; preds = %5
  br label %20

17:                                               ; preds = %5
  %18 = getelementptr i8, ptr %14, i64 16
  %19 = load i32, ptr %18, align 8
  br label %23

20:                                               ; preds = %16
  %21 = ptrtoint ptr %14 to i64
  br label %30

22:                                               ; preds = %15
  br label %23

23:                                               ; preds = %22, %17
  call void @llvm.ubsantrap(i8 1) #2
  unreachable

24:                                               ; No predecessors!
  %25 = ptrtoint ptr %14 to i64
  %26 = getelementptr i8, ptr %0, i64 96
  %27 = load ptr, ptr %26, align 8, !invariant.load !3
  %28 = call i64 %27(ptr %0, i64 578, ptr %4, i64 %25, i64 0) #2
  unreachable

29:                                               ; No predecessors!
  br label %30

30:                                               ; preds = %29, %20
  br label %31

31:                                               ; preds = %30
  ret i64 %21
}
; Function Attrs: noinline uwtable
define hidden void @f3(ptr %0, ptr %1, ptr nest %2, i64 %3) #0 {
  %5 = alloca i64, i32 2, align 16
  %6 = icmp eq i64 %3, 0
  br i1 %6, label %7, label %8, !prof !3

7:                                                ; preds = %4
  call void @llvm.ubsantrap(i8 15) #2
  unreachable

8:                                                ; preds = %4
  %9 = getelementptr i8, ptr %0, i64 96
  %10 = load ptr, ptr %9, align 8, !invariant.load !4
  %11 = call i64 %10(ptr %0, i64 578, ptr %5, i64 %3, i64 0) #2
  unreachable

12:                                               ; No predecessors!
  unreachable
}
; Function Attrs: noinline uwtable
define hidden i32 @f4(ptr %0, ptr %1, ptr nest %2) #0 personality ptr @wald_personality {
  %4 = alloca i64, i32 2, align 16
  invoke void @f0(ptr %0, ptr %1, ptr nest poison, i32 5) #2
          to label %15 unwind label %12

5:                                                ; preds = %12
  %6 = getelementptr i8, ptr %14, i64 8
  %7 = load ptr, ptr %6, align 8
  %8 = getelementptr i8, ptr %0, i64 80
  %9 = load ptr, ptr %8, align 8, !invariant.load !3
  %10 = load ptr, ptr %9, align 8, !invariant.load !3
  %11 = icmp eq ptr %7, %10
  br i1 %11, label %22, label %20

12:                                               ; preds = %3
  %13 = landingpad { ptr, i32 }
          catch ptr null
  %14 = extractvalue { ptr, i32 } %13, 0
  br label %5

15:                                               ; preds = %3
  br label %31

16:                                               ; preds = %22
  br label %17

17:                                               ; preds = %16
  br label %31

18:                                               ; preds = %20
  br label %19

19:                                               ; preds = %18
  br label %31

20:                                               ; preds = %5
  %21 = ptrtoint ptr %14 to i64
  br label %18

22:                                               ; preds = %5
  %23 = getelementptr i8, ptr %14, i64 16
  %24 = load i32, ptr %23, align 8
  %25 = ptrtoint ptr %14 to i64
  br label %16

26:                                               ; No predecessors!
  %27 = ptrtoint ptr %14 to i64
  %28 = getelementptr i8, ptr %0, i64 96
  %29 = load ptr, ptr %28, align 8, !invariant.load !3
  %30 = call i64 %29(ptr %0, i64 578, ptr %4, i64 %27, i64 0) #2
  unreachable

31:                                               ; preds = %19, %17, %15
  %.0 = phi i32 [ 1, %15 ], [ %24, %17 ], [ 2, %19 ]
  br label %32

32:                                               ; preds = %31
  ret i32 %.0
}
