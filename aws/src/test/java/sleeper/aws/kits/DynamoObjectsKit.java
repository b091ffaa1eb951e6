package sleeper.aws.kits;

import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.statestore.object.ObjectStore;
import sleeper.testkit.log.ObjectStoreContract;

/** Small objects in a table. */
@ExtendWith(Places.class)
class DynamoObjectsKit extends ObjectStoreContract {
    private final Place place;

    DynamoObjectsKit(Place place) {
        this.place = place;
    }

    @Override
    protected ObjectStore newStore() {
        return place.objectsInTable();
    }

    @Override
    protected ObjectStore sameStore() {
        return place.objectsInTable();
    }
}
