package sleeper.verification.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sleeper.core.platform.ResourceKind;
import sleeper.faults.CallSiteScan;
import sleeper.lambda.LambdaWiring;
import sleeper.statemachine.permission.Permissions;
import sleeper.statemachine.permission.RoleGrants;
import sleeper.verification.ProjectTree;

/** Holds the list of what ports send, which the permissions are tested by, against the code. */
class PortsTest {
    private static final String FOLDER = "statemachines/src/test/resources/sleeper/statemachine/permission/";

    private static Stream<String[]> lines(String file) {
        return read(ProjectTree.root().resolve(FOLDER + file))
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(" "));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What commands send is sent with the rights of whoever runs them; what the API sends of it, {@code ApiRequestsIT} records. */
    @Test
    void shouldListEveryRequestThatTheDeployedPortsSend() {
        // Given
        Set<String> sent = requests("sleeper.deployed");
        sent.removeAll(requests("sleeper.deployed.instance"));
        // When
        Set<String> listed = lines("ports.txt").map(words -> words[1]).collect(Collectors.toCollection(TreeSet::new));
        // Then
        assertThat(listed).containsExactlyElementsOf(sent);
    }

    private static Set<String> requests(String packageName) {
        return CallSiteScan.of(packageName).stream()
                .map(site -> site.method() + ":" + site.operation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldNameTheActionOfEachOperation() {
        assertThat(lines("ports.txt"))
                .allSatisfy(words -> assertThat(words[2]).endsWith(words[1].substring(words[1].indexOf(':'))));
    }

    @Test
    void shouldKnowEveryPortThatWasRecorded() {
        Set<String> known = lines("ports.txt").map(words -> words[0]).collect(Collectors.toSet());
        assertThat(lines("recorded.txt")
                        .filter(words -> words[2].equals("port"))
                        .map(words -> words[3]))
                .allMatch(call -> call.startsWith(ResourceKind.KUBERNETES_JOB.word() + ".")
                        || known.contains(call)
                        || known.contains(call.substring(0, call.indexOf('.'))));
    }

    @Test
    void shouldHaveARoleForEachFunction() {
        assertThat(Permissions.load().roles().stream().map(RoleGrants::word)).containsAll(LambdaWiring.functions());
    }
}
