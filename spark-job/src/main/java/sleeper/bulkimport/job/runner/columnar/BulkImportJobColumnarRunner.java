package sleeper.bulkimport.job.runner.columnar;

import sleeper.bulkimport.job.runner.BulkImportJob;

/** The Spark job whose rows stay columns from the input's pages to the table's. */
public final class BulkImportJobColumnarRunner {
    private BulkImportJobColumnarRunner() {}

    /** @param arguments job id and number of the attempt */
    public static void main(String[] arguments) {
        BulkImportJob.run(BulkImportJobColumnarRunner.class, arguments, new ColumnarSort());
    }
}
