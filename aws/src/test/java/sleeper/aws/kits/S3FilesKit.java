package sleeper.aws.kits;

import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.core.file.FileStore;
import sleeper.testkit.file.FileStoreContract;

/** Files in a bucket. */
@ExtendWith(Places.class)
class S3FilesKit extends FileStoreContract {
    private final Place place;

    S3FilesKit(Place place) {
        this.place = place;
    }

    @Override
    protected FileStore newStore() {
        return place.files();
    }

    @Override
    protected FileStore sameStore() {
        return place.files();
    }
}
