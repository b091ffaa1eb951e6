package sleeper.verification.account;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** Closes many: one that fails keeps no other from being closed. */
final class Closing {
    private Closing() {}

    /** @throws IOException that holds each failure, as cause or suppressed */
    static void all(Collection<? extends AutoCloseable> parts) throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                if (failure.isEmpty()) {
                    failure = Optional.of(new IOException("not all was closed", e));
                } else {
                    failure.get().addSuppressed(e);
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
