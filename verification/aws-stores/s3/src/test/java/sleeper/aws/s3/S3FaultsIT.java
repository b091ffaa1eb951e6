package sleeper.aws.s3;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import sleeper.aws.request.InFlight;
import sleeper.core.file.FilePath;
import sleeper.faults.CallSite;
import sleeper.faults.Fault;
import sleeper.faults.FaultMatrix;
import sleeper.faults.FaultPage;
import sleeper.faults.FaultsContract;
import sleeper.faults.FilePlays;
import sleeper.faults.Impossible;
import sleeper.faults.LogPlays;
import sleeper.faults.ObjectPlays;
import sleeper.faults.Place;
import sleeper.faults.Play;
import sleeper.faults.Service;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import software.amazon.awssdk.services.s3.S3Client;

/** Each fault at each request of the drivers of S3; {@code -Dpages.write} writes the page of what came of it. */
@Tag("long")
class S3FaultsIT extends FaultsContract {
    private static final FaultPage PAGE = new FaultPage(
            "docs/reference/s3-faults.md",
            "S3",
            "a server of S3 (s3proxy, with the conditions that it lacks)",
            "sleeper.aws.s3.S3FaultsIT",
            "mvn -pl verification/aws-stores/s3 -am verify -Dleft.out=none -Dpages.write");

    /** As small as S3 takes parts. */
    private static final PartSizes PARTS = new PartSizes(5 << 20);

    private static final int TWO_PARTS = PARTS.firstBytes() + 1_000;

    private static final Set<Fault> LATE = EnumSet.of(Fault.LANDS_AFTER_REPEAT, Fault.LANDS_AFTER_ANOTHER);
    private static final List<Impossible> IMPOSSIBLE = List.of(
            new Impossible(
                    LATE,
                    Set.of("GetObject", "HeadBucket", "HeadObject", "ListObjectsV2", "ListMultipartUploads"),
                    "A read changes nothing, whenever it comes."),
            new Impossible(
                    EnumSet.of(Fault.LANDS_AFTER_ANOTHER),
                    Set.of("DeleteObject", "DeleteObjects"),
                    "A delete has no condition: what is deleted has the name of one attempt, request or generation, and is not put again."),
            new Impossible(
                    EnumSet.of(Fault.LANDS_AFTER_ANOTHER),
                    Set.of("AbortMultipartUpload"),
                    "No two uploads have one id."),
            new Impossible(
                    EnumSet.of(Fault.LANDS_AFTER_ANOTHER),
                    Set.of("UploadProbe.begin", "UploadProbe.complete"),
                    "Each probe has a key of its own, which no other writes."),
            new Impossible(
                    EnumSet.of(Fault.CUT_SHORT),
                    Set.of("HeadBucket", "HeadObject", "UploadPart", "DeleteObject", "AbortMultipartUpload"),
                    "The answer has no body."),
            new Impossible(
                    EnumSet.of(Fault.ERROR_IN_SUCCESS),
                    Set.of(
                            "GetObject",
                            "HeadBucket",
                            "HeadObject",
                            "ListObjectsV2",
                            "ListMultipartUploads",
                            "PutObject",
                            "DeleteObject",
                            "CreateMultipartUpload",
                            "UploadPart",
                            "AbortMultipartUpload"),
                    "Of these requests, only CompleteMultipartUpload is answered by 200 before it has ended."),
            new Impossible(
                    EnumSet.of(Fault.ERROR_IN_SUCCESS),
                    Set.of("DeleteObjects"),
                    "Its 200 has an error for each key that was not deleted, and none for the whole (S3DeletesWireTest)."));

    private static FaultyS3 faulty;
    private static String bucket;
    private static int places;
    private static FaultMatrix matrix;

    S3FaultsIT() {
        super(matrix, faulty.proxy(), "sleeper.aws.s3", PAGE);
    }

    @BeforeAll
    static void playAll() throws Exception {
        faulty = new FaultyS3(S3Server.start());
        bucket = faulty.server().newBucket();
        matrix = new FaultMatrix(Service.S3, faulty.proxy(), faulty.sites(), IMPOSSIBLE);
        List<Play> plays = new ArrayList<>(LogPlays.of(S3FaultsIT::logs));
        plays.addAll(ObjectPlays.of(S3FaultsIT::objects));
        plays.addAll(FilePlays.of(S3FaultsIT::files, TWO_PARTS, S3FaultsIT::beginUpload));
        plays.add(new Play("probe", impatient -> ProbeScenario.whole(faulty, impatient, bucket, newFolder())));
        plays.add(new Play(
                "probe after one that died",
                impatient -> ProbeScenario.afterOneThatDied(faulty, impatient, bucket, newFolder())));
        plays.addAll(later(plays, "append", "S3Objects.put"));
        plays.addAll(later(plays, "put", "S3Objects.put"));
        plays.addAll(later(plays, "replace", "S3Objects.put"));
        plays.addAll(later(plays, "file", "S3Creation.put"));
        matrix.play(plays);
    }

    /** @return plays of what a driver does after its put had no answer */
    private static List<Play> later(List<Play> plays, String name, String method) {
        Play play = plays.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        CallSite put = new CallSite("PutObject", method);
        return List.of(play.after(put, Fault.REQUEST_LOST), play.after(put, Fault.REPLY_LOST));
    }

    @AfterAll
    static void stop() throws Exception {
        faulty.close();
        faulty.server().stop();
    }

    private static String newFolder() {
        return "place" + ++places;
    }

    private static Place<CommitLog> logs(boolean impatient) {
        String folder = newFolder();
        return new Place<>(
                new S3CommitLog(faulty.client(impatient), bucket, folder, S3Server.surroundings()),
                new S3CommitLog(faulty.server().client(), bucket, folder, S3Server.surroundings()),
                "s3://" + bucket + "/" + folder);
    }

    private static Place<ObjectStore> objects(boolean impatient) {
        String folder = newFolder();
        return new Place<>(
                new S3ObjectStore(faulty.client(impatient), bucket, folder, S3Server.surroundings()),
                new S3ObjectStore(faulty.server().client(), bucket, folder, S3Server.surroundings()),
                "s3://" + bucket + "/" + folder);
    }

    private static Place<FilePlays.Files> files(boolean impatient) {
        FilePath folder = new FilePath(bucket, newFolder());
        return new Place<>(
                files(faulty.client(impatient), folder), files(faulty.server().client(), folder), "s3://" + folder);
    }

    private static FilePlays.Files files(S3Client client, FilePath folder) {
        S3FileStore store = new S3FileStore(client, new InFlight(), PARTS, S3Server.surroundings());
        return new FilePlays.Files(store, store, folder);
    }

    private static void beginUpload(FilePath path) {
        var unused = faulty.server()
                .client()
                .createMultipartUpload(request -> request.bucket(path.bucket()).key(path.key()));
    }
}
