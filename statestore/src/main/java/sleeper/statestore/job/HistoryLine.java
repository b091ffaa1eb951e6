package sleeper.statestore.job;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.core.util.Require;

/**
 * Something worth knowing about a job that changes nothing, such as that it was sent again.
 *
 * @param at     when
 * @param kind   what it is about, for programs
 * @param fields what programs may want of it, by name; sorted
 * @param text   the same for people; a sentence
 */
public record HistoryLine(Instant at, Kind kind, Map<String, String> fields, String text) {
    /** Field of the message that a line is about. */
    public static final String MESSAGE_ID = "messageId";
    /** Field of what was found wrong, as a fault has it. */
    public static final String FOUND = "found";
    /** Field of an error code. */
    public static final String CODE = "code";
    /** Field of an attempt's number. */
    public static final String ATTEMPT = "attempt";
    /** Field of a job's or attempt's status. */
    public static final String STATUS = "status";

    /** What a line is about. */
    public enum Kind {
        /** A message asked for a job that runs or is committed: {@code messageId}, {@code attempt}, {@code status}. */
        SENT_AGAIN,
        /** A message with the id of this job was refused: {@code messageId}, {@code code}, {@code found}. */
        REFUSED,
        /** Only its text says what it is about; so it is of lines that were stored without a kind. No fields. */
        OTHER
    }

    public HistoryLine {
        Require.notNull("at", at);
        Require.notNull("kind", kind);
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        Require.notBlank("text", text);
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** @return whether the line is about a message */
    public boolean isOf(String messageId) {
        return field(MESSAGE_ID).filter(messageId::equals).isPresent();
    }
}
