package sleeper.api.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.api.job.JobActions;
import sleeper.api.job.JobPlanning;
import sleeper.api.job.JobStopping;
import sleeper.api.job.Jobs;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.job.JobView;

/** What may be done with jobs. */
public final class JobActionRoutes {
    private static final String DOCUMENT =
            "the job document, as an object, or as text so that faults name a line of it";
    private static final String QUEUE = "word of the queue; `standard` if it is left out";
    private static final String SHOWN =
            "number of the attempt that is meant; the last one if it is left out. If the job has a later"
                    + " one by now, 409";
    private static final String SENT = "{\"jobId\",\"messageId\",\"queue\",\"servicesRunning\"}";
    private static final String NOT_SENT = "The job was not sent.";

    private final Instance instance;
    private final Jobs jobs;
    private final JobActions actions;

    public JobActionRoutes(Instance instance) {
        this.instance = instance;
        this.jobs = new Jobs(instance);
        this.actions = new JobActions(instance);
    }

    public List<Route> all() {
        return List.of(
                Route.post(
                                "/jobs",
                                "Puts a job on a queue. The same document under its id is a redelivery; another is refused, 409.")
                        .takes("document", DOCUMENT)
                        .takes("queue", QUEUE)
                        .gives(SENT, this::send),
                Route.post(
                                "/jobs/{id}/retry",
                                "Sends a job again that ended without its rows in the table; 409 otherwise.")
                        .takes("attempt", SHOWN)
                        .gives(SENT, this::retry),
                Route.post(
                                "/jobs/{id}/abort",
                                "Asks for a job to be stopped, which its status shows later; 409 if it has ended.")
                        .takes("attempt", SHOWN)
                        .gives("{\"jobId\",\"attempt\",\"stopped\": true}", this::abort),
                Route.post("/plan", "Says what a job would come to, or all that speaks against it. Nothing is sent.")
                        .takes("document", DOCUMENT)
                        .takes("queue", QUEUE)
                        .gives(
                                "as `plan --json`; {\"ok\": false,\"faults\",\"error\"} if something speaks against it",
                                this::plan));
    }

    private ObjectNode send(Call call) {
        ObjectNode body = call.body();
        String text = document(body);
        JobDocument document = JobDocumentJson.parse(text);
        JobQueue queue = queue(body, NOT_SENT);
        actions.expectNoOther(document, queue, NOT_SENT);
        return actions.send(actions.ofDocument(document, text, queue, NOT_SENT), "")
                .json();
    }

    private ObjectNode plan(Call call) {
        ObjectNode body = call.body();
        JobQueue queue = queue(body, "The job was not planned.");
        String text = document(body);
        JobPlanning planning;
        try {
            planning = JobPlanning.of(instance, JobDocumentJson.parse(text), queue, call.request()::isAwaited);
        } catch (InvalidRequestException e) {
            planning = new JobPlanning(Optional.empty(), e.faults());
        }
        return planning.json("The job");
    }

    /** @return the document as text: what was sent as an object is written in the usual form first, so that faults have a line */
    private static String document(ObjectNode body) {
        JsonNode document = BodyFields.field(body, "document");
        return document.isTextual() ? document.textValue() : document.toPrettyString();
    }

    private static JobQueue queue(ObjectNode body, String refused) {
        String word = BodyFields.optionalText(body, "queue").orElse(JobQueue.STANDARD.word());
        return JobQueue.ofWord(word)
                .orElseThrow(() -> new InvalidRequestException(
                        refused,
                        List.of(Fault.of(
                                ErrorCode.VALUE_OUT_OF_RANGE,
                                "field 'queue'",
                                "'" + word + "'",
                                Arrays.stream(JobQueue.values())
                                        .map(JobQueue::word)
                                        .collect(Collectors.joining(", "))))));
    }

    private ObjectNode retry(Call call) {
        JobView job = jobs.require(call.variable("id"));
        expectShown(call, job, "Job '" + job.job().id() + "' was not retried.");
        return actions.send(actions.again(job), "").json();
    }

    private ObjectNode abort(Call call) {
        JobView job = jobs.require(call.variable("id"));
        expectShown(call, job, JobActions.notAborted(job));
        return new JobStopping(jobs).stop(job);
    }

    /** Who looks at a page that has aged is told so, and does nothing that they would not do if they saw how things are. */
    private static void expectShown(Call call, JobView job, String refused) {
        BodyFields.optionalInt(call.body(), "attempt", 1, Integer.MAX_VALUE)
                .ifPresent(attempt -> JobActions.expectLast(job, attempt, refused));
    }
}
