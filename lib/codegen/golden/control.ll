; Function Attrs: noinline uwtable
define hidden i32 @f0(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  br label %5

5:                                                ; preds = %9, %4
  %.01 = phi i32 [ %3, %4 ], [ %11, %9 ]
  %.0 = phi i32 [ 0, %4 ], [ %10, %9 ]
  %6 = icmp eq i32 %.01, 0
  %7 = zext i1 %6 to i32
  %8 = icmp ne i32 %7, 0
  br i1 %8, label %12, label %9

9:                                                ; preds = %5
  %10 = add i32 %.0, %.01
  %11 = sub i32 %.01, 1
  br label %5

12:                                               ; preds = %5
  br label %13

13:                                               ; preds = %12
  ret i32 %.0
}
; Function Attrs: noinline uwtable
define hidden double @f1(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  %5 = icmp ne i32 %3, 0
  br i1 %5, label %6, label %7

6:                                                ; preds = %4
  br label %8

7:                                                ; preds = %4
  br label %8

8:                                                ; preds = %7, %6
  %.0 = phi double [ 1.000000e+00, %6 ], [ 2.000000e+00, %7 ]
  br label %9

9:                                                ; preds = %8
  ret double %.0
}
; Function Attrs: noinline uwtable
define hidden i64 @f2(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  %5 = icmp ne i32 %3, 0
  br i1 %5, label %6, label %7

6:                                                ; preds = %4
  br label %9

7:                                                ; preds = %4
  br label %8

8:                                                ; preds = %7
  br label %9

9:                                                ; preds = %8, %6
  %.0 = phi i64 [ 1, %6 ], [ 3, %8 ]
  br label %10

10:                                               ; preds = %9
  ret i64 %.0
}
; Function Attrs: noinline uwtable
define hidden i32 @f3(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  switch i32 %3, label %7 [
    i32 0, label %5
    i32 1, label %6
  ]

5:                                                ; preds = %4
  ret i32 10

6:                                                ; preds = %4
  ret i32 20

7:                                                ; preds = %4
  call void @llvm.ubsantrap(i8 1) #2
  unreachable

8:                                                ; No predecessors!
  unreachable
}
