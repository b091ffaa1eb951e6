package sleeper.aws.request;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight(Runnable::run);

    @Test
    void shouldLetAnErrorThroughAsItIs() {
        Error error = new AssertionError("out of something");
        Callable<String> failing = () -> {
            throw error;
        };
        // When / Then neither a wrapper nor a failure of the store
        assertThatThrownBy(() -> inFlight.all(List.of(failing, () -> "done"))).isSameAs(error);
    }
}
