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
        Set<String> packages = packagesOf(".*/src/main/java/.*\\.java");
        Set<String> described = packagesOf(".*/src/main/java/.*/package-info\\.java");
        assertThat(packages).isNotEmpty();
        assertThat(described).containsExactlyElementsOf(packages);
    }

    /** @return folders below {@code src/main/java} of the files that match; a package may have parts in two modules */
    private static Set<String> packagesOf(String regex) {
        return ProjectTree.files(regex).stream()
                .map(Path::getParent)
                .map(folder -> folder.toString().replaceFirst(".*src/main/java/", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
