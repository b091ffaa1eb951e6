package sleeper.lambda.port;

import java.util.OptionalLong;

/** Port: the disk that an ingest task spills to. */
@FunctionalInterface
public interface RunDisk {
    /** @return bytes that a run may use there; empty if that cannot be told */
    OptionalLong freeBytes();
}
