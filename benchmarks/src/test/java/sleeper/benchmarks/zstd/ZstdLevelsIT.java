package sleeper.benchmarks.zstd;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZstdLevelsIT {
    @TempDir
    private Path home;

    static List<SampleTable> tables() {
        return List.of(SampleTable.demo(3_000), SampleTable.mixed(3_000));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void shouldHaveAllContendersKeepThePages(SampleTable table) throws Exception {
        // When
        Map<String, List<byte[]>> pages = ColumnPages.of(table, home);
        // Then
        assertThat(pages.keySet())
                .containsExactlyElementsOf(table.schema().allFields().stream()
                        .map(field -> field.name())
                        .toList());
        pages.values().forEach(column -> assertThat(column).isNotEmpty());
        ZstdLevels.contenders()
                .forEach((name, contender) -> pages.values()
                        .forEach(column ->
                                column.forEach(page -> assertThat(Zstd.decompress(contender.apply(page), page.length))
                                        .as(name)
                                        .isEqualTo(page))));
    }
}
