package sleeper.statestore.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

class UnreachableExceptionTest {
    @Test
    void shouldKeepItsFaultOnTheWayToAnotherProcess() throws Exception {
        // Given
        UnreachableException sent =
                new UnreachableException("the services", "no answer", "Start them.", new IOException("refused"));
        // When
        UnreachableException received = throughBytes(sent);
        // Then
        assertThat(received).hasMessage(sent.getMessage()).hasCauseInstanceOf(IOException.class);
        assertThat(received.faults())
                .containsExactly(new Fault(ErrorCode.UNAVAILABLE, "the services", "no answer", "", "Start them."));
    }

    private static UnreachableException throughBytes(UnreachableException sent) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (UnreachableException) in.readObject();
        }
    }
}
