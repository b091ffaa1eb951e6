package sleeper.statemachine.permission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that is asked of AWS in a role, as it was recorded.
 *
 * @param resource an ARN of the instance {@code one}; {@code *} in it stands for tables, jobs and the like
 */
record Need(String role, String driver, String action, String resource) {
    /** Drivers and executors on Spark ask the stores what the ingest task asks them. */
    private static final Map<String, List<String>> AS_WELL =
            Map.of("ingest-task", List.of("emr-nodes", "emr-serverless-job", "eks-spark"));

    private static final String PORT = "port";
    private static final String PERMANENT = "j-PERMANENT";

    private static final List<Need> ALL = read();
    private static final Map<String, InstanceShape> SHAPES =
            Map.of("s3", shapeOf("s3"), "dynamodb", shapeOf("dynamodb"));

    /** @return what was recorded, ports turned into what they send */
    static List<Need> all() {
        return ALL;
    }

    private static List<Need> read() {
        List<Need> needs = new ArrayList<>();
        List<String> recorded = new ArrayList<>(lines("recorded.txt"));
        recorded.addAll(lines("recorded-of-api.txt"));
        for (String line : recorded) {
            String[] words = line.split(" ");
            roles(words[0]).forEach(role -> {
                if (words[2].equals(PORT)) {
                    ofPort(role, words[1], words[3]).forEach(needs::add);
                } else {
                    arns(words[2], words[3]).forEach(arn -> needs.add(new Need(role, words[1], words[2], arn)));
                }
            });
        }
        return needs.stream().distinct().toList();
    }

    private static Stream<String> roles(String recorded) {
        return Stream.concat(Stream.of(recorded), AS_WELL.getOrDefault(recorded, List.of()).stream());
    }

    private static Stream<Need> ofPort(String role, String driver, String call) {
        String service = call.substring(0, call.indexOf('.'));
        return lines("ports.txt").stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals(call) || words[0].equals(service))
                .map(words -> new Need(role, driver, words[2], words[3]));
    }

    /** What is asked of the bucket of input that commands make is asked of any other source and of clients' bucket, too. */
    private static Stream<String> arns(String action, String place) {
        String service = action.substring(0, action.indexOf(':'));
        String inRegion = "arn:aws:" + service + ":us-east-1:000000000000:";
        return switch (service) {
            case "dynamodb" -> Stream.of(inRegion + "table/sleeper-one-" + place);
            case "sqs" -> Stream.of(inRegion + "one-" + place);
            case "states" -> {
                String ofMachine = inRegion + place.replace(":", ":sleeper-one-");
                yield Stream.of(place.startsWith("execution:") ? ofMachine + ":load-1-a1" : ofMachine);
            }
            case "glue" -> {
                Map<String, String> names = Map.of("database", "/sleeper_one", "table", "/sleeper_one/orders");
                yield Stream.of(inRegion + place + names.getOrDefault(place, ""));
            }
            default -> buckets(place);
        };
    }

    private static Stream<String> buckets(String place) {
        String own = "arn:aws:s3:::sleeper-one-" + place;
        return place.startsWith("input")
                ? Stream.of("sleeper-one-input", "source", "sleeper-one-uploads")
                        .map(source -> own.replace("sleeper-one-input", source))
                : Stream.of(own);
    }

    static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(Need.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the instance that was recorded, whole */
    static InstanceShape shape(String driver) {
        return SHAPES.get(driver);
    }

    private static InstanceShape shapeOf(String driver) {
        Map<String, String> values = Shapes.values();
        values.put("AwsPartition", "aws");
        values.put("AwsRegion", "us-east-1");
        values.put("AwsAccountId", "000000000000");
        values.put("InstanceId", "one");
        values.put("SourceBucketName", "source");
        values.put("PersistentEmrClusterId", PERMANENT);
        values.put("EmrServerlessApplicationId", "app1");
        values.put("ViewDatabaseName", "sleeper_one");
        values.put("UploadBucketName", "sleeper-one-uploads");
        values.put("ErrorsTopicArn", "arn:aws:sns:us-east-1:000000000000:sleeper-one-errors");
        return new InstanceShape(Shapes.whole(driver).stacks(), driver, values);
    }

    boolean isGrantedBy(Statement statement) {
        return statement.actions().contains(action)
                && statement.resources().stream().anyMatch(this::matches)
                && !(resource.endsWith(PERMANENT) && isForTaggedAlone(statement));
    }

    /** Attempts tag what they make, and the permanent cluster is made by none. */
    private static boolean isForTaggedAlone(Statement statement) {
        return statement.conditions().values().stream()
                .flatMap(keys -> keys.keySet().stream())
                .anyMatch(key -> key.contains("ResourceTag"));
    }

    private boolean matches(String pattern) {
        String regex = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return resource.matches(regex);
    }
}
