package sleeper.lambda.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.JobDocument;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.Settings;
import sleeper.core.util.Require;

/**
 * The platforms that a job may run on, by its queue and its document alone: one that the queue stands for, or of {@code auto} all
 * deployed ones that the document means something on.
 *
 * @param platforms one or more, in the order of what they cost to start
 * @param reasons   why there are no others, in sentences
 * @param isNamed   whether nothing is to be chosen
 * @param isSized   whether the run is sized as the instance has it
 */
record Candidates(List<Platform> platforms, List<String> reasons, boolean isNamed, boolean isSized) {
    Candidates {
        platforms = Require.notEmpty("platforms", platforms);
        reasons = List.copyOf(reasons);
    }

    /** What a job's own engine stands for, which the instance need not have. */
    static Candidates ofOwnEngine(Platform platform) {
        return new Candidates(
                List.of(platform), List.of("Its engine is started by whoever prepared the job."), true, false);
    }

    /** @param into receives PLATFORM_NOT_DEPLOYED if the platform is not, and what the document has wrong for it */
    static Candidates of(JobQueue queue, JobDocument document, Settings settings, List<Fault> into) {
        Set<Platform> deployed = InstanceSettings.deployedPlatforms(settings.get(InstanceSettings.OPTIONAL_STACKS));
        Candidates candidates = queue.platform()
                .map(platform -> named(platform, "The queue '" + queue.word() + "' stands for this platform."))
                .orElseGet(() -> ofAuto(deployed, document, settings));
        Platform first = candidates.first();
        if (!deployed.contains(first)) {
            into.add(new Fault(
                    ErrorCode.PLATFORM_NOT_DEPLOYED,
                    "queue '" + queue.word() + "'",
                    "the platform " + first.word(),
                    deployed.isEmpty() ? "no platform" : words(deployed),
                    "Send the job to the queue of a deployed platform, or add "
                            + first.description().stack() + " to "
                            + InstanceSettings.OPTIONAL_STACKS.name() + " and deploy."));
        }
        return candidates;
    }

    private static Candidates named(Platform platform, String reason) {
        return new Candidates(List.of(platform), List.of(reason), true, true);
    }

    private static Candidates ofAuto(Set<Platform> deployed, JobDocument document, Settings settings) {
        if (deployed.isEmpty()) {
            return named(Platform.STANDARD, "No platform is deployed.");
        }
        List<Platform> allowed = deployed.stream()
                .filter(platform -> faults(document, platform, true, settings).isEmpty())
                .toList();
        if (allowed.isEmpty()) {
            return deployed.stream()
                    .min(Comparator.comparingLong((Platform platform) -> foreign(document, platform, settings))
                            .thenComparing(platform ->
                                    faults(document, platform, true, settings).size()))
                    .map(platform -> named(platform, "No deployed platform takes what the job's document says."))
                    .orElseThrow();
        }
        List<String> leftOut = deployed.stream()
                .filter(platform -> !allowed.contains(platform))
                .map(platform -> platform.word() + ": it does not take what the job's document says ("
                        + faults(document, platform, true, settings).stream()
                                .map(Fault::where)
                                .collect(Collectors.joining(", "))
                        + ").")
                .toList();
        return new Candidates(allowed, leftOut, false, true);
    }

    /** @return how much of the document means nothing on a platform, so that whoever wrote it had another in mind */
    private static long foreign(JobDocument document, Platform platform, Settings settings) {
        return faults(document, platform, true, settings).stream()
                .filter(fault -> fault.code() == ErrorCode.UNKNOWN_PROPERTY
                        || (!platform.isSpark() && SparkRules.isAboutSpark(fault)))
                .count();
    }

    Platform first() {
        return platforms.get(0);
    }

    boolean mayBeOnSpark() {
        return platforms.stream().anyMatch(Platform::isSpark);
    }

    /** @return what the document has wrong for all of them */
    List<Fault> faults(JobDocument document, Settings settings) {
        return faults(document, first(), isSized, settings);
    }

    private static List<Fault> faults(JobDocument document, Platform platform, boolean sized, Settings settings) {
        List<Fault> faults = new ArrayList<>(PropertyChecks.job(document.platformSpec(), platform));
        faults.addAll(SparkRules.check(document, platform, sized, settings));
        return faults;
    }

    /** @return those on Spark alone; all if there are none */
    Candidates onSpark(String whyNotOthers) {
        List<Platform> spark = platforms.stream().filter(Platform::isSpark).toList();
        if (isNamed || spark.isEmpty() || spark.size() == platforms.size()) {
            return this;
        }
        List<String> all = new ArrayList<>(reasons);
        platforms.stream()
                .filter(platform -> !platform.isSpark())
                .forEach(platform -> all.add(platform.word() + ": " + whyNotOthers));
        return new Candidates(spark, all, false, isSized);
    }

    /** @return those without Spark alone; all if there are none */
    Candidates withoutSpark(String whyNotOthers) {
        List<Platform> plain =
                platforms.stream().filter(platform -> !platform.isSpark()).toList();
        if (isNamed || plain.isEmpty() || plain.size() == platforms.size()) {
            return this;
        }
        List<String> all = new ArrayList<>(reasons);
        platforms.stream()
                .filter(Platform::isSpark)
                .forEach(platform -> all.add(platform.word() + ": " + whyNotOthers));
        return new Candidates(plain, all, false, isSized);
    }

    private static String words(Set<Platform> platforms) {
        return platforms.stream().map(Platform::word).collect(Collectors.joining(", "));
    }
}
