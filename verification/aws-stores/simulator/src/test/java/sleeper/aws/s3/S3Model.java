package sleeper.aws.s3;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sleeper.aws.request.InFlight;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.sim.Books;
import sleeper.testkit.sim.Service;
import sleeper.testkit.sim.Wire;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 with the drivers before it: a bucket for the table, with its log and what lies beside that, and one for each other store. */
final class S3Model implements Service {
    private static final String TABLES = "tables";
    private static final String LOG = "t/log";
    private static final String SLOTS = "t/log/slots";
    private static final String BESIDE_THE_LOG = "objects";
    private static final int SMALL_PART = 4;
    private static final int LARGE_PART = 64;
    /** All that a process does is done by the one thread of the schedule. */
    private static final InFlight ONE_THREAD = new InFlight(Runnable::run);

    private final Map<String, ModelBucket> buckets = new HashMap<>();
    private final UnaryOperator<S3Client> client;
    private final UnaryOperator<CommitLog> log;
    private final boolean lags;

    /**
     * @param client what the drivers have for a client that does all right
     * @param log    what the table has for a log that does all right
     * @param lags   whether reads may be answered by what was there before, as S3 does not
     */
    S3Model(UnaryOperator<S3Client> client, UnaryOperator<CommitLog> log, boolean lags) {
        this.client = client;
        this.log = log;
        this.lags = lags;
    }

    @Override
    public CommitLog log(Wire wire, Books.OfLog books, Surroundings surroundings) {
        S3Client own = client(TABLES, wire, new BucketBooks.OfSlots(SLOTS + "/", books), surroundings);
        return log.apply(new S3CommitLog(own, TABLES, SLOTS, ONE_THREAD, surroundings));
    }

    @Override
    public ObjectStore objects(String store, Wire wire, Books.OfObjects books, Surroundings surroundings) {
        boolean besideTheLog = store.equals(BESIDE_THE_LOG);
        String bucket = besideTheLog ? TABLES : store;
        String prefix = besideTheLog ? LOG : "";
        BucketBooks own = new BucketBooks.OfStore(besideTheLog ? LOG + "/" : "", books);
        return new S3ObjectStore(client(bucket, wire, own, surroundings), bucket, prefix, ONE_THREAD, surroundings);
    }

    /** Files of more than a part are uploads: parts are that small for some processes, and for others that large. */
    @Override
    public Optional<Files> files(Wire wire, Books.OfFiles books, Surroundings surroundings) {
        S3Client own = client(TABLES, wire, new BucketBooks.OfFiles(TABLES, books), surroundings);
        PartSizes parts = new PartSizes(wire.nextInt(2) == 0 ? SMALL_PART : LARGE_PART);
        S3FileStore store = new S3FileStore(own, ONE_THREAD, parts, surroundings);
        return Optional.of(new Files(store, store));
    }

    private S3Client client(String name, Wire wire, BucketBooks books, Surroundings surroundings) {
        ModelBucket bucket = buckets.computeIfAbsent(name, unused -> new ModelBucket());
        return client.apply(new S3ModelClient(
                wire,
                new ObjectRequests(bucket, books, surroundings.clock(), lags ? Optional.of(wire) : Optional.empty()),
                new UploadRequests(bucket, books, surroundings.clock(), wire)));
    }
}
