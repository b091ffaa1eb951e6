package sleeper.aws.kits;

import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.statestore.log.CommitLog;
import sleeper.testkit.log.CommitLogContract;

/** The commit log in a bucket. */
@ExtendWith(Places.class)
class S3LogKit extends CommitLogContract {
    private final Place place;

    S3LogKit(Place place) {
        this.place = place;
    }

    @Override
    protected CommitLog newLog() {
        return place.logInBucket();
    }

    @Override
    protected CommitLog sameLog() {
        return place.logInBucket();
    }
}
