package sleeper.sort.decode;

/** Floating-point numbers of 16 bits, as IEEE 754 has them: a sign, 5 bits of exponent, 10 bits of fraction. */
final class HalfFloat {
    private static final int FRACTION_BITS = 10;
    private static final int EXPONENT_MASK = 0x1F;
    private static final int FLOAT_FRACTION_BITS = 23;
    /** The exponents' zero points lie so far apart. */
    private static final int REBIAS = 127 - 15;
    /** The least number above zero. */
    private static final float STEP = 0x1p-24f;

    private HalfFloat() {}

    /** @return the same number; of no number one with the same fraction */
    static float toFloat(int bits) {
        int sign = (bits >>> 15) & 1;
        int exponent = (bits >>> FRACTION_BITS) & EXPONENT_MASK;
        int fraction = bits & ((1 << FRACTION_BITS) - 1);
        if (exponent == 0) {
            return sign == 0 ? fraction * STEP : -(fraction * STEP);
        }
        int wideExponent = exponent == EXPONENT_MASK ? 0xFF : exponent + REBIAS;
        return Float.intBitsToFloat((sign << 31)
                | (wideExponent << FLOAT_FRACTION_BITS)
                | (fraction << (FLOAT_FRACTION_BITS - FRACTION_BITS)));
    }
}
