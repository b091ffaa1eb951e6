package sleeper.core.error;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes the reference page of the error codes from {@link ErrorCode}. */
public final class ErrorsPage {
    /** Where the page lies, from the project's root. */
    public static final String PATH = "docs/reference/errors.md";

    private static final String INTRODUCTION = """
            # Errors

            <!-- Made from sleeper.core.error.ErrorCode: change that, then run mvn -pl core verify -Dpages.write -->

            Messages, mails, the command's JSON and an execution's error all name one of these codes. Each fault says where it
            is, what was found, what is allowed, and what to do.
            """;

    private ErrorsPage() {}

    /** @return the page in Markdown */
    public static String render() {
        return INTRODUCTION
                + Arrays.stream(ErrorFamily.values()).map(ErrorsPage::family).collect(Collectors.joining());
    }

    private static String family(ErrorFamily family) {
        String title = switch (family) {
            case REQUEST -> "The request is wrong: its sender mends it";
            case INSTANCE -> "The instance lacks something: its operator acts";
            case RUN -> "The run was disturbed: the job may be retried";
            case DATA -> "Stored data is damaged: nothing goes on before someone has looked";
        };
        return "\n## " + title + "\n"
                + Arrays.stream(ErrorCode.values())
                        .filter(code -> code.family() == family)
                        .map(code -> "\n### " + code + "\n\n" + code.meaning() + " " + code.action() + "\n")
                        .collect(Collectors.joining());
    }
}
