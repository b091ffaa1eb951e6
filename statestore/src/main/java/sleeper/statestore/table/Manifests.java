package sleeper.statestore.table;

import java.util.List;
import sleeper.core.job.AttemptId;

/** The manifests of an instance, as the collector sees them. */
public interface Manifests {
    /** @return attempts that have a manifest, of any table */
    List<AttemptId> attemptsWithManifest();

    /** @return whether there was one */
    boolean removeManifest(AttemptId attempt);
}
