package sleeper.cli;

import java.util.Map;
import sleeper.core.util.MaskedLines;

/**
 * Where the libraries' logs go: to standard error, warnings and worse. The handlers bring another logging library along for
 * Lambda, so the one is named. Secrets are masked, whoever logs them. What the launcher's caller sets holds.
 */
final class Logs {
    private static final Map<String, String> DEFAULTS = Map.of(
            "slf4j.provider", "org.slf4j.simple.SimpleServiceProvider",
            "slf4j.internal.verbosity", "WARN",
            "org.slf4j.simpleLogger.defaultLogLevel", "warn",
            // That a step refused a job is told as the job's outcome.
            "org.slf4j.simpleLogger.log.sleeper.lambda.runtime.Step", "error",
            // What is built for Spark, what a run of it has, and where its pages are.
            "org.slf4j.simpleLogger.log.sleeper.local.task.spark", "info",
            "org.slf4j.simpleLogger.log.sleeper.local.task.eks.kubelet", "info",
            // That the server of buckets is built.
            "org.slf4j.simpleLogger.log.sleeper.local.s3", "info",
            "org.slf4j.simpleLogger.showThreadName", "false",
            "org.slf4j.simpleLogger.showShortLogName", "true");

    private Logs() {}

    /** Comes before anything logs. */
    static void configure() {
        DEFAULTS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        MaskedLines.maskStandardError();
    }
}
