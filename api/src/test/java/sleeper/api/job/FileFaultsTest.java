package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FilePath;

class FileFaultsTest {
    private static final FilePath GOOD = new FilePath("src", "a.parquet");
    private static final FilePath BAD = new FilePath("xsrc", "a.parquet");

    @Test
    void shouldShowAFaultAtItsOwnFileOnly() {
        // Given
        Fault fault = Fault.of(ErrorCode.NULL_VALUE, "xsrc/a.parquet, row group 0, column 'key'", "a null", "")
                .at(FaultLocation.ofFile("xsrc/a.parquet").inRowGroup(0).inColumn("key"));
        // Then
        assertThat(FileFaults.first(GOOD, List.of(fault))).isEmpty();
        assertThat(FileFaults.first(BAD, List.of(fault))).contains(fault);
    }

    @Test
    void shouldShowNoFaultAtAFileThatItNamesInPassing() {
        // Given
        Fault fault = Fault.of(ErrorCode.DUPLICATE_FILE, "file xsrc/a.parquet", "src/a.parquet, again", "")
                .at(FaultLocation.ofFile("xsrc/a.parquet"));
        // Then
        assertThat(FileFaults.first(GOOD, List.of(fault))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"xsrc/a.parquet", "xsrc/a.parquet, row group 0", "file xsrc/a.parquet", "src/a.parquet.parquet"})
    void shouldTellFilesApartInAFaultThatWasStoredWithoutItsPlace(String where) {
        // Given
        Fault fault = Fault.of(ErrorCode.NULL_VALUE, where, "a null", "");
        // Then
        assertThat(FileFaults.first(GOOD, List.of(fault))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xsrc/a.parquet", "xsrc/a.parquet, row group 0, column 'key'", "file xsrc/a.parquet"})
    void shouldFindTheFileOfAFaultThatWasStoredWithoutItsPlace(String where) {
        // Given
        Fault fault = Fault.of(ErrorCode.NULL_VALUE, where, "a null", "");
        // Then
        assertThat(FileFaults.first(BAD, List.of(fault))).contains(fault);
    }
}
