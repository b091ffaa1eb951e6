package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sleeper.api.error.ErrorReport;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.ManyAtOnce;
import sleeper.lambda.validate.JobPlanner;
import sleeper.sort.check.KernelFileCheck;
import sleeper.sort.check.PageChecksums;
import sleeper.sort.sample.KernelKeySampler;
import sleeper.sort.sample.SampledCuts;
import sleeper.statestore.instance.EarlierLoads;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.PreSplit;
import sleeper.statestore.instance.RunSite;

/**
 * Says what a job would do, and everything that speaks against it. Runs nothing and writes nothing.
 *
 * @param job    empty if something speaks against it
 * @param faults all that does
 */
public record JobPlanning(Optional<PlannedJob> job, List<Fault> faults) {
    /** Spark cuts a large leaf into ranges for its tasks, a file each, which have about so many rows at least. */
    private static final long LEAST_ROWS_OF_A_CUT = 10_000;

    /** A file and its sketches. */
    private static final int PUTS_A_FILE = 2;

    /** Manifest, request, and log entry. */
    private static final int PUTS_A_COMMIT = 3;

    /** So few that their footers, at most 64 MiB each, fit into the memory of a function. */
    static final int FILES_AT_ONCE = 4;

    private static final JobId UNNAMED = new JobId("unnamed");

    public JobPlanning {
        faults = List.copyOf(faults);
    }

    /** Plans a job as validation would if it came through the queue. */
    public static JobPlanning of(Instance instance, JobDocument document, JobQueue queue) {
        return of(instance, document, queue, () -> true);
    }

    /**
     * As above, for whoever may not wait for the end.
     *
     * @param isAwaited whether they still wait; asked before each file is looked at, by many threads at once
     * @throws TransientFailureException UNAVAILABLE if they do not
     */
    public static JobPlanning of(Instance instance, JobDocument document, JobQueue queue, BooleanSupplier isAwaited) {
        InstanceStores stores = new AwaitedStores(instance.stores(), isAwaited);
        RunSite site = instance.site();
        JobId id = document.id().orElse(UNNAMED);
        Faults faults = new Faults();
        JobPlanner planner =
                new JobPlanner(stores, site::freeBytes, site.anySourceByDefault(), new KernelFileCheck(stores.files()));
        Optional<JobPlan> plan = planner.plan(document.withId(id), queue, new AttemptId(id, 1), faults)
                .map(found -> withLeavesWanted(stores.files(), found, faults));
        List<String> warnings = new ArrayList<>();
        List<String> withoutChecksums = new ArrayList<>();
        plan.ifPresent(found -> {
            withoutChecksums.addAll(withoutChecksums(stores.files(), found, faults));
            warnings.addAll(found.advice());
            warnings.addAll(new EarlierLoads(stores).find(found, faults));
        });
        return plan.isEmpty() || !faults.isEmpty()
                ? new JobPlanning(Optional.empty(), faults.toList())
                : new JobPlanning(
                        Optional.of(estimate(stores, plan.get(), site.spark(), warnings, withoutChecksums)), List.of());
    }

    /**
     * @param job how whoever asks knows the job, such as {@code The job in a.json}
     * @return what speaks against it
     */
    public ErrorReport refusal(String job) {
        return ErrorReport.of(job + " would be rejected.", faults);
    }

    /**
     * @param name as {@link #refusal} takes it
     * @return {@link PlannedJob#toJson}, or {@code {"ok": false, "faults", "error"}}
     */
    public ObjectNode json(String name) {
        return job.map(PlannedJob::toJson).orElseGet(() -> {
            ErrorReport report = refusal(name);
            ObjectNode json = StoredJson.object().put("ok", false);
            json.set("faults", ErrorReport.faultsJson(report.faults()));
            json.setAll(report.json());
            return json;
        });
    }

    /** @return the plan after the table's split; faults of files from which no keys can be taken are added */
    private static JobPlan withLeavesWanted(FileStore store, JobPlan plan, Faults faults) {
        try {
            return PreSplit.propose(plan, new SampledCuts(new KernelKeySampler(store)));
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
            return plan;
        }
    }

    /** @return the files whose pages carry no checksums; a first page that cannot be read is a fault */
    private static List<String> withoutChecksums(FileStore store, JobPlan plan, Faults faults) {
        List<String> files = new ArrayList<>();
        for (FirstPage page :
                ManyAtOnce.map("first-pages", plan.inputs(), FILES_AT_ONCE, input -> FirstPage.of(store, input))) {
            faults.addAll(page.faults());
            if (page.lacksChecksum()) {
                files.add(page.file());
            }
        }
        return files;
    }

    /** What a file's first page says, or why it says nothing. */
    private record FirstPage(String file, boolean lacksChecksum, List<Fault> faults) {
        static FirstPage of(FileStore store, InputFile input) {
            String file = input.path().toString();
            try {
                PageChecksums checksums = PageChecksums.of(store, new FileInfo(input.path(), input.version()));
                return new FirstPage(file, checksums == PageChecksums.ABSENT, List.of());
            } catch (InvalidRequestException e) {
                return new FirstPage(file, false, e.faults());
            }
        }
    }

    private static PlannedJob estimate(
            InstanceStores stores,
            JobPlan plan,
            SparkSite spark,
            List<String> warnings,
            List<String> withoutChecksums) {
        int touched = TouchedPartitions.count(stores.files(), plan);
        long cuts = plan.platform().isSpark() ? plan.inputRows() / LEAST_ROWS_OF_A_CUT : 0;
        long files = Math.min(touched + cuts, plan.inputRows());
        long puts = files * PUTS_A_FILE + PUTS_A_COMMIT;
        return new PlannedJob(
                plan,
                spark,
                warnings,
                withoutChecksums,
                touched,
                files,
                puts,
                Runtime.getRuntime().availableProcessors());
    }
}
