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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.Platform;
import sleeper.deployed.FunctionVariable;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.lambdaruntime.FunctionSetup;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.lambdaruntime.ZippedFunction;

/** The template of an instance with {@code IngestStack} and {@code IcebergStack}, and the environment that it gives its functions. */
class TemplateOfIngestIT {
    @RegisterExtension
    static final NoProcessLeft NO_PROCESS_LEFT = new NoProcessLeft();

    private static final InstanceNames NAMES = new InstanceNames("prod");
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
                        "sleeper.id", NAMES.id(),
                        "sleeper.optional.stacks", "IngestStack,IcebergStack",
                        "sleeper.errors.email", "operator@example.com"));
        zip = UnpackedZip.of(template.code(template.functions().get(STARTER)), folder.resolve("zip"));
    }

    @Test
    void shouldHaveCallersThatNameWhatItMakes() throws IOException {
        assertThat(TemplateFaults.in(template, NAMES)).isEmpty();
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
                        new Fault(machine, "/DefinitionString", "sleeper-prod-errors", "Fn::GetAtt"),
                        "a name that nothing stands for"),
                arguments(
                        new Fault(
                                machine,
                                "/DefinitionString",
                                "sleeper-prod-validate-job:live",
                                "sleeper-prod-commit-files:live"),
                        "function:sleeper-prod-commit-files:live and not"),
                arguments(
                        new Fault("AWS::Lambda::EventSourceMapping", "/FunctionName", ":live", ":$LATEST"),
                        "function:sleeper-prod-starter:$LATEST"),
                arguments(
                        new Fault("AWS::Lambda::EventSourceMapping", "/EventSourceArn", "IngestJobQ", "IngestQ"),
                        "prod-IngestQ"),
                arguments(
                        new Fault("AWS::Events::Rule", "/Targets/0/Arn", "reap-job", "reap"),
                        "stateMachine:sleeper-prod-reap"),
                arguments(
                        new Fault("AWS::Events::Rule", "/Targets/0/Arn", "publish-view:live", "publish-view:$LATEST"),
                        "function:sleeper-prod-publish-view:$LATEST"),
                arguments(
                        new Fault("AWS::Scheduler::Schedule", "/Target/Arn", "sweep:live", "sweep:$LATEST"),
                        "function:sleeper-prod-sweep:$LATEST"),
                arguments(
                        new Fault("AWS::Lambda::EventSourceMapping", "/EventSourceArn", "IngestJobQ", "AutoJobQ"),
                        "no event source mapping reads arn:aws:sqs:us-east-1:000000000000:prod-IngestJobQ"),
                arguments(
                        new Fault("AWS::Lambda::Alias", "/FunctionVersion", "1", "$LATEST"), "function:sleeper-prod-"),
                arguments(
                        new Fault("AWS::Lambda::Version", "/FunctionName", "-validate-job", "-validate"),
                        "function:sleeper-prod-validate-job:live"),
                arguments(
                        new Fault(
                                "AWS::Lambda::Alias",
                                "/FunctionVersion",
                                "1",
                                "arn:aws:lambda:us-east-1:000000000000:function:sleeper-prod-starter"),
                        "function:sleeper-prod-"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNoticeACallerThatNamesWhatItDoesNotMake(Fault fault, String said) throws IOException {
        assertThat(TemplateFaults.in(fault.plantIn(template), NAMES))
                .anySatisfy(found -> assertThat(found).contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS::Lambda::EventSourceMapping | prod-IngestJobQ | no event source mapping reads arn:aws:sqs:us-east-1:000000000000:prod-IngestJobQ",
                "AWS::Lambda::Version | sleeper-prod-validate-job | function:sleeper-prod-validate-job:live",
                "AWS::Lambda::Alias | sleeper-prod-tear-down | function:sleeper-prod-tear-down:live",
                "AWS::Lambda::Function | sleeper-prod-sweep | function:sleeper-prod-sweep:live",
                "AWS::StepFunctions::StateMachine | sleeper-prod-reap-job | stateMachine:sleeper-prod-reap-job",
                "AWS::Lambda::Permission | sleeper-prod-committed | may not call arn:aws:lambda:us-east-1:000000000000:function:sleeper-prod-publish-view:live",
                "AWS::Lambda::Alias | sleeper-prod-publish-view | function:sleeper-prod-publish-view:live",
                "AWS::SQS::Queue | prod-AutoJobQ | sqs:us-east-1:000000000000:prod-AutoJobQ"
            })
    void shouldNoticeAResourceThatIsNotThere(String type, String text, String said) throws IOException {
        DeployedTemplate copy = template.copy();
        String name = copy.ofType(type).entrySet().stream()
                .filter(resource -> resource.getValue().toString().contains(text + "\""))
                .findFirst()
                .orElseThrow()
                .getKey();
        copy.resources().remove(name);

        assertThat(TemplateFaults.in(copy, NAMES))
                .anySatisfy(found -> assertThat(found).contains(said));
    }

    static Stream<Arguments> references() {
        return Stream.of(
                arguments("Ref", TextNode.valueOf("Nowhere")),
                arguments("Fn::GetAtt", JSON.createArrayNode().add("Nowhere").add("Arn")),
                arguments("Fn::Sub", TextNode.valueOf("arn:aws:s3:::${Nowhere}")));
    }

    @ParameterizedTest
    @MethodSource("references")
    void shouldRefuseAReferenceThatLeadsNowhere(String function, JsonNode argument) {
        DeployedTemplate copy = template.copy();
        ObjectNode target = (ObjectNode) copy.written().findValue("Targets").path(0);
        ObjectNode unused = target.set("Arn", JSON.createObjectNode().set(function, argument));

        assertThatThrownBy(() -> TemplateResolver.resources(copy.written()))
                .hasMessage("the template has no resource Nowhere");
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

    private static FunctionAnswer callStarter(DeployedTemplate of) throws IOException {
        FunctionSetup setup = PlayedFunctions.setup(
                of.functions().get(STARTER),
                Map.of(
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "identity",
                        "AWS_SECRET_ACCESS_KEY", "credential",
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:9"));
        try (ZippedFunction started = ZippedFunction.start(zip, setup)) {
            return started.invoke("{\"Records\":[]}");
        }
    }

    @Test
    void shouldGiveAFunctionAnEnvironmentThatItStartsWith() throws IOException {
        assertThat(callStarter(template)).isEqualTo(new FunctionAnswer.Returned("{\"batchItemFailures\":[]}"));
    }

    /** An instance whose platforms are not named has none, and reads none of their variables. */
    @ParameterizedTest
    @EnumSource(FunctionVariable.class)
    void shouldNameAVariableThatIsMissing(FunctionVariable variable) throws IOException {
        DeployedTemplate copy = template.copy();
        ObjectNode variables = (ObjectNode) copy.functions().get(STARTER).at("/Environment/Variables");
        boolean isSet = variable.platform().map(Platform.STANDARD::equals).orElse(true);
        assertThat(variables.has(variable.variable())).isEqualTo(isSet);
        if (isSet) {
            JsonNode unused = variables.remove(variable.variable());

            assertThat(callStarter(copy).payload()).contains("the variable " + variable.variable());
        }
    }
}
