; Function Attrs: noinline uwtable
define hidden <2 x i64> @f0(ptr %0, ptr %1, ptr nest %2, <2 x i64> %3, <2 x i64> %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = bitcast <2 x i64> %3 to <4 x i32>
  %8 = bitcast <2 x i64> %4 to <4 x i32>
  %9 = mul <4 x i32> %7, %8
  %10 = bitcast <4 x i32> %9 to <2 x i64>
  %11 = bitcast <2 x i64> %3 to <4 x i32>
  %12 = bitcast <2 x i64> %10 to <4 x i32>
  %13 = add <4 x i32> %11, %12
  %14 = bitcast <4 x i32> %13 to <2 x i64>
  ret <2 x i64> %14
}
; Function Attrs: noinline uwtable
define hidden <2 x i64> @f1(ptr %0, ptr %1, ptr nest %2, <2 x i64> %3, <2 x i64> %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = bitcast <2 x i64> %3 to <16 x i8>
  %8 = bitcast <2 x i64> %4 to <16 x i8>
  %9 = call <16 x i8> @llvm.uadd.sat.v16i8(<16 x i8> %8, <16 x i8> <i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112, i8 112>)
  %10 = call <16 x i8> @llvm.x86.ssse3.pshuf.b.128(<16 x i8> %7, <16 x i8> %9)
  %11 = bitcast <16 x i8> %10 to <2 x i64>
  ret <2 x i64> %11
}
; Function Attrs: noinline uwtable
define hidden <2 x i64> @f2(ptr %0, ptr %1, ptr nest %2, <2 x i64> %3, <2 x i64> %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = bitcast <2 x i64> %3 to <16 x i8>
  %8 = bitcast <2 x i64> %4 to <16 x i8>
  %9 = shufflevector <16 x i8> %7, <16 x i8> %8, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 2, i32 18, i32 3, i32 19, i32 4, i32 20, i32 5, i32 21, i32 6, i32 22, i32 7, i32 23>
  %10 = bitcast <16 x i8> %9 to <2 x i64>
  ret <2 x i64> %10
}
; Function Attrs: noinline uwtable
define hidden i32 @f3(ptr %0, ptr %1, ptr nest %2, <2 x i64> %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = bitcast <2 x i64> %3 to <16 x i8>
  %7 = icmp slt <16 x i8> %6, zeroinitializer
  %8 = bitcast <16 x i1> %7 to i16
  %9 = zext i16 %8 to i32
  ret i32 %9
}
; Function Attrs: noinline uwtable
define hidden <2 x i64> @f4(ptr %0, ptr %1, ptr nest %2, <2 x i64> %3, double %4) #0 {
  br label %6

6:                                                ; preds = %5
  %7 = bitcast <2 x i64> %3 to <2 x double>
  %8 = insertelement <2 x double> %7, double %4, i64 1
  %9 = bitcast <2 x double> %8 to <2 x i64>
  ret <2 x i64> %9
}
; Function Attrs: noinline uwtable
define hidden <2 x i64> @f5(ptr %0, ptr %1, ptr nest %2, <2 x i64> %3, <2 x i64> %4, <2 x i64> %5) #0 {
  br label %7

7:                                                ; preds = %6
  %8 = bitcast <2 x i64> %3 to <4 x float>
  %9 = bitcast <2 x i64> %4 to <4 x float>
  %10 = fmul <4 x float> %8, %9
  %11 = bitcast <2 x i64> %5 to <4 x float>
  %12 = fadd <4 x float> %10, %11
  %13 = bitcast <4 x float> %12 to <2 x i64>
  ret <2 x i64> %13
}
; Function Attrs: noinline uwtable
define hidden <2 x i64> @f6(ptr %0, ptr %1, ptr nest %2, i32 %3) #0 {
  br label %5

5:                                                ; preds = %4
  %6 = zext i32 %3 to i64
  %7 = getelementptr i8, ptr %1, i64 %6
  %8 = load volatile <4 x i16>, ptr %7, align 1
  %9 = zext <4 x i16> %8 to <4 x i32>
  %10 = bitcast <4 x i32> %9 to <2 x i64>
  ret <2 x i64> %10
}
