package sleeper.aws.s3;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.TransientFailureException;
import sleeper.faults.Outcome;
import sleeper.faults.Scenario;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What a bucket is tried by. */
final class ProbeScenario implements Scenario {
    private final S3Client client;
    private final S3Client unhindered;
    private final String bucket;
    private final String folder;
    private final Consumer<ProbeScenario> work;
    private final ObjectStore truth;

    private ProbeScenario(
            FaultyS3 faulty, boolean impatient, String bucket, String folder, Consumer<ProbeScenario> work) {
        this.client = faulty.client(impatient);
        this.unhindered = faulty.server().client();
        this.bucket = bucket;
        this.folder = folder;
        this.work = work;
        this.truth = new S3ObjectStore(unhindered, bucket, folder, S3Server.surroundings());
    }

    /** Both probes. */
    static ProbeScenario whole(FaultyS3 faulty, boolean impatient, String bucket, String folder) {
        return new ProbeScenario(faulty, impatient, bucket, folder, probe -> {
            S3Probe.check(probe.client, bucket, folder, S3Server.surroundings());
            UploadProbe.check(probe.client, bucket, folder, S3Server.surroundings());
        });
    }

    /** What they do first, the day after one has left an object and an upload. */
    static ProbeScenario afterOneThatDied(FaultyS3 faulty, boolean impatient, String bucket, String folder) {
        Surroundings now = S3Server.surroundings();
        Surroundings tomorrow = new Surroundings(
                InstantSource.offset(now.clock(), Duration.ofDays(1)), now.ids(), now.random(), time -> {});
        ProbeScenario scenario = new ProbeScenario(faulty, impatient, bucket, folder, probe -> {
            ProbeLeavings leavings = new ProbeLeavings(probe.client, bucket, folder, tomorrow);
            leavings.clearObjects();
            leavings.clearUploads();
        });
        scenario.leave();
        return scenario;
    }

    private void leave() {
        var unusedObject = unhindered.putObject(
                request -> request.bucket(bucket).key(folder + "/probe-left"), RequestBody.fromString("left"));
        var unusedUpload = unhindered.createMultipartUpload(
                request -> request.bucket(bucket).key(folder + "/probe-left-upload"));
    }

    /** A probe that fails has found out nothing, whatever becomes of its object. */
    @Override
    public Outcome act() {
        try {
            work.accept(this);
            return Outcome.DONE;
        } catch (TransientFailureException e) {
            if (e.faults().get(0).code() == ErrorCode.FILE_FORBIDDEN) {
                throw e;
            }
            return Outcome.UNKNOWN;
        }
    }

    @Override
    public String truth() {
        return "a bucket";
    }

    @Override
    public String collect() {
        List<String> objects = truth.list("");
        objects.forEach(truth::delete);
        List<MultipartUpload> uploads = unhindered
                .listMultipartUploads(request -> request.bucket(bucket).prefix(folder + "/"))
                .uploads();
        uploads.forEach(upload -> unhindered.abortMultipartUpload(
                request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        if (objects.isEmpty()) {
            return uploads.isEmpty() ? "" : "an upload of the probe is left";
        }
        return uploads.isEmpty() ? "an object of the probe is left" : "an object and an upload of the probe are left";
    }

    @Override
    public String place() {
        return "s3://" + bucket + "/" + folder;
    }
}
