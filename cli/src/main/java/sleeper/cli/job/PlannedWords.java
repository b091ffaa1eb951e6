package sleeper.cli.job;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.job.JobPlan;
import sleeper.core.job.RunEstimate;
import sleeper.core.job.RunEstimate.SizeAdvice;

/** What was decided about where an attempt runs, in lines: platform, reasons, what it is expected to take and cost. */
final class PlannedWords {
    private static final String SAME = "            ";

    private PlannedWords() {}

    static List<String> of(JobPlan plan) {
        List<String> lines = new ArrayList<>();
        String head = "platform    " + plan.platform().word() + ": ";
        for (String reason : plan.reasons()) {
            lines.add(lines.isEmpty() ? head + reason : SAME + reason);
        }
        plan.estimate().ifPresent(estimate -> {
            lines.add("on AWS      " + estimate.words());
            lines.add(SAME + "for " + estimate.machines());
            lines.add(SAME + "by " + estimate.restsOn());
        });
        plan.estimate()
                .flatMap(RunEstimate::advice)
                .map(SizeAdvice::words)
                .ifPresent(words -> lines.add("size        " + words));
        return lines;
    }
}
