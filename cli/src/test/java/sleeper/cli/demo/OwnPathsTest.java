package sleeper.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;

class OwnPathsTest {
    private static final OwnPaths PATHS = new OwnPaths(Map.of(
            "demo/d/a.parquet", "/home/me/a.parquet",
            "demo/d/a.parquet.parquet", "/home/me/a.parquet.parquet"));

    @Test
    void shouldNameTheFileOfAFaultAsTheUserDoes() {
        Fault fault = Fault.of(ErrorCode.CORRUPT_FILE, "demo/d/a.parquet, row group 0", "nothing", "")
                .at(FaultLocation.ofFile("demo/d/a.parquet").inRowGroup(0));
        assertThat(PATHS.of(List.of(fault)))
                .containsExactly(Fault.of(ErrorCode.CORRUPT_FILE, "/home/me/a.parquet, row group 0", "nothing", "")
                        .at(FaultLocation.ofFile("/home/me/a.parquet").inRowGroup(0)));
    }

    @Test
    void shouldFindTheFileInTheWordsOfAFaultThatDoesNotKnowIt() {
        Fault fault = Fault.of(ErrorCode.CORRUPT_FILE, "demo/d/a.parquet.parquet, column 'k'", "nothing", "");
        assertThat(PATHS.of(List.of(fault)))
                .containsExactly(
                        Fault.of(ErrorCode.CORRUPT_FILE, "/home/me/a.parquet.parquet, column 'k'", "nothing", ""));
    }

    @Test
    void shouldNameTheFileInTheSummaryToo() {
        Fault fault = Fault.of(ErrorCode.INPUT_CHANGED, "demo/d/a.parquet", "nothing", "");
        RunFailedException error = new RunFailedException("File demo/d/a.parquet was not read.", List.of(fault));
        assertThat(PATHS.of(error))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("File /home/me/a.parquet was not read. INPUT_CHANGED at /home/me/a.parquet: ")
                .hasCause(error);
    }

    @Test
    void shouldLeaveOtherFaultsAsTheyAre() {
        Fault fault = Fault.of(ErrorCode.DISK_FULL, "the sort's files", "no room", "");
        RunFailedException error = new RunFailedException("The sort stopped.", List.of(fault));
        assertThat(PATHS.of(error)).isSameAs(error);
    }
}
