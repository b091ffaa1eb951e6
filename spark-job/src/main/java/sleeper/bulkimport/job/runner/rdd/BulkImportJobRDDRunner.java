package sleeper.bulkimport.job.runner.rdd;

import sleeper.bulkimport.job.runner.BulkImportJob;

/** The Spark job whose rows Spark sorts as pairs of key and row. */
public final class BulkImportJobRDDRunner {
    private BulkImportJobRDDRunner() {}

    /** @param arguments job id and number of the attempt */
    public static void main(String[] arguments) {
        BulkImportJob.run(BulkImportJobRDDRunner.class, arguments, new RddSort());
    }
}
