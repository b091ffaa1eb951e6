package sleeper.bulkimport.job.runner;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Faults;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.CutChooser;
import sleeper.core.job.JobPlan;
import sleeper.core.partition.LeafCut;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.core.source.InputResolver;
import sleeper.core.source.SourceSearch;
import sleeper.run.Work;
import sleeper.sort.check.ColumnWarnings;
import sleeper.sort.check.FileCheck;
import sleeper.sort.check.FileCheck.Finding;
import sleeper.sort.check.FileChecks;
import sleeper.sort.check.KernelFileCheck;
import sleeper.sort.sample.KernelKeySampler;
import sleeper.sort.sample.SampledCuts;
import sleeper.sort.schema.ColumnRules;
import sleeper.statestore.instance.EarlierLoads;
import sleeper.statestore.instance.PreSplit;

/**
 * Does for the sources that only the driver reaches what validation does for all others, before anything is written: lists them,
 * holds their files against the table, pins them and splits a table with too few leaves by a sample of all files. What it finds is
 * stored as the attempt's resolved plan, and of two drivers the second goes by the plan of the first. Only then are the files
 * registered for later jobs, so that each is one that the attempt reads.
 */
final class DriverSources {
    private static final Logger LOG = LoggerFactory.getLogger(DriverSources.class);

    private final FileStore files;

    /** @param files has what lies outside buckets */
    DriverSources(FileStore files) {
        this.files = files;
    }

    /**
     * @return the work, by a plan that leaves nothing unresolved
     * @throws sleeper.core.error.InvalidRequestException   with all that is wrong with the sources
     * @throws sleeper.core.error.TransientFailureException if a store failed, so that nothing can be said
     */
    Work resolve(Work work) {
        if (work.plan().unresolved().isEmpty()) {
            return work;
        }
        JobPlan resolved = work.stores().jobs().putResolved(resolve(work.plan(), work));
        register(resolved, work);
        LOG.info(
                "Attempt {} reads {} files, {} of them found by validation",
                work.attempt(),
                resolved.inputs().size(),
                work.plan().inputs().size());
        return new Work(resolved, work.stores(), work.location(), work.runId(), work.spill(), work.stop());
    }

    private JobPlan resolve(JobPlan plan, Work work) {
        Faults faults = new Faults();
        InputResolver resolver = new InputResolver(
                new SourceSearch(files, work.stores().ownBuckets()),
                source -> true,
                // Validation has asked whether the job may read them.
                (where, source) -> Optional.empty(),
                faults);
        for (String uri : plan.unresolved()) {
            work.stop().check();
            resolver.resolve(uri, uri);
        }
        List<FileInfo> found = resolver.found();
        int most = work.settings().get(IngestSettings.MAX_FILES);
        long all = (long) plan.inputs().size() + found.size();
        if (all > most) {
            faults.add(ErrorCode.LIMIT_EXCEEDED, "files", all + " files", "at most " + most);
        }
        refuse(plan, faults);
        FileCheck check = new KernelFileCheck(files);
        FileCheck untilStopped = (file, schema, rules) -> {
            work.stop().check();
            return check.check(file, schema, rules);
        };
        List<Finding> findings = FileChecks.inDriver(untilStopped)
                .checkAll(found, plan.schema(), ColumnRules.of(Settings.ofMap(plan.settings())));
        findings.forEach(finding -> faults.addAll(finding.faults()));
        refuse(plan, faults);
        JobPlan resolved = plan.resolved(
                findings.stream().map(Finding::input).toList(),
                resolver.leftOut(),
                ColumnWarnings.notes(plan.schema(), findings));
        work.stop().check();
        List<String> warnings = new EarlierLoads(work.stores()).find(resolved, faults);
        refuse(plan, faults);
        CutChooser sampled = new SampledCuts(new KernelKeySampler(files));
        return new PreSplit(work.stores()).apply(resolved.withWarnings(warnings), (of, tree, leaves) -> {
            work.stop().check();
            List<LeafCut> cuts = sampled.choose(of, tree, leaves);
            work.stop().check();
            return cuts;
        });
    }

    /** Only what the attempt reads, which another driver of it may have found, stands in the way of later jobs. */
    private static void register(JobPlan resolved, Work work) {
        Faults faults = new Faults();
        List<String> unused = new EarlierLoads(work.stores()).register(resolved, faults);
        refuse(resolved, faults);
    }

    private static void refuse(JobPlan plan, Faults faults) {
        faults.throwIfAny("Attempt " + plan.attempt() + " was not run.");
    }
}
