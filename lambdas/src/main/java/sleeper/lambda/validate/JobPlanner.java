package sleeper.lambda.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import sleeper.core.choice.PlatformChooser;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.file.FileInfo;
import sleeper.core.file.SourcePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.price.PriceList;
import sleeper.core.price.json.PriceListJson;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.core.source.InputResolver;
import sleeper.core.source.SourceSearch;
import sleeper.core.table.TableName;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.RunDisk;
import sleeper.lambda.validate.PlatformSelection.Known;
import sleeper.sort.check.ColumnWarnings;
import sleeper.sort.check.FileCheck;
import sleeper.sort.check.FileCheck.Finding;
import sleeper.sort.check.FileChecks;
import sleeper.sort.schema.ColumnRules;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableState.LiveTable;

/**
 * Holds a job against the instance, its table and its files, and writes down what its run would do. Stores nothing, so that a job
 * can be tried before it is sent. Safe for use by many threads.
 */
public final class JobPlanner {
    private final InstanceStores stores;
    private final RunDisk disk;
    private final boolean anySourceByDefault;
    private final FileChecks fileChecks;
    private final CheckedSettings checkedSettings;
    private final PriceList prices = PriceListJson.shipped();
    private final PlatformSelection selection;

    public JobPlanner(LambdaPorts ports, FileCheck fileCheck) {
        this(ports.stores(), ports.disk(), ports.anySourceByDefault(), fileCheck);
    }

    /** For commands that plan where no services run; {@code anySourceByDefault} as in {@link LambdaPorts}. */
    public JobPlanner(InstanceStores stores, RunDisk disk, boolean anySourceByDefault, FileCheck fileCheck) {
        this.stores = stores;
        this.disk = disk;
        this.anySourceByDefault = anySourceByDefault;
        this.fileChecks = FileChecks.inFunction(fileCheck);
        this.checkedSettings = new CheckedSettings(stores);
        this.selection =
                new PlatformSelection(new PlatformChooser(prices), stores.jobs().resources(), disk);
    }

    /**
     * @param document the job, its id filled in
     * @param queue    the queue it came through
     * @param faults   receives everything that speaks against it
     * @return the plan, if nothing does
     * @throws sleeper.core.error.TransientFailureException if a store failed, so that nothing can be said
     */
    public Optional<JobPlan> plan(JobDocument document, JobQueue queue, AttemptId attempt, Faults faults) {
        return plan(document, attempt, faults, (settings, into) -> Candidates.of(queue, document, settings, into));
    }

    /**
     * As {@link #plan}, for a job whose engine the user starts: it is one of the platform's kind, which need not be deployed, and
     * sized as the user has it.
     */
    public Optional<JobPlan> planForOwnEngine(
            JobDocument document, Platform platform, AttemptId attempt, Faults faults) {
        return plan(document, attempt, faults, (settings, into) -> Candidates.ofOwnEngine(platform));
    }

    private Optional<JobPlan> plan(
            JobDocument document,
            AttemptId attempt,
            Faults faults,
            BiFunction<Settings, List<Fault>, Candidates> byQueue) {
        TableName tableName = new TableName(document.tableName());
        List<Fault> ofWords = new ArrayList<>();
        Settings settings = checkedSettings.read(tableName, ofWords);
        Candidates candidates = byQueue.apply(settings, ofWords);
        ofWords.addAll(candidates.faults(document, settings));
        faults.addAll(ofWords);

        Settings ofJob = settings.withJob(ofWords.isEmpty() ? document.platformSpec() : Map.of());
        Optional<LiveTable> table = stores.tables().log(tableName).state().table();
        if (table.isEmpty()) {
            faults.add(ErrorCode.UNKNOWN_TABLE, "tableName", "'" + tableName + "'", "");
        }
        AllowedSources sources =
                new AllowedSources(ofJob, attempt.jobId(), candidates.mayBeOnSpark(), anySourceByDefault);
        InputResolver resolver = new InputResolver(
                new SourceSearch(stores.files(), stores.ownBuckets()), SourcePath::isInBucket, sources, faults);
        List<FileInfo> files = resolver.resolve(document.files());
        List<Finding> findings =
                table.map(found -> check(files, found, ofJob, faults)).orElse(List.of());
        // Figures are made of values that passed the checks, and of no others.
        PlatformChoice choice = table.filter(found -> ofWords.isEmpty())
                .map(found -> selection.select(
                        candidates,
                        document,
                        new Known(attempt, found, findings, resolver.leftToRun().size(), ofJob)))
                .orElseGet(() -> PlatformSelection.unassessed(candidates));
        faults.addAll(choice.faults());
        table.flatMap(found -> SparkRules.checkLeaves(choice.platform(), found.partitions(), ofJob))
                .ifPresent(faults::add);
        table.flatMap(found -> SpillRoom.check(
                        choice.platform(),
                        findings,
                        found.schema(),
                        found.partitions().leaves().size(),
                        ofJob,
                        disk.freeBytes()))
                .ifPresent(faults::add);
        return table.filter(found -> faults.isEmpty())
                .map(found -> new JobPlan(
                        attempt,
                        JobDocumentJson.digest(document),
                        tableName,
                        found.incarnation(),
                        found.schema(),
                        found.partitions(),
                        choice.platform(),
                        choice.reasons(),
                        Stream.concat(
                                        ColumnWarnings.notes(found.schema(), findings).stream(),
                                        choice.warnings().stream())
                                .toList(),
                        findings.stream().map(Finding::input).toList(),
                        resolver.leftToRun(),
                        resolver.leftOut(),
                        ofJob.toMap(),
                        SparkRules.sparkConf(document, choice.platform(), choice.sized(), ofJob),
                        SparkRules.className(document, choice.platform(), ofJob),
                        choice.assessment().map(chosen -> chosen.estimate(prices))));
    }

    private List<Finding> check(List<FileInfo> files, LiveTable table, Settings ofJob, Faults faults) {
        int most = ofJob.get(IngestSettings.MAX_FILES);
        if (files.size() > most) {
            faults.add(ErrorCode.LIMIT_EXCEEDED, "files", files.size() + " files", "at most " + most);
            return List.of();
        }
        List<Finding> findings = fileChecks.checkAll(files, table.schema(), ColumnRules.of(ofJob));
        findings.forEach(finding -> faults.addAll(finding.faults()));
        return findings;
    }
}
