package sleeper.verification.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.file.FilePath;
import sleeper.core.job.TableLocation;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.run.RealSurroundings;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;
import sleeper.verification.permission.Recording;
import sleeper.verification.servers.AwsServers;
import sleeper.verification.workflow.VirtualInstance.IngestWork;
import software.amazon.awssdk.services.s3.S3Client;

/** What executions do that the ways of {@code test-events/execution} leave out, on stores of one kind. */
final class RolesStories {
    /** After so many registrations of inputs the next one merges them: each hundred and first does. */
    private static final int MERGED = 605;

    private final AwsServers servers;
    private final String stores;
    private final Path folder;
    private final Recording recording;
    private int homes;

    RolesStories(AwsServers servers, String stores, Path folder, Recording recording) {
        this.servers = servers;
        this.stores = stores;
        this.folder = folder;
        this.recording = recording;
    }

    void playAll() throws Exception {
        for (Way way : Way.values()) {
            play(way, way.script());
            if (!way.scriptAfterWork().equals(way.script())) {
                play(way, way.scriptAfterWork());
            }
        }
        for (Case stopped : Case.all()) {
            if (stopped.disturbance()
                    .map(Disturbance::kind)
                    .filter(Disturbance.Kind.ABORT_AT_WORK::equals)
                    .isPresent()) {
                Map<Place, Disturbance> script =
                        new LinkedHashMap<>(stopped.way().script());
                script.put(stopped.place(), stopped.disturbance().orElseThrow());
                play(stopped.way(), script);
            }
        }
        askAgain();
        forgetToStart();
        run(IngestWork.inProcess((instance, attempt) -> {
            instance.replaceInput(3);
            return instance.ingest(attempt);
        }));
        run(IngestWork.inProcess((instance, attempt) -> {
            instance.instance().files().delete(new FilePath(instance.instance().inputBucket(), "in/part-0.parquet"));
            return instance.ingest(attempt);
        }));
        split();
        leaveUpload();
        loadFilesOfClients();
        goOn();
        show();
    }

