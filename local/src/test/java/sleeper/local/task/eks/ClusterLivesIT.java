package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKind;

/** Whatever happens to Jobs, pods and services in whatever order, nothing is left behind, and nothing runs without its pod. */
class ClusterLivesIT {
    private static final int STEPS = 120;
    private static final int DRIVERS = 2;
    private static final String JOBS = "/apis/batch/v1/namespaces/sleeper/jobs/";

    @TempDir
    private Path folder;

    private Random random;
    private TestCluster kubernetes;
    private int made;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void shouldLeaveNothingBehind(long seed) throws IOException {
        random = new Random(seed);
        try (TestCluster opened = new TestCluster(folder, DRIVERS)) {
            kubernetes = opened;
            // When
            for (int step = 0; step < STEPS; step++) {
                act();
                kubernetes.loop().runUntilIdle();
                requireOrder("step " + step);
            }
            jobs().forEach(job -> delete(job, "Background"));
            kubernetes.after(Duration.ofMinutes(2));
            // Then
            assertThat(kubernetes.pods()).isEmpty();
            assertThat(running(kubernetes.drivers())).isZero();
            assertThat(running(kubernetes.executors())).isZero();
            kubernetes.createJob("last");
            kubernetes.started();
            assertThat(kubernetes.pod().at("/status/phase").asText())
                    .as("there is room")
                    .isEqualTo("Running");
        }
    }

    private void act() throws IOException {
        switch (random.nextInt(10)) {
            case 0, 1 -> kubernetes.createJob("job-" + made++);
            case 2, 3 ->
                any(kubernetes.pods().stream().filter(this::isRunningDriver).toList())
                        .forEach(driver -> kubernetes.createExecutor(driver, made++));
            case 4 -> any(alive(kubernetes.drivers())).forEach(process -> process.exit(random.nextInt(2)));
            case 5 -> any(alive(kubernetes.executors())).forEach(process -> process.exit(1));
            case 6 ->
                any(kubernetes.pods())
                        .forEach(pod -> kubernetes.cluster().kubelet().evict("sleeper", Meta.name(pod)));
            case 7 -> any(jobs()).forEach(job -> delete(job, random.nextBoolean() ? "Background" : "Foreground"));
            case 8 ->
                any(kubernetes.pods())
                        .forEach(pod -> kubernetes.call("DELETE", "/api/v1/namespaces/sleeper/pods/" + Meta.name(pod)));
            default -> {
                if (random.nextInt(4) == 0) {
                    // What runs is lost with the services.
                    alive(kubernetes.drivers()).forEach(process -> process.exit(137));
                    alive(kubernetes.executors()).forEach(process -> process.exit(137));
                    kubernetes.reopen();
                }
            }
        }
        if (random.nextBoolean()) {
            kubernetes.after(Duration.ofSeconds(random.nextInt(60)));
        }
    }

    /** What holds at every time. */
    private void requireOrder(String when) {
        List<ObjectNode> pods = kubernetes.pods();
        long drivers = pods.stream()
                .filter(this::isDriver)
                .filter(pod -> !hasEnded(pod))
                .count();
        assertThat(drivers).as(when).isLessThanOrEqualTo(DRIVERS);
        long withProcess = pods.stream().filter(pod -> !hasEnded(pod)).count();
        assertThat(running(kubernetes.drivers()) + running(kubernetes.executors()))
                .as(when)
                .isLessThanOrEqualTo(withProcess);
        for (ObjectNode job : jobs()) {
            long ends = kubernetes.conditions(Meta.name(job)).stream()
                    .filter(condition -> !condition.startsWith("FailureTarget"))
                    .count();
            assertThat(ends).as(when).isLessThanOrEqualTo(1);
        }
    }

    private <T> List<T> any(List<T> all) {
        return all.isEmpty() ? List.of() : List.of(all.get(random.nextInt(all.size())));
    }

    private List<ObjectNode> jobs() {
        return kubernetes.cluster().store().list(ObjectKind.JOB, "sleeper", job -> true);
    }

    private void delete(JsonNode job, String policy) {
        kubernetes.call(
                "DELETE", JOBS + Meta.name(job), Map.of("propagationPolicy", List.of(policy)), TestCluster.json("{}"));
    }

    private boolean isDriver(JsonNode pod) {
        return Meta.labels(pod).containsKey("job-name");
    }

    private boolean isRunningDriver(JsonNode pod) {
        return isDriver(pod) && pod.at("/status/phase").asText().equals("Running");
    }

    private static boolean hasEnded(JsonNode pod) {
        return List.of("Succeeded", "Failed").contains(pod.at("/status/phase").asText());
    }

    private static List<ScriptedProcess> alive(List<ScriptedProcess> processes) {
        return processes.stream().filter(ScriptedProcess::isAlive).toList();
    }

    private static long running(List<ScriptedProcess> processes) {
        return alive(processes).size();
    }
}
