package sleeper.lambda.validate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.choice.Candidate;
import sleeper.core.choice.PlatformChooser;
import sleeper.core.choice.PlatformChooser.Choice;
import sleeper.core.choice.Site;
import sleeper.core.choice.Work;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobDocument;
import sleeper.core.platform.Platform;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.lambda.port.RunDisk;
import sleeper.sort.check.FileCheck.Finding;
import sleeper.statestore.job.ResourceStore;
import sleeper.statestore.table.TableState.LiveTable;

/** Weighs a job's candidates by what its files hold and by what is busy. */
final class PlatformSelection {
    private final PlatformChooser chooser;
    private final OpenAttempts openAttempts;
    private final RunDisk disk;

    PlatformSelection(PlatformChooser chooser, ResourceStore resources, RunDisk disk) {
        this.chooser = chooser;
        this.openAttempts = new OpenAttempts(resources);
        this.disk = disk;
    }

    /** What is known of a job besides its document. */
    record Known(AttemptId attempt, LiveTable table, List<Finding> findings, int unseen, Settings settings) {
        private Work work() {
            return new Work(
                    sum(findings.stream()
                            .mapToLong(each -> each.input().rowCount())
                            .toArray()),
                    sum(findings.stream()
                            .mapToLong(each -> each.input().version().lengthBytes())
                            .toArray()),
                    sum(findings.stream().mapToLong(Finding::decodedBytes).toArray()),
                    findings.size(),
                    unseen);
        }

        /** A bulk import splits a table that has too few leaves, if it may. */
        private int leavesOn(Platform platform, long rows) {
            int leaves = table.partitions().leaves().size();
            return platform.isSpark() && settings.get(BulkImportSettings.PRESPLIT)
                    ? (int) Math.max(
                            leaves, Math.min(settings.get(BulkImportSettings.MIN_LEAF_PARTITIONS), Math.max(1, rows)))
                    : leaves;
        }

        /** Footers may claim more than can be counted. */
        private static long sum(long... values) {
            long sum = 0;
            for (long value : values) {
                sum = sum > Long.MAX_VALUE - value ? Long.MAX_VALUE : sum + value;
            }
            return sum;
        }
    }

    PlatformChoice select(Candidates candidates, JobDocument document, Known known) {
        if (!candidates.isSized()) {
            return unassessed(candidates);
        }
        Candidates fitting = fitting(candidates, known);
        Work work = known.work();
        Site site = new Site(
                known.settings(),
                openAttempts.others(known.attempt(), mattering(fitting, known.settings())),
                disk.freeBytes(),
                SpillRoom.spilledBytes(
                        known.findings(),
                        known.table().schema(),
                        known.table().partitions().leaves().size(),
                        known.settings()));
        List<Candidate> all = fitting.platforms().stream()
                .map(platform -> candidate(platform, document, known, work.rows()))
                .toList();
        if (fitting.isNamed()) {
            return new PlatformChoice(
                    fitting.first(), fitting.reasons(), true, Optional.of(chooser.assess(work, all.get(0), site)));
        }
        Choice choice = chooser.choose(work, all, site, fitting.reasons());
        return new PlatformChoice(
                choice.assessment().platform(), choice.reasons(), true, Optional.of(choice.assessment()));
    }

    /** @return the first of them, of a job whose table nobody knows */
    static PlatformChoice unassessed(Candidates candidates) {
        return new PlatformChoice(candidates.first(), candidates.reasons(), candidates.isSized(), Optional.empty());
    }

    private static Candidates fitting(Candidates candidates, Known known) {
        Candidates reached = known.unseen() > 0
                ? candidates.onSpark("it reads buckets only, and the job names other sources.")
                : candidates;
        boolean tooFew = SparkRules.hasTooFewLeaves(known.table().partitions(), known.settings());
        return tooFew
                ? reached.withoutSpark("the table has too few leaf partitions for a bulk import and may not be split.")
                : reached;
    }

    /** The permanent cluster takes so many steps; an application of EMR Serverless is started or not. */
    private static Map<Platform, Integer> mattering(Candidates candidates, Settings settings) {
        Map<Platform, Integer> most = new EnumMap<>(Map.of(
                Platform.PERSISTENT_EMR,
                settings.get(BulkImportSettings.PERSISTENT_STEP_CONCURRENCY),
                Platform.EMR_SERVERLESS,
                1));
        most.keySet().retainAll(candidates.platforms());
        return most;
    }

    private static Candidate candidate(Platform platform, JobDocument document, Known known, long rows) {
        return new Candidate(
                platform,
                platform.isSpark() ? SparkRules.sparkConf(document, platform, true, known.settings()) : Map.of(),
                SparkRules.className(document, platform, known.settings()),
                known.leavesOn(platform, rows));
    }
}
