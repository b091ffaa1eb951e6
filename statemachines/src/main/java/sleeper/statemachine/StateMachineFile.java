package sleeper.statemachine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A state machine's file, as written: with {@code ${Name}} where a deployment's resources go. */
public enum StateMachineFile {
    /** One attempt at one job. */
    INGEST_JOB("ingest-job"),
    /** Ends what an execution of {@link #INGEST_JOB} could not end itself. */
    REAP_JOB("reap-job"),
    /** Looks after the tables' logs. */
    MAINTAIN_TABLE("maintain-table");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String machineName;

    StateMachineFile(String machineName) {
        this.machineName = machineName;
    }

    /** @return the machine's name, in files, consoles and {@code local.json} */
    public String machineName() {
        return machineName;
    }

    /** @return the file's text */
    public String text() {
        return resource(machineName + ".asl.json");
    }

    /** @return a fresh tree of the file's JSON */
    public ObjectNode json() {
        try {
            return (ObjectNode) JSON.readTree(text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(machineName + ".asl.json is not JSON", e);
        }
    }

    /**
     * Prepares the file for a deployment: branches of platforms that are not deployed and optional request keys that are
     * not set are taken out, then the names are substituted.
     *
     * @return the definition, as Step Functions takes it
     * @throws IllegalArgumentException if a name that the file needs has no value, or a platform that is deployed has no branch
     */
    public String prepare(Deployment deployment) {
        ObjectNode definition = json();
        if (this == INGEST_JOB) {
            new PlatformBranches(deployment.platforms()).requireIn(definition);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(new DefinitionPreparer(deployment).prepare(definition));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + machineName, e);
        }
    }

    public static List<StateMachineFile> all() {
        return Arrays.asList(values());
    }

    static String resource(String name) {
        try (InputStream in = StateMachineFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
