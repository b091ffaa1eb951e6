package sleeper.core.choice;

import java.util.List;
import java.util.Optional;
import sleeper.core.platform.ContainerSize;
import sleeper.core.price.Assumption;
import sleeper.core.price.Span;
import sleeper.core.util.Amounts;

/** The ingest task: one container, whose disk takes what its memory does not hold. */
final class TaskAssessor implements Assessor {
    private final Figures figures;

    TaskAssessor(Figures figures) {
        this.figures = figures;
    }

    @Override
    public Assessment assess(Work work, Candidate candidate, Site site) {
        ContainerSize size = IngestTaskSize.of(site.settings(), figures.prices());
        Span seconds = figures.assumed(Assumption.TASK_OVERHEAD)
                .plus(figures.workSeconds(candidate.engine(), work, Span.of(size.vcpus())));
        return new Assessment(
                candidate.platform(),
                seconds,
                Optional.of(
                        Figures.during(seconds, figures.fargatePerHour(size)).plus(figures.around(work, candidate))),
                "an ingest task of " + size.words(),
                Optional.empty(),
                List.of(),
                obstacles(site),
                List.of());
    }

    private static List<String> obstacles(Site site) {
        return site.taskDiskBytes().isPresent()
                        && site.taskSpillBytes() > site.taskDiskBytes().getAsLong()
                ? List.of("Sorting may spill " + Amounts.bytes(site.taskSpillBytes()) + ", and the disk of a task has "
                        + Amounts.bytes(site.taskDiskBytes().getAsLong()) + " free.")
                : List.of();
    }
}
