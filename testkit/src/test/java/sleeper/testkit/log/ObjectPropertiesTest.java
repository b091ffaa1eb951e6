package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.ObjectProperties;
import sleeper.statestore.instance.PropertyStore;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

class ObjectPropertiesTest {
    private static final TableName TABLE = new TableName("songs");
    private static final Map<String, String> ONE = Map.of("sleeper.id", "one");
    private static final Map<String, String> OTHER = Map.of("sleeper.id", "other", "sleeper.a.b", "x = y");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<Duration> waits = new ArrayList<>();
    private final PropertyStore properties = over(objects);

    private PropertyStore over(ObjectStore store) {
        return new ObjectProperties(
                store, "s3://config", new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), waits::add));
    }

    @Test
    void shouldHaveNoPropertiesWhereNothingWasWritten() {
        assertThat(properties.ofInstance()).isEmpty();
        assertThat(properties.ofTable(TABLE)).isEmpty();
    }

    @Test
    void shouldReadWhatWasWrittenLast() {
        properties.putOfInstance(ONE);
        properties.putOfInstance(OTHER);
        properties.putOfTable(TABLE, ONE);

        assertThat(properties.ofInstance()).isEqualTo(OTHER);
        assertThat(properties.ofTable(TABLE)).isEqualTo(ONE);
        assertThat(objects.list("")).containsExactly("instance.properties", "tables/songs.properties");
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldWriteUntilItIsSeenThatItWasWritten() {
        // Given a request that is lost, and then a reply
        objects.loseNextRequest();
        objects.loseNextReply();
        // When
        properties.putOfInstance(ONE);
        // Then
        assertThat(properties.ofInstance()).isEqualTo(ONE);
        assertThat(waits).hasSize(2);
    }

    @Test
    void shouldReplaceWhatAnotherWroteMeanwhile() {
        // Given
        properties.putOfInstance(ONE);
        ForwardingObjectStore slow = new ForwardingObjectStore(objects) {
            private boolean first = true;

            @Override
            public PutResult replace(String key, byte[] expected, byte[] bytes) {
                if (first) {
                    first = false;
                    properties.putOfInstance(Map.of("sleeper.id", "theirs"));
                }
                return super.replace(key, expected, bytes);
            }
        };
        // When
        over(slow).putOfInstance(OTHER);
        // Then
        assertThat(properties.ofInstance()).isEqualTo(OTHER);
    }

    @Test
    void shouldSayThatItIsNotKnownWhereNoAnswerEverTells() {
        ForwardingObjectStore deaf = new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                return PutResult.UNKNOWN;
            }
        };

        assertThatThrownBy(() -> over(deaf).putOfTable(TABLE, ONE))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("s3://config/tables/songs.properties");
        assertThat(waits).hasSize(10);
    }

    @Test
    void shouldRefuseWhatIsNoText() {
        objects.putIfAbsent("instance.properties", "sleeper.id=\u00fc".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(properties::ofInstance)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.faults().get(0)).satisfies(fault -> {
                            assertThat(fault.code()).isEqualTo(ErrorCode.WRONG_TYPE);
                            assertThat(fault.where()).isEqualTo("s3://config/instance.properties");
                        }));
    }
}
