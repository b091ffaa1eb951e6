package sleeper.core.launch;

import java.util.Optional;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.Amounts;
import sleeper.core.util.Require;

/**
 * How many executor nodes a cluster of a job's own has. The most is what nobody pays more than, so that it holds over what the cluster
 * is to start with: the two may come from different layers.
 *
 * @param asked   instances that it is to start with, one or more
 * @param initial instances that it starts with, at most {@code most}
 * @param most    instances that it grows to, one or more
 */
public record ClusterSize(int asked, int initial, int most) {
    public ClusterSize {
        Require.atLeast("initial", initial, 1);
        Require.that(initial <= most && initial <= asked, "initial is at most most and at most asked");
    }

    public static ClusterSize of(Settings settings) {
        int asked = settings.get(BulkImportSettings.EMR_INITIAL_INSTANCES);
        int most = settings.get(BulkImportSettings.EMR_MAX_INSTANCES);
        return new ClusterSize(asked, Math.min(asked, most), most);
    }

    /** @return that it starts with fewer than asked for, if so */
    public Optional<String> warning() {
        return asked == initial
                ? Optional.empty()
                : Optional.of("The cluster is to start with " + Amounts.count(asked, "instance") + " and may have "
                        + most + " at the most: it starts with " + initial + ". Raise "
                        + BulkImportSettings.EMR_MAX_INSTANCES.name() + ", or lower "
                        + BulkImportSettings.EMR_INITIAL_INSTANCES.name() + ".");
    }
}
