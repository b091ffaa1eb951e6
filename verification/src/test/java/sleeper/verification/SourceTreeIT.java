package sleeper.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules of the source files themselves. */
class SourceTreeIT {
    /** Texts, characters, comments, and the name of the package. */
    private static final Pattern NOT_CODE = Pattern.compile(
            "(?s)\"\"\"(?:\\\\.|(?!\"\"\").)*+\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])'|/\\*.*?\\*/|//[^\\n]*+"
                    + "|(?m:^package [^;]*+;)");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.$]+?\\.([\\w$]+));");
    private static final Pattern IN_FULL = Pattern.compile("(?<![\\w.])(?:[a-z][a-z0-9_]*+\\.){2,}([A-Z]\\w*+)");

    @Test
    void shouldSayInEveryPackageWhatItIsFor() {
        Set<String> packages = packagesOf(".*/src/main/java/.*\\.java");
        Set<String> described = packagesOf(".*/src/main/java/.*/package-info\\.java");
        assertThat(packages).isNotEmpty();
        assertThat(described).containsExactlyElementsOf(packages);
    }

    @Test
    void shouldImportWhatABodyNames() {
        List<String> found = ProjectTree.files(".*\\.java").stream()
                .flatMap(path -> writtenInFull(ProjectTree.read(path)).stream().map(name -> path + ": " + name))
                .toList();
        assertThat(found).isEmpty();
    }

    @Test
    void shouldTellATypeWrittenInFullFromWhatOnlyLooksLikeOne() {
        String source = """
                package some.where.Here;
                import java.util.List;
                import java.awt.Font; // as opposed to java.awt.font.Font
                /** See {@link java.util.Map}. */
                class A {
                    java.util.Set<String> s = Map.Entry.of(a.b.call(), "java.util.Map", '"', "\\"java.util.Map");
                    java.util.List<String> another;
                    other.kind.of.List twoOfThatName = x.y.CONSTANT;
                    String text = ""\"
                            java.util.Map "quoted" ""\";
                }
                """;
        assertThat(writtenInFull(source)).containsExactly("java.util.Set", "java.util.List", "x.y.CONSTANT");
    }

    /** @return names of types that a source writes in full, unless it imports another of the same name */
    private static List<String> writtenInFull(String source) {
        String code = NOT_CODE.matcher(source).replaceAll("");
        Map<String, String> imported = IMPORT.matcher(code)
                .results()
                .collect(Collectors.toMap(result -> result.group(2), result -> result.group(1), (one, other) -> one));
        return IN_FULL.matcher(IMPORT.matcher(code).replaceAll(""))
                .results()
                .filter(result -> result.group().equals(imported.getOrDefault(result.group(1), result.group())))
                .map(MatchResult::group)
                .toList();
    }

    /** @return folders below {@code src/main/java} of the files that match; a package may have parts in two modules */
    private static Set<String> packagesOf(String regex) {
        return ProjectTree.files(regex).stream()
                .map(Path::getParent)
                .map(folder -> folder.toString().replaceFirst(".*src/main/java/", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
