package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.Resource;
import sleeper.stepfunctions.task.RunningTask;

/** The cluster is there when it is needed, and not before. */
class EksStandInIT {
    private static final AttemptId LOAD = TestCluster.attempt("load", 1);

    @TempDir
    private Path folder;

    private static RunningTask runJob(EksStandIn standIn) {
        ObjectNode parameters = TestCluster.json("{}").put("Namespace", TestCluster.NAMESPACE);
        parameters.set("Job", TestCluster.manifest("load-a1", LOAD, TestCluster.IMAGE));
        return standIn.integrations(Runnable::run)
                .get(EksStandIn.RUN_JOB)
                .start(TestCluster.request("Run job", parameters), TestCluster.NO_PROGRESS);
    }

    @Test
    void shouldOpenTheClusterWhenItIsFirstAskedForSomething() throws IOException {
        try (EksStandIn standIn = EksStandIn.open(TestCluster.setup(folder))) {
            // Given
            assertThat(standIn.jobs().find(LOAD)).isEmpty();
            assertThat(standIn.opened()).isEmpty();
            assertThat(folder).isEmptyDirectory();
            // When
            assertThat(runJob(standIn).outcome().toCompletableFuture()).isNotDone();
            // Then
            assertThat(standIn.opened()).isPresent();
            assertThat(standIn.jobs().find(LOAD)).extracting(Resource::id).containsExactly("load-a1");
        }
    }

    @Test
    void shouldFindWhatAnEarlierProcessHasLeft() throws IOException {
        // Given
        try (EksStandIn before = EksStandIn.open(TestCluster.setup(folder))) {
            assertThat(runJob(before).outcome().toCompletableFuture()).isNotDone();
        }
        // When
        try (EksStandIn after = EksStandIn.open(TestCluster.setup(folder))) {
            // Then
            List<Resource> found = after.jobs().find(LOAD);
            assertThat(found).extracting(Resource::id).containsExactly("load-a1");
            assertThat(after.jobs().describe("load-a1")).contains(found.get(0));
            after.jobs().end("load-a1", "the test");
            assertThat(after.jobs().find(LOAD)).isEmpty();
        }
    }
}
