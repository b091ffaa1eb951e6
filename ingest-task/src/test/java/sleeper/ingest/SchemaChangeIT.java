package sleeper.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.table.TableName;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/** A table whose schema changes while it holds rows. */
class SchemaChangeIT {
    private static final Field TAGS = Field.nullable("tags", new ListType(PrimitiveType.STRING, false));

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeTable() {
        home = TestHome.withTable(folder);
        load("before", Record.of("key", "a", "timestamp", 1L, "value", "old"));
    }

    private void load(String job, Record row) {
        try (IngestRecords ingest = IngestRecords.open(home, home.surroundings(), "orders", job)) {
            ingest.write(row);
        }
    }

    private Verdict add(Field field) {
        TableLog log = home.tables().log(new TableName("orders"));
        return log.addField(log.state().table().orElseThrow().incarnation(), field);
    }

    @Test
    void shouldReadNullsInAFieldThatWasAddedAfterARow() {
        // When
        assertThat(add(TAGS)).isInstanceOf(Verdict.Done.class);
        load("after", new Record(Map.of("key", "b", "timestamp", 2L, "value", "new", "tags", List.of("x"))));
        load("last", Record.of("key", "c", "timestamp", 3L, "value", "newer"));
        // Then
        assertThat(home.rows().stream().map(row -> List.copyOf(row.keySet())).distinct())
                .containsExactly(List.of("key", "timestamp", "value", "tags"));
        assertThat(home.rows().stream().map(row -> row.get("key") + " " + row.get("value") + " " + row.get("tags")))
                .containsExactlyInAnyOrder("a old null", "b new [x]", "c newer null");
        assertThat(home.verify()).isEmpty();
    }

    static Stream<Field> refused() {
        return Stream.of(
                Field.required("more", PrimitiveType.LONG),
                Field.nullable("value", PrimitiveType.STRING),
                Field.nullable("key", PrimitiveType.STRING));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseAnyOtherFieldWithTheReason(Field field) {
        // When
        Verdict verdict = add(field);
        // Then
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.fault().code()).isEqualTo(ErrorCode.VALUE_OUT_OF_RANGE);
            assertThat(refused.fault().found()).contains(field.name());
        });
        assertThat(home.rows()).containsExactly(Map.of("key", "a", "timestamp", 1L, "value", "old"));
    }
}
