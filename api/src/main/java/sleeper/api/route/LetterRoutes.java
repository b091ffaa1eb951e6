package sleeper.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sleeper.api.job.DeadLetterReport;
import sleeper.api.job.DeletedLetters;
import sleeper.api.job.Redrive;
import sleeper.api.job.TakenLetters;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;

/** Messages that nobody could act on. Who looks at them takes them from their queues for a moment, so one at a time does. */
public final class LetterRoutes {
    private static final String IDS = "of the letters that are meant, at most 1,000; none is none, not all";

    private static final int MOST_IDS = 1_000;
    private static final int USUAL_LETTERS = 500;
    private static final int MOST_LETTERS = 1_000;

    private final Instance instance;
    private final Object oneAtATime = new Object();

    public LetterRoutes(Instance instance) {
        this.instance = instance;
    }

    public List<Route> all() {
        return List.of(
                Route.get("/dead-letters", "Messages that nobody could act on.")
                        .takes("last", "how many at most, 1 to 1,000; 500 if it is left out")
                        .gives(
                                "{\"deadLetters\":[{\"queue\",\"messageId\",\"body\",\"reason\",\"masked\": whether the body hides secrets}],\"more\": whether there may be others}",
                                this::list),
                Route.post("/dead-letters/redrive", "Sends jobs of dead letters again, each under the id it had.")
                        .takes("messageIds", IDS)
                        .gives(
                                "{\"redriven\": as jobs that are sent,\"kept\": letters that are no jobs,\"stillThere\"}",
                                this::redrive),
                Route.post("/dead-letters/delete", "Deletes dead letters for good.")
                        .takes("messageIds", IDS)
                        .gives("{\"deleted\",\"stillThere\"}", this::delete));
    }

    private ObjectNode redrive(Call call) {
        List<String> ids = ids(call);
        synchronized (oneAtATime) {
            return Redrive.of(instance, ids, "").json();
        }
    }

    private ObjectNode delete(Call call) {
        List<String> ids = ids(call);
        synchronized (oneAtATime) {
            return DeletedLetters.of(instance, ids).json();
        }
    }

    private static List<String> ids(Call call) {
        List<String> ids = BodyFields.texts(call.body(), "messageIds");
        if (ids.size() > MOST_IDS) {
            throw Call.refused(Fault.of(
                    ErrorCode.LIMIT_EXCEEDED, "field 'messageIds'", ids.size() + " ids", "at most " + MOST_IDS));
        }
        return ids;
    }

    private ObjectNode list(Call call) {
        int most = call.number("last", USUAL_LETTERS, MOST_LETTERS);
        synchronized (oneAtATime) {
            try (OpenQueues queues = instance.openQueues();
                    TakenLetters taken = new TakenLetters(queues.deadLetters())) {
                TakenLetters.Seen seen = taken.look(most);
                List<DeadLetterReport> reports =
                        seen.letters().stream().map(DeadLetterReport::new).toList();
                return DeadLetterReport.json(reports).put("more", seen.more());
            }
        }
    }
}