    private Path home() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home-" + homes++));
        String unusedId = servers.choose(home, stores);
        return home;
    }

    private Path prepared(boolean tellsSuccess) throws IOException {
        Path home = home();
        VirtualInstance.prepare(home, tellsSuccess);
        return home;
    }

    private void play(Way way, Map<Place, Disturbance> script) throws IOException {
        try (VirtualInstance instance =
                VirtualInstance.recorded(prepared(way.tellsSuccess()), script, IngestWork.ingestTask(), recording)) {
            instance.load(way.queue(), way.inputFile());
            if (way.maintains()) {
                instance.maintain();
            }
            instance.tasks().mend();
            instance.sweep();
        }
    }

    /** Messages that come twice, that nobody understands, and that ask for a job that is loaded. */
    private void askAgain() throws IOException {
        try (VirtualInstance instance =
                VirtualInstance.recorded(prepared(false), Map.of(), IngestWork.ingestTask(), recording)) {
            String document = VirtualInstance.document(instance.instance().inputBucket(), "in");
            instance.load("in");
            for (String message : new String[] {"message-1", "message-2"}) {
                var unused = instance.deliver(message, document);
            }
            var unusedRefused = instance.deliver("message-3", "{}");
            var unusedConflict = instance.deliver("message-4", document.replace("/in\"", "/other\""));
            var unusedOther = instance.deliver("message-5", document.replace("\"load-1\"", "\"load-2\""));
            instance.settle();
            instance.sweep();
        }
    }

    /** A starter died once it had recorded an attempt. */
    private void forgetToStart() throws IOException {
        try (VirtualInstance instance =
                VirtualInstance.recorded(prepared(false), Map.of(), IngestWork.ingestTask(), recording)) {
            String body = VirtualInstance.document(instance.instance().inputBucket(), "in");
            String message = "message-1";
            JobStore jobs = instance.instance().jobs();
            var unusedJob = jobs.putJob(new StoredJob(
                    VirtualInstance.JOB,
                    body,
                    JobDocumentJson.digest(JobDocumentJson.parse(body)),
                    "standard",
                    message,
                    VirtualInstance.START));
            var unused = jobs.putAttempt(new AttemptRecord(VirtualInstance.ATTEMPT, message, VirtualInstance.START));
            instance.sweep();
        }
    }

    /** A job whose run does something else. */
    private void run(IngestWork work) throws IOException {
        try (VirtualInstance instance = VirtualInstance.recorded(prepared(false), Map.of(), work, recording)) {
            instance.load("in");
        }
    }

    /** A table has fewer leaves than Spark needs. */
    private void split() throws IOException {
        Path home = prepared(false);
        OwnedStores instance = HomeStores.open(new LocalHome(home), RealSurroundings.get());
        Map<String, String> properties = new HashMap<>(instance.properties().ofInstance());
        properties.put("sleeper.default.bulk.import.min.leaf.partitions", "4");
        instance.properties().putOfInstance(properties);
        try (VirtualInstance opened = VirtualInstance.recorded(home, Map.of(), IngestWork.ingestTask(), recording)) {
            opened.load("emr-serverless", "in");
        }
    }

    /** A run was ended while it wrote a file of several parts. */
    private void leaveUpload() throws IOException {
        Path home = prepared(false);
        try (VirtualInstance instance =
                        VirtualInstance.recorded(home, Way.FAILS.script(), IngestWork.ingestTask(), recording);
                S3Client s3 = servers.s3()) {
            instance.load("in");
            FilePath data = instance.log().storage().location().data();
            String file = TableLocation.dataFile(
                    instance.log()
                            .state()
                            .table()
                            .orElseThrow()
                            .partitions()
                            .leaves()
                            .get(0)
                            .id(),
                    VirtualInstance.ATTEMPT,
                    "run",
                    0);
            var unused = s3.createMultipartUpload(
                    request -> request.bucket(data.bucket()).key(VirtualInstance.TABLE + "/" + file));
            instance.maintain();
        }
    }

    /** Clients put files into the upload bucket: of a job, which is loaded, and others that nobody asks to be loaded. */
    private void loadFilesOfClients() throws IOException {
        Path home = prepared(false);
        OwnedStores stores = HomeStores.open(new LocalHome(home), RealSurroundings.get());
        String uploads = stores.inputBucket().replaceFirst("-input$", "-uploads");
        Map<String, String> properties = new HashMap<>(stores.properties().ofInstance());
        properties.put("sleeper.upload.bucket", uploads);
        stores.properties().putOfInstance(properties);
        try (S3Client s3 = servers.s3()) {
            var unused = s3.createBucket(request -> request.bucket(uploads));
        }
        for (String folder : List.of(VirtualInstance.JOB.value(), "left-1")) {
            var unused = new DemoData(40, 1, 1_000_000, 7).write(stores.files(), new FilePath(uploads, folder), 1);
        }
        try (VirtualInstance instance = VirtualInstance.recorded(home, Map.of(), IngestWork.ingestTask(), recording)) {
            var unused = instance.deliver("message-1", VirtualInstance.document(uploads, VirtualInstance.JOB.value()));
            instance.settle();
            instance.sweep();
            instance.pass(8);
            instance.sweep();
        }
    }

    /** A table is shown to other engines, also where its runs told nothing of their files, and is dropped. */
    private void show() throws IOException {
        try (VirtualInstance instance =
                VirtualInstance.recorded(prepared(false), Map.of(), IngestWork.ingestTask(), recording)) {
            instance.load("in");
            instance.publish();
            instance.forgetView();
            instance.publish();
            instance.forgetView();
            instance.maintain("maintain-1");
            var unused = instance.log()
                    .drop(instance.log().state().table().orElseThrow().incarnation());
            instance.publish();
        }
        try (VirtualInstance instance =
                VirtualInstance.recorded(prepared(false), Map.of(), IngestWork.ingestTask(), recording)) {
            instance.load("in");
            instance.publish();
            var unused = instance.log()
                    .drop(instance.log().state().table().orElseThrow().incarnation());
            instance.maintain("maintain-1");
        }
    }

    /** An instance in which much has happened: records are merged, and the log is retired. */
    private void goOn() throws Exception {
        Path home = home();
        EarlierJobs.leave(home, 600, MERGED - 600);
        try (VirtualInstance instance = VirtualInstance.recorded(home, Map.of(), IngestWork.ingestTask(), recording)) {
            instance.load("in");
            instance.maintain("maintain-1");
            instance.sweep();
            instance.maintain("maintain-2");
            var unused = instance.log()
                    .drop(instance.log().state().table().orElseThrow().incarnation());
            instance.sweep();
            instance.maintain("maintain-3");
        }
    }
}
