package sleeper.lambda.validate;

import java.util.List;
import sleeper.core.job.JobPlan;

/**
 * What the state machine needs to know of a plan: ids and decided words only.
 *
 * @param platform      word of the platform
 * @param table         the table
 * @param taskArguments of the ingest task's main
 */
public record PlanDto(String platform, String table, List<String> taskArguments) {
    static PlanDto of(JobPlan plan) {
        return new PlanDto(
                plan.platform().word(),
                plan.table().value(),
                List.of(
                        plan.attempt().jobId().value(),
                        Integer.toString(plan.attempt().number())));
    }
}
