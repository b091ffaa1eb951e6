package sleeper.core.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.util.Require;

/**
 * The value of one key field. Ints and longs are ordered as signed numbers, strings by their unsigned UTF-8 bytes, byte
 * arrays as unsigned bytes, a prefix before what it is a prefix of. Values of different types are never compared.
 */
public sealed interface KeyValue extends Comparable<KeyValue> {
    PrimitiveType type();

    /** @return the value as JSON and messages carry it: {@code Integer}, {@code Long}, {@code String}, or {@code byte[]} (a copy) */
    Object toObject();

    record OfInt(int value) implements KeyValue {
        @Override
        public PrimitiveType type() {
            return PrimitiveType.INT;
        }

        @Override
        public Object toObject() {
            return value;
        }

        @Override
        public int compareTo(KeyValue other) {
            return Integer.compare(value, ((OfInt) other).value);
        }

        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    record OfLong(long value) implements KeyValue {
        @Override
        public PrimitiveType type() {
            return PrimitiveType.LONG;
        }

        @Override
        public Object toObject() {
            return value;
        }

        @Override
        public int compareTo(KeyValue other) {
            return Long.compare(value, ((OfLong) other).value);
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    record OfString(String value) implements KeyValue {
        public OfString {
            Require.notNull("value", value);
        }

        @Override
        public PrimitiveType type() {
            return PrimitiveType.STRING;
        }

        @Override
        public Object toObject() {
            return value;
        }

        /** UTF-16 order differs from UTF-8 order only where surrogates meet the characters above them, so bytes decide. */
        @Override
        public int compareTo(KeyValue other) {
            return Arrays.compareUnsigned(
                    value.getBytes(StandardCharsets.UTF_8), ((OfString) other).value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** Bytes; equal by content. */
    final class OfBytes implements KeyValue {
        private final byte[] value;

        public OfBytes(byte[] value) {
            this.value = value.clone();
        }

        public byte[] bytes() {
            return value.clone();
        }

        @Override
        public PrimitiveType type() {
            return PrimitiveType.BYTEARRAY;
        }

        @Override
        public Object toObject() {
            return value.clone();
        }

        @Override
        public int compareTo(KeyValue other) {
            return Arrays.compareUnsigned(value, ((OfBytes) other).value);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfBytes that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return Base64.getEncoder().encodeToString(value);
        }
    }
}
