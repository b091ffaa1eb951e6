package sleeper.core.schema;

import sleeper.core.util.Require;

/**
 * A decimal number.
 *
 * @param precision digits in all, 1 to 38
 * @param scale     digits after the point, 0 to {@code precision}
 */
public record DecimalType(int precision, int scale) implements FieldType {
    public static final int MAX_PRECISION = 38;

    public DecimalType {
        Require.that(
                precision >= 1 && precision <= MAX_PRECISION,
                "decimal precision is " + precision + "; allowed: 1 to " + MAX_PRECISION);
        Require.that(scale >= 0 && scale <= precision, "decimal scale is " + scale + "; allowed: 0 to " + precision);
    }

    @Override
    public String describe() {
        return "decimal(" + precision + "," + scale + ")";
    }
}
