package sleeper.cli.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import sleeper.core.json.StoredJson;
import sleeper.core.resource.Resource;
import sleeper.local.run.HeldResources;
import sleeper.local.run.LocalHome;
import sleeper.local.run.OwnerLock;
import sleeper.local.task.Held;

/**
 * What the stand-ins for the platforms hold.
 *
 * @param served  whether services run
 * @param listed  what is shown
 * @param leftOut how many are not, since they ended
 */
record HeldList(boolean served, List<Held> listed, int leftOut) {
    HeldList {
        listed = List.copyOf(listed);
    }

    /** @param all whether what has ended is shown, too */
    static HeldList of(LocalHome home, boolean all) throws IOException {
        boolean services = OwnerLock.isServed(home.lock());
        List<Held> held = HeldResources.of(home);
        List<Held> listed =
                held.stream().filter(one -> all || !one.resource().ended()).toList();
        return new HeldList(services, listed, held.size() - listed.size());
    }

    /** @return {@code {"servicesRun","resources":[{"kind","id","name","state","ended","permanent","since","asked","given","reason"}],"endedLeftOut"}} */
    ObjectNode json() {
        ObjectNode json = StoredJson.object().put("servicesRun", served);
        json.set("resources", StoredJson.array(listed, HeldList::json));
        return json.put("endedLeftOut", leftOut);
    }

    private static ObjectNode json(Held held) {
        Resource resource = held.resource();
        return StoredJson.object()
                .put("kind", resource.kind().word())
                .put("id", resource.id())
                .put("name", held.name())
                .put("state", resource.state())
                .put("ended", resource.ended())
                .put("permanent", held.permanent())
                .put("since", held.since().toString())
                .put("asked", held.asked())
                .put("given", held.given())
                .put("reason", resource.reason());
    }
}
