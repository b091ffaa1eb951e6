package sleeper.statemachine.graph;

import java.util.List;
import java.util.stream.Collectors;
import sleeper.core.util.Require;

/**
 * A way out of a state.
 *
 * @param kind   what opens it
 * @param to     name of the state that it leads to, in the same graph; of a {@link Kind#RETRY}, the state itself
 * @param errors names of the errors that open it; none unless it is a {@link Kind#CATCH} or a {@link Kind#RETRY}
 * @param words  the condition of a {@link Kind#CHOICE}, or how often and how soon a {@link Kind#RETRY} tries again; empty for others
 */
public record GraphEdge(Kind kind, String to, List<String> errors, String words) {
    private static final String OURS = "sleeper.";

    /** What opens a way out of a state. */
    public enum Kind {
        /** The state is done. */
        NEXT("next"),
        /** A rule of a Choice holds. */
        CHOICE("choice"),
        /** No rule of a Choice holds. */
        DEFAULT("default"),
        /** An error that is caught. */
        CATCH("catch"),
        /** An error after which the state is tried again. */
        RETRY("retry");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** @return its name in JSON */
        public String word() {
            return word;
        }
    }

    public GraphEdge {
        Require.notNull("kind", kind);
        Require.notNull("to", to);
        errors = List.copyOf(errors);
        Require.notNull("words", words);
    }

    /** @return the errors, those of this project without their package */
    public String shortErrors() {
        return errors.stream().map(GraphEdge::shortName).collect(Collectors.joining(", "));
    }

    /** @return the name of an error; of one of this project's, without its package */
    public static String shortName(String error) {
        return error.startsWith(OURS) ? error.substring(error.lastIndexOf('.') + 1) : error;
    }
}
