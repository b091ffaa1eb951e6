package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sleeper.core.json.StoredJson;
import sleeper.statestore.instance.ExecutionEvent;

/** Events of an execution, page by page. */
public final class EventPage {
    private EventPage() {}

    /**
     * @param found events behind the last of the page before, ids ascending; one more than {@code most} if there are so many
     * @param most  events of the page
     * @return {@code {"events":[{"id","previousId","at","type","state","details"}],"next"}}, secrets masked in the details; {@code next}, to be
     *     passed as {@code after}, is there if there are more
     */
    public static ObjectNode of(List<ExecutionEvent> found, int most) {
        ObjectNode json = StoredJson.object();
        json.set("events", StoredJson.array(found.subList(0, Math.min(most, found.size())), EventPage::json));
        if (found.size() > most) {
            json.put("next", found.get(most - 1).id());
        }
        return json;
    }

    private static ObjectNode json(ExecutionEvent event) {
        ObjectNode json = StoredJson.object()
                .put("id", event.id())
                .put("previousId", event.previousId())
                .put("at", event.at().toString())
                .put("type", event.type())
                .put("state", event.state());
        json.set("details", MaskedJson.of("An event's details", event.details()));
        return json;
    }
}
