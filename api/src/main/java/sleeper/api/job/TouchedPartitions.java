package sleeper.api.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.Statistics;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValue;
import sleeper.core.job.JobPlan;
import sleeper.core.key.KeyValue;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.util.ManyAtOnce;
import sleeper.sort.check.InputCheck;
import sleeper.sort.format.Footer;
import sleeper.sort.input.InputMapping;
import sleeper.sort.read.KeyValues;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.ComparedColumn;
import sleeper.sort.schema.ConstantColumn;
import sleeper.sort.schema.TableLayout;

/**
 * How many leaves the rows of a job may fall into, by the least and greatest keys that its row groups name. No fewer than the
 * run will find; more, where a row group's keys leave a leaf out between their bounds.
 */
public final class TouchedPartitions {
    private final JobPlan plan;
    private final TableLayout keys;
    private final BitSet leaves = new BitSet();

    private TouchedPartitions(JobPlan plan) {
        this.plan = plan;
        this.keys = new TableLayout(new Schema(plan.schema().rowKeyFields(), List.of(), List.of()));
    }

    static int count(FileStore store, JobPlan plan) {
        TouchedPartitions touched = new TouchedPartitions(plan);
        var unused = ManyAtOnce.map("leaves", plan.inputs(), JobPlanning.FILES_AT_ONCE, input -> {
            FileInfo file = new FileInfo(input.path(), input.version());
            touched.addLeaves(InputCheck.readFooter(store, file), input.folderValues());
            return input;
        });
        return touched.leaves.cardinality();
    }

    private synchronized void addLeaves(Footer footer, List<FolderValue> folders) {
        List<ColumnInput> columns = InputMapping.of(keys, footer.root(), folders);
        for (int group = 0; group < footer.rowGroups().size(); group++) {
            if (footer.rowGroups().get(group).getNum_rows() == 0) {
                continue;
            }
            List<Optional<KeyValue>> least = new ArrayList<>();
            List<Optional<KeyValue>> greatest = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Bounds bounds = bounds(
                        columns.get(i),
                        footer,
                        group,
                        keys.schema().rowKeyTypes().get(i));
                least.add(bounds.min());
                greatest.add(bounds.max());
            }
            plan.partitions().findLeaves(least, greatest, leaves);
        }
    }

    private static Bounds bounds(ColumnInput column, Footer footer, int group, PrimitiveType type) {
        if (column instanceof ConstantColumn constant) {
            return Bounds.of(constant, type);
        }
        if (column instanceof ComparedColumn compared) {
            return Bounds.of(compared.expected(), type);
        }
        int leaf = ((ColumnMapping) column).source().leafIndex();
        return Bounds.of(footer.chunk(group, leaf).getStatistics(), type);
    }

    /** Least and greatest value, both inclusive; empty where the file does not tell. */
    private record Bounds(Optional<KeyValue> min, Optional<KeyValue> max) {
        static Bounds of(ConstantColumn column, PrimitiveType type) {
            Optional<KeyValue> value = column.value().map(only -> KeyValues.at(only, type, 0));
            return new Bounds(value, value);
        }

        static Bounds of(Statistics statistics, PrimitiveType type) {
            return statistics == null
                    ? new Bounds(Optional.empty(), Optional.empty())
                    : new Bounds(value(statistics.getMin_value(), type), value(statistics.getMax_value(), type));
        }

        /** @return empty also if the bytes, which nobody vouches for, are no value of the type */
        private static Optional<KeyValue> value(byte[] bytes, PrimitiveType type) {
            if (bytes == null || !isLengthOf(type, bytes.length)) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            return Optional.of(
                    switch (type) {
                        case INT -> new KeyValue.OfInt(buffer.getInt());
                        case LONG ->
                            new KeyValue.OfLong(bytes.length == Integer.BYTES ? buffer.getInt() : buffer.getLong());
                        case BYTEARRAY -> new KeyValue.OfBytes(bytes);
                        default -> new KeyValue.OfString(new String(bytes, StandardCharsets.UTF_8));
                    });
        }

        private static boolean isLengthOf(PrimitiveType type, int bytes) {
            return switch (type) {
                case INT -> bytes == Integer.BYTES;
                case LONG -> bytes == Integer.BYTES || bytes == Long.BYTES;
                default -> true;
            };
        }
    }
}
