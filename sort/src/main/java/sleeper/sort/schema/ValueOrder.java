package sleeper.sort.schema;

/** Order of a column's values, by which least and greatest are told in statistics. */
public enum ValueOrder {
    /** Numbers with a sign. */
    SIGNED,
    /** Floating-point numbers; no statistics where there is a NaN. */
    FLOATING,
    /** Bytes as numbers from 0 to 255; a prefix comes first. */
    UNSIGNED_BYTES,
    /** Big-endian numbers with a sign, of equal lengths. */
    SIGNED_BYTES
}
