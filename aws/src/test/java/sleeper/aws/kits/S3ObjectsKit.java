package sleeper.aws.kits;

import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.statestore.object.ObjectStore;
import sleeper.testkit.log.ObjectStoreContract;

/** Small objects in a bucket. */
@ExtendWith(Places.class)
class S3ObjectsKit extends ObjectStoreContract {
    private final Place place;

    S3ObjectsKit(Place place) {
        this.place = place;
    }

    @Override
    protected ObjectStore newStore() {
        return place.objectsInBucket();
    }

    @Override
    protected ObjectStore sameStore() {
        return place.objectsInBucket();
    }
}
