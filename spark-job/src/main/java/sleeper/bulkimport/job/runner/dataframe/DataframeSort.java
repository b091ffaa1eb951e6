package sleeper.bulkimport.job.runner.dataframe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import sleeper.bulkimport.job.runner.Algorithm;
import sleeper.bulkimport.job.runner.SparkWork;
import sleeper.bulkimport.job.runner.WrittenFiles;
import sleeper.core.table.WrittenFile;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.Storage;
import sleeper.sort.schema.TableLayout;

/**
 * A DataFrame of the leaf columns with the row's leaf before them, moved by ranges of leaves and sorted within. Spark samples the
 * leaves first, for which the frame is persisted as the job says; integers are ordered as signed, bytes as unsigned, as tables are.
 */
public final class DataframeSort implements Algorithm {
    private static final String LEAF = "leaf";

    @Override
    public List<WrittenFile> sort(SparkWork work) {
        return work.write(() -> written(work));
    }

    private static JavaRDD<WrittenFiles> written(SparkWork work) {
        TableLayout layout = new TableLayout(work.plan().schema());
        SparkSession session =
                SparkSession.builder().sparkContext(work.context().sc()).getOrCreate();
        JavaRDD<Row> rows = work.splits()
                .mapPartitions(new ReadRows(work.shared(), work.counts().rowsRead()));
        Dataset<Row> frame = session.createDataFrame(rows, type(layout)).persist(work.storageLevel());
        int leaves = work.plan().partitions().leaves().size();
        Dataset<Row> sorted = frame.repartitionByRange(Math.min(leaves, work.reduceTasks()), functions.col(LEAF))
                .sortWithinPartitions(order(layout));
        return sorted.javaRDD().mapPartitions(new WriteRows(work.shared(), work.counts()));
    }

    private static StructType type(TableLayout layout) {
        List<StructField> fields = new ArrayList<>();
        fields.add(DataTypes.createStructField(LEAF, DataTypes.IntegerType, false));
        for (LeafColumn column : layout.columns()) {
            fields.add(DataTypes.createStructField(name(column), type(column.storage()), column.isNullable()));
        }
        return DataTypes.createStructType(fields);
    }

    private static String name(LeafColumn column) {
        return "column" + column.index();
    }

    private static DataType type(Storage storage) {
        return switch (storage) {
            case INT -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case BYTES -> DataTypes.BinaryType;
        };
    }

    private static Column[] order(TableLayout layout) {
        Stream<String> keys = layout.columns().stream().limit(layout.keyCount()).map(DataframeSort::name);
        return Stream.concat(Stream.of(LEAF), keys).map(functions::col).toArray(Column[]::new);
    }
}
