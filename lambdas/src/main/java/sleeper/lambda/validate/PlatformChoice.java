package sleeper.lambda.validate;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;

/**
 * Where a job runs, and why.
 *
 * @param platform the platform
 * @param reasons  in sentences
 * @param sized    whether the run is sized as the instance has it; the owner of another engine sizes it as he likes
 */
record PlatformChoice(Platform platform, List<String> reasons, boolean sized) {
    private PlatformChoice(Platform platform, String reason) {
        this(platform, List.of(reason), true);
    }

    /** What a job's own engine stands for, which the instance need not have. */
    static PlatformChoice ofOwnEngine(Platform platform) {
        return new PlatformChoice(platform, List.of("Its engine is started by whoever prepared the job."), false);
    }

    /**
     * A queue stands for its platform. Of {@code auto}, the first deployed in the order of the platforms is taken, which is that of
     * what a job costs to start.
     *
     * @param into receives PLATFORM_NOT_DEPLOYED if the platform is not
     */
    static PlatformChoice of(JobQueue queue, Settings settings, List<Fault> into) {
        Set<Platform> deployed = InstanceSettings.deployedPlatforms(settings.get(InstanceSettings.OPTIONAL_STACKS));
        PlatformChoice choice = queue.platform()
                .map(platform ->
                        new PlatformChoice(platform, "The queue '" + queue.word() + "' stands for this platform."))
                .orElseGet(() -> cheapest(deployed));
        if (!deployed.contains(choice.platform())) {
            into.add(new Fault(
                    ErrorCode.PLATFORM_NOT_DEPLOYED,
                    "queue '" + queue.word() + "'",
                    "the platform " + choice.platform().word(),
                    deployed.isEmpty() ? "no platform" : words(deployed),
                    "Send the job to the queue of a deployed platform, or add "
                            + choice.platform().description().stack() + " to "
                            + InstanceSettings.OPTIONAL_STACKS.name() + " and deploy."));
        }
        return choice;
    }

    private static PlatformChoice cheapest(Set<Platform> deployed) {
        return deployed.stream()
                .findFirst()
                .map(platform -> new PlatformChoice(
                        platform, "Of the deployed platforms (" + words(deployed) + ") it costs least to start."))
                .orElseGet(() -> new PlatformChoice(Platform.STANDARD, "No platform is deployed."));
    }

    private static String words(Set<Platform> platforms) {
        return platforms.stream().map(Platform::word).collect(Collectors.joining(", "));
    }
}
