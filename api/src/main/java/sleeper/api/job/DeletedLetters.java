package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.json.StoredJson;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;

/**
 * What came of taking dead letters away for good.
 *
 * @param deleted    letters that are gone
 * @param stillThere letters that were taken too long ago to be removed
 */
public record DeletedLetters(List<DeadLetter> deleted, List<DeadLetter> stillThere) {
    public DeletedLetters {
        deleted = List.copyOf(deleted);
        stillThere = List.copyOf(stillThere);
    }

    /** @throws sleeper.core.error.InvalidRequestException UNKNOWN_MESSAGE for each that is not there; none was deleted then */
    public static DeletedLetters of(Instance instance, List<String> ids) {
        try (OpenQueues queues = instance.openQueues();
                TakenLetters taken = new TakenLetters(queues.deadLetters())) {
            List<DeadLetter> letters = taken.require(ids, "No dead letter was deleted.");
            List<DeadLetter> deleted = new ArrayList<>();
            List<DeadLetter> stillThere = new ArrayList<>();
            TakenLetters.each(letters, "deleted", letter -> (taken.remove(letter) ? deleted : stillThere).add(letter));
            return new DeletedLetters(deleted, stillThere);
        }
    }

    /** @return {@code {"deleted","stillThere"}}, letters as {@link DeadLetterReport} has them */
    public ObjectNode json() {
        ObjectNode json = StoredJson.object();
        json.set("deleted", StoredJson.array(deleted, letter -> new DeadLetterReport(letter).json()));
        json.set("stillThere", StoredJson.array(stillThere, letter -> new DeadLetterReport(letter).json()));
        return json;
    }
}
