package sleeper.sort.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Structures that declare more than they hold, for which no memory may be taken. */
class ThriftTest {
    /** A list of structures, as field of a number, that says it has 16,777,215 of them, and has room for four at most. */
    private static InputStream hugeListOfStructures(int field) {
        return new ByteArrayInputStream(new byte[] {(byte) (field << 4 | 9), (byte) 0xfc, -1, -1, -1, 7, 0, 0, 0, 0});
    }

    @Test
    void shouldRefuseAFooterWhoseSchemaHasMoreNodesThanBytes() {
        assertThatThrownBy(() -> Thrift.fileMetaData(hugeListOfStructures(2)))
                .isInstanceOf(IOException.class)
                .hasMessage("Message size exceeds limit: 10");
    }

    @Test
    void shouldRefuseAFooterThatHasMoreRowGroupsThanBytes() {
        assertThatThrownBy(() -> Thrift.fileMetaData(hugeListOfStructures(4)))
                .isInstanceOf(IOException.class)
                .hasMessage("Message size exceeds limit: 10");
    }

    @Test
    void shouldRefuseAPageIndexThatHasMorePagesThanBytes() {
        assertThatThrownBy(() -> Thrift.offsetIndex(hugeListOfStructures(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("Message size exceeds limit: 10");
    }
}
