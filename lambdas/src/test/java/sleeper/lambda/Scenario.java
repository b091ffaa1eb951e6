package sleeper.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.json.StoredJson;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.source.LeftOut;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.validate.ValidateJob;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;
import sleeper.statestore.transaction.Transaction.Reason;

/**
 * Brings an instance to where a test event begins. Each line of {@code given} is an object whose first field says what happened;
 * {@code test-events/README.md} lists them.
 */
final class Scenario {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.STRING)),
            List.of(),
            List.of(Field.nullable("value", PrimitiveType.STRING)));
    private static final String SHA256 = "ab".repeat(32);

    private final Path home;
    private final TestInstance instance;
    private final ResourceScenario resources;

    Scenario(Path home) {
        this.home = home;
        this.instance = new TestInstance(home);
        this.resources = new ResourceScenario(instance);
    }

    TestInstance instance() {
        return instance;
    }

    void given(JsonNode line) {
        String what = line.fieldNames().next();
        switch (what) {
            case "table" -> createTable(line);
            case "dropped" -> drop(new TableName(line.get(what).textValue()));
            case "instanceProperties" -> writeProperties("instance.properties", line.get(what));
            case "tableProperties" ->
                writeProperties("tables/" + line.get("of").textValue() + ".properties", line.get(what));
            case "file" -> writeFile(line);
            case "sent" -> send(line);
            case "validated" -> validate(attempt(line, what));
            case "rejected" -> reject(attempt(line, what), line);
            case "written" -> write(attempt(line, what), line);
            case "committed" -> commit(attempt(line, what));
            case "collected" -> collect(new TableName(line.get(what).textValue()));
            case "excluded" -> exclude(attempt(line, what), line);
            case "failureStored" -> instance.stores().jobs().recordFailure(attempt(line, what), faults(line));
            case "notified" -> instance.stores().jobs().recordNotified(attempt(line, what), Verdicts.NOTIFIED);
            case "execution" ->
                instance.end(
                        line.get(what).textValue(),
                        Executions.Status.valueOf(line.get("status").textValue()));
            case "noExecution" -> instance.forget(line.get(what).textValue());
            case "brokenDown" -> instance.breakDown(line.get(what).textValue());
            case "mended" -> instance.mend(line.get(what).textValue());
            case "minutesPassed" ->
                instance.pass(Duration.ofMinutes(line.get(what).intValue()));
            case "noSourceByDefault" -> instance.allowNoSourceByDefault();
            default -> resources.given(line);
        }
    }

    private void createTable(JsonNode line) {
        List<KeyValue> cuts = StreamSupport.stream(line.path("cuts").spliterator(), false)
                .<KeyValue>map(cut -> new KeyValue.OfString(cut.textValue()))
                .toList();
        instance.stores()
                .tables()
                .log(new TableName(line.get("table").textValue()))
                .create(SCHEMA, PartitionTree.ofGrid(List.of(cuts)));
    }

    private void drop(TableName table) {
        String incarnation = instance.stores()
                .tables()
                .find(table)
                .orElseThrow()
                .table()
                .orElseThrow()
                .incarnation();
        instance.stores().tables().log(table).drop(incarnation);
    }

    private void writeProperties(String file, JsonNode properties) {
        String text = properties.properties().stream()
                .map(property -> property.getKey() + "=" + property.getValue().textValue() + "\n")
                .collect(Collectors.joining());
        try {
            Path path = home.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException("properties of the test could not be written", e);
        }
    }

    private void writeFile(JsonNode line) {
        String path = line.get("file").textValue();
        int slash = path.indexOf('/');
        instance.write(
                new FilePath(path.substring(0, slash), path.substring(slash + 1)),
                line.path("holds").asText("rows=10"));
    }

    private void send(JsonNode line) {
        JobQueue queue = JobQueue.ofWord(line.path("queue").asText("standard")).orElseThrow();
        String id = line.path("messageId")
                .asText("message-" + line.get("sent").path("id").asText());
        new StartJob(instance.ports()).start(new Message(id, line.get("sent").toString(), queue));
    }

    private void validate(AttemptId attempt) {
        new ValidateJob(instance.ports(), instance, instance).validate(attempt);
    }

    private void reject(AttemptId attempt, JsonNode line) {
        instance.stores().jobs().reject(attempt, faults(line));
    }

    /** A run writes a file and its sketches in each leaf, and its manifest unless the line says otherwise. */
    private void write(AttemptId attempt, JsonNode line) {
        JobPlan plan = instance.stores().jobs().plan(attempt).orElseThrow();
        String run = line.path("run").asText("run1");
        TableLocation location =
                instance.stores().tables().log(plan.table()).storage().location();
        List<DataFile> files = plan.partitions().leaves().stream()
                .map(leaf -> dataFile(leaf, attempt, run))
                .toList();
        for (DataFile file : files) {
            instance.write(location.file(file.path()), "data");
            instance.write(location.file(TableLocation.sketchesOf(file.path())), "sketch");
        }
        if (line.path("manifest").asBoolean(true)) {
            instance.stores().jobs().putManifest(new Manifest(attempt, run, files));
        }
    }

    private static DataFile dataFile(Partition leaf, AttemptId attempt, String run) {
        return new DataFile(TableLocation.dataFile(leaf.id(), attempt, run, 0), leaf.region(), 10, 4, SHA256);
    }

    private void commit(AttemptId attempt) {
        JobPlan plan = instance.stores().jobs().plan(attempt).orElseThrow();
        Manifest manifest = instance.stores().jobs().manifest(attempt).orElseThrow();
        instance.stores().tables().log(plan.table()).commit(attempt, plan.digest(), plan.incarnation(), manifest);
    }

    private void collect(TableName table) {
        var unused =
                instance.stores().tables().log(table).collect(instance.stores().jobs(), false, Duration.ZERO);
    }

    private void exclude(AttemptId attempt, JsonNode line) {
        Verdicts verdicts = new Verdicts(instance.stores());
        ErrorCode code = ErrorCode.valueOf(line.path("code").asText("TASK_LOST"));
        JobStatus status = code == ErrorCode.ABORTED ? JobStatus.ABORTED : JobStatus.FAILED;
        verdicts.logOf(verdicts.job(attempt))
                .exclude(attempt, verdicts.job(attempt).digest(), new Reason(status, code, "as the test has it"));
    }

    private static List<Fault> faults(JsonNode line) {
        return StreamSupport.stream(line.get("codes").spliterator(), false)
                .map(code -> Fault.of(ErrorCode.valueOf(code.textValue()), "the test", "what it stored", ""))
                .toList();
    }

    static AttemptId attempt(JsonNode line, String what) {
        return new AttemptId(
                new JobId(line.get(what).textValue()), line.path("attempt").asInt(1));
    }

    /** @return what there is to see afterwards, of what the event's {@code then} asks about */
    JsonNode state(JsonNode then) {
        Map<String, JsonNode> state = new TreeMap<>();
        then.fieldNames().forEachRemaining(field -> state.put(field, look(field)));
        var json = StoredJson.object();
        state.forEach(json::set);
        return json;
    }

    private JsonNode look(String field) {
        return switch (field) {
            case "executions" -> StoredJson.texts(instance.executions().keySet());
            case "inputs" -> StoredJson.texts(instance.executions().values());
            case "reapings" ->
                StoredJson.texts(
                        instance.reapings().stream().map(AttemptId::toString).toList());
            case "mails" ->
                StoredJson.texts(
                        instance.mails().stream().map(Scenario::firstLine).toList());
            case "deadLetters" ->
                StoredJson.texts(
                        instance.deadLetters().stream().map(Scenario::firstLine).toList());
            case "counts" ->
                StoredJson.textMap(instance.counts().entrySet().stream()
                        .collect(Collectors.toMap(
                                count -> count.getKey().metricName(),
                                count -> count.getValue().toString(),
                                (a, b) -> a,
                                TreeMap::new)));
            case "attempts" ->
                StoredJson.texts(views().flatMap(Scenario::attempts).toList());
            case "history" ->
                StoredJson.texts(views().flatMap(view -> view.history().stream().map(line -> line.text()))
                        .toList());
            case "faults" ->
                StoredJson.texts(views().flatMap(view -> view.attempts().stream())
                        .flatMap(attempt -> attempt.faults().stream())
                        .map(fault -> fault.code() + " at " + fault.where())
                        .toList());
            case "failureStored" ->
                StoredJson.texts(views().flatMap(view -> view.attempts().stream())
                        .flatMap(attempt -> instance.stores().jobs().failure(attempt.attempt()).stream())
                        .flatMap(failure -> failure.faults().stream())
                        .map(fault -> fault.code() + " at " + fault.where())
                        .toList());
            case "warnings" ->
                StoredJson.texts(plans().flatMap(plan -> plan.advice().stream()).toList());
            case "leftOut" ->
                StoredJson.texts(plans().flatMap(plan -> plan.leftOut().stream())
                        .map(LeftOut::words)
                        .toList());
            case "unresolved" ->
                StoredJson.texts(
                        plans().flatMap(plan -> plan.unresolved().stream()).toList());
            case "inputFiles" ->
                StoredJson.texts(plans().flatMap(plan -> plan.inputs().stream())
                        .map(input -> input.path() + " rows=" + input.rowCount())
                        .toList());
            case "dataFiles" -> StoredJson.texts(dataFiles());
            case "notified" ->
                StoredJson.texts(views().flatMap(view -> view.attempts().stream())
                        .filter(attempt -> instance.stores().jobs().isNotified(attempt.attempt(), Verdicts.NOTIFIED))
                        .map(attempt -> attempt.attempt().toString())
                        .toList());
            default ->
                StoredJson.texts(resources.look(
                        field,
                        views().flatMap(view -> view.attempts().stream())
                                .map(AttemptView::attempt)
                                .toList()));
        };
    }

    private Stream<JobView> views() {
        return new JobHistory(instance.stores().jobs(), instance.stores().tables())
                .page(Optional.empty(), Integer.MAX_VALUE).stream()
                        .sorted(Comparator.comparing(view -> view.job().id().value()));
    }

    private Stream<JobPlan> plans() {
        return views().flatMap(view -> view.attempts().stream())
                .map(attempt -> instance.stores().jobs().plan(attempt.attempt()))
                .flatMap(Optional::stream);
    }

    private static Stream<String> attempts(JobView view) {
        return IntStream.range(0, view.attempts().size())
                .mapToObj(i -> view.attempts().get(i).attempt() + " "
                        + view.attempts().get(i).status());
    }

    private List<String> dataFiles() {
        return instance.stores().tables().logged().stream()
                .flatMap(table -> {
                    TableLocation location =
                            instance.stores().tables().log(table).storage().location();
                    try {
                        return instance.stores().files().list(location.data()).toList().stream()
                                .map(file -> file.path().key());
                    } catch (IOException e) {
                        throw new UncheckedIOException("files of the test could not be listed", e);
                    }
                })
                .toList();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
