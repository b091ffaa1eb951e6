package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.Platform;
import sleeper.core.platform.PlatformBranch;
import sleeper.statemachine.graph.StateGraphs;

/** The rules that every state-machine file keeps. */
class StateMachineFilesTest {
    private static final Set<String> KINDS = Set.of(
            "Arn",
            "Name",
            "Id",
            "Ids",
            "Partition",
            "Uri",
            "Url",
            "Endpoint",
            "CertificateAuthority",
            "Namespace",
            "Label");
    private static final Set<String> VERBS = Set.of(
            "Validate",
            "Run",
            "Commit",
            "Refuse",
            "Record",
            "Tear",
            "Hand",
            "Notify",
            "Shorten",
            "Finish",
            "Reap",
            "Create",
            "Add",
            "Cancel",
            "Delete",
            "Watch",
            "Wait",
            "Start",
            "Look",
            "Use",
            "Terminate",
            "List",
            "Stop",
            "Write",
            "Collect",
            "Publish",
            "Project",
            "Note",
            "Word");
    /** Error names that the services used here report, and those of Step Functions; see the integrations' documentation. */
    private static final Set<String> AWS_ERRORS = Set.of(
            "States.ALL",
            "States.Timeout",
            "States.TaskFailed",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            "Lambda.Unknown",
            "EMR.AmazonElasticMapReduceException",
            "AmazonECS.Unknown",
            "ECS.AmazonECSException",
            "ECS.InvalidParameterException",
            "ECS.ServerException",
            "StepFunctions.ExecutionAlreadyExistsException");

    /** Handlers ask the log; reap-job, a notification, an end of what should have ended and a look do no harm. */
    private static final Set<String> HARMLESS = Set.of(
            ":lambda:invoke",
            ":states:startExecution",
            ":sns:publish",
            ":elasticmapreduce:terminateCluster.sync",
            ":eks:call");

    private record State(String name, JsonNode body) {
        String type() {
            return body.get("Type").asText();
        }
    }

