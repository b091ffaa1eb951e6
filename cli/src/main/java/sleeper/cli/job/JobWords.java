package sleeper.cli.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sleeper.api.job.Creations;
import sleeper.api.job.FileFaults;
import sleeper.api.job.JobReport;
import sleeper.api.job.JobReport.Attempt;
import sleeper.cli.frame.LeftOutWords;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.core.error.Fault;
import sleeper.core.util.Secrets;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;

/** A job with its attempts and files, in lines for people. */
record JobWords(JobReport report) {
    String words() {
        return words(true);
    }

    /** @return the same for those who read the last attempt's faults as an error beside it */
    String wordsBesideError() {
        return words(report.error().isEmpty());
    }

    private String words(boolean lastFaults) {
        JobView job = report.job();
        List<Attempt> attempts = report.attempts();
        List<String> lines = new ArrayList<>();
        lines.add("job %s: %s".formatted(job.job().id(), job.status()));
        lines.add("  table     " + job.table());
        lines.add("  platform  " + report.platform());
        lines.add("  received  " + Words.time(job.job().receivedAt())
                + (job.job().isRunByExecutions()
                        ? " by message " + job.job().messageId() + " of queue "
                                + job.job().queue()
                        : ""));
        if (report.isCommitted()) {
            lines.add("  rows      " + Words.count(report.rows()) + " in " + Words.count(report.files(), "file")
                    + report.commit()
                            .map(found -> ", committed by slot " + found.slot())
                            .orElse(""));
        }
        for (int i = 0; i < attempts.size(); i++) {
            addAttempt(lines, attempts.get(i));
            if (lastFaults || i < attempts.size() - 1) {
                attempts.get(i).view().faults().forEach(fault -> lines.add("  " + fault.message()));
            }
        }
        if (!job.history().isEmpty()) {
            lines.add("history");
            job.history().forEach(line -> lines.add("  " + Words.time(line.at()) + " " + Secrets.masked(line.text())));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private void addAttempt(List<String> lines, Attempt attempt) {
        AttemptView view = attempt.view();
        String took = view.endedAt()
                .map(ended -> " after " + Words.duration(Duration.between(view.askedAt(), ended)))
                .orElse("");
        lines.add("attempt %s: %s%s".formatted(view.attempt().number(), view.status(), took));
        if (report.job().job().isRunByExecutions()) {
            lines.add("  states    " + String.join(" > ", attempt.statesVisited()));
        }
        attempt.waiting()
                .ifPresent(why -> lines.add("  waiting   " + why
                        + attempt.waitsSince()
                                .map(since -> ", since " + Words.time(since))
                                .orElse("")));
        Creations creations = report.creations(attempt);
        addUnlessEmpty(lines, "  created   ", creations.created());
        addUnlessEmpty(lines, "  torn down ", creations.tornDown());
        addUnlessEmpty(lines, "  unknown whether gone: ", creations.unknown());
        attempt.plan().ifPresent(plan -> {
            PlannedWords.of(plan).forEach(line -> lines.add("  " + line));
            LeftOutWords.expected(plan.leftOut()).forEach(some -> lines.add("  left out  " + some));
            plan.advice().forEach(warning -> lines.add("  warning: " + warning));
            TextTable files = new TextTable()
                    .words("file")
                    .numbers("rows")
                    .numbers("size")
                    .words("status");
            plan.inputs()
                    .forEach(input -> files.row(
                            input.path(),
                            Words.count(input.rowCount()),
                            Words.bytes(input.version().lengthBytes()),
                            FileFaults.first(input.path(), view.faults())
                                    .map(Fault::message)
                                    .orElse(view.status().name())));
            files.toString().lines().forEach(line -> lines.add("  " + line));
        });
    }

    private static void addUnlessEmpty(List<String> lines, String head, Set<String> texts) {
        if (!texts.isEmpty()) {
            lines.add(head + String.join(", ", texts));
        }
    }
}
