package sleeper.lambda.runtime;

import java.util.Arrays;
import java.util.Optional;
import sleeper.core.error.ErrorCode;

/**
 * The message of an error that leaves a function. Of an exception Lambda reports class, message and stack and nothing else, and states
 * catch by the class, so that the code travels at the message's start: {@code FILE_NOT_FOUND: Job 'a' was not accepted. ...}.
 *
 * @param code the error's code; empty if the message has none, as those of other programs and of former versions
 * @param text what people read
 */
public record CodedMessage(Optional<ErrorCode> code, String text) {
    private static final String SEPARATOR = ": ";

    /** @return the message, from which {@link #read} takes both again */
    public static String write(ErrorCode code, String text) {
        return code.name() + SEPARATOR + text;
    }

    public static CodedMessage read(String message) {
        int end = message.indexOf(SEPARATOR);
        String word = end < 0 ? "" : message.substring(0, end);
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(word))
                .findFirst()
                .map(code -> new CodedMessage(Optional.of(code), message.substring(end + SEPARATOR.length())))
                .orElseGet(() -> new CodedMessage(Optional.empty(), message));
    }
}
