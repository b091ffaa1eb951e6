package sleeper.core.job;

import sleeper.core.file.FilePath;
import sleeper.core.partition.PartitionId;
import sleeper.core.table.TableName;
import sleeper.core.util.Require;

/**
 * Where a table's files lie: {@code <bucket>/<table>/data/<partition>/<job>/<attempt>/<run>-<seq>.parquet} and the log
 * under {@code <bucket>/<table>/log/}. Beside them lies the table's view for other engines, under {@code <bucket>/<table>/metadata/}.
 * The one class that builds these paths.
 *
 * @param bucket the bucket of the instance's tables
 * @param table  the table
 */
public record TableLocation(String bucket, TableName table) {
    public TableLocation {
        Require.notBlank("bucket", bucket);
        Require.notNull("table", table);
    }

    public FilePath root() {
        return new FilePath(bucket, table.value());
    }

    public FilePath log() {
        return root().resolve("log");
    }

    /** @return the folder of the metadata of the table's view for other engines */
    public FilePath metadata() {
        return root().resolve("metadata");
    }

    public FilePath data() {
        return root().resolve("data");
    }

    /** @return a file of the table, by its path relative to the table's root, as {@code DataFile} holds it */
    public FilePath file(String relativePath) {
        return root().resolve(relativePath);
    }

    /**
     * @param runId    unique to one run of the attempt; letters and digits
     * @param sequence 0 for the run's first file in the partition
     * @return path of a data file relative to the table's root
     */
    public static String dataFile(PartitionId partition, AttemptId attempt, String runId, int sequence) {
        Require.that(runId.matches("[A-Za-z0-9]{1,40}"), "not a run id: " + runId);
        return "data/" + partition + "/" + attempt.jobId() + "/" + attempt.number() + "/" + runId + "-" + sequence
                + ".parquet";
    }

    /** @return whether a path is of a data file, or of sketches, of an attempt's run whose id begins with this */
    public static boolean isOfRun(FilePath path, AttemptId attempt, String runIdStart) {
        return path.key().contains("/" + attempt.jobId() + "/" + attempt.number() + "/" + runIdStart);
    }

    /** @return path of the sketches beside a data file */
    public static String sketchesOf(String dataFile) {
        Require.that(dataFile.endsWith(".parquet"), "not a data file: " + dataFile);
        return dataFile.substring(0, dataFile.length() - ".parquet".length()) + ".sketches";
    }
}
