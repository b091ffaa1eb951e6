package sleeper.lambda.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.choice.Assessment;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;

/**
 * Where a job runs, and why.
 *
 * @param platform   the platform
 * @param reasons    in sentences
 * @param sized      whether the run is sized as the instance has it; the owner of another engine sizes it as he likes
 * @param assessment what the run would be there; empty if that is not known
 */
record PlatformChoice(Platform platform, List<String> reasons, boolean sized, Optional<Assessment> assessment) {
    PlatformChoice {
        reasons = List.copyOf(reasons);
    }

    /** @return what keeps the job from running there */
    List<Fault> faults() {
        return assessment.map(Assessment::faults).orElse(List.of());
    }

    /** @return what the sender should know of the run, in sentences */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        assessment.ifPresent(found -> {
            warnings.addAll(found.obstacles());
            warnings.addAll(found.warnings());
        });
        return warnings;
    }
}
