package sleeper.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the pages say of the project's own files. */
class DocumentationIT {
    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");

    /** A word in backticks with a capital in front and a small letter somewhere, as class names have and statuses have not. */
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)`");

    private static final Path INTERPRETER = Path.of("docs/reference/step-functions.md");
    private static final Pattern TEST_METHOD = Pattern.compile("void (should\\w+)\\(");
    private static final Pattern KNOWN =
            Pattern.compile("^(recorded|reported|documented|Step Functions Local|assumed|of our own)\\b");

    private static final Pattern LINK = Pattern.compile("\\[[^]]+]\\(([^)#]+)(#[^)]*)?\\)");

    @Test
    void shouldNameOnlyClassesThatExistOnTheArchitecturePage() {
        // Given
        Set<String> classes = ProjectTree.files(".*/src/(main|test)/java/.*\\.java").stream()
                .map(path -> path.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        // When
        Set<String> named = matches(CLASS_NAME, ProjectTree.read(ARCHITECTURE));
        // Then
        assertThat(named).isNotEmpty();
        assertThat(classes).containsAll(named);
    }

    @Test
    void shouldLinkOnlyToFilesThatExist() {
        List<Path> pages = ProjectTree.files("(docs/.*|[^/]*|test-events/.*|statemachines/README)\\.md");
        assertThat(pages).contains(ARCHITECTURE, Path.of("README.md"));
        assertThat(pages)
                .allSatisfy(page -> assertThat(matches(LINK, ProjectTree.read(page)))
                        .filteredOn(link -> !link.matches("[a-z]+:.*"))
                        .allSatisfy(link -> assertThat(Files.exists(
                                        ProjectTree.root().resolve(page).resolveSibling(link)))
                                .as("%s links to %s", page, link)
                                .isTrue()));
    }

    /** A line of that page is a behaviour, how it is known, and the test that holds it. */
    @Test
    void shouldNameATestThatExistsForEachBehaviourOfTheInterpreter() {
        // Given
        Set<String> tests = ProjectTree.files("stepfunctions/src/test/java/.*\\.java").stream()
                .flatMap(file -> matches(TEST_METHOD, ProjectTree.read(file)).stream()
                        .map(method -> file.getFileName().toString().replace(".java", "") + "." + method))
                .collect(Collectors.toSet());
        // When
        String page = ProjectTree.read(INTERPRETER);
        List<String[]> behaviours = page.substring(page.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| behaviour |"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
                .toList();
        // Then
        assertThat(behaviours).hasSizeGreaterThan(40);
        assertThat(behaviours).allSatisfy(cells -> {
            assertThat(cells).as(cells[0]).hasSize(3);
            assertThat(cells[1]).as(cells[0]).containsPattern(KNOWN);
            assertThat(tests).as(cells[0]).contains(cells[2].replace("`", ""));
        });
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
