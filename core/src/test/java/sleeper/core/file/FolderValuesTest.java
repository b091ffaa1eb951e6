package sleeper.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

class FolderValuesTest {
    private final List<Fault> faults = new ArrayList<>();

    private List<FolderValue> values(String key) {
        return List.copyOf(FolderValues.of(new FilePath("b", key), field -> true, faults));
    }

    private static FolderValue value(String field, String text) {
        return new FolderValue(field, Optional.of(text));
    }

    @Test
    void shouldReadTheValuesOfAllFoldersAndNotOfTheFilesName() {
        assertThat(values("sales/year=2026/in/month=07/day=3.parquet"))
                .containsExactly(value("year", "2026"), value("month", "07"));
        assertThat(FolderValues.fields(new FilePath("b", "sales/year=2026/in/month=07/day=3.parquet")))
                .containsExactly("year", "month");
        assertThat(values("file.parquet")).isEmpty();
    }

    @Test
    void shouldResolveEscapesAsUtf8() {
        assertThat(values("at=2026-11-28 09%3A04%3a37/caf%C3%A9=a%2Fb%25/f"))
                .containsExactly(value("at", "2026-11-28 09:04:37"), value("café", "a/b%"));
    }

    @Test
    void shouldLeaveAPercentSignAloneThatBeginsNoEscape() {
        assertThat(values("a=100%/b=5%2/c=%zz/d=ü%/f"))
                .containsExactly(value("a", "100%"), value("b", "5%2"), value("c", "%zz"), value("d", "ü%"));
    }

    @Test
    void shouldTakeTheDefaultPartitionForANullAndNothingForAnEmptyText() {
        assertThat(values("a=__HIVE_DEFAULT_PARTITION__/b=/f"))
                .containsExactly(new FolderValue("a", Optional.empty()), value("b", ""));
    }

    @Test
    void shouldEndAFieldsNameAtTheFirstEqualsSign() {
        assertThat(values("a=b=c/=d/e/f")).containsExactly(value("a", "b=c"));
    }

    @Test
    void shouldTakeFoldersThatSayTheSameTwice() {
        assertThat(values("a=%31/x/a=1/f")).containsExactly(value("a", "1"));
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldRefuseFoldersThatContradictEachOther() {
        assertThat(values("a=1/x/a=2/f")).containsExactly(value("a", "1"));
        assertThat(faults)
                .containsExactly(FolderValues.fault(
                        new FilePath("b", "a=1/x/a=2/f"), "a", "'2' and, of a folder above, '1'", "one value"));
        assertThat(faults.get(0).code()).isEqualTo(ErrorCode.BAD_FOLDER_VALUE);
        assertThat(faults.get(0).location().file()).isEqualTo("b/a=1/x/a=2/f");
        assertThat(faults.get(0).location().column()).isEqualTo("a");
    }

    @Test
    void shouldRefuseEscapesThatAreNoText() {
        assertThat(values("a=caf%E9/f")).isEmpty();
        assertThat(faults)
                .containsExactly(FolderValues.fault(
                        new FilePath("b", "a=caf%E9/f"), "a", "folder 'a=caf%E9'", "escapes of UTF-8"));
    }

    @Test
    void shouldLookOnlyAtFieldsThatAreWanted() {
        // Given two folders that contradict each other, of a field that nobody asks for
        FilePath file = new FilePath("b", "a=1/a=2/b=3/f");
        // When / Then
        assertThat(FolderValues.of(file, "b"::equals, faults)).containsExactly(value("b", "3"));
        assertThat(faults).isEmpty();
    }
}
