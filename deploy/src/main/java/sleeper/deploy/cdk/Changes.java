package sleeper.deploy.cdk;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a deployment would change.
 *
 * @param lines as CDK's command {@code diff} words them: {@code [+]} is made, {@code [~]} changed, {@code [-]} removed
 */
public record Changes(List<String> lines) {
    private static final Predicate<String> REPLACED = Pattern.compile(
                    "\\[[~+-]\\] AWS::.* (replace|may be replaced)( \\(.*\\))?|.*\\((requires|may cause) replacement\\)")
            .asMatchPredicate();
    private static final Predicate<String> REMOVED =
            Pattern.compile("\\[-\\] AWS::.*").asMatchPredicate();

    private static final Predicate<String> TAKEN_IN =
            Pattern.compile("\\[.\\] AWS::.* import").asMatchPredicate();

    public Changes {
        lines = lines.stream().map(String::stripTrailing).toList();
    }

    /** @return all lines */
    public String text() {
        return String.join("\n", lines);
    }

    /** @return lines about what would be replaced, or may be */
    public List<String> replaced() {
        return matching(REPLACED);
    }

    /** @return lines about what would be removed, or kept without the stack */
    public List<String> removed() {
        return matching(REMOVED);
    }

    /** @return lines about what is there already, and would be taken into the stack */
    public List<String> takenIn() {
        return matching(TAKEN_IN);
    }

    private List<String> matching(Predicate<String> sought) {
        return lines.stream().map(String::strip).filter(sought).toList();
    }

    /** @return all lines, and behind them those that mean a loss */
    public String words() {
        return text() + "\n\n"
                + list(replaced(), "Nothing would be replaced.", "These would be REPLACED:")
                + "\n"
                + list(takenIn(), "Nothing that is there would be taken in.", "These are there, and would be TAKEN IN:")
                + "\n"
                + list(
                        removed(),
                        "Nothing would be removed.",
                        "These would be REMOVED (\"orphan\": kept, without the stack):");
    }

    private static String list(List<String> found, String none, String some) {
        return found.isEmpty() ? none : some + "\n  " + String.join("\n  ", found);
    }
}
