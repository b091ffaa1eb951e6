package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NoProcessLeftIT {
    private static Process sleeping() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    @Test
    void shouldFailForAProcessThatIsLeftAndEndIt() throws Exception {
        NoProcessLeft check = new NoProcessLeft(0);
        check.begin();
        Process left = sleeping();

        assertThatThrownBy(check::end)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(left.pid() + " ")
                .hasMessageContaining("sleep 600");
        assertThat(left.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void shouldPassOverAProcessThatWasThereBeforeAndOneThatHasEnded() throws Exception {
        Process older = sleeping();
        try {
            NoProcessLeft check = new NoProcessLeft();
            check.begin();
            sleeping().destroy();

            assertThatCode(check::end).doesNotThrowAnyException();
            assertThat(older.isAlive()).isTrue();
        } finally {
            older.destroy();
        }
    }
}
