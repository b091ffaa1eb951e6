package sleeper.core.partition.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.LocatedJson;
import sleeper.core.json.LocatedJson.JsonArray;
import sleeper.core.json.LocatedJson.JsonNull;
import sleeper.core.json.LocatedJson.JsonNumber;
import sleeper.core.json.LocatedJson.JsonText;
import sleeper.core.json.LocatedJsonReader;
import sleeper.core.json.StoredJson;
import sleeper.core.key.KeyValue;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;

/**
 * The split-points file: one JSON value a line, strictly ascending. With several row keys each line is an array with one entry
 * for each, {@code null} for no cut in that field; the leaves are the cells of the grid of the cuts. Byte arrays are base64.
 * Empty lines mean nothing.
 */
public final class SplitPointsFile {
    private static final String SUMMARY = "The split points were not accepted.";

    private SplitPointsFile() {}

    /**
     * @return the tree whose leaves the cuts make
     * @throws InvalidRequestException BAD_SPLIT_POINTS with every fault and its line; LIMIT_EXCEEDED if they make more than
     *                                 {@value PartitionTree#MAX_LEAVES} leaves
     */
    public static PartitionTree read(String text, Schema schema) {
        List<List<KeyValue>> cuts = readCuts(text, schema.rowKeyTypes());
        if (PartitionTree.gridLeaves(cuts) > PartitionTree.MAX_LEAVES) {
            String found = cuts.stream()
                    .map(field -> Integer.toString(field.size() + 1))
                    .collect(Collectors.joining(" times ", "", " leaves"));
            throw new InvalidRequestException(
                    SUMMARY,
                    List.of(Fault.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "the split points",
                            found,
                            "at most " + PartitionTree.MAX_LEAVES)));
        }
        return PartitionTree.ofGrid(cuts);
    }

    /**
     * @return the cuts of each field, strictly ascending
     * @throws InvalidRequestException BAD_SPLIT_POINTS with every fault and its line
     */
    public static List<List<KeyValue>> readCuts(String text, List<PrimitiveType> types) {
        List<List<KeyValue>> cuts =
                types.stream().<List<KeyValue>>map(type -> new ArrayList<>()).toList();
        Faults faults = new Faults();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                new Line(i + 1, types, faults).read(lines.get(i), cuts);
            }
        }
        faults.throwIfAny(SUMMARY);
        return cuts;
    }

    /** @param cuts for each row key field its cuts, strictly ascending */
    public static String write(List<List<KeyValue>> cuts) {
        int count = cuts.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, count)
                .mapToObj(i -> StoredJson.write(cuts.size() == 1 ? at(cuts.get(0), i) : row(cuts, i)) + "\n")
                .collect(Collectors.joining());
    }

    private static JsonNode row(List<List<KeyValue>> cuts, int index) {
        return StoredJson.array(cuts, field -> at(field, index));
    }

    private static JsonNode at(List<KeyValue> cuts, int index) {
        return index < cuts.size()
                ? KeyJson.toJson(cuts.get(index))
                : StoredJson.array().nullNode();
    }

    /** One line: what is wrong with it is told with its number. */
    private record Line(int number, List<PrimitiveType> types, Faults faults) {
        void read(String text, List<List<KeyValue>> cuts) {
            LocatedJson value;
            try {
                value = LocatedJsonReader.readValue("The line", text);
            } catch (InvalidRequestException e) {
                e.faults().forEach(fault -> report(columnOf(fault.where()), fault.found(), fault.allowed()));
                return;
            }
            if (types.size() == 1) {
                cut(value, 0, cuts.get(0));
            } else if (value instanceof JsonArray array && array.elements().size() == types.size()) {
                for (int i = 0; i < types.size(); i++) {
                    if (!(array.elements().get(i) instanceof JsonNull)) {
                        cut(array.elements().get(i), i, cuts.get(i));
                    }
                }
            } else {
                report("", value.describe(), "an array with " + types.size() + " entries, one for each row key");
            }
        }

        private static String columnOf(String where) {
            return where.replaceFirst("line \\d+", "");
        }

        private void cut(LocatedJson value, int field, List<KeyValue> cuts) {
            String column = ", column " + value.position().column();
            Optional<KeyValue> found = keyValue(value, types.get(field));
            if (found.isEmpty()) {
                report(column, value.describe(), words(types.get(field)));
            } else if (cuts.isEmpty() || cuts.get(cuts.size() - 1).compareTo(found.get()) < 0) {
                cuts.add(found.get());
            } else {
                report(column, value.describe(), "more than the cut before it, '" + cuts.get(cuts.size() - 1) + "'");
            }
        }

        private void report(String column, String found, String allowed) {
            faults.add(Fault.of(ErrorCode.BAD_SPLIT_POINTS, "line " + number + column, found, allowed)
                    .at(FaultLocation.NONE.atLine(number)));
        }
    }

    private static String words(PrimitiveType type) {
        return switch (type) {
            case INT -> "a whole number of 32 bits";
            case LONG -> "a whole number of 64 bits";
            case BYTEARRAY -> "a string of base64";
            default -> "a string of valid Unicode";
        };
    }

    private static Optional<KeyValue> keyValue(LocatedJson value, PrimitiveType type) {
        try {
            return switch (type) {
                case INT -> literal(value).map(text -> new KeyValue.OfInt(Integer.parseInt(text)));
                case LONG -> literal(value).map(text -> new KeyValue.OfLong(Long.parseLong(text)));
                case BYTEARRAY ->
                    string(value)
                            .map(text ->
                                    new KeyValue.OfBytes(Base64.getDecoder().decode(text)));
                default ->
                    string(value)
                            .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                            .map(KeyValue.OfString::new);
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> literal(LocatedJson value) {
        return value instanceof JsonNumber number ? Optional.of(number.literal()) : Optional.empty();
    }

    private static Optional<String> string(LocatedJson value) {
        return value instanceof JsonText text ? Optional.of(text.value()) : Optional.empty();
    }
}
