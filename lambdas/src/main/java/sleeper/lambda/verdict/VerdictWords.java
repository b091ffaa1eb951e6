package sleeper.lambda.verdict;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorFamily;
import sleeper.core.error.Fault;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;

/**
 * An outcome in words. User text is in it only as faults show it, cut and without control characters; nothing of it is in the
 * subject but the job's id.
 */
record VerdictWords(Outcome outcome, String table, String tell, Optional<JobPlan> plan) {
    static final int MAX_CAUSE_BYTES = 2_048;
    static final int MAX_MESSAGE_BYTES = 4_096;
    private static final int MAX_REASON_BYTES = 500;
    private static final int MAX_SUBJECT = 100;

    /** @return the verdict without what the attempt ran on */
    VerdictDto toDto() {
        return new VerdictDto(
                outcome.attempt().jobId().value(),
                outcome.attempt().number(),
                outcome.status().name(),
                code(),
                cut(cause(), MAX_CAUSE_BYTES),
                outcome.rows(),
                outcome.files(),
                tell,
                cutSubject(subject()),
                cut(message(), MAX_MESSAGE_BYTES),
                "",
                "");
    }

    private boolean isCommitted() {
        return outcome.status() == JobStatus.COMMITTED;
    }

    private String code() {
        return isCommitted() ? "" : outcome.faults().get(0).code().name();
    }

    private String cause() {
        if (isCommitted()) {
            return "Attempt " + outcome.committed().number() + " committed " + outcome.rows() + " rows in "
                    + outcome.files() + (outcome.files() == 1 ? " file." : " files.");
        }
        String first = outcome.faults().get(0).message();
        int more = outcome.faults().size() - 1;
        return more == 0 ? first : first + " (and " + more + (more == 1 ? " more fault)" : " more faults)");
    }

    private String subject() {
        return "Job " + outcome.attempt().jobId() + " "
                + outcome.status().name().toLowerCase(Locale.ROOT) + (isCommitted() ? "" : ": " + code());
    }

    private String message() {
        StringBuilder text = new StringBuilder()
                .append("Job: ")
                .append(outcome.attempt().jobId())
                .append('\n')
                .append("Table: ")
                .append(table)
                .append('\n')
                .append("Attempt: ")
                .append(outcome.attempt().number())
                .append('\n')
                .append("State: ")
                .append(outcome.status())
                .append('\n')
                .append("Execution: ")
                .append(outcome.attempt().executionName())
                .append(" of ingest-job\n")
                .append(plan.map(VerdictWords::planned).orElse(""));
        if (isCommitted()) {
            return text.append('\n').append(cause()).append('\n').toString();
        }
        return text.append("Cause: ")
                .append(cut(outcome.faults().get(0).message(), 1_000))
                .append("\n\n")
                .append("Next step: ")
                .append(nextStep())
                .append("\nMore on ")
                .append(code())
                .append(": docs/reference/errors.md#")
                .append(code().toLowerCase(Locale.ROOT))
                .append("\n\n")
                .append("Faults (")
                .append(outcome.faults().size())
                .append("):\n")
                .append(outcome.faults().stream()
                        .map(Fault::message)
                        .map(line -> "- " + line + "\n")
                        .collect(Collectors.joining()))
                .toString();
    }

    /** What was decided before the run: where, why, and what it was expected to take and cost. */
    private static String planned(JobPlan plan) {
        return "Platform: " + plan.platform().word() + ". " + cut(String.join(" ", plan.reasons()), MAX_REASON_BYTES)
                + "\n"
                + plan.estimate()
                        .map(estimate -> "Expected on AWS: " + estimate.words() + ", for "
                                + cut(estimate.machines(), MAX_REASON_BYTES) + ", by "
                                + cut(estimate.restsOn(), MAX_REASON_BYTES) + "\n")
                        .orElse("");
    }

    private String nextStep() {
        String id = outcome.attempt().jobId().value();
        String look = "'sleeper jobs " + id + "' shows all of it.";
        if (outcome.status() == JobStatus.ABORTED) {
            return "if it is wanted after all, 'sleeper retry " + id + "'. " + look;
        }
        ErrorFamily family = outcome.faults().get(0).code().family();
        return switch (family) {
            case REQUEST ->
                "mend what the faults name, then 'sleeper retry " + id + "', or send the mended job under a new"
                        + " id. " + look;
            case INSTANCE -> "the instance's operator acts as the faults say, then 'sleeper retry " + id + "'. " + look;
            case RUN -> "'sleeper retry " + id + "'. " + look;
            case DATA -> "run 'sleeper verify " + table + "' before anything else. " + look;
        };
    }

    private static String cutSubject(String text) {
        return text.length() <= MAX_SUBJECT ? text : text.substring(0, MAX_SUBJECT);
    }

    /** @return as much of the text as fits, in UTF-8, cut between characters */
    static String cut(String text, int mostBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= mostBytes) {
            return text;
        }
        int end = mostBytes - "…".getBytes(StandardCharsets.UTF_8).length;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
    }
}
