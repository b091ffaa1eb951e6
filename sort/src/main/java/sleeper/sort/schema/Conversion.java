package sleeper.sort.schema;

/** What is done to a file's stored values on the way to the table's. None loses anything. */
public enum Conversion {
    /** Stored alike. */
    NONE,
    INT_TO_LONG,
    FLOAT_TO_DOUBLE,
    /** A decimal's number from 32 or 64 bits or big-endian bytes to the table's form. */
    DECIMAL,
    /** Days and nanoseconds in 96 bits to the table's unit; a value that the unit cannot hold is refused. */
    INT96_TO_TIMESTAMP
}
