package sleeper.verification.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sleeper.cli.Sleeper;
import sleeper.cli.frame.Console;
import sleeper.cli.frame.Surrounding;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.table.TableName;
import sleeper.run.RealSurroundings;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.Verdict;

/** A home with a table of example rows that jobs are prepared for, which something else then runs, and committed. */
public final class SparkTable {
    public static final String RUNNER = "sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner";
    public static final long ROWS = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEAVES = 4;

    private final Path folder;

    /** @param folder in which the home is made */
    public SparkTable(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(home());
        Files.writeString(home().resolve("instance.properties"), "sleeper.default.bulk.import.min.leaf.partitions=4\n");
        FileInstance instance = FileInstance.open(home(), RealSurroundings.get());
        assertThat(instance.tables().log(new TableName("demo")).create(DemoData.SCHEMA, DemoData.partitions(LEAVES)))
                .isInstanceOf(Verdict.Done.class);
        List<FilePath> unused = new DemoData(ROWS, 2, 5_000, 1).write(instance.files(), new FilePath("in", "demo"), 1);
    }

    public Path home() {
        return folder.resolve(".sleeper");
    }

    private String file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return name;
    }

    /** Prepares a job that loads the rows. @return its attempt */
    public AttemptId prepare(String job) throws IOException {
        JsonNode told = run(
                "prepare",
                file(job + ".json", "{\"id\":\"" + job + "\",\"tableName\":\"demo\",\"files\":[\"in/demo\"]}"));
        return new AttemptId(new JobId(job), told.get("attempt").intValue());
    }

    /** Commits a job whose attempt has run. */
    public void commit(String job) {
        assertThat(run("commit", job).path("status").asText()).isEqualTo("COMMITTED");
    }

    /** @return rows that the table has */
    public long rows() {
        return run("table", "describe", "demo").path("rows").longValue();
    }

    /** @return arguments of spark-submit that have an attempt run, with properties as they are given */
    public static List<String> line(AttemptId attempt, Map<String, String> properties) {
        Stream<String> set =
                properties.entrySet().stream().flatMap(one -> Stream.of("--conf", one.getKey() + "=" + one.getValue()));
        return Stream.of(
                        Stream.of("--deploy-mode", "cluster"),
                        set,
                        Stream.of(
                                "--class",
                                RUNNER,
                                "s3://sleeper-jars/sleeper-spark-job-0.1.0-SNAPSHOT-spark3.jar",
                                attempt.jobId().value(),
                                Integer.toString(attempt.number())))
                .flatMap(words -> words)
                .toList();
    }

    private JsonNode run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = Sleeper.run(
                new Surrounding(console, Map.of(), folder, InstantSource.system()),
                Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(code).as(out + "\n" + err).isZero();
        try {
            return JSON.readTree(out.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(out.toString(StandardCharsets.UTF_8), e);
        }
    }
}
