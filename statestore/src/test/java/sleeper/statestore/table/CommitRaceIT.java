package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.statestore.ChildJvm;
import sleeper.statestore.CommitterMain;
import sleeper.statestore.TestTable;
import sleeper.statestore.instance.FileInstance;

class CommitRaceIT {
    private static final int PROCESSES = 4;
    private static final int COMMITS_EACH = 50;

    @TempDir
    Path home;

    @Test
    void shouldCommitEachJobOnceWhenProcessesRace() throws Exception {
        // Given a table
        FileInstance instance = CommitterMain.open(home);
        TableLog log = instance.tables().log(TestTable.NAME);
        log.create(TestTable.SCHEMA, TestTable.ONE_LEAF);
        // When several processes commit to it at once
        List<Process> processes = new ArrayList<>();
        Path output = home.resolve("output");
        for (int process = 0; process < PROCESSES; process++) {
            processes.add(ChildJvm.start(
                    output, List.of(), "commit", home.toString(), "p" + process + "-", "" + COMMITS_EACH));
        }
        for (Process process : processes) {
            assertThat(ChildJvm.await(process)).as(() -> read(output)).isZero();
        }
        // Then each job is committed once, by a log that verifies
        TableState state = log.state();
        assertThat(state.jobs().values())
                .hasSize(PROCESSES * COMMITS_EACH)
                .allMatch(job -> job.committed().isPresent());
        assertThat(state.fileCount()).isEqualTo(PROCESSES * COMMITS_EACH);
        assertThat(log.verify(true).faults()).isEmpty();
        assertThat(log.storage().objects().children("inbox")).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