    @Test
    void shouldBeThoseThatADeployedInstanceHas() {
        assertThat(StateMachineFile.all())
                .extracting(StateMachineFile::machineName)
                .containsExactlyInAnyOrderElementsOf(InstanceNames.STATE_MACHINES);
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldNameAChoiceWithAQuestionAndAnyOtherStateWithAVerbPhrase(StateMachineFile file) {
        assertThat(states(file)).allSatisfy(state -> {
            if (state.type().equals("Choice")) {
                assertThat(state.name()).endsWith("?");
            } else if (!state.name().equals("Platform not deployed")) {
                assertThat(VERBS).contains(state.name().split(" ")[0]);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldSayInCommentsWhatTheMachineIsForAndWhyAStateIsThere(StateMachineFile file) {
        assertThat(file.json().path("Comment").asText()).contains("Started by");
        assertThat(states(file))
                .allSatisfy(state -> assertThat(state.body().path("Comment").asText())
                        .isNotBlank()
                        .isNotEqualToIgnoringCase(state.name()));
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldBoundTheMachineAndEveryTaskInTime(StateMachineFile file) {
        assertThat(file.json().path("TimeoutSeconds").asInt()).isPositive();
        assertThat(tasks(file))
                .allSatisfy(
                        state -> assertThat(state.body().path("TimeoutSeconds").asInt())
                                .as(state.name())
                                .isPositive());
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldCapAndJitterEveryRetry(StateMachineFile file) {
        assertThat(rules(file, "Retry")).allSatisfy(retry -> {
            // None is for an error that another rule would try again.
            assertThat(retry.path("MaxAttempts").asInt(-1)).isBetween(0, 20);
            assertThat(retry.path("MaxDelaySeconds").asInt()).isPositive();
            assertThat(retry.path("JitterStrategy").asText()).isEqualTo("FULL");
        });
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldCatchEveryErrorOfEveryTaskLastAloneAndWithoutLosingTheInput(StateMachineFile file) {
        assertThat(outermost(file)).allSatisfy(state -> {
            JsonNode catches = state.body().path("Catch");
            JsonNode last = catches.get(catches.size() - 1);
            assertThat(names(last)).as(state.name()).containsExactly("States.ALL");
            // None is as good: the error is dropped then.
            catches.forEach(rule -> assertThat(rule.get("ResultPath").isNull()
                            || rule.get("ResultPath").asText().startsWith("$."))
                    .as(state.name())
                    .isTrue());
        });
    }

    /** A redrive runs the Task at which an execution ended, whatever has been decided about the attempt meanwhile. */
    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldCreateNothingForAnExecutionThatIsRedriven(StateMachineFile file) {
        assertThat(tasks(file))
                .filteredOn(state ->
                        HARMLESS.stream().noneMatch(state.body().get("Resource").asText()::endsWith))
                .allSatisfy(state -> assertThat(state.body().get("Parameters").toString())
                        .as(state.name())
                        .contains("Use sleeper retry.'), $$.Execution.RedriveCount)"));
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldOnlyNameErrorsThatExist(StateMachineFile file) {
        Stream.concat(rules(file, "Retry").stream(), rules(file, "Catch").stream())
                .flatMap(rule -> names(rule).stream())
                .filter(name -> !AWS_ERRORS.contains(name))
                .forEach(name -> assertThat(isExceptionOfOurs(name)).as(name).isTrue());
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldWriteOutNoArnAccountOrRegion(StateMachineFile file) {
        assertThat(file.text())
                .doesNotContainPattern(Pattern.compile("arn:aws"))
                .doesNotContainPattern(Pattern.compile("\\b\\d{12}\\b"))
                .doesNotContainPattern(Pattern.compile("\\b(us|eu|ap)-[a-z]+-\\d\\b"));
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldOnlyGoToStatesThatExist(StateMachineFile file) {
        Set<String> known = new TreeSet<>(states(file).stream().map(State::name).toList());
        assertThat(states(file))
                .allSatisfy(state ->
                        assertThat(targets(state.body())).as(state.name()).isSubsetOf(known));
    }

    /** Elsewhere a preparation would not find it. */
    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldCompareTheWordOfThePlatformAtOnePlaceOnly(StateMachineFile file) {
        assertThat(file.json().findParents("StringEquals"))
                .filteredOn(test ->
                        Platform.ofWord(test.get("StringEquals").asText()).isPresent())
                .allSatisfy(test -> assertThat(test.path("Variable").asText()).isEqualTo(PlatformRules.WORD_PATH));
    }

    @Test
    void shouldLeadEveryPlatformThatHasABranchToItsFirstState() {
        Map<String, String> described = new TreeMap<>();
        for (Platform platform : Platform.values()) {
            platform.description().branch().ifPresent(branch -> described.put(platform.word(), branch.firstState()));
        }
        Map<String, String> inTheFile = new TreeMap<>();
        StateMachineFile.INGEST_JOB
                .json()
                .at("/States/Which platform?/Choices")
                .forEach(rule -> inTheFile.put(
                        rule.get("StringEquals").asText(), rule.get("Next").asText()));
        assertThat(inTheFile).isEqualTo(described);
    }

    /** What a deployment without the platform does not need is what the platform's branch needs. */
    @ParameterizedTest
    @EnumSource(Platform.class)
    void shouldNeedTheSubstitutionsOfAPlatformsBranchForThatPlatformOnly(Platform platform) {
        Set<Platform> all = EnumSet.allOf(Platform.class);
        Set<Platform> others = EnumSet.complementOf(EnumSet.of(platform));
        Set<String> onlyHere = namesNeededBy(all);
        onlyHere.removeAll(namesNeededBy(others));
        // Commit files and its function go with the last platform
        onlyHere.remove("CommitFilesFunctionArn");
        assertThat(onlyHere)
                .isEqualTo(platform.description()
                        .branch()
                        .map(PlatformBranch::substitutions)
                        .orElse(Set.of()));
    }

    private static Set<String> namesNeededBy(Set<Platform> platforms) {
        Set<String> names = new TreeSet<>();
        for (StateMachineFile file : StateMachineFile.all()) {
            ObjectNode definition = file.json();
            new PlatformBranches(platforms).removeFrom(definition);
            names.addAll(Substitutions.namesIn(definition.toString()));
        }
        return names;
    }

    @Test
    void shouldListExactlyTheNamesOfTheFilesAsSubstitutions() {
        Set<String> used = new TreeSet<>();
        StateMachineFile.all().forEach(file -> used.addAll(Substitutions.namesIn(file.text())));
        assertThat(Substitutions.meanings().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void shouldEndEverySubstitutionWithItsKind() {
        assertThat(Substitutions.meanings().keySet())
                .allMatch(name -> KINDS.stream().anyMatch(name::endsWith));
    }

    private static List<State> states(StateMachineFile file) {
        return StateGraphs.allStates(file.json()).entrySet().stream()
                .map(entry -> new State(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** @return what does work and is within no other state: what fails within one is that one's to catch */
    private static List<State> outermost(StateMachineFile file) {
        return file.json().get("States").properties().stream()
                .map(entry -> new State(entry.getKey(), entry.getValue()))
                .filter(state -> Set.of("Task", "Parallel", "Map").contains(state.type()))
                .toList();
    }

    private static List<State> tasks(StateMachineFile file) {
        return states(file).stream()
                .filter(state -> state.type().equals("Task"))
                .toList();
    }

    private static List<JsonNode> rules(StateMachineFile file, String kind) {
        List<JsonNode> rules = new ArrayList<>();
        states(file).forEach(state -> state.body().path(kind).forEach(rules::add));
        return rules;
    }

    private static List<String> names(JsonNode rule) {
        List<String> names = new ArrayList<>();
        rule.get("ErrorEquals").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static List<String> targets(JsonNode state) {
        List<String> targets = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : state.properties()) {
            if (entry.getKey().equals("Next") || entry.getKey().equals("Default")) {
                targets.add(entry.getValue().asText());
            }
        }
        state.path("Choices").forEach(rule -> targets.add(rule.get("Next").asText()));
        state.path("Catch").forEach(rule -> targets.add(rule.get("Next").asText()));
        return targets;
    }

    private static boolean isExceptionOfOurs(String name) {
        try {
            return name.startsWith("sleeper.") && Throwable.class.isAssignableFrom(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
