package sleeper.core.choice;

import java.util.List;
import java.util.Optional;
import sleeper.core.platform.ContainerSize;
import sleeper.core.platform.FargateSizes;
import sleeper.core.price.Assumption;
import sleeper.core.price.Span;
import sleeper.core.settings.IngestSettings;
import sleeper.core.util.Amounts;

/** The ingest task: one container, whose disk takes what its memory does not hold. */
final class TaskAssessor implements Assessor {
    private static final int MILLI = 1_000;
    private static final double BYTES_OF_MIB = 1 << 20;

    private final Figures figures;

    TaskAssessor(Figures figures) {
        this.figures = figures;
    }

    @Override
    public Assessment assess(Work work, Candidate candidate, Site site) {
        double vcpus = figures.assumed(Assumption.TASK_VCPUS).most();
        double memoryMib = site.settings().get(IngestSettings.MEMORY_BUDGET)
                / BYTES_OF_MIB
                * figures.assumed(Assumption.TASK_MEMORY_OF_BUDGET).most();
        List<ContainerSize> all = FargateSizes.all();
        ContainerSize size =
                FargateSizes.fitting((long) (vcpus * MILLI), (long) memoryMib).orElse(all.get(all.size() - 1));
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
