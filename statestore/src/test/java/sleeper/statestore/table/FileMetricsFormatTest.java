package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.core.key.Region;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.core.table.ValueBounds;
import sleeper.core.table.WrittenFile;

class FileMetricsFormatTest {
    private static final ColumnMetrics KEY =
            new ColumnMetrics(1, 1L << 40, 1000, 0, Optional.of(new ValueBounds(new byte[] {0, -1}, new byte[] {127})));
    private static final ColumnMetrics NOTE = new ColumnMetrics(70_000, 0, 10, 10, Optional.empty());

    private static WrittenFile file(String path, ColumnMetrics... columns) {
        return new WrittenFile(new DataFile(path, Region.all(1), 10, 100, "0".repeat(64)), List.of(columns));
    }

    @Test
    void shouldGiveBackTheColumnsOfEachFile() {
        List<WrittenFile> files = List.of(file("data/p/j/1/r-0.parquet", KEY, NOTE), file("data/q/j/1/r-0.parquet"));
        assertThat(FileMetricsFormat.decode(FileMetricsFormat.encode(files)))
                .isEqualTo(Map.of("data/p/j/1/r-0.parquet", List.of(KEY, NOTE), "data/q/j/1/r-0.parquet", List.of()));
        assertThat(FileMetricsFormat.decode(FileMetricsFormat.encode(List.of())))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatIsTornOrOfAnotherForm() {
        byte[] bytes = FileMetricsFormat.encode(List.of(file("data/p/j/1/r-0.parquet", KEY, NOTE)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> FileMetricsFormat.decode(torn))
                    .as("%d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] later = bytes.clone();
        later[7]++;
        assertThatThrownBy(() -> FileMetricsFormat.decode(later))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no metrics of a form that is known");
    }
}
