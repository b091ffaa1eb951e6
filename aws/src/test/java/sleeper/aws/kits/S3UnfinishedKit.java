package sleeper.aws.kits;

import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.testkit.file.UnfinishedFilesContract;

/** Files that are uploads to a bucket, not completed yet. */
@ExtendWith(Places.class)
class S3UnfinishedKit extends UnfinishedFilesContract<PlacedFiles> {
    private static final int MORE_THAN_A_PART = (8 << 20) + 1;

    private final Place place;

    S3UnfinishedKit(Place place) {
        this.place = place;
    }

    @Override
    protected PlacedFiles newStore() {
        return place.files();
    }

    @Override
    protected int bytesBegun() {
        return MORE_THAN_A_PART;
    }
}
