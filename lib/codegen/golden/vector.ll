; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f0(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = bitcast <2 x i64> %7 to <4 x i32>
  %18 = bitcast <2 x i64> %8 to <4 x i32>
  %19 = mul <4 x i32> %17, %18
  %20 = bitcast <4 x i32> %19 to <2 x i64>
  %21 = bitcast <2 x i64> %7 to <4 x i32>
  %22 = bitcast <2 x i64> %20 to <4 x i32>
  %23 = add <4 x i32> %21, %22
  %24 = bitcast <4 x i32> %23 to <2 x i64>
  %25 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %24, 1
  ret { i64, <2 x i64> } %25
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f1(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = bitcast <2 x i64> %7 to <16 x i8>
  %18 = bitcast <2 x i64> %8 to <16 x i8>
  %19 = call <16 x i8> @llvm.uadd.sat.v16i8(<16 x i8> %18, <16 x i8> <i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112>)
  %20 = call <16 x i8> @llvm.x86.ssse3.pshuf.b.128(<16 x i8> %17, <16 x i8> %19)
  %21 = bitcast <16 x i8> %20 to <2 x i64>
  %22 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %21, 1
  ret { i64, <2 x i64> } %22
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f2(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = bitcast <2 x i64> %7 to <16 x i8>
  %18 = bitcast <2 x i64> %8 to <16 x i8>
  %19 = shufflevector <16 x i8> %17, <16 x i8> %18, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 2, i32 18, i32 3, i32 19, i32 4, i32 20, i32 5, i32 21, i32 6, i32 22, i32 7, i32 23>
  %20 = bitcast <16 x i8> %19 to <2 x i64>
  %21 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %20, 1
  ret { i64, <2 x i64> } %21
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f3(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = bitcast <2 x i64> %7 to <16 x i8>
  %18 = icmp slt <16 x i8> %17, zeroinitializer
  %19 = bitcast <16 x i1> %18 to i16
  %20 = zext i16 %19 to i32
  %21 = zext i32 %20 to i64
  %22 = insertvalue { i64, <2 x i64> } poison, i64 %21, 0
  ret { i64, <2 x i64> } %22
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f4(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = bitcast <2 x i64> %8 to <2 x double>
  %17 = extractelement <2 x double> %16, i64 0
  br label %18

18:                                               ; preds = %15
  %19 = bitcast <2 x i64> %7 to <2 x double>
  %20 = insertelement <2 x double> %19, double %17, i64 1
  %21 = bitcast <2 x double> %20 to <2 x i64>
  %22 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %21, 1
  ret { i64, <2 x i64> } %22
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f5(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  br label %16

16:                                               ; preds = %15
  %17 = bitcast <2 x i64> %7 to <4 x float>
  %18 = bitcast <2 x i64> %8 to <4 x float>
  %19 = fmul <4 x float> %17, %18
  %20 = bitcast <2 x i64> %9 to <4 x float>
  %21 = fadd <4 x float> %19, %20
  %22 = bitcast <4 x float> %21 to <2 x i64>
  %23 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %22, 1
  ret { i64, <2 x i64> } %23
}
; Function Attrs: noinline uwtable
define hidden { i64, <2 x i64> } @f6(ptr %0, ptr %1, ptr nest %2, i64 %3, i64 %4, i64 %5, i64 %6, <2 x i64> %7, <2 x i64> %8, <2 x i64> %9, <2 x i64> %10, <2 x i64> %11, <2 x i64> %12, <2 x i64> %13, <2 x i64> %14) #0 {
  %16 = trunc i64 %3 to i32
  br label %17

17:                                               ; preds = %15
  %18 = zext i32 %16 to i64
  %19 = getelementptr i8, ptr %1, i64 %18
  %20 = load volatile <4 x i16>, ptr %19, align 1
  %21 = zext <4 x i16> %20 to <4 x i32>
  %22 = bitcast <4 x i32> %21 to <2 x i64>
  %23 = insertvalue { i64, <2 x i64> } poison, <2 x i64> %22, 1
  ret { i64, <2 x i64> } %23
}
