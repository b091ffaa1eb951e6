package sleeper.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.ingest.TestHome.attempt;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.job.JobStatus;
import sleeper.statestore.job.JobHistory;

/** Records whose commit ends without telling how. */
class UnknownOutcomeIT {
    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeTable() {
        home = TestHome.withTable(folder);
    }

    private IngestRecords openWithARow() {
        IngestRecords ingest = IngestRecords.open(home, home.surroundings(), "orders", "j");
        ingest.write(Record.of("key", "k", "timestamp", 1L, "value", "v"));
        return ingest;
    }

    private JobStatus status() {
        return new JobHistory(home.jobs(), home.tables())
                .find(attempt("j", 1).jobId())
                .orElseThrow()
                .status();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCommitOnceWhenItIsAskedAgain(boolean landed) {
        // Given
        SilentLog log = home.silenceLog(landed);
        IngestRecords ingest = openWithARow();
        assertThatThrownBy(ingest::commit).isInstanceOf(OutcomeUnknownException.class);
        // When
        log.mend();
        ingest.close();
        // Then
        assertThat(ingest.commit()).isEqualTo(new IngestReport(attempt("j", 1), 1, 1, false));
        assertThat(home.rows()).hasSize(1);
    }

    @Test
    void shouldNotCommitWhatIsGivenUpAfterwards() throws IOException {
        // Given the commit did not land
        SilentLog log = home.silenceLog(false);
        IngestRecords ingest = openWithARow();
        assertThatThrownBy(ingest::commit).isInstanceOf(OutcomeUnknownException.class);
        // When
        log.mend();
        ingest.abort();
        ingest.close();
        // Then
        assertThat(status()).isEqualTo(JobStatus.ABORTED);
        assertThat(home.rows()).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
    }

    @Test
    void shouldKeepRowsThatTheLogHasThoughTheyAreGivenUpAfterwards() {
        // Given the commit landed
        SilentLog log = home.silenceLog(true);
        IngestRecords ingest = openWithARow();
        assertThatThrownBy(ingest::commit).isInstanceOf(OutcomeUnknownException.class);
        // When
        log.mend();
        ingest.abort();
        // Then
        assertThat(ingest.commit()).isEqualTo(new IngestReport(attempt("j", 1), 1, 1, false));
        assertThat(status()).isEqualTo(JobStatus.COMMITTED);
        assertThat(home.rows()).hasSize(1);
    }

    @Test
    void shouldSayThatItCannotTellWhetherWhatIsGivenUpIsCommitted() {
        // Given
        SilentLog log = home.silenceLog(false);
        IngestRecords ingest = openWithARow();
        assertThatThrownBy(ingest::commit).isInstanceOf(OutcomeUnknownException.class);
        // When / Then
        assertThatThrownBy(ingest::abort)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageStartingWith("Job 'j' may be committed.");
        log.mend();
        ingest.close();
        assertThat(home.rows()).isEmpty();
    }
}
