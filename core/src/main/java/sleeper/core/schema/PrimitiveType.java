package sleeper.core.schema;

import java.util.Locale;

/** Types without parameters. */
public enum PrimitiveType implements FieldType {
    /** 32 bits, signed. */
    INT,
    /** 64 bits, signed. */
    LONG,
    /** Text, ordered by its unsigned UTF-8 bytes. */
    STRING,
    /** Bytes, ordered as unsigned. */
    BYTEARRAY,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    /** Days since 1970-01-01, 32 bits, signed. */
    DATE;

    /** @return whether a row key or sort key may have this type */
    public boolean isKeyType() {
        return this == INT || this == LONG || this == STRING || this == BYTEARRAY;
    }

    @Override
    public String describe() {
        return name().toLowerCase(Locale.ROOT);
    }
}
