package sleeper.lambda.validate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;
import sleeper.sort.check.FileCheck;
import sleeper.sort.check.KernelFileCheck;
import sleeper.sort.sample.KernelKeySampler;
import sleeper.sort.sample.KeySampler;

/** The step <i>Validate job</i>. */
public final class ValidateJobHandler implements RequestHandler<ValidateRequest, PlanDto> {
    private final LambdaPorts ports;
    private final Late<ValidateJob> validateJob;

    public ValidateJobHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public ValidateJobHandler(LambdaPorts ports) {
        this(
                ports,
                new KernelFileCheck(ports.stores().files()),
                new KernelKeySampler(ports.stores().files()));
    }

    public ValidateJobHandler(LambdaPorts ports, FileCheck fileCheck, KeySampler keySampler) {
        this.ports = ports;
        this.validateJob = Late.of(() -> new ValidateJob(ports, fileCheck, keySampler));
    }

    @Override
    public PlanDto handleRequest(ValidateRequest request, Context context) {
        return Step.run(
                context,
                ports.metrics(),
                request.jobId(),
                () -> PlanDto.of(validateJob.get().validate(AttemptRef.attemptOf(request.jobId(), request.attempt()))));
    }
}
