package sleeper.local.task.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.AwsNames;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.testkit.resource.ResourceServiceContract;

class EcsTasksIT extends ResourceServiceContract {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    @TempDir
    private Path folder;

    private final ChildJvm children = new ChildJvm(List.of("-Xmx64m", "-Xshare:auto"), Map.of());
    private Turns turns = new Turns(100);
    private final AtomicInteger ids = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private Runnable atNextLook = () -> {};
    private EcsTasks tasks;

    @Override
    protected ResourceService newService() throws IOException {
        tasks = open();
        return tasks;
    }

    @Override
    protected ResourceService sameService() throws IOException {
        return open();
    }

    private EcsTasks open() throws IOException {
        InstantSource clock = () -> {
            Runnable meanwhile = atNextLook;
            atNextLook = () -> {};
            meanwhile.run();
            return now;
        };
        return EcsTasks.open(folder.resolve("ecs"), children, turns, () -> "task" + ids.incrementAndGet(), clock);
    }

    @Override
    protected String create(AttemptId attempt) throws IOException {
        return tasks.run(
                        attempt.executionName(),
                        EcsRunTaskIT.Container.class.getName(),
                        List.of("hang"),
                        folder.resolve("logs"))
                .arn();
    }

    @Override
    protected void finish(String arn) throws IOException {
        process(arn).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    protected void awaitEnd(String arn) throws Exception {
        Optional<ProcessHandle> process = process(arn);
        if (process.isPresent()) {
            process.get().onExit().get(1, TimeUnit.MINUTES);
        }
    }

    private Optional<ProcessHandle> process(String arn) throws IOException {
        return TaskRecord.read(file(arn)).flatMap(TaskRecord::process);
    }

    private Path file(String arn) {
        return folder.resolve("ecs").resolve(arn.substring(arn.indexOf('/') + 1) + ".json");
    }

    @AfterEach
    void stopAll() {
        children.close();
    }

    @Test
    void shouldListAStoppedTaskForAnHour() throws Exception {
        // Given
        String arn = create(ATTEMPT);
        finish(arn);
        awaitEnd(arn);
        assertThat(tasks.find(ATTEMPT)).extracting(Resource::state).containsExactly("STOPPED");
        // When
        now = now.plus(EcsTasks.LISTED_AFTER_STOP);
        assertThat(tasks.find(ATTEMPT)).hasSize(1);
        now = now.plusSeconds(1);
        // Then
        assertThat(tasks.find(ATTEMPT)).isEmpty();
        assertThat(tasks.describe(arn)).isEmpty();
        assertThat(open().find(ATTEMPT)).isEmpty();
        assertThat(file(arn)).doesNotExist();
    }

    @Test
    void shouldStartATaskWhileAnotherForgetsWhatIsListedNoMore() throws Exception {
        // Given two tasks that stopped long ago, and another that starts a task just as we look at the first of them
        for (String arn : List.of(create(ATTEMPT), create(ATTEMPT))) {
            finish(arn);
            awaitEnd(arn);
        }
        assertThat(tasks.find(ATTEMPT)).hasSize(2);
        now = now.plus(EcsTasks.LISTED_AFTER_STOP).plusSeconds(1);
        atNextLook = () -> {
            try {
                create(ATTEMPT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        // When
        create(ATTEMPT);
        // Then
        assertThat(tasks.find(ATTEMPT)).extracting(Resource::state).containsExactly("RUNNING", "RUNNING");
    }

    @Test
    void shouldNotTakeAnotherProcessOfTheSameNumberForTheTask() throws Exception {
        // Given the number of the task's process is that of this one now, which began at another time
        String arn = create(ATTEMPT);
        Files.writeString(
                file(arn),
                Files.readString(file(arn))
                        .replaceFirst(
                                "\"pid\":\\d+",
                                "\"pid\":" + ProcessHandle.current().pid())
                        .replaceFirst("\"bornAt\":\"[^\"]+\"", "\"bornAt\":\"2001-01-01T00:00:00Z\""));
        // When
        EcsTasks later = open();
        later.end(arn, "it must not end this test");
        // Then
        assertThat(later.find(ATTEMPT)).extracting(Resource::state).containsExactly("STOPPED");
    }

    @Test
    void shouldTakeATaskForStoppedThatItsProcessDidNotComeToStart() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("ecs"));
        new TaskRecord("task0", ATTEMPT.executionName(), 0, Optional.empty(), Optional.empty())
                .write(folder.resolve("ecs"));
        // When / Then
        assertThat(open().find(ATTEMPT)).extracting(Resource::state).containsExactly("STOPPED");
    }

    @Test
    void shouldFindATaskThatAnOlderVersionPutOnRecord() throws Exception {
        // Given a record of when tasks were found by what they were started by
        Files.writeString(
                Files.createDirectories(folder.resolve("ecs")).resolve("task0.json"),
                "{\"format\":1,\"id\":\"task0\",\"startedBy\":\"" + ATTEMPT.executionName() + "\",\"pid\":0}");
        // When / Then
        assertThat(open().find(ATTEMPT)).extracting(Resource::id).containsExactly(AwsNames.arn("ecs", "task/task0"));
    }

    @Test
    void shouldKnowNothingOfATaskThatCouldNotBeStarted() throws Exception {
        // Given a file where the folder of the logs should be
        Path logs = Files.writeString(folder.resolve("logs"), "");
        // When
        assertThatThrownBy(() -> tasks.run(ATTEMPT.executionName(), "Main", List.of(), logs))
                .isInstanceOf(IOException.class);
        // Then
        assertThat(tasks.find(ATTEMPT)).isEmpty();
        assertThat(open().find(ATTEMPT)).isEmpty();
    }

    @Test
    void shouldLeaveNoProcessOfATaskThatCouldNotBePutOnRecord() throws Exception {
        // Given the folder of the logs takes the place of the record's second version, once the first is written
        Path logs = folder.resolve("ecs").resolve("task1.unfinished");
        Set<Long> before = childrenOfThisProcess();
        // When
        assertThatThrownBy(() -> tasks.run(
                        ATTEMPT.executionName(), EcsRunTaskIT.Container.class.getName(), List.of("hang"), logs))
                .isInstanceOf(IOException.class);
        // Then
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            if (!before.contains(child.pid())) {
                assertThat(child.onExit()).succeedsWithin(1, TimeUnit.MINUTES);
            }
        }
        assertThat(tasks.find(ATTEMPT)).isEmpty();
        assertThat(file("task/task1")).doesNotExist();
    }

    private static Set<Long> childrenOfThisProcess() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Test
    void shouldOpenWithoutTheTaskWhoseRecordIsNoText() throws Exception {
        // Given
        String arn = create(ATTEMPT);
        Files.write(folder.resolve("ecs").resolve("task0.json"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        // When / Then
        assertThat(open().find(ATTEMPT)).extracting(Resource::id).containsExactly(arn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"format\":1,\"id\":\"ta",
                "{\"format\":2,\"id\":\"task0\"}",
                "{\"format\":1,\"id\":\"task0\",\"group\":\"load-1-a1\",\"pid\":1,\"bornAt\":\"2026-11-\"}"
            })
    void shouldOpenWithoutTheTaskWhoseRecordCannotBeRead(String record) throws Exception {
        // Given
        String arn = create(ATTEMPT);
        Path file = Files.writeString(folder.resolve("ecs").resolve("task0.json"), record);
        // When / Then
        assertThat(open().find(ATTEMPT)).extracting(Resource::id).containsExactly(arn);
        assertThat(file).hasContent(record);
    }

    @Test
    void shouldRunNoMoreTasksAtOnceThanThereAreTurns() throws Exception {
        // Given
        useTurns(2);
        // When
        List<String> arns = List.of(create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT));
        // Then
        assertThat(states(arns)).containsExactly("RUNNING", "RUNNING", "PROVISIONING", "PROVISIONING");
        finish(arns.get(1));
        awaitState(arns.get(2), "RUNNING");
        assertThat(states(arns)).containsExactly("RUNNING", "STOPPED", "RUNNING", "PROVISIONING");
    }

    @Test
    void shouldStopATaskThatWaitsWithoutStartingIt() throws Exception {
        // Given
        useTurns(1);
        List<String> arns = List.of(create(ATTEMPT), create(ATTEMPT), create(ATTEMPT));
        // When
        tasks.end(arns.get(1), "test");
        // Then
        assertThat(states(arns)).containsExactly("RUNNING", "STOPPED", "PROVISIONING");
        assertThat(open().describe(arns.get(1))).map(Resource::state).contains("STOPPED");
    }

    @Test
    void shouldCountTheTasksOfAProcessThatWasKilledUntilTheyEnd() throws Exception {
        // Given two tasks of a process whose place another takes
        List<String> before = List.of(create(ATTEMPT), create(ATTEMPT));
        useTurns(2);
        // When
        String arn = create(ATTEMPT);
        // Then
        assertThat(states(before)).containsExactly("RUNNING", "RUNNING");
        assertThat(states(List.of(arn))).containsExactly("PROVISIONING");
        finish(before.get(0));
        awaitState(arn, "RUNNING");
        assertThat(states(before)).containsExactly("STOPPED", "RUNNING");
    }

    @Test
    void shouldStartNothingThatWaitedOnceTheServicesClose() throws Exception {
        // Given
        useTurns(1);
        Set<Long> before = childrenOfThisProcess();
        create(ATTEMPT);
        String waiting = create(ATTEMPT);
        // When
        children.close();
        while (tasks.describe(waiting).isPresent()) {
            Thread.onSpinWait();
        }
        // Then its turn has come and gone
        assertThat(childrenOfThisProcess()).isSubsetOf(before);
        assertThat(file(waiting)).doesNotExist();
    }

    private void useTurns(int places) throws IOException {
        turns = new Turns(places);
        tasks = open();
    }

    private List<String> states(List<String> arns) {
        return arns.stream()
                .map(arn -> tasks.describe(arn).orElseThrow().state())
                .toList();
    }

    private void awaitState(String arn, String state) {
        while (!states(List.of(arn)).contains(state)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldCallATaskByItsArn() throws Exception {
        assertThat(create(ATTEMPT)).isEqualTo(AwsNames.arn("ecs", "task/task1"));
    }
}
