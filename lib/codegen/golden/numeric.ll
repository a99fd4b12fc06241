; Function Attrs: noinline uwtable
define hidden i32 @f0(ptr %0, ptr %1, ptr nest %2, i32 %3, i32 %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = mul i32 %3, 3
  %8 = and i32 %4, 31
  %9 = shl i32 %3, %8
  %10 = add i32 %7, %9
  ret i32 %10
}
; Function Attrs: noinline uwtable
define hidden i32 @f1(ptr %0, ptr %1, ptr nest %2, i32 %3, i32 %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = icmp eq i32 %4, 0
  br i1 %7, label %8, label %9, !prof !3

8:                                                ; preds = %6
  call void @llvm.ubsantrap(i8 2) #3
  unreachable

9:                                                ; preds = %6
  %10 = icmp eq i32 %3, -2147483648
  %11 = icmp eq i32 %4, -1
  %12 = and i1 %10, %11
  br i1 %12, label %13, label %14, !prof !3

13:                                               ; preds = %9
  call void @llvm.ubsantrap(i8 3) #3
  unreachable

14:                                               ; preds = %9
  %15 = sdiv i32 %3, %4
  ret i32 %15
}
; Function Attrs: noinline uwtable
define hidden i64 @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = icmp eq i64 %4, 0
  br i1 %7, label %8, label %9, !prof !3

8:                                                ; preds = %6
  call void @llvm.ubsantrap(i8 2) #3
  unreachable

9:                                                ; preds = %6
  %10 = icmp eq i64 %4, -1
  %11 = select i1 %10, i64 1, i64 %4
  %12 = srem i64 %3, %11
  ret i64 %12
}
; Function Attrs: noinline uwtable
define hidden double @f3(ptr %0, ptr %1, ptr nest %2, double %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = call double asm "", "=x,0"(double 1.000000e+00) #3
  %7 = fmul double %3, %6
  ret double %7
}
; Function Attrs: noinline uwtable
define hidden float @f4(ptr %0, ptr %1, ptr nest %2, float %3, float %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = bitcast float %3 to i32
  %8 = bitcast float %4 to i32
  %9 = or i32 %7, %8
  %10 = bitcast i32 %9 to float
  %11 = fcmp olt float %3, %4
  %12 = select i1 %11, float %3, float %4
  %13 = fcmp oeq float %3, %4
  %14 = select i1 %13, float %10, float %12
  %15 = fadd float %3, %4
  %16 = fcmp uno float %3, %4
  %17 = select i1 %16, float %15, float %14
  ret float %17
}
; Function Attrs: noinline uwtable
define hidden i32 @f5(ptr %0, ptr %1, ptr nest %2, double %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = fcmp uno double %3, %3
  br i1 %6, label %7, label %8, !prof !3

7:                                                ; preds = %5
  call void @llvm.ubsantrap(i8 4) #3
  unreachable

8:                                                ; preds = %5
  %9 = fcmp ogt double %3, 0xC1E0000000200000
  %10 = fcmp olt double %3, 0x41E0000000000000
  %11 = and i1 %9, %10
  %12 = xor i1 %11, true
  br i1 %12, label %13, label %14, !prof !3

13:                                               ; preds = %8
  call void @llvm.ubsantrap(i8 3) #3
  unreachable

14:                                               ; preds = %8
  %15 = fptosi double %3 to i32
  ret i32 %15
}
; Function Attrs: noinline uwtable
define hidden i64 @f6(ptr %0, ptr %1, ptr nest %2, float %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = call i64 @llvm.fptoui.sat.i64.f32(float %3)
  ret i64 %6
}
; Function Attrs: noinline uwtable
define hidden i64 @f7(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6) #0 {
  %8 = zext i64 %3 to i128
  %9 = zext i64 %4 to i128
  %10 = shl i128 %9, 64
  %11 = or i128 %8, %10
  %12 = zext i64 %5 to i128
  %13 = zext i64 %6 to i128
  %14 = shl i128 %13, 64
  %15 = or i128 %12, %14
  %16 = add i128 %11, %15
  %17 = trunc i128 %16 to i64
  %18 = lshr i128 %16, 64
  %19 = trunc i128 %18 to i64
  br label %20

20:                                               ; preds = %7
  %21 = getelementptr i8, ptr %0, i64 88
  %22 = load ptr, ptr %21, align 8, !invariant.load !3
  %23 = getelementptr i8, ptr %22, i64 8
  store i64 %19, ptr %23, align 8
  ret i64 %17
}
