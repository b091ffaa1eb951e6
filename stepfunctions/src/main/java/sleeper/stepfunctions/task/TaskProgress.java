package sleeper.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;

/** What happens between the start and the end of an attempt. */
public interface TaskProgress {
    /** The service accepted the work ({@code .sync}): writes a TaskSubmitted event with the service's answer. */
    void submitted(JsonNode output);

    /**
     * The service has accepted the work and has no room for it yet: until it {@link #begins}, no time counts against the Task's and the
     * execution's time-outs, and no heartbeat is expected.
     */
    void waits();

    /** The service has room for the work that {@link #waits waited}: the Task's time-out and heartbeat begin now. */
    void begins();

    /** The work is alive: the heartbeat's time begins anew. */
    void heartbeat();
}
