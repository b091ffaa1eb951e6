package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.platform.Platform;
import sleeper.deployed.FunctionVariable;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.lambdaruntime.FunctionSetup;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.lambdaruntime.ZippedFunction;

/** The template of an instance with {@code IngestStack}, and the environment that it gives its functions. */
class TemplateOfIngestIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STARTER = "arn:aws:lambda:us-east-1:000000000000:function:sleeper-prod-starter:live";

    @TempDir
    private static Path folder;

    private static DeployedTemplate template;
    private static UnpackedZip zip;

    @BeforeAll
    static void synthesise() throws IOException {
        template = DeployedTemplate.synthesise(
                folder.resolve("template"),
                Map.of(
                        "sleeper.id", "prod",
                        "sleeper.optional.stacks", "IngestStack",
                        "sleeper.errors.email", "operator@example.com"));
        zip = UnpackedZip.of(template.code(template.functions().get(STARTER)), folder.resolve("zip"));
    }

    @Test
    void shouldHaveCallersThatNameWhatItMakes() throws IOException {
        assertThat(TemplateFaults.in(template)).isEmpty();
        assertThat(template.definitions())
                .containsOnlyKeys("sleeper-prod-ingest-job", "sleeper-prod-reap-job", "sleeper-prod-maintain-table");
        for (String definition : template.definitions().values()) {
            assertThat(DeployedTemplate.tasks(definition)).isNotEmpty();
        }
        assertThat(template.resources().toString()).doesNotContain("\"Fn::", "\"Ref\"");
    }

    /** Changes one text of a resource. */
    private record Fault(String type, String pointer, String found, String planted) {
        DeployedTemplate plantIn(DeployedTemplate whole) {
            DeployedTemplate copy = whole.copy();
            for (JsonNode properties : copy.ofType(type).values()) {
                String parent = pointer.substring(0, pointer.lastIndexOf('/'));
                ObjectNode holder = (ObjectNode) properties.at(parent);
                String name = pointer.substring(pointer.lastIndexOf('/') + 1);
                String text = holder.path(name).asText();
                if (text.contains(found)) {
                    holder.set(name, TextNode.valueOf(text.replace(found, planted)));
                    return copy;
                }
            }
            throw new IllegalArgumentException("no " + type + " has " + found + " at " + pointer);
        }
    }

    static Stream<Arguments> faults() {
        String machine = "AWS::StepFunctions::StateMachine";
        return Stream.of(
                arguments(
                        new Fault(
                                machine,
                                "/DefinitionString",
                                "sleeper-prod-validate-job:live",
                                "sleeper-prod-validate-job:$LATEST"),
                        "function:sleeper-prod-validate-job:$LATEST"),
                arguments(
                        new Fault(
                                machine, "/DefinitionString", "sleeper-prod-tear-down:live", "sleeper-prod-tear-down"),
                        "function:sleeper-prod-tear-down"),
                arguments(
                        new Fault(
                                machine,
                                "/DefinitionString",
                                "sleeper-prod-commit-files:live",
                                "sleeper-prod-commit:live"),
                        "function:sleeper-prod-commit:live"),
                arguments(
                        new Fault(machine, "/DefinitionString", "sleeper-prod-reap-job", "sleeper-prod-reap"),
                        "stateMachine:sleeper-prod-reap"),
                arguments(new Fault(machine, "/DefinitionString", "\"StartAt\"", "\"StartAt"), "is not JSON"),
                arguments(
                        new Fault(machine, "/DefinitionString", "sleeper-prod-errors", "${ErrorsTopic}"),
                        "a name that nothing stands for"),
                arguments(
                        new Fault("AWS::Lambda::EventSourceMapping", "/FunctionName", ":live", ":$LATEST"),
                        "names sleeper-prod-starter:$LATEST"),
                arguments(
                        new Fault("AWS::Lambda::EventSourceMapping", "/EventSourceArn", "IngestJobQ", "IngestQ"),
                        "prod-IngestQ"),
                arguments(
                        new Fault("AWS::Events::Rule", "/Targets/0/Arn", "reap-job", "reap"),
                        "stateMachine:sleeper-prod-reap"),
                arguments(
                        new Fault("AWS::Scheduler::Schedule", "/Target/Arn", "sweep:live", "sweep:$LATEST"),
                        "function:sleeper-prod-sweep:$LATEST"),
                arguments(
                        new Fault("AWS::Lambda::Alias", "/FunctionVersion", "1", "$LATEST"), "function:sleeper-prod-"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNoticeACallerThatNamesWhatItDoesNotMake(Fault fault, String said) {
        assertThat(TemplateFaults.in(fault.plantIn(template)))
                .anySatisfy(found -> assertThat(found).contains(said));
    }

    @Test
    void shouldRefuseAnIntrinsicFunctionThatItDoesNotKnow() throws IOException {
        JsonNode unknown = JSON.readTree("""
                {"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Base64": "a"}}}}}
                """);
        JsonNode attribute = JSON.readTree("""
                {"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::GetAtt": ["A", "Size"]}}}}}
                """);

        assertThatThrownBy(() -> TemplateResolver.resources(unknown)).hasMessageContaining("Fn::Base64");
        assertThatThrownBy(() -> TemplateResolver.resources(attribute)).hasMessageContaining("Size of A");
    }

    private static FunctionSetup starter() {
        return PlayedFunctions.setup(
                template.functions().get(STARTER),
                Map.of(
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "identity",
                        "AWS_SECRET_ACCESS_KEY", "credential",
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:9"));
    }

    private static FunctionAnswer call(FunctionSetup setup) throws IOException {
        try (ZippedFunction started = ZippedFunction.start(zip, setup)) {
            return started.invoke("{\"Records\":[]}");
        }
    }

    @Test
    void shouldGiveAFunctionAnEnvironmentThatItStartsWith() throws IOException {
        assertThat(call(starter())).isEqualTo(new FunctionAnswer.Returned("{\"batchItemFailures\":[]}"));
    }

    private static FunctionSetup without(FunctionVariable variable, FunctionSetup setup) {
        Map<String, String> environment = new HashMap<>(setup.environment());
        environment.remove(variable.variable());
        return new FunctionSetup(
                setup.name(),
                setup.handler(),
                setup.memoryMiB(),
                setup.timeoutSeconds(),
                environment,
                setup.jvmOptions());
    }

    /** An instance whose platforms are not named has none, and reads none of their variables. */
    @ParameterizedTest
    @EnumSource(FunctionVariable.class)
    void shouldNameAVariableThatIsMissing(FunctionVariable variable) throws IOException {
        FunctionSetup whole = starter();
        boolean isSet = variable.platform().map(Platform.STANDARD::equals).orElse(true);
        assertThat(whole.environment().containsKey(variable.variable())).isEqualTo(isSet);
        if (isSet) {
            FunctionAnswer answer = call(without(variable, whole));

            assertThat(answer.payload()).contains("the variable " + variable.variable());
        }
    }
}
