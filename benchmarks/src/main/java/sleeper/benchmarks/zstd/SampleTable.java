package sleeper.benchmarks.zstd;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.demo.DemoData;

/** A table whose rows follow from their numbers. */
record SampleTable(
        String name, Schema schema, int rows, BiFunction<Integer, SplittableRandom, Map<String, Object>> maker) {
    private static final List<String> WORDS = List.of(("the quick order customer shipped delivered pending amount due"
                    + " invoice from warehouse to address street london paris berlin please contact support about delay"
                    + " refund return item colour red blue green size large small")
            .split(" "));

    /** Columns as those of {@link DemoData}. */
    static SampleTable demo(int rows) {
        return new SampleTable(
                "demo",
                DemoData.SCHEMA,
                rows,
                (row, random) -> Map.of(
                        "key", letters(random),
                        "timestamp", random.nextLong(10_000_000_000L),
                        "value", letters(random)));
    }

    /** Columns of other kinds: what shops and machines write. */
    static SampleTable mixed(int rows) {
        return new SampleTable(
                "mixed",
                new Schema(
                        List.of(Field.required("id", PrimitiveType.LONG)),
                        List.of(),
                        List.of(
                                Field.required("uuid", PrimitiveType.STRING),
                                Field.required("text", PrimitiveType.STRING),
                                Field.required("url", PrimitiveType.STRING),
                                Field.required("price", PrimitiveType.DOUBLE),
                                Field.required("measure", PrimitiveType.DOUBLE),
                                Field.required("number", PrimitiveType.INT),
                                Field.required("millis", PrimitiveType.LONG))),
                rows,
                (row, random) -> Map.of(
                        "id",
                        row * 3L + random.nextInt(3),
                        "uuid",
                        new UUID(random.nextLong(), random.nextLong()).toString(),
                        "text",
                        words(random),
                        "url",
                        "https://www.example.com/shop/" + word(random) + "/" + word(random) + "?id="
                                + random.nextInt(1_000_000) + "&session="
                                + Integer.toHexString(random.nextInt()),
                        "price",
                        random.nextInt(100_000) / 100.0,
                        "measure",
                        20 + random.nextDouble(),
                        "number",
                        random.nextInt(1_000_000),
                        "millis",
                        1_700_000_000_000L + row * 1000L + random.nextInt(1000)));
    }

    Map<String, Object> row(int row) {
        return maker.apply(row, new SplittableRandom(row));
    }

    private static String letters(SplittableRandom random) {
        return random.ints(10, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String words(SplittableRandom random) {
        int count = 5 + random.nextInt(20);
        return random.ints(count, 0, WORDS.size())
                .mapToObj(i -> WORDS.get(Math.min(i, random.nextInt(WORDS.size()))))
                .collect(Collectors.joining(" "));
    }

    private static String word(SplittableRandom random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
