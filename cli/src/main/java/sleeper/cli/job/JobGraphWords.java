package sleeper.cli.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sleeper.api.job.JobGraph;
import sleeper.api.job.Progress;
import sleeper.cli.frame.Words;
import sleeper.cli.picture.GraphPicture;
import sleeper.cli.picture.Paper;

/** An attempt's way over its state machine, in lines for people. */
record JobGraphWords(JobGraph graph) {
    /** @param now how long what goes on has taken is counted until then */
    String words(Paper paper, Instant now) {
        List<String> lines = new ArrayList<>(paper.wrapped("job %s: %s, attempt %s of %s: %s"
                .formatted(
                        graph.job().job().id(),
                        graph.job().status(),
                        graph.attempt().attempt().number(),
                        graph.job().attempts().size(),
                        graph.attempt().status())));
        lines.addAll(paper.wrapped("execution %s: %s%s"
                .formatted(
                        graph.attempt().attempt().executionName(), graph.story().status(), took(now))));
        Progress.whyWaits(graph.story()).ifPresent(why -> lines.addAll(paper.wrapped("waiting " + why)));
        GraphPicture picture = new GraphPicture(graph.run(), paper, now);
        lines.addAll(picture.reason());
        lines.add("");
        lines.addAll(picture.lines());
        return String.join(System.lineSeparator(), lines);
    }

    private String took(Instant now) {
        return graph.run()
                .way()
                .startedAt()
                .map(started -> (graph.story().isClosed() ? " after " : " for ")
                        + Words.duration(Duration.between(
                                started, graph.run().way().endedAt().orElse(now))))
                .orElse("");
    }
}
