package sleeper.statemachine.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.statemachine.Substitutions;

/** Instances of every shape, whose names are as long as they may be. */
final class Shapes {
    static final String DYNAMODB = "dynamodb";
    static final String S3 = "s3";
    static final String ID = "the-longest-id-of-20";

    private Shapes() {}

    /** @return a value for every name that any file of the module holds */
    static Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        Substitutions.meanings().keySet().forEach(name -> values.put(name, value(name)));
        Permissions.load().names().forEach(name -> values.put(name.name(), value(name.name())));
        values.put("InstanceId", ID);
        values.put("AwsPartition", "aws-us-gov");
        values.put("AwsRegion", "ap-southeast-2");
        values.put("AwsAccountId", "123456789012");
        return values;
    }

    private static String value(String name) {
        String ofFunction =
                "arn:aws-us-gov:lambda:ap-southeast-2:123456789012:function:sleeper-" + ID + "-" + name + ":live";
        String ofOther = "arn:aws-us-gov:service:ap-southeast-2:123456789012:sleeper-" + ID + "-" + name;
        return name.endsWith("FunctionArn") ? ofFunction : name.endsWith("Arn") ? ofOther : "the-" + name;
    }

    static InstanceShape of(Set<Platform> platforms, String driver) {
        return ofStacks(
                platforms.stream()
                        .map(platform -> platform.description().stack())
                        .collect(Collectors.toSet()),
                driver);
    }

    static InstanceShape ofStacks(Set<String> stacks, String driver) {
        return new InstanceShape(stacks, driver, values());
    }

    static InstanceShape whole(String driver) {
        return ofStacks(Set.copyOf(InstanceSettings.allStacks()), driver);
    }

    /** @return an instance for each set of stacks and each driver */
    static List<InstanceShape> all() {
        List<Set<String>> sets = new ArrayList<>(List.of(Set.of()));
        for (String stack : InstanceSettings.allStacks()) {
            for (Set<String> without : List.copyOf(sets)) {
                Set<String> with = new TreeSet<>(without);
                with.add(stack);
                sets.add(with);
            }
        }
        return sets.stream()
                .flatMap(stacks -> List.of(ofStacks(stacks, DYNAMODB), ofStacks(stacks, S3)).stream())
                .toList();
    }
}
