package sleeper.lambda.commit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;
import sleeper.lambda.verdict.VerdictDto;

/** The step <i>Commit files</i>. */
public final class CommitFilesHandler implements RequestHandler<AttemptRef, VerdictDto> {
    private final LambdaPorts ports;
    private final Late<CommitFiles> commitFiles;

    public CommitFilesHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public CommitFilesHandler(LambdaPorts ports) {
        this.ports = ports;
        this.commitFiles = Late.of(() -> new CommitFiles(ports));
    }

    @Override
    public VerdictDto handleRequest(AttemptRef request, Context context) {
        return Step.run(
                context,
                ports.metrics(),
                request.jobId(),
                () -> commitFiles.get().commit(request.toAttempt()));
    }
}
