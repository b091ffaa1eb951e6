package sleeper.aws.s3;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/** The page that says which conditions were tried on which server, and which rest on the documentation alone. */
final class S3ConditionsPage {
    static final String PATH = "docs/reference/s3-conditions.md";

    /** What other servers than those in this process passed: {@code server} is a name, each condition {@code yes} or {@code no}. */
    static final String OTHERS = "verification/aws-stores/s3/src/test/resources/servers";

    private static final String INTRODUCTION = """
            # What the stores rely on of S3

            Made by trying it: `mvn -pl verification/aws-stores/s3 -am verify -Dpages.write` writes this page anew.

            Files, small objects and the commit log on S3 rely on what the table lists. Amazon's documentation promises all of it:
            [conditional writes](https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html),
            [conditional reads](https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html),
            [checksums](https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html) and
            [lists](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). The tests run against servers that stand
            in for it. Where s3proxy does not do something, `ConditionsOfS3` adds it to the server as the documentation has it; what
            the tests show of that is no proof of its own.

            """;

    private static final String END = """

            - **documentation alone**: no server of the table does it by itself.
            - **not tried**: whether the server passes would depend on how its threads run.

            `S3Probe` and `UploadProbe` try of puts, completions and reads that a condition is kept, not those at once,
            whenever services start or a table is made, and refuse a server that fails. On an account of one's own the
            kits of the stores try the rest.
            """;

    private S3ConditionsPage() {}

    /** A server and which conditions it keeps; one that was not tried is not in the map. */
    record Column(String server, Map<S3Condition, Boolean> kept) {
        String cell(S3Condition condition) {
            Boolean answer = kept.get(condition);
            return answer == null ? "not tried" : answer ? "yes" : "no";
        }
    }

    /** @param bucket gives an empty bucket each time */
    static Column tried(String server, S3Client client, Supplier<String> bucket, boolean manyAtOnce) {
        Map<S3Condition, Boolean> kept = new EnumMap<>(S3Condition.class);
        for (S3Condition condition : S3Condition.values()) {
            if (manyAtOnce || !condition.isOfManyAtOnce()) {
                kept.put(condition, condition.isKeptBy(client, bucket.get()));
            }
        }
        return new Column(server, kept);
    }

    /** @return the columns of the files in a folder, by the files' names; none if there is no such folder */
    static List<Column> others(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Column> columns = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                columns.add(column(file));
            }
        }
        return columns;
    }

    private static Column column(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        }
        Map<S3Condition, Boolean> kept = new EnumMap<>(S3Condition.class);
        for (S3Condition condition : S3Condition.values()) {
            String answer = properties.getProperty(condition.name());
            if (answer != null) {
                kept.put(condition, answer.equals("yes"));
            }
        }
        return new Column(properties.getProperty("server"), kept);
    }

    /**
     * @param servers  as they are
     * @param decorated the server of the tests, which {@link ConditionsOfS3} adds to
     */
    static String render(List<Column> servers, Column decorated) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("| the server must | ")
                .append(servers.stream().map(Column::server).collect(Collectors.joining(" | ")))
                .append(" | ")
                .append(decorated.server())
                .append(" | rests on |\n")
                .append("|---".repeat(servers.size() + 3))
                .append("|\n");
        for (S3Condition condition : S3Condition.values()) {
            page.append("| ").append(condition.text()).append(" | ");
            servers.forEach(server -> page.append(server.cell(condition)).append(" | "));
            page.append(decorated.cell(condition))
                    .append(" | ")
                    .append(restsOn(condition, servers))
                    .append(" |\n");
        }
        return page.append(END).toString();
    }

    private static String restsOn(S3Condition condition, List<Column> servers) {
        String by = servers.stream()
                .filter(server -> Boolean.TRUE.equals(server.kept().get(condition)))
                .map(Column::server)
                .collect(Collectors.joining(", "));
        return by.isEmpty() ? "documentation alone" : by;
    }
}
