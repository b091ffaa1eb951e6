package sleeper.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules of the source files themselves. */
class SourceTreeIT {
    @Test
    void shouldSayInEveryPackageWhatItIsFor() {
        Set<Path> packages = ProjectTree.files(".*/src/main/java/.*\\.java").stream()
                .map(Path::getParent)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Path> described = ProjectTree.files(".*/src/main/java/.*/package-info\\.java").stream()
                .map(Path::getParent)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).isNotEmpty();
        assertThat(described).containsExactlyElementsOf(packages);
    }
}
