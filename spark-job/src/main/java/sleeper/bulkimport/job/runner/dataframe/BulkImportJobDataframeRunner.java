package sleeper.bulkimport.job.runner.dataframe;

import sleeper.bulkimport.job.runner.BulkImportJob;

/** The Spark job whose rows Spark sorts as a DataFrame. */
public final class BulkImportJobDataframeRunner {
    private BulkImportJobDataframeRunner() {}

    /** @param arguments job id and number of the attempt */
    public static void main(String[] arguments) {
        BulkImportJob.run(BulkImportJobDataframeRunner.class, arguments, new DataframeSort());
    }
}
