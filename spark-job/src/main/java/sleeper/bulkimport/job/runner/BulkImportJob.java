package sleeper.bulkimport.job.runner;

import sleeper.run.AttemptProcess;

/**
 * What every main of the Spark jar does: {@code <class> <job id> <attempt>}, as the ingest task is called. The mains differ in
 * their {@link Algorithm} alone; {@link AttemptProcess} has the exit codes.
 */
public final class BulkImportJob {
    private BulkImportJob() {}

    /**
     * Runs an attempt. Returns when it has a manifest, as YARN wants it of a driver that did well; else this process ends.
     *
     * @param program   the main, for the line that says how it is called
     * @param arguments job id and number of the attempt
     */
    public static void run(Class<?> program, String[] arguments, Algorithm algorithm) {
        int exitCode = AttemptProcess.run(
                program.getSimpleName(), arguments, System.getenv(), new SparkEngine(algorithm, System.getenv()));
        if (exitCode != AttemptProcess.DONE) {
            System.exit(exitCode);
        }
    }
}
