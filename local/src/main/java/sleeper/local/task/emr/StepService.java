package sleeper.local.task.emr;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.ServiceFaults;

/** The port to steps, as {@code ListSteps} of all clusters, {@code DescribeStep} and {@code CancelSteps} answer it. */
record StepService(EmrSteps steps, ServiceFaults faults, InstantSource clock) implements ResourceService {
    @Override
    public ResourceKind kind() {
        return ResourceKind.EMR_STEP;
    }

    @Override
    public List<Resource> find(AttemptId attempt) {
        Instant listed = clock.instant().minus(faults.listedAfter());
        return FaultyCall.port(
                "EMR",
                faults.take("ListSteps"),
                () -> steps.all().stream()
                        .filter(step -> step.name().equals(attempt.executionName()))
                        .filter(step -> !step.createdAt().isAfter(listed))
                        .map(EmrStep::resource)
                        .toList());
    }

    @Override
    public Optional<Resource> describe(String id) {
        return FaultyCall.port(
                "EMR", faults.take("DescribeStep"), () -> steps.find(id).map(EmrStep::resource));
    }

    @Override
    public void end(String id, String reason) {
        boolean unused = FaultyCall.port(
                "EMR",
                faults.take("CancelSteps"),
                () -> steps.find(id).map(step -> steps.cancel(id, reason)).orElse(false));
    }
}
