package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.JobStatus;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.ingest.IngestTask;
import sleeper.sort.demo.DemoData;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.InstanceStores;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/** What becomes of a job whose input is bad: one mail that says what to do, and nothing in the table or left behind. */
class BadInputIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema NARROW = new Schema(
            List.of(Field.required("key", PrimitiveType.STRING)),
            List.of(Field.required("timestamp", PrimitiveType.INT)),
            List.of(Field.required("value", PrimitiveType.STRING)));

    @TempDir
    private Path home;

    /** A mail, decoded. */
    private record Mail(String subject, String text) {}

    @ParameterizedTest
    @EnumSource
    void shouldTellOnceWhatToDoAndLeaveNothing(BadInput input) throws Exception {
        // Given
        try (VirtualInstance instance = instance(UnaryOperator.identity(), IngestWork.ingestTask())) {
            var unused =
                    instance.instance().tables().log(new TableName("narrow")).create(NARROW, DemoData.partitions(2));
            input.damage(home.resolve("buckets/source/in/part-0.parquet"));
            // When
            JsonNode answer = instance.deliver(
                    "message-1",
                    JSON.writeValueAsString(
                            Map.of("id", "load-1", "tableName", input.table(), "files", input.files())));
            instance.settle();
            // Then
            assertThat(answer.path("batchItemFailures")).isEmpty();
            assertEnd(instance, input.isFoundByReading() ? JobStatus.FAILED : JobStatus.REJECTED, input.faults());
        }
    }

    @Test
    void shouldRefuseAJobWhoseFileMayNotBeRead() throws Exception {
        // Given
        try (VirtualInstance instance = instance(BadInputIT::forbidden, IngestWork.ingestTask())) {
            // When
            instance.load("in");
            // Then
            assertEnd(
                    instance,
                    JobStatus.REJECTED,
                    List.of("FILE_FORBIDDEN at source/in/part-0.parquet: found no read access. Grant"));
        }
    }

    @Test
    void shouldFailAJobWhoseFileMayNotBeReadAnyMoreOnceItRuns() throws Exception {
        // Given
        IngestWork forbidden = IngestWork.inProcess((instance, attempt) ->
                IngestTask.run(attempt, forbidden(instance.instance()), instance.surroundings()));
        try (VirtualInstance instance = instance(UnaryOperator.identity(), forbidden)) {
            // When
            instance.load("in");
            // Then
            assertEnd(instance, JobStatus.FAILED, List.of("FILE_FORBIDDEN at source/in/part-0.parquet"));
        }
    }

    private VirtualInstance instance(UnaryOperator<InstanceStores> ofHandlers, IngestWork work) throws IOException {
        return VirtualInstance.fresh(home, false, Map.of(), work, ofHandlers, (queue, messageId, body, reason) -> {});
    }

    private void assertEnd(VirtualInstance instance, JobStatus status, List<String> messages) throws Exception {
        assertThat(instance.job().status()).isEqualTo(status);
        assertThat(instance.job().attempts()).hasSize(1);
        List<Fault> faults = instance.job().attempts().get(0).faults();
        assertThat(faults).extracting(Fault::message).hasSameSizeAs(messages);
        for (int i = 0; i < faults.size(); i++) {
            assertThat(faults.get(i).message()).startsWith(messages.get(i));
        }
        // The sweep finds nothing more to tell
        instance.sweep();
        assertThat(instance.executions(StateMachineFile.INGEST_JOB)).hasSize(1);
        assertThat(mails()).singleElement().satisfies(mail -> {
            assertThat(mail.subject())
                    .isEqualTo("Job load-1 " + status.name().toLowerCase(Locale.ROOT) + ": "
                            + faults.get(0).code());
            assertThat(mail.text()).contains("Job: load-1", "State: " + status, "Next step: ");
            faults.forEach(fault -> assertThat(mail.text()).contains(fault.message()));
        });
        assertThat(instance.instance().tables().logged())
                .allSatisfy(table -> assertThat(
                                instance.instance().tables().log(table).state().files())
                        .isEmpty());
        var unused = instance.collectGarbage();
        assertThat(instance.filesLeft()).isEmpty();
        assertThat(instance.log().verify(true).faults()).isEmpty();
        assertThat(instance.collectGarbage().removed()).isEmpty();
        assertThat(instance.collectGarbage().undecided()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"id": "load-1", "tableName": "events", "files": ["source/in"]       | MALFORMED_JSON
                    {"id": "load-1", "tableName": "events", "filse": ["source/in"]}      | UNKNOWN_FIELD,MISSING_FIELD
                    {"id": "load-1", "tableName": "events", "files": "source/in"}        | WRONG_TYPE
                    {"id": "load-1", "tableName": "events", "files": [7]}                | WRONG_TYPE
                    {"id": "../load", "tableName": "events", "files": ["source/in"]}     | BAD_ID
                    {"id": "load-1", "tableName": "e/v", "files": ["source/in"]}         | BAD_ID
                    {"id": "load-1", "id": "load-2", "tableName": "events", "files": []} | DUPLICATE_FIELD
                    """)
    void shouldTellOnceWhatIsWrongWithADocumentAndStartNothing(String document, String codes) throws Exception {
        // Given
        List<String> putAside = new ArrayList<>();
        try (VirtualInstance instance = VirtualInstance.fresh(
                home,
                false,
                Map.of(),
                IngestWork.ingestTask(),
                UnaryOperator.identity(),
                (queue, messageId, body, reason) -> putAside.add(messageId + " " + body))) {
            // When
            JsonNode answer = instance.deliver("message-1", document);
            instance.settle();
            instance.sweep();
            // Then
            assertThat(answer.path("batchItemFailures")).isEmpty();
            assertThat(instance.instance().jobs().jobIds()).isEmpty();
            assertThat(instance.executions(StateMachineFile.INGEST_JOB)).isEmpty();
            assertThat(putAside).containsExactly("message-1 " + document);
            assertThat(mails()).singleElement().satisfies(mail -> {
                assertThat(mail.text()).contains("Message: message-1", "Next step: ");
                for (String code : codes.split(",", -1)) {
                    assertThat(mail.text()).contains("- " + code + " at ");
                }
                assertThat(mail.text().lines().filter(line -> line.startsWith("- ")))
                        .hasSameSizeAs(codes.split(",", -1));
                assertThat(mail.subject()).startsWith("Message refused: ");
            });
            assertThat(instance.rows()).isZero();
        }
    }

    private List<Mail> mails() throws Exception {
        List<Mail> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.resolve("mailbox"))) {
            for (Path file : files.toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    MimeMessage message = new MimeMessage(null, in);
                    mails.add(new Mail(
                            message.getSubject(),
                            message.getContent().toString().replace("\r\n", "\n")));
                }
            }
        }
        return mails;
    }

    private static InstanceStores forbidden(InstanceStores stores) {
        return new OtherFiles(stores, new Forbidden(stores.files()));
    }

    /** Input files that may be listed, and not read. */
    private static final class Forbidden extends ForwardingFileStore {
        Forbidden(FileStore files) {
            super(files);
        }

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            if (path.bucket().equals("source")) {
                throw new AccessDeniedException(path.toString());
            }
            return super.open(path, version);
        }
    }
}
