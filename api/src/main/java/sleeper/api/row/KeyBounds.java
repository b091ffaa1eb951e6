package sleeper.api.row;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;

/**
 * Keys as people write them: values parted by commas, one for each row key or for the first of them.
 *
 * @param keyName how whoever asks knows the least values, such as {@code --key}
 * @param toName  how they know the bounds above
 */
public record KeyBounds(String keyName, String toName) {

    /**
     * @param key least values, or the only ones if {@code to} is empty
     * @param to  bounds above, exclusive, as many as the key's
     * @return the keys meant; row keys that are not named have any value
     * @throws sleeper.core.error.InvalidRequestException with every value that is none of its field's type
     */
    public Region region(Schema schema, String key, Optional<String> to) {
        Faults faults = new Faults();
        List<Optional<KeyValue>> from = values(keyName, key, schema, faults);
        List<Optional<KeyValue>> bounds =
                to.map(text -> values(toName, text, schema, faults)).orElse(List.of());
        if (to.isPresent() && bounds.size() != from.size()) {
            faults.add(new Fault(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    toName,
                    bounds.size() + " values",
                    from.size() + ", as " + keyName + " has",
                    "Name a bound for each value of " + keyName + "."));
        }
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < schema.rowKeyFields().size() && faults.isEmpty(); i++) {
            ranges.add(
                    i >= from.size()
                            ? Range.ALL
                            : range(
                                    from.get(i).orElseThrow(),
                                    to.isPresent() ? bounds.get(i) : Optional.empty(),
                                    faults));
        }
        faults.throwIfAny("The keys were not understood.");
        return new Region(ranges);
    }

    private Range range(KeyValue from, Optional<KeyValue> to, Faults faults) {
        if (to.isEmpty()) {
            return new Range(Optional.of(from), next(from));
        }
        if (from.compareTo(to.get()) >= 0) {
            faults.add(new Fault(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    toName,
                    "'" + to.get() + "'",
                    "more than '" + from + "'",
                    "Name a bound above the key; rows below it are read."));
            return Range.ALL;
        }
        return new Range(Optional.of(from), to);
    }

    /** @return the value that comes right after; empty if none does */
    private static Optional<KeyValue> next(KeyValue value) {
        if (value instanceof KeyValue.OfInt number) {
            return number.value() == Integer.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(new KeyValue.OfInt(number.value() + 1));
        } else if (value instanceof KeyValue.OfLong number) {
            return number.value() == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(new KeyValue.OfLong(number.value() + 1));
        } else if (value instanceof KeyValue.OfString text) {
            return Optional.of(new KeyValue.OfString(text.value() + '\0'));
        }
        byte[] bytes = ((KeyValue.OfBytes) value).bytes();
        return Optional.of(new KeyValue.OfBytes(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    /** A table with one row key takes the text whole, commas and all. */
    private static List<Optional<KeyValue>> values(String option, String text, Schema schema, Faults faults) {
        List<Field> fields = schema.rowKeyFields();
        String[] parts = text.split(",", fields.size());
        List<Optional<KeyValue>> values = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            PrimitiveType type = schema.rowKeyTypes().get(i);
            Optional<KeyValue> value = value(parts[i], type);
            if (value.isEmpty()) {
                faults.add(new Fault(
                        ErrorCode.WRONG_TYPE,
                        option + ", row key '" + fields.get(i).name() + "'",
                        "'" + parts[i] + "'",
                        type == PrimitiveType.BYTEARRAY ? "bytes as base64" : "a value of type " + type.describe(),
                        "Give a value of the row key's type."));
            }
            values.add(value);
        }
        return values;
    }

    private static Optional<KeyValue> value(String text, PrimitiveType type) {
        try {
            return Optional.ofNullable(
                    switch (type) {
                        case INT -> new KeyValue.OfInt(Integer.parseInt(text.strip()));
                        case LONG -> new KeyValue.OfLong(Long.parseLong(text.strip()));
                        case BYTEARRAY ->
                            new KeyValue.OfBytes(Base64.getDecoder().decode(text.strip()));
                        default ->
                            StandardCharsets.UTF_8.newEncoder().canEncode(text) ? new KeyValue.OfString(text) : null;
                    });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
