package sleeper.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;

/** What happens between the start and the end of an attempt. */
public interface TaskProgress {
    /** The service accepted the work ({@code .sync}): writes a TaskSubmitted event with the service's answer. */
    void submitted(JsonNode output);

    /** The work is alive: the heartbeat's time begins anew. */
    void heartbeat();
}
