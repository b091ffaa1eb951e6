package sleeper.core.launch;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes the reference page of what platforms' errors mean from {@link LaunchErrors}. */
public final class LaunchErrorsPage {
    /** Where the page lies, from the project's root. */
    public static final String PATH = "docs/reference/platform-errors.md";

    private static final String INTRODUCTION = """
            # What the platforms' errors mean

            <!-- Made from sleeper.core.launch.LaunchErrors: change that, then run mvn -pl core verify -Dpages.write -->

            When a request of a job fails at EMR, EMR Serverless or EKS, the name of the error and its text decide what is done next. So
            does the reason that EMR gives where a cluster did not start. EMR has one error name for nearly all: there the text
            decides. A text is a regular expression and fits in any case of letters; of the rules of a service the first that fits holds.
            What becomes of a job then, and what you do, is said by the page of each platform: [EMR](../how-to/run-on-emr.md),
            [the permanent cluster](../how-to/run-on-the-permanent-cluster.md), [EMR Serverless](../how-to/run-on-emr-serverless.md),
            [EKS](../how-to/run-on-eks.md).

            | meaning | what is done |
            |---|---|
            """;

    private static final String RULES = """

            | service | error name or text holds | meaning | source |
            |---|---|---|---|
            """;

    private LaunchErrorsPage() {}

    /** @return the page in Markdown */
    public static String render() {
        return INTRODUCTION
                + Arrays.stream(LaunchMeaning.values())
                        .map(meaning -> "| " + meaning + " | " + words(meaning) + " |\n")
                        .collect(Collectors.joining())
                + RULES
                + LaunchErrors.rules().stream().map(LaunchErrorsPage::row).collect(Collectors.joining());
    }

    private static String row(LaunchErrors.Rule rule) {
        // A bar would end the cell, in code as well.
        return "| " + rule.service() + " | `" + rule.text().replace("|", "\\|") + "` | " + rule.meaning() + " | "
                + rule.source() + " |\n";
    }

    private static String words(LaunchMeaning meaning) {
        return switch (meaning) {
            case THROTTLED ->
                "The service takes no more requests for now. What was asked for is looked for and, if it is not there, asked for again later;"
                        + " after most of a day in vain the job fails with `UNAVAILABLE`.";
            case FULL ->
                "There is no more room for now. The same is asked for again later; after most of a day in vain the job fails with"
                        + " `UNAVAILABLE`.";
            case NO_CAPACITY ->
                "There are no such machines to be had. The next list of instance types is asked for, then instances on demand; after the"
                        + " last the job fails with `NO_CAPACITY`.";
            case REFUSED ->
                "The service will never take the request, or it is not allowed. The job fails with `PLATFORM_REFUSED`.";
            case TAKEN_AWAY ->
                "It was there, and somebody deleted it. The job fails with `TASK_LOST`, and nothing is asked for again.";
            case UNKNOWN ->
                "It may have been done, and so may what no rule fits. It is looked for until a list must show it, and only then asked for"
                        + " again; after some three hours in vain the job fails with `UNAVAILABLE`.";
        };
    }
}
