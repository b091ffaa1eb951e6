package sleeper.cli.picture;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.cli.frame.Words;
import sleeper.lambda.runtime.CauseText;
import sleeper.statemachine.graph.GraphEdge;
import sleeper.statemachine.graph.GraphState;
import sleeper.statemachine.way.MachineRun;
import sleeper.statemachine.way.StateFailure;
import sleeper.statemachine.way.Visit;
import sleeper.statemachine.way.Visit.Outcome;

/** What a picture says of a state: its mark and name, how long it took, how often it was entered and tried, and why it failed. */
final class StateWords {
    private static final Duration SHORTEST_TOLD = Duration.ofMillis(100);
    private static final int MOST_LINES_OF_A_CAUSE = 4;

    private final MachineRun run;
    private final Paper paper;
    private final Lettering lettering;
    private final Instant now;

    StateWords(MachineRun run, Paper paper, Instant now) {
        this.run = run;
        this.paper = paper;
        this.lettering = new Lettering(paper);
        this.now = now;
    }

    /** @return such as {@code ● Run ingest task  1.5 s  retried ×2} */
    String line(GraphState state) {
        List<Visit> visits = run.visits(state.name());
        StringBuilder line =
                new StringBuilder(mark(visits).on(paper)).append(' ').append(lettering.plain(state.name()));
        Duration took = visits.stream().map(visit -> visit.took(now)).reduce(Duration.ZERO, Duration::plus);
        if (took.compareTo(SHORTEST_TOLD) >= 0) {
            line.append("  ").append(Words.duration(took));
        }
        int retries = visits.stream().mapToInt(Visit::retries).sum();
        addTimes(line, "entered", visits.size(), 2);
        addTimes(line, "retried", retries, 1);
        last(visits)
                .flatMap(visit -> word(visit.outcome()))
                .ifPresent(word -> line.append("  ").append(word));
        return line.toString();
    }

    private void addTimes(StringBuilder line, String word, int times, int least) {
        if (times >= least) {
            line.append("  ")
                    .append(word)
                    .append(' ')
                    .append(Glyph.TIMES.on(paper))
                    .append(Words.count(times));
        }
    }

    private static Glyph mark(List<Visit> visits) {
        return last(visits)
                .map(visit -> switch (visit.outcome()) {
                    case RUNNING -> Glyph.NOW;
                    case LEFT -> Glyph.TAKEN;
                    case CAUGHT, FAILED, ABORTED, TIMED_OUT -> Glyph.FAILED;
                })
                .orElse(Glyph.NOT_TAKEN);
    }

    private static Optional<String> word(Outcome outcome) {
        return switch (outcome) {
            case RUNNING -> Optional.of("now");
            case ABORTED -> Optional.of("aborted");
            case TIMED_OUT -> Optional.of("timed out");
            case FAILED -> Optional.of("failed");
            case CAUGHT -> Optional.of("failed, and the error was caught");
            case LEFT -> Optional.empty();
        };
    }

    private static Optional<Visit> last(List<Visit> visits) {
        return visits.isEmpty() ? Optional.empty() : Optional.of(visits.get(visits.size() - 1));
    }

    /**
     * @return the last failure of a state with its cause, and what errors there were before it, in lines of so many columns; none if it
     *     did not fail. What a Fail gives is the end of the execution, and told there
     */
    List<String> failure(GraphState state, int columns) {
        List<Visit> visits = run.visits(state.name());
        List<StateFailure> failures =
                visits.stream().flatMap(visit -> visit.failures().stream()).toList();
        if (failures.isEmpty() || state.kind().equals("Fail")) {
            return List.of();
        }
        StateFailure lastOne = failures.get(failures.size() - 1);
        String wentOn = mark(visits) == Glyph.FAILED ? "" : "after ";
        String text = wentOn + times(failures, lastOne) + words(lastOne) + before(failures, lastOne);
        return lettering.wrapped(text, Math.max(Paper.LEAST_COLUMNS, columns), MOST_LINES_OF_A_CAUSE);
    }

    private String times(List<StateFailure> failures, StateFailure same) {
        long times = failures.stream()
                .filter(failure -> failure.error().equals(same.error()))
                .count();
        return times > 1 ? Glyph.TIMES.on(paper) + Words.count(times) + " " : "";
    }

    private static String before(List<StateFailure> failures, StateFailure lastOne) {
        String others = failures.stream()
                .map(StateFailure::error)
                .filter(error -> !error.equals(lastOne.error()))
                .distinct()
                .map(GraphEdge::shortName)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : " (before that: " + others + ")";
    }

    /** @return the error and what its cause says to people */
    static String words(StateFailure failure) {
        String error = GraphEdge.shortName(failure.error());
        String cause = CauseText.message(failure.cause());
        return error.isEmpty() || cause.isEmpty() ? error + cause : error + ": " + cause;
    }
}
