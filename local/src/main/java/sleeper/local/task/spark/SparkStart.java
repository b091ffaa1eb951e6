package sleeper.local.task.spark;

import java.nio.file.Path;
import java.util.Optional;
import sleeper.local.task.ChildProcess;

/**
 * That a run has begun, and how.
 *
 * @param asked   size that its line asks for
 * @param given   size that it has on this machine
 * @param log     of its driver
 * @param process of its driver; empty for one that a test plays
 */
public record SparkStart(SparkSize asked, SparkSize given, Path log, Optional<ChildProcess> process) {}
