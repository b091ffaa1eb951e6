package sleeper.statestore.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.VersionTooOldException;
import sleeper.statestore.util.Sha256;

class RecordFormatTest {
    private static final LogEntry ENTRY =
            LogEntry.of(7, "t7", Sha256.ZERO, 1_700_000_000_000L, "[{\"id\":\"r1\"}]".getBytes(StandardCharsets.UTF_8));

    @Test
    void shouldKeepTheFormOfVersionOne() {
        assertThat(new String(ENTRY.encoded(), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"format":1,"record":"entry","slot":7,"transaction":"t7","previous":"%s","at":1700000000000,"payloadSha256":"%s","payloadBytes":13,"inline":true}
                        [{"id":"r1"}]
                        %s
                        """.formatted(Sha256.ZERO, ENTRY.payloadHash(), ENTRY.hash()));
        assertThat(new String(Tombstone.of(ENTRY).encoded(), StandardCharsets.UTF_8))
                .startsWith("{\"format\":1,\"record\":\"tombstone\",\"slot\":7,\"transaction\":\"t7\",\"hash\":\""
                        + ENTRY.hash() + "\"}\n\n");
    }

    @Test
    void shouldGiveBackWhatWasWritten() {
        LogRecord read = RecordFormat.decode(7, ENTRY.encoded(), "here");
        assertThat(read).isInstanceOfSatisfying(LogEntry.class, entry -> {
            assertThat(entry.encoded()).isEqualTo(ENTRY.encoded());
            assertThat(entry.hash()).isEqualTo(ENTRY.hash());
            assertThat(entry.inlinePayload()).contains("[{\"id\":\"r1\"}]".getBytes(StandardCharsets.UTF_8));
        });
        Tombstone tombstone = Tombstone.of(ENTRY);
        assertThat(RecordFormat.decode(7, tombstone.encoded(), "here")).isEqualTo(tombstone);
    }

    @Test
    void shouldRefuseAnyChangedByte() {
        byte[] bytes = ENTRY.encoded();
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> RecordFormat.decode(7, damaged, "here"))
                    .as("byte %d", i)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\":2,\"record\":\"entry\",\"slot\":7}\n\n",
                "{\"format\":3,\"what\":\"ever\"}\nof\nmany\nlines\n",
                "{\"format\":1,\"record\":\"milestone\",\"slot\":7}\n\n"
            })
    void shouldTellARecordOfALaterVersionFromADamagedOne(String content) {
        byte[] bytes = (content + Sha256.hex(content.getBytes(StandardCharsets.UTF_8)) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RecordFormat.decode(7, bytes, "here"))
                .isInstanceOf(VersionTooOldException.class)
                .hasMessageStartingWith(
                        "Slot 7 of a table's log was written by a newer version. VERSION_TOO_OLD at here");
        bytes[2] ^= 1;
        assertThatThrownBy(() -> RecordFormat.decode(7, bytes, "here")).isInstanceOf(CorruptDataException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"format\":0,\"slot\":7}\n\n", "{\"format\":\"2\"}\n\n", "{}\n\n"})
    void shouldCallARecordDamagedThatNoVersionWrote(String content) {
        byte[] bytes = (content + Sha256.hex(content.getBytes(StandardCharsets.UTF_8)) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RecordFormat.decode(7, bytes, "here")).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void shouldRefuseTheRecordOfAnotherSlot() {
        assertThatThrownBy(() -> RecordFormat.decode(8, ENTRY.encoded(), "here"))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("record of slot 7");
    }

    @Test
    void shouldLeaveALargePayloadOutOfTheEntry() {
        // Given
        LogEntry atLimit = LogEntry.of(1, "t", Sha256.ZERO, 0, new byte[LogEntry.MAX_INLINE_BYTES]);
        LogEntry above = LogEntry.of(1, "t", Sha256.ZERO, 0, new byte[LogEntry.MAX_INLINE_BYTES + 1]);
        // When / Then
        assertThat(atLimit.inlinePayload()).isPresent();
        assertThat(above.inlinePayload()).isEmpty();
        assertThat(above.encoded()).hasSizeLessThan(512);
    }
}
