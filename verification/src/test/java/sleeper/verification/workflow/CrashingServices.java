package sleeper.verification.workflow;

import java.nio.file.Path;

/**
 * A process that runs the embedded services for one job, until it is done or dies at the crash point that it was started with:
 * {@code CrashingServices <home> <way>}. The home is prepared before, so that its table is not among the points.
 */
public final class CrashingServices {
    private CrashingServices() {}

    /** @param arguments home and the name of a {@link Way} */
    public static void main(String[] arguments) throws Exception {
        Way way = Way.valueOf(arguments[1]);
        try (VirtualInstance instance = VirtualInstance.lasting(Path.of(arguments[0]), way.scriptAfterWork(), 1)) {
            instance.load(way.inputFile());
        }
        System.exit(0);
    }
}
