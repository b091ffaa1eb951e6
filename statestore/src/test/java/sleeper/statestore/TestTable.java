package sleeper.statestore;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sleeper.core.error.ErrorCode;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.statestore.transaction.Transaction.Reason;

/** A table of strings, and what jobs do to it. */
public final class TestTable {
    public static final TableName NAME = new TableName("letters");
    public static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.STRING)),
            List.of(),
            List.of(Field.required("value", PrimitiveType.STRING)));
    public static final PartitionTree ONE_LEAF = PartitionTree.single(1);
    public static final Reason FAILURE = new Reason(JobStatus.FAILED, ErrorCode.TASK_LOST, "the process was killed");
    public static final String SHA = "ab".repeat(32);

    private TestTable() {}

    public static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    public static DataFile file(AttemptId attempt, String run, int sequence, Region region) {
        return new DataFile(
                TableLocation.dataFile(PartitionId.ROOT, attempt, run, sequence), region, 10 + sequence, 100, SHA);
    }

    public static Manifest manifest(AttemptId attempt, String run, int files) {
        List<DataFile> written = IntStream.range(0, files)
                .mapToObj(i -> file(attempt, run, i, Region.all(1)))
                .toList();
        return new Manifest(attempt, run, written);
    }

    public static Region below(String bound) {
        return new Region(List.of(new Range(Optional.empty(), Optional.of(new KeyValue.OfString(bound)))));
    }

    public static Region from(String bound) {
        return new Region(List.of(new Range(Optional.of(new KeyValue.OfString(bound)), Optional.empty())));
    }
}
