package sleeper.benchmarks.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The work of the Spark job by Spark's own means: rows to the leaves that split points make, sorted by {@code (key, timestamp)},
 * one file a leaf. {@code benchmarks/spark.sh} sets it beside the Spark job.
 *
 * <pre>PlainSort (hash|id) SPLIT_POINTS OUTPUT INPUT...</pre>
 *
 * <p>{@code hash} moves rows by the hash of their leaf, so that a task has no leaf, one or several; {@code id}, by the leaf itself,
 * which Spark can from 4.1 on. The split points are JSON strings of letters, one a line.
 */
public final class PlainSort {
    private static final String LEAF = "leaf";

    private PlainSort() {}

    public static void main(String[] arguments) throws IOException {
        boolean byId = "id".equals(arguments[0]);
        List<String> splitPoints = Files.readAllLines(Path.of(arguments[1])).stream()
                .map(line -> line.substring(1, line.length() - 1))
                .toList();
        String[] inputs = Arrays.copyOfRange(arguments, 3, arguments.length);
        try (SparkSession spark = SparkSession.builder()
                .config("spark.sql.adaptive.enabled", false)
                .getOrCreate()) {
            Dataset<Row> rows = spark.read().parquet(inputs);
            Dataset<Row> withLeaf = rows.withColumn(LEAF, leafOf(rows.col("key"), splitPoints, 0, splitPoints.size()));
            int tasks = splitPoints.size() + 1;
            (byId ? repartitionById(withLeaf, tasks) : withLeaf.repartition(tasks, withLeaf.col(LEAF)))
                    .sortWithinPartitions(LEAF, "key", "timestamp")
                    .write()
                    .option("compression", "zstd")
                    .partitionBy(LEAF)
                    .parquet(arguments[2]);
        }
    }

    /** The number of split points below or at the key, found by halves; it is known to be in {@code [from, to]}. */
    private static Column leafOf(Column key, List<String> splitPoints, int from, int to) {
        if (from == to) {
            return functions.lit(from);
        }
        int middle = (from + to) / 2;
        return functions
                .when(key.lt(splitPoints.get(middle)), leafOf(key, splitPoints, from, middle))
                .otherwise(leafOf(key, splitPoints, middle + 1, to));
    }

    /** By its name, since this source is built for Spark 3.5, too, which has no such method. */
    @SuppressWarnings("unchecked") // It gives rows of the same kind.
    private static Dataset<Row> repartitionById(Dataset<Row> rows, int tasks) {
        try {
            return (Dataset<Row>) Dataset.class
                    .getMethod("repartitionById", int.class, Column.class)
                    .invoke(rows, tasks, rows.col(LEAF));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Spark " + rows.sparkSession().version() + " has no repartitionById", e);
        }
    }
}
