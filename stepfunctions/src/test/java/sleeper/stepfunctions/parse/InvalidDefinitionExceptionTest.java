package sleeper.stepfunctions.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidDefinitionExceptionTest {
    @Test
    void shouldKeepItsFaultsOnTheWayToAnotherProcess() throws Exception {
        // Given
        List<DefinitionFault> faults = List.of(
                new DefinitionFault(DefinitionFault.SCHEMA, "no StartAt", "/"),
                new DefinitionFault(DefinitionFault.TARGET, "no state 'B'", "/States/A/Next"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new InvalidDefinitionException(faults));
        }
        // When
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            InvalidDefinitionException received = (InvalidDefinitionException) in.readObject();
            // Then
            assertThat(received.faults()).isEqualTo(faults);
        }
    }
}
