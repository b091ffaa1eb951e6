package sleeper.sort.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.InputFile;
import sleeper.sort.check.FileCheck.Finding;

class ColumnWarningsTest {
    private static Finding finding(String name, String... warnings) {
        InputFile file = new InputFile(new FilePath("b", name), new FileVersion(1, "e"), 1, 1);
        return new Finding(file, 1, List.of(), List.of(), List.of(warnings));
    }

    @Test
    void shouldSayEachThingOnce() {
        assertThat(ColumnWarnings.of(List.of(
                        finding("f", "column 'a': x", "column 'b': y"),
                        finding("g"),
                        finding("h", "column 'b': y"),
                        finding("i", "column 'c': z"),
                        finding("j", "column 'c': z"),
                        finding("k", "column 'c': z"))))
                .containsExactly(
                        "In b/f, column 'a': x.",
                        "In b/f and 1 more file, column 'b': y.",
                        "In b/i and 2 more files, column 'c': z.");
    }

    @Test
    void shouldStopAtAHundred() {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            findings.add(finding("f" + i, "column '" + i + "': x"));
        }
        assertThat(ColumnWarnings.of(findings)).hasSize(100);
    }
}
