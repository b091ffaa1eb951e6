package sleeper.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.deployed.FunctionVariable;
import sleeper.lambda.FunctionDescription;
import sleeper.lambda.port.JobMetric;
import sleeper.statemachine.StateMachineFile;
import sleeper.statemachine.Substitutions;
import sleeper.statemachine.permission.InstanceShape;
import sleeper.statemachine.permission.Permissions;
import sleeper.statemachine.permission.PolicyName;
import sleeper.statemachine.permission.RoleGrants;
import software.amazon.awscdk.assertions.Template;

/** What the template has and what the catalogues list are equal, both ways. */
class NamesOfTemplatesIT {
    private static final InstanceNames NAMES = new InstanceNames("prod");

    @TempDir
    private Path folder;

    static Stream<String> stacks() {
        return Templates.chosen().values().stream();
    }

    private Template template(String stacks) {
        return Template.fromStack(Templates.stack(folder, stacks, Map.of()));
    }

    private static Set<Platform> platforms(String stacks) {
        return InstanceSettings.deployedPlatforms(List.of(stacks.split(",")));
    }

    private static List<Map<?, ?>> properties(Template template, String type) {
        List<Map<?, ?>> found = new ArrayList<>();
        template.findResources(type).values().forEach(each -> found.add((Map<?, ?>) each.get("Properties")));
        return found;
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void shouldSetTheVariablesThatAFunctionOfTheseStacksReads(String stacks) {
        Set<Platform> platforms = platforms(stacks);
        Set<String> expected = Stream.of(FunctionVariable.values())
                .filter(variable -> variable.platform().map(platforms::contains).orElse(true))
                .map(FunctionVariable::variable)
                .collect(Collectors.toCollection(TreeSet::new));
        expected.add(Functions.SERVICE_IN_LOGS);

        assertThat(properties(template(stacks), "AWS::Lambda::Function"))
                .isNotEmpty()
                .allSatisfy(function -> assertThat(
                                ((Map<?, ?>) ((Map<?, ?>) function.get("Environment")).get("Variables")).keySet())
                        .isEqualTo(expected));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void shouldMakeTheRolesThatTheCatalogueListsForTheseStacks(String stacks) {
        InstanceShape shape = new InstanceShape(Set.of(stacks.split(",")), "dynamodb", Map.of());
        Set<String> made = properties(template(stacks), "AWS::IAM::Role").stream()
                .filter(role -> role.containsKey("RoleName"))
                .map(role -> (String) role.get("RoleName"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(made)
                .isEqualTo(Permissions.load().roles(shape).stream()
                        .map(RoleGrants::word)
                        .map(NAMES::role)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The one role that has no name is that of the network's flow log, which CDK makes. */
    @ParameterizedTest
    @MethodSource("stacks")
    void shouldGiveRolesNothingButWhatTheCatalogueLists(String stacks) {
        Template template = template(stacks);
        assertThat(properties(template, "AWS::IAM::Role"))
                .allSatisfy(role -> assertThat(role.keySet().stream().map(String::valueOf))
                        .doesNotContain("ManagedPolicyArns", "Policies"));
        assertThat(properties(template, "AWS::IAM::ManagedPolicy")).isEmpty();
        assertThat(properties(template, "AWS::IAM::Policy"))
                .allSatisfy(policy ->
                        assertThat(((Collection<?>) policy.get("Roles"))).hasSize(1));
        assertThat(properties(template, "AWS::IAM::Policy").stream()
                        .filter(policy -> !policy.get("PolicyName").equals("permissions")))
                .hasSizeLessThanOrEqualTo(1)
                .allSatisfy(
                        policy -> assertThat((String) policy.get("PolicyName")).contains("FlowLog"));
    }

    @Test
    void shouldPassTheNamesThatTheMachinesAndThePermissionsHold() {
        InstanceStack stack = Templates.stack(
                folder,
                String.join(",", InstanceSettings.allStacks()),
                Map.of(
                        "sleeper.ingest.source.bucket", "landing",
                        "sleeper.bulk.import.emr.keypair.name", "my-key",
                        "sleeper.bulk.import.emr.master.additional.security.group", "sg-0123456789abcdef0"));
        Set<String> known = new TreeSet<>();
        StateMachineFile.all().forEach(file -> known.addAll(Substitutions.namesIn(file.text())));
        Permissions.load().names().stream().map(PolicyName::name).forEach(known::add);
        // Functions that no machine calls: queues, schedules and a rule do.
        known.addAll(Set.of("StarterFunctionArn", "SweepFunctionArn", "PublishViewFunctionArn"));

        assertThat(stack.substitutions().keySet()).isEqualTo(known);
    }

    @Test
    void shouldAlarmOnMetricsThatStepsCount() {
        Set<String> counted =
                Stream.of(JobMetric.values()).map(JobMetric::metricName).collect(Collectors.toSet());
        List<String> alarmed = properties(template(""), "AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> "Sleeper".equals(alarm.get("Namespace")))
                .map(alarm -> (String) alarm.get("MetricName"))
                .toList();

        assertThat(alarmed)
                .containsExactlyInAnyOrder(
                        JobMetric.JOBS_REJECTED.metricName(), JobMetric.JOBS_NOT_SUBMITTED.metricName());
        assertThat(counted).containsAll(alarmed);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void shouldMakeTheQueuesOfTheseStacksWithTheirDeadLetters(String stacks) {
        Set<Platform> platforms = platforms(stacks);
        Set<String> expected = new TreeSet<>(Set.of(NAMES.undeliveredQueue()));
        for (JobQueue queue : JobQueue.values()) {
            if (queue.platform().map(platforms::contains).orElse(true)) {
                expected.add(NAMES.queue(queue));
                expected.add(NAMES.deadLetterQueue(queue));
            }
        }

        List<String> made = properties(template(stacks), "AWS::SQS::Queue").stream()
                .map(queue -> (String) queue.get("QueueName"))
                .toList();
        assertThat(made).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void shouldHideAMessageForSixTimesAsLongAsTheStarterMayTakeAndGiveUpAfterFive(String stacks) {
        Map<String, Map<?, ?>> queues = new HashMap<>();
        properties(template(stacks), "AWS::SQS::Queue")
                .forEach(queue -> queues.put((String) queue.get("QueueName"), queue));

        assertThat(queues.get(NAMES.queue(JobQueue.AUTO)).get("VisibilityTimeout"))
                .isEqualTo(6 * FunctionDescription.STARTER.timeoutSeconds());
        assertThat(((Map<?, ?>) queues.get(NAMES.queue(JobQueue.AUTO)).get("RedrivePolicy")).get("maxReceiveCount"))
                .isEqualTo(5);
    }

    /** A caller of {@code $LATEST} would start without a snapshot, and of another function than the one that was published. */
    @ParameterizedTest
    @MethodSource("stacks")
    void shouldCallFunctionsByTheirAlias(String stacks) {
        String text = Templates.text(Templates.stack(folder, stacks, Map.of()));
        assertThat(text).doesNotContain("$LATEST");
        Set<String> called = new TreeSet<>();
        Matcher matcher =
                Pattern.compile("function:sleeper-prod-([a-z-]+)(:live)?").matcher(text);
        while (matcher.find()) {
            assertThat(matcher.group(2)).as(matcher.group()).isEqualTo(":live");
            called.add(matcher.group(1));
        }
        assertThat(called)
                .contains("validate-job", "sweep")
                .isSubsetOf(Stream.of(FunctionDescription.values())
                        .map(FunctionDescription::word)
                        .toList());
        assertThat(called).as("people's programs call it").doesNotContain("api");
    }

    @Test
    void shouldShareNoNameWithAnotherInstanceOfTheAccount() {
        String all = String.join(",", InstanceSettings.allStacks());
        Set<Object> one = names(Templates.stack(folder, all, Map.of("sleeper.id", "one")));
        Set<Object> other = names(Templates.stack(folder, all, Map.of("sleeper.id", "one-two")));

        assertThat(one).hasSizeGreaterThan(60).doesNotContainAnyElementsOf(other);
    }

    /** Ids may have hyphens, so that an id may read as another with the beginning of a name: no name may end as another one does. */
    @Test
    void shouldShareNoNameWithAnInstanceWhoseIdReadsAsTheBeginningOfAName() {
        String all = String.join(",", InstanceSettings.allStacks());
        Set<Object> names = names(Templates.stack(folder, all, Map.of("sleeper.id", "one")));

        for (Object name : names) {
            String[] parts = name.toString().split("one-", 2);
            assertThat(names)
                    .filteredOn(other -> parts.length == 2 && !other.equals(name))
                    .noneMatch(other -> other.toString().startsWith(parts[0] + "one-")
                            && other.toString().endsWith("-" + parts[1]));
        }
    }

    private static Set<Object> names(InstanceStack stack) {
        Set<Object> names = new TreeSet<>();
        Map<?, ?> resources = (Map<?, ?>) Template.fromStack(stack).toJSON().get("Resources");
        for (Object each : resources.values()) {
            Map<?, ?> resource = (Map<?, ?>) each;
            if (resource.get("Properties") instanceof Map<?, ?> properties) {
                properties.forEach((key, value) -> {
                    if (key.toString().matches("(.*Name|Name)") && value instanceof String name) {
                        names.add(resource.get("Type") + " " + name);
                    }
                });
            }
        }
        return names.stream()
                .filter(name -> name.toString().contains("one"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
