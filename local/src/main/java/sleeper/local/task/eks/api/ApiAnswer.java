package sleeper.local.task.eks.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import sleeper.local.task.eks.objects.Watch;

/** What the API server answers. */
public sealed interface ApiAnswer {
    /** An object, a list or a {@code Status}, with a status of HTTP. */
    record Body(int status, JsonNode json) implements ApiAnswer {}

    /** Lines that a container has written. */
    record Text(String text) implements ApiAnswer {}

    /**
     * Changes, a line each as they come.
     *
     * @param limit how long; the client begins anew afterwards
     */
    record Changes(Watch watch, Duration limit) implements ApiAnswer {}
}
