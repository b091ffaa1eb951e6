package sleeper.sort.sample;

import java.util.List;
import sleeper.core.job.CutChooser;
import sleeper.core.job.JobPlan;
import sleeper.core.key.Key;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionTree;

/** Gives each leaf an equal share of a sample of one job's rows, which is taken once, when it is first needed. */
public final class SampledCuts implements CutChooser {
    private final KeySampler sampler;
    private List<Key> sample;

    public SampledCuts(KeySampler sampler) {
        this.sampler = sampler;
    }

    /** @return cuts as {@link LeafCuts} chooses them */
    @Override
    public List<LeafCut> choose(JobPlan plan, PartitionTree tree, int leaves) {
        if (sample == null) {
            sample = sampler.sample(plan.inputs(), plan.schema(), PartitionsFromSample.keysFor(leaves));
        }
        return LeafCuts.of(tree, sample, leaves);
    }
}
