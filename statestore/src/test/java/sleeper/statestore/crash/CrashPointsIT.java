package sleeper.statestore.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.table.DataFile;
import sleeper.statestore.ChildJvm;
import sleeper.statestore.CommitterMain;
import sleeper.statestore.TestTable;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;

/** Kills a process before and after each of its writes, and sees that another takes up where it ended. */
class CrashPointsIT {
    private static final int FILES = 2;

    @TempDir
    Path folder;

    @Test
    void shouldComeToTheSameWhereverTheProcessIsKilled() throws Exception {
        // Given the moments that the process passes in its life: of each point the first and the last
        List<String> moments = firstAndLast(trace());
        assertThat(moments.stream().map(moment -> moment.substring(0, moment.indexOf(':'))))
                .contains(
                        "commit-log.append",
                        "commit-log.retire",
                        "files.create",
                        "jobs.manifests.put",
                        "jobs.manifests.delete",
                        "table.inbox.put",
                        "table.inbox.delete",
                        "table.bodies.put",
                        "table.bodies.delete",
                        "table.snapshots.put");
        for (String moment : moments) {
            // When it is killed at one, and a second process lives the same life
            Path home = folder.resolve(moment.replace(':', '-'));
            assertThat(live(home, "sleeper.crash.at=" + moment)).as(moment).isEqualTo(CrashPoints.EXIT_CODE);
            FileInstance instance = CommitterMain.open(home);
            CommitterMain.live(instance, FILES);
            // Then nothing is lost, nothing is there twice, and nothing is left over
            check(moment, instance);
        }
    }

    private List<String> trace() throws Exception {
        Path trace = folder.resolve("trace");
        assertThat(live(folder.resolve("traced"), "sleeper.crash.trace=" + trace))
                .isZero();
        return Files.readAllLines(trace);
    }

    private int live(Path home, String property) throws IOException, InterruptedException {
        return ChildJvm.await(ChildJvm.start(
                folder.resolve("output"), List.of(property), "life", home.toString(), String.valueOf(FILES)));
    }

    private static List<String> firstAndLast(List<String> moments) {
        Map<String, List<String>> byPoint = moments.stream()
                .collect(Collectors.groupingBy(
                        moment -> moment.substring(0, moment.lastIndexOf(':')),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<String> chosen = new ArrayList<>();
        byPoint.values().forEach(passed -> {
            chosen.add(passed.get(0));
            if (passed.size() > 1) {
                chosen.add(passed.get(passed.size() - 1));
            }
        });
        return chosen;
    }

    private static void check(String moment, FileInstance instance) throws IOException {
        TableLog log = instance.tables().log(TestTable.NAME);
        log.collect(instance.jobs(), false, Duration.ZERO);
        TableState state = log.state();
        assertThat(state.fileCount()).as(moment).isEqualTo(FILES + 1);
        assertThat(log.verify(true).faults()).as(moment).isEmpty();
        assertThat(log.storage().objects().children("inbox")).as(moment).isEmpty();
        assertThat(instance.jobs().attemptsWithManifest()).as(moment).isEmpty();
        Set<String> expected =
                state.files().stream().map(DataFile::path).collect(Collectors.toCollection(TreeSet::new));
        Path table = instance.buckets().resolve(FileInstance.TABLE_BUCKET).resolve(TestTable.NAME.value());
        assertThat(below(table, table.resolve("data"))).as(moment).isEqualTo(expected);
        assertThat(below(table, table.resolve("log"))).as(moment).noneMatch(path -> path.endsWith(".unfinished"));
    }

    private static Set<String> below(Path table, Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> table.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
