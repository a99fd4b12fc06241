; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  br label %17

17:                                               ; preds = %21, %15
  %.01 = phi i32 [ %16, %15 ], [ %23, %21 ]
  %.0 = phi i32 [ 0, %15 ], [ %22, %21 ]
  %18 = icmp eq i32 %.01, 0
  %19 = zext i1 %18 to i32
  %20 = icmp ne i32 %19, 0
  br i1 %20, label %24, label %21

21:                                               ; preds = %17
  %22 = add i32 %.0, %.01
  %23 = sub i32 %.01, 1
  br label %17

24:                                               ; preds = %17
  br label %25

25:                                               ; preds = %24
  %26 = zext i32 %.0 to i64
  %27 = insertvalue { i64, <2 x i64> } poison, i64 %26, 0
  ret { i64, <2 x i64> } %27
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = icmp ne i32 %16, 0
  br i1 %17, label %18, label %19

18:                                               ; preds = %15
  br label %20

19:                                               ; preds = %15
  br label %20

20:                                               ; preds = %19, %18
  %.0 = phi double [ 1.000000e+00, %18 ], [ 2.000000e+00, %19 ]
  br label %21

21:                                               ; preds = %20
  %22 = insertelement <2 x double> poison, double %.0, i64 0
  %23 = bitcast <2 x double> %22 to <2 x i64>
  %24 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %23, 1
  ret { i64, <2 x i64> } %24
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = icmp ne i32 %16, 0
  br i1 %17, label %18, label %19

18:                                               ; preds = %15
  br label %21

19:                                               ; preds = %15
  br label %20

20:                                               ; preds = %19
  br label %21

21:                                               ; preds = %20, %18
  %.0 = phi i64 [ 1, %18 ], [ 3, %20 ]
  br label %22

22:                                               ; preds = %21
  %23 = insertvalue { i64, <2 x i64> } poison, i64 %.0, 0
  ret { i64, <2 x i64> } %23
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  switch i32 %16, label %19 [
    i32 0, label %17
    i32 1, label %18
  ]

17:                                               ; preds = %15
  ret { i64, <2 x i64> } { i64 10, <2 x i64> poison }

18:                                               ; preds = %15
  ret { i64, <2 x i64> } { i64 20, <2 x i64> poison }

19:                                               ; preds = %15
  call void @llvm.ubsantrap(i8 1) #2
  unreachable

20:                                               ; No predecessors!
  unreachable
}
