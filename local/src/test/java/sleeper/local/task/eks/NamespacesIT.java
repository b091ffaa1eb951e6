package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.api.ApiAnswer;
import sleeper.local.task.eks.api.ApiRequest;
import sleeper.testkit.process.PlayedProcess;

class NamespacesIT {
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String JOBS = "/apis/batch/v1/namespaces/other/jobs";
    private static final String RIGHTS = "/apis/rbac.authorization.k8s.io/v1/namespaces/other/";

    @TempDir
    private Path folder;

    private TestCluster kubernetes;

    @BeforeEach
    void open() throws IOException {
        kubernetes = new TestCluster(folder);
        assertThat(status(post(NAMESPACES, "{\"metadata\":{\"name\":\"other\"}}")))
                .isEqualTo(201);
    }

    @AfterEach
    void close() {
        kubernetes.close();
    }

    private ApiAnswer.Body post(String path, String object) {
        return kubernetes.call("POST", path, Map.of(), TestCluster.json(object));
    }

    private static int status(ApiAnswer.Body answer) {
        return answer.status();
    }

    private List<String> names(String path) {
        return kubernetes
                .call("GET", path)
                .json()
                .path("items")
                .valueStream()
                .map(object -> object.at("/metadata/name").asText())
                .toList();
    }

    @Test
    void shouldListTheNamespacesThatThereAre() {
        assertThat(names(NAMESPACES)).containsExactly("other", TestCluster.NAMESPACE);
        JsonNode other = kubernetes.call("GET", NAMESPACES + "/other").json();
        assertThat(other.path("metadata").has("namespace")).isFalse();
    }

    @Test
    void shouldEndAllThatIsInANamespaceBeforeIt() {
        // Given a Job that runs, and a role
        post(
                JOBS,
                TestCluster.manifest("june", TestCluster.attempt("june", 1), TestCluster.IMAGE)
                        .toString());
        post(RIGHTS + "roles", "{\"metadata\":{\"name\":\"readers\"},\"rules\":[]}");
        kubernetes.started();
        kubernetes.drivers().forEach(PlayedProcess::deafen);

        // When it is deleted twice
        assertThat(status(kubernetes.call("DELETE", NAMESPACES + "/other"))).isEqualTo(200);
        ApiAnswer.Body again = kubernetes.call("DELETE", NAMESPACES + "/other");

        // Then it is there until its pod has ended, and takes nothing new
        assertThat(again.status()).isEqualTo(409);
        assertThat(names(JOBS)).isEmpty();
        assertThat(names(RIGHTS + "roles")).isEmpty();
        assertThat(post(RIGHTS + "roles", "{\"metadata\":{\"name\":\"late\"}}")
                        .json()
                        .path("message")
                        .asText())
                .contains("because it is being terminated");
        kubernetes.drivers().forEach(driver -> driver.exit(143));
        kubernetes.loop().runUntilIdle();
        assertThat(names(NAMESPACES)).containsExactly(TestCluster.NAMESPACE);
        assertThat(status(post(RIGHTS + "roles", "{\"metadata\":{\"name\":\"late\"}}")))
                .isEqualTo(404);
    }

    private int asMember(String group, String method, String path) {
        ApiAnswer answer = kubernetes
                .cluster()
                .api()
                .answer(new ApiRequest(Accounts.memberOf(group), method, path, Map.of(), "application/json", ""));
        return ((ApiAnswer.Body) answer).status();
    }

    @Test
    void shouldLetAGroupDoWhatABindingGivesItAndNoMore() {
        post(
                RIGHTS + "roles",
                "{\"metadata\":{\"name\":\"readers\"},\"rules\":[{\"apiGroups\":[\"batch\"],\"resources\":[\"jobs\"],"
                        + "\"verbs\":[\"list\"]}]}");
        post(
                RIGHTS + "rolebindings",
                "{\"metadata\":{\"name\":\"readers\"},\"subjects\":[{\"kind\":\"Group\",\"name\":\"ours\"}],"
                        + "\"roleRef\":{\"kind\":\"Role\",\"name\":\"readers\"}}");

        assertThat(asMember("ours", "GET", JOBS)).isEqualTo(200);
        assertThat(asMember("ours", "DELETE", JOBS)).isEqualTo(403);
        assertThat(asMember("theirs", "GET", JOBS)).isEqualTo(403);
        assertThat(asMember("ours", "GET", NAMESPACES)).isEqualTo(403);
    }

    @Test
    void shouldNotChangeTheRoleThatABindingGives() {
        post(
                RIGHTS + "rolebindings",
                "{\"metadata\":{\"name\":\"readers\"},\"roleRef\":{\"kind\":\"Role\",\"name\":\"readers\"}}");

        ApiAnswer.Body answer = kubernetes.call(
                "PUT",
                RIGHTS + "rolebindings/readers",
                Map.of(),
                TestCluster.json(
                        "{\"metadata\":{\"name\":\"readers\"},\"roleRef\":{\"kind\":\"Role\",\"name\":\"writers\"}}"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("message").asText()).contains("cannot change roleRef");
    }
}
