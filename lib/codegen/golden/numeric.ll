; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = trunc i64 %4 to i32
  br label %18

18:                                               ; preds = %15
  %19 = mul i32 %16, 3
  %20 = and i32 %17, 31
  %21 = shl i32 %16, %20
  %22 = add i32 %19, %21
  %23 = zext i32 %22 to i64
  %24 = insertvalue { i64, <2 x i64> } poison, i64 %23, 0
  ret { i64, <2 x i64> } %24
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  %17 = trunc i64 %4 to i32
  br label %18

18:                                               ; preds = %15
  %19 = icmp eq i32 %17, 0
  br i1 %19, label %20, label %21, !prof !3

20:                                               ; preds = %18
  call void @llvm.ubsantrap(i8 2) #3
  unreachable

21:                                               ; preds = %18
  %22 = icmp eq i32 %16, -2147483648
  %23 = icmp eq i32 %17, -1
  %24 = and i1 %22, %23
  br i1 %24, label %25, label %26, !prof !3

25:                                               ; preds = %21
  call void @llvm.ubsantrap(i8 3) #3
  unreachable

26:                                               ; preds = %21
  %27 = sdiv i32 %16, %17
  %28 = zext i32 %27 to i64
  %29 = insertvalue { i64, <2 x i64> } poison, i64 %28, 0
  ret { i64, <2 x i64> } %29
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = icmp eq i64 %4, 0
  br i1 %17, label %18, label %19, !prof !3

18:                                               ; preds = %16
  call void @llvm.ubsantrap(i8 2) #3
  unreachable

19:                                               ; preds = %16
  %20 = icmp eq i64 %4, -1
  %21 = select i1 %20, i64 1, i64 %4
  %22 = srem i64 %3, %21
  %23 = insertvalue { i64, <2 x i64> } poison, i64 %22, 0
  ret { i64, <2 x i64> } %23
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = bitcast <2 x i64> %7 to <2 x double>
  %17 = extractelement <2 x double> %16, i64 0
  br label %18

18:                                               ; preds = %15
  %19 = call double asm "", "=x,0"(double 1.000000e+00) #3
  %20 = fmul double %17, %19
  %21 = insertelement <2 x double> poison, double %20, i64 0
  %22 = bitcast <2 x double> %21 to <2 x i64>
  %23 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %22, 1
  ret { i64, <2 x i64> } %23
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f4(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = bitcast <2 x i64> %7 to <4 x float>
  %17 = extractelement <4 x float> %16, i64 0
  %18 = bitcast <2 x i64> %8 to <4 x float>
  %19 = extractelement <4 x float> %18, i64 0
  br label %20

20:                                               ; preds = %15
  %21 = bitcast float %17 to i32
  %22 = bitcast float %19 to i32
  %23 = or i32 %21, %22
  %24 = bitcast i32 %23 to float
  %25 = fcmp olt float %17, %19
  %26 = select i1 %25, float %17, float %19
  %27 = fcmp oeq float %17, %19
  %28 = select i1 %27, float %24, float %26
  %29 = fadd float %17, %19
  %30 = fcmp uno float %17, %19
  %31 = select i1 %30, float %29, float %28
  %32 = insertelement <4 x float> poison, float %31, i64 0
  %33 = bitcast <4 x float> %32 to <2 x i64>
  %34 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %33, 1
  ret { i64, <2 x i64> } %34
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f5(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = bitcast <2 x i64> %7 to <2 x double>
  %17 = extractelement <2 x double> %16, i64 0
  br label %18

18:                                               ; preds = %15
  %19 = fcmp uno double %17, %17
  br i1 %19, label %20, label %21, !prof !3

20:                                               ; preds = %18
  call void @llvm.ubsantrap(i8 4) #3
  unreachable

21:                                               ; preds = %18
  %22 = fcmp ogt double %17, 0xC1E0000000200000
  %23 = fcmp olt double %17, 0x41E0000000000000
  %24 = and i1 %22, %23
  %25 = xor i1 %24, true
  br i1 %25, label %26, label %27, !prof !3

26:                                               ; preds = %21
  call void @llvm.ubsantrap(i8 3) #3
  unreachable

27:                                               ; preds = %21
  %28 = fptosi double %17 to i32
  %29 = zext i32 %28 to i64
  %30 = insertvalue { i64, <2 x i64> } poison, i64 %29, 0
  ret { i64, <2 x i64> } %30
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f6(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = bitcast <2 x i64> %7 to <4 x float>
  %17 = extractelement <4 x float> %16, i64 0
  br label %18

18:                                               ; preds = %15
  %19 = call i64 @llvm.fptoui.sat.i64.f32(float %17)
  %20 = insertvalue { i64, <2 x i64> } poison, i64 %19, 0
  ret { i64, <2 x i64> } %20
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f7(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = zext i64 %3 to i128
  %17 = zext i64 %4 to i128
  %18 = shl i128 %17, 64
  %19 = or i128 %16, %18
  %20 = zext i64 %5 to i128
  %21 = zext i64 %6 to i128
  %22 = shl i128 %21, 64
  %23 = or i128 %20, %22
  %24 = add i128 %19, %23
  %25 = trunc i128 %24 to i64
  %26 = lshr i128 %24, 64
  %27 = trunc i128 %26 to i64
  br label %28

28:                                               ; preds = %15
  %29 = insertvalue { i64, <2 x i64> } poison, i64 %25, 0
  %30 = getelementptr i8, ptr %0, i64 88
  %31 = load ptr, ptr %30, align 8, !invariant.load !3
  %32 = getelementptr i8, ptr %31, i64 8
  store i64 %27, ptr %32, align 8
  ret { i64, <2 x i64> } %29
}
