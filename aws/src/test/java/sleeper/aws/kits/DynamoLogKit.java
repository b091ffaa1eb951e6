package sleeper.aws.kits;

import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.statestore.log.CommitLog;
import sleeper.testkit.log.CommitLogContract;

/** The commit log in a table. */
@ExtendWith(Places.class)
class DynamoLogKit extends CommitLogContract {
    private final Place place;

    DynamoLogKit(Place place) {
        this.place = place;
    }

    @Override
    protected CommitLog newLog() {
        return place.logInTable();
    }

    @Override
    protected CommitLog sameLog() {
        return place.logInTable();
    }
}
