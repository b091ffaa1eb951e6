package sleeper.core.error;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link SleeperException} as it is written: what makes it anew. The cause may be of any class. Its own serial form lies in an
 * array, so that a reader can pass over one that it does not understand; beside it lies what any reader understands.
 */
final class SerialForm implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Class<? extends SleeperException> type;
    private final String summary;
    private final Fault[] faults;
    private final StackTraceElement[] stackTrace;
    private final byte[] cause;
    private final ForeignException readableCause;
    private final ForeignException[] suppressed;

    SerialForm(SleeperException exception) {
        type = exception.getClass();
        summary = exception.summary();
        faults = exception.faults().toArray(Fault[]::new);
        stackTrace = exception.getStackTrace();
        cause = serialize(exception.getCause());
        readableCause = exception.getCause() == null ? null : ForeignException.of(exception.getCause());
        suppressed =
                Stream.of(exception.getSuppressed()).map(ForeignException::of).toArray(ForeignException[]::new);
    }

    /** @return empty if the cause holds something that cannot be written */
    private static byte[] serialize(Throwable cause) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cause);
        } catch (IOException | RuntimeException e) {
            return new byte[0];
        }
        return bytes.toByteArray();
    }

    private Throwable causeAsItWasOrReadable() {
        if (cause.length > 0) {
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(cause))) {
                return (Throwable) in.readObject();
            } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
                // Its class is not here, or differs from the writer's.
                return readableCause;
            }
        }
        return readableCause;
    }

    private Object readResolve() throws IOException {
        SleeperException exception;
        try {
            exception = type.getConstructor(String.class, List.class, Throwable.class)
                    .newInstance(summary, List.of(faults), causeAsItWasOrReadable());
        } catch (ReflectiveOperationException e) {
            InvalidObjectException refused = new InvalidObjectException("cannot make a " + type.getName());
            refused.initCause(e);
            throw refused;
        }
        exception.setStackTrace(stackTrace);
        for (ForeignException each : suppressed) {
            exception.addSuppressed(each);
        }
        return exception;
    }
}
