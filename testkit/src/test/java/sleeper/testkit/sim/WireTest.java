package sleeper.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import sleeper.testkit.sim.Wire.Effect;

class WireTest {
    private final World world = new World(1, Optional.empty(), Optional.empty());

    private static Supplier<String> throwing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    private static RuntimeException failed(Wire.Failure failure) {
        return new IllegalStateException(failure.name());
    }

    private String send(Wire wire, Supplier<String> request) {
        return world.inFairWeather(() -> wire.send(Effect.CONDITIONAL, request, WireTest::failed));
    }

    /** Sends until a request is on its way that its sender has given up. */
    private void sendLate(Wire cut, Supplier<String> request) {
        while (!cut.isLate()) {
            assertThatThrownBy(() -> send(cut, request)).hasMessage("NO_ANSWER");
        }
    }

    @Test
    void shouldGiveTheSenderWhatTheServiceRefusesBy() {
        Wire wire = new Wire(world, () -> false);
        RuntimeException answer = new IllegalStateException("412");
        // When / Then
        assertThatThrownBy(() -> send(wire, throwing(new Wire.Refusal(answer)))).isSameAs(answer);
        assertThat(wire.isRefused()).isTrue();
    }

    @Test
    void shouldFailWhereTheModelDoesNotKnowWhatItIsAsked() {
        Wire wire = new Wire(world, () -> false);
        assertThatThrownBy(() -> send(wire, throwing(new IllegalArgumentException("an unknown expression"))))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("an unknown expression");
    }

    @Test
    void shouldFailWhereTheModelDoesNotKnowWhatComesLate() {
        // Given a request that is on its way
        sendLate(new Wire(world, () -> true), throwing(new IllegalArgumentException("an unknown expression")));
        // When it arrives
        assertThatThrownBy(world::calm).isInstanceOf(Violation.class).hasMessageContaining("an unknown expression");
    }

    @Test
    void shouldLetWhatComesLateBeRefusedUnheard() {
        sendLate(new Wire(world, () -> true), throwing(new Wire.Refusal(new IllegalStateException("412"))));
        world.calm();
    }

    @Test
    void shouldTellWhatWasSentByACallFromWhatOneBeforeItSent() {
        // Given a request of a call that is over
        Wire wire = new Wire(world, () -> true);
        boolean[] ofThisCall = new boolean[1];
        Supplier<String> request = () -> {
            ofThisCall[0] = wire.isOfThisCall();
            return "";
        };
        sendLate(wire, request);
        wire.begin();
        // When
        world.calm();
        // Then
        assertThat(ofThisCall).containsExactly(false);
    }
}
