package sleeper.lambda.maintain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.table.TableName;

/**
 * The request of a step of maintain-table.
 *
 * @param step      a word of {@link Step}
 * @param table     the table that it is about; null where it is about none
 * @param after     the last table of the page before; null or empty for the first page
 * @param execution name of the execution, from which that of the next page's comes; null where the step does not ask for it
 * @param done      what came of each table of a page; null where the step asks for none
 */
public record MaintainRequest(String step, String table, String after, String execution, List<Done> done) {
    /** What a step does. */
    enum Step {
        /** Names tables. */
        LIST,
        /** Writes a snapshot of a table's log. */
        SNAPSHOT,
        /** Catches up the view of a table that other engines read. */
        PUBLISH,
        /** Takes away what a table needs no more, and retires its log. */
        COLLECT,
        /** Brings the ends of attempts into the job history. */
        HISTORY,
        /** Cuts why a table was not maintained to what a page of them has room for. */
        SHORTEN,
        /** Puts into words which tables were not maintained. */
        TELL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What came of a table.
     *
     * @param table its name
     * @param error the name of the error that ended its turn; null if it was maintained
     * @param cause the error's text; null or empty if there is none
     */
    public record Done(String table, String error, String cause) {}

    /** @throws InvalidRequestException VALUE_OUT_OF_RANGE if there is no such step */
    Step toStep() {
        return Arrays.stream(Step.values())
                .filter(known -> known.word().equals(step))
                .findFirst()
                .orElseThrow(() -> refused(
                        "step",
                        step,
                        "one of " + Arrays.stream(Step.values()).map(Step::word).collect(Collectors.joining(", "))));
    }

    /** @throws InvalidRequestException VALUE_OUT_OF_RANGE if it can be no table's name */
    TableName toTable() {
        if (table == null || !TableName.isValid(table)) {
            throw refused("table", table, "the name of a table");
        }
        return new TableName(table);
    }

    /** @return the last table of the page before */
    Optional<String> lastTable() {
        return Optional.ofNullable(after).filter(name -> !name.isEmpty());
    }

    private static InvalidRequestException refused(String where, String found, String allowed) {
        return new InvalidRequestException(
                "The step's request cannot be read.",
                List.of(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, where, String.valueOf(found), allowed)));
    }
}
