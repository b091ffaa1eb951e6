package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.CountingObjectStore;
import sleeper.testkit.log.InMemoryObjectStore;

class KnownPlansTest {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("j"), 1);

    private final CountingObjectStore objects = new CountingObjectStore(new InMemoryObjectStore());
    private final JobStore jobs =
            new JobStore(objects, new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), wait -> {}));
    private final KnownPlans known = new KnownPlans(jobs);

    private static JobPlan plan(List<String> unresolved) {
        return new JobPlan(
                ATTEMPT,
                "ab".repeat(32),
                new TableName("t"),
                "1",
                new Schema(List.of(Field.required("k", PrimitiveType.LONG)), List.of(), List.of()),
                PartitionTree.single(1),
                Platform.EMR,
                List.of(),
                List.of(),
                List.of(new InputFile(new FilePath("b", "f"), new FileVersion(1, "tag"), 1, 1)),
                unresolved,
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    private int readsOf(Runnable work) {
        int before = objects.objectsRead();
        work.run();
        return objects.objectsRead() - before;
    }

    @Test
    void shouldReadAPlanOnceItIsThereAndNoMore() {
        assertThat(known.plan(ATTEMPT)).isEmpty();
        assertThat(known.platform(ATTEMPT)).isEmpty();

        JobPlan plan = jobs.decide(plan(List.of())).plan().orElseThrow();

        assertThat(known.plan(ATTEMPT)).contains(plan);
        assertThat(readsOf(() -> {
                    assertThat(known.plan(ATTEMPT)).contains(plan);
                    assertThat(known.platform(ATTEMPT)).contains(Platform.EMR);
                }))
                .isZero();
    }

    @Test
    void shouldLookAgainForThePlanWhoseSourcesADriverHasYetToResolve() {
        JobPlan plan = jobs.decide(plan(List.of("s3a://elsewhere/x/"))).plan().orElseThrow();

        assertThat(known.plan(ATTEMPT)).contains(plan);

        assertThat(readsOf(() -> assertThat(known.plan(ATTEMPT)).contains(plan)))
                .isPositive();
        assertThat(readsOf(() -> assertThat(known.platform(ATTEMPT)).contains(Platform.EMR)))
                .isZero();
    }
}
