package sleeper.local.task.eks.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What containers have written. */
@FunctionalInterface
public interface ContainerLogs {
    /** @return the output of a pod's container so far; empty if it has not begun */
    Optional<String> of(JsonNode pod);
}
