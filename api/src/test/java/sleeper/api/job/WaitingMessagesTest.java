package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;

class WaitingMessagesTest {
    private static String besideAList(WaitingMessages waiting) {
        ObjectNode list = StoredJson.object();
        waiting.putInto(list);
        return list.toString();
    }

    @Test
    void shouldSayBesideAListWhetherServicesRunThatTakeWhatWaits() {
        Optional<Map<JobQueue, Long>> one = Optional.of(Map.of(JobQueue.STANDARD, 1L));

        assertThat(besideAList(new WaitingMessages(one, false)))
                .isEqualTo("{\"waitingMessages\":{\"standard\":1},\"served\":false}");
        assertThat(besideAList(new WaitingMessages(one, true)))
                .isEqualTo("{\"waitingMessages\":{\"standard\":1},\"served\":true}");
    }

    @Test
    void shouldLeaveOutWhatIsNotKnownOfQueues() {
        assertThat(besideAList(new WaitingMessages(Optional.empty(), true))).isEqualTo("{\"served\":true}");
    }
}
