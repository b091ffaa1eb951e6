package sleeper.verification.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import sleeper.core.util.SuiteVersion;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.stepfunctions.Arns;
import sleeper.verification.ProjectTree;

/**
 * The template of an instance, as CDK's command would hand it to CloudFormation, resolved by {@link TemplateResolver}.
 *
 * @param folder    that the app wrote, with what would be uploaded
 * @param written   as the app wrote it
 * @param resources by logical id, without intrinsic functions
 */
record DeployedTemplate(Path folder, JsonNode written, ObjectNode resources) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Synthesises it in a process of its own, with the zip that the build made.
     *
     * @param folder     to write to; empty
     * @param properties of the instance, its id among them
     */
    static DeployedTemplate synthesise(Path folder, Map<String, String> properties) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        List<String> lines = new ArrayList<>();
        new TreeMap<>(properties).forEach((name, value) -> lines.add(name + "=" + value));
        Files.write(home.resolve("instance.properties"), lines);
        Path out = folder.resolve("cdk.out");
        Path log = folder.resolve("cdk.log");
        Process app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "sleeper.cdk.InstanceApp",
                        "home=" + home,
                        "zip=" + UnpackedZip.built(),
                        "ingest-image=" + ProjectTree.root().resolve("ingest-task/docker"),
                        "spark-image=" + ProjectTree.root().resolve("spark-job/docker"),
                        "version=" + SuiteVersion.CURRENT,
                        "out=" + out)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exitCode = app.onExit().join().exitValue();
        if (exitCode != 0) {
            throw new IOException("the app ended with code " + exitCode + ": " + Files.readString(log));
        }
        JsonNode written = JSON.readTree(out.resolve("sleeper-" + properties.get("sleeper.id") + ".template.json")
                .toFile());
        return new DeployedTemplate(out, written, TemplateResolver.resources(written));
    }

    /** @return a copy, to plant a fault in */
    DeployedTemplate copy() {
        return new DeployedTemplate(folder, written.deepCopy(), resources.deepCopy());
    }

    /** @return the properties of the resources of a type, by logical id */
    Map<String, JsonNode> ofType(String type) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        resources.properties().forEach(resource -> {
            if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue().path("Properties"));
            }
        });
        return found;
    }

    /** @return the properties of the only resource of a type */
    JsonNode only(String type) {
        Map<String, JsonNode> all = ofType(type);
        if (all.size() != 1) {
            throw new IllegalArgumentException("the template has " + all.size() + " resources of type " + type);
        }
        return all.values().iterator().next();
    }

    /** @return the functions that a caller may name, as ARN of an alias on a published version, each with its properties */
    Map<String, JsonNode> functions() {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        ofType("AWS::Lambda::Function")
                .values()
                .forEach(function -> byName.put(function.path("FunctionName").asText(), function));
        Map<String, JsonNode> byAlias = new LinkedHashMap<>();
        for (JsonNode alias : ofType("AWS::Lambda::Alias").values()) {
            String name = alias.path("FunctionName").asText();
            boolean isPublished = ofType("AWS::Lambda::Version").values().stream()
                    .anyMatch(version -> version.path("FunctionName").asText().equals(name));
            if (byName.containsKey(name)
                    && isPublished
                    && alias.path("FunctionVersion").asText().equals("1")) {
                byAlias.put(functionArn(name + ":" + alias.path("Name").asText()), byName.get(name));
            }
        }
        return byAlias;
    }

    /** @param nameOrArn as a mapping may name a function */
    static String functionArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:")
                ? nameOrArn
                : "arn:aws:lambda:" + Arns.REGION + ":" + Arns.ACCOUNT + ":function:" + nameOrArn;
    }

    /** @return the definitions' texts, by the machines' names */
    Map<String, String> definitions() {
        Map<String, String> definitions = new TreeMap<>();
        ofType("AWS::StepFunctions::StateMachine")
                .values()
                .forEach(machine -> definitions.put(
                        machine.path("StateMachineName").asText(),
                        machine.path("DefinitionString").asText()));
        return definitions;
    }

    /** @return the Task states of a definition, those of branches and maps too */
    static List<JsonNode> tasks(String definition) throws JsonProcessingException {
        return JSON.readTree(definition).findParents("Type").stream()
                .filter(state -> state.path("Type").asText().equals("Task"))
                .toList();
    }

    /** @return the zip that a function is made from, which would be uploaded */
    Path code(JsonNode function) throws IOException {
        Path zip = folder.resolve("asset." + function.at("/Code/S3Key").asText());
        if (!Files.isRegularFile(zip)) {
            throw new IOException(function.path("FunctionName").asText() + " has no code at " + zip);
        }
        return zip;
    }

    /** @return the text values of an object, by name */
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    /** @return the text values of an array */
    static List<String> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
