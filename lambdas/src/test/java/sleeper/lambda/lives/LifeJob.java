package sleeper.lambda.lives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.validate.ValidateJob;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.TableStore;

/**
 * The job that is lived through again and again: its document, and the plan that validation made of it once.
 *
 * @param first plan of the first attempt, in an instance of its own
 */
record LifeJob(JobQueue queue, JobPlan first) {
    private static final String ID = "big";
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
    private static final PartitionTree PARTITIONS = PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfString("m"))));

    /** @param home an empty folder */
    static LifeJob of(JobQueue queue, Path home) throws IOException {
        TestInstance instance = new TestInstance(home);
        Files.writeString(home.resolve("instance.properties"), "sleeper.default.bulk.import.min.leaf.partitions=1\n");
        TableName table = new TableName("orders");
        instance.stores().tables().log(table).create(SCHEMA, PARTITIONS);
        instance.write(new FilePath("in", "f.parquet"), "rows=10");
        var unused = new StartJob(instance.ports()).start(message(queue, "message"));
        return new LifeJob(
                queue, new ValidateJob(instance.ports(), instance, instance).validate(TestInstance.attempt(ID, 1)));
    }

    private static Message message(JobQueue queue, String id) {
        return new Message(id, "{\"id\":\"big\",\"tableName\":\"orders\",\"files\":[\"in/f.parquet\"]}", queue);
    }

    Message message(String id) {
        return message(queue, id);
    }

    Platform platform() {
        return first.platform();
    }

    TableName table() {
        return first.table();
    }

    AttemptId attempt(int number) {
        return TestInstance.attempt(ID, number);
    }

    void createTable(TableStore tables) {
        tables.log(table()).create(SCHEMA, PARTITIONS);
    }

    JobPlan plan(AttemptId attempt, TableStore tables) {
        String incarnation = tables.log(table()).state().table().orElseThrow().incarnation();
        return new JobPlan(
                attempt,
                first.digest(),
                first.table(),
                incarnation,
                first.schema(),
                first.partitions(),
                first.platform(),
                first.reasons(),
                first.warnings(),
                first.inputs(),
                first.unresolved(),
                first.leftOut(),
                first.settings(),
                first.sparkConf(),
                first.className(),
                first.estimate());
    }

    /** @return what a run leaves that did its work */
    Manifest manifest(Thing run) {
        Partition leaf = first.partitions().leaves().get(0);
        String runId = run.id.replace("-", "");
        String path = TableLocation.dataFile(leaf.id(), run.attempt, runId, 0);
        return new Manifest(run.attempt, runId, List.of(new DataFile(path, leaf.region(), 10, 4, "ab".repeat(32))));
    }

    /** @return which attempt the log has committed */
    Optional<Integer> committed(TableStore tables) {
        return tables.log(table())
                .state()
                .job(first.attempt().jobId())
                .flatMap(JobState::committed)
                .map(JobState.Commit::attempt);
    }
}
