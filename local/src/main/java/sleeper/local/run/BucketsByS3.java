package sleeper.local.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.s3.BuiltS3Parts;
import sleeper.local.s3.EmbeddedS3;
import sleeper.local.s3.ServedHome;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.stepfunctions.http.PortTakenException;

/** The buckets of a home by S3, for as long as its services run; a home whose buckets lie on S3 has none of it. */
final class BucketsByS3 implements AutoCloseable {
    /** Behind Step Functions and the queues. */
    private static final int PLACE = 2;

    private final EmbeddedS3 server;
    private Optional<ServedBuckets> served = Optional.empty();

    private BucketsByS3(EmbeddedS3 server) {
        this.server = server;
    }

    /**
     * @return what listens, and serves nothing yet; empty if the buckets are not in the home
     * @throws PortTakenException if it cannot listen where it should
     */
    static Optional<BucketsByS3> listen(LocalHome home, LocalPorts ports) {
        return HomeStores.buckets(home).map(buckets -> new BucketsByS3(EmbeddedS3.listen(ports.at(PLACE))));
    }

    /**
     * @param ownBuckets which can only be read
     * @param hosts      names of this machine beside those that every machine has
     */
    void start(LocalHome home, Set<String> ownBuckets, Set<String> hosts) throws IOException {
        ServedBuckets buckets = ServedHome.prepare(home.s3(), home.buckets(), ownBuckets, hosts);
        served = Optional.of(buckets);
        server.start(buckets, BuiltS3Parts.whenNeeded());
    }

    /** @return where it is found, and by which pair requests are signed, as {@link LocalEndpoints} has it */
    Map<String, String> endpoints() {
        Map<String, String> values = new LinkedHashMap<>();
        served.ifPresent(buckets -> {
            values.put("s3", server.address().toString());
            values.put("s3.access-key", buckets.key().id());
            values.put(LocalEndpoints.S3_SECRET, buckets.key().secret());
        });
        return values;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
