package sleeper.stepfunctions.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A state machine as it is kept.
 *
 * @param arn          its ARN
 * @param name         its name
 * @param definition   the text of its definition, as given
 * @param roleArn      the role named at creation; nothing is checked against it
 * @param creationDate when it was created
 * @param revisionId   changes with each update; empty before the first
 * @param tags         tags by key
 */
public record StateMachineRecord(
        String arn,
        String name,
        String definition,
        String roleArn,
        Instant creationDate,
        Optional<String> revisionId,
        Map<String, String> tags) {
    public StateMachineRecord {
        tags = Map.copyOf(tags);
    }
}
