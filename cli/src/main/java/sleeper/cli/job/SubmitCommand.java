package sleeper.cli.job;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.UserFile;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.start.StartJob;

/** {@code submit}: sends a job to a queue. */
@Command(
        name = "submit",
        description =
                "Sends a job to a queue. A document that cannot be understood is refused here, with line and column.")
public final class SubmitCommand extends JobCommand {
    @Mixin
    private JobArguments arguments;

    @Option(names = "--wait", description = "Follow the job until it has ended; exit code 1 if it was not committed.")
    private boolean wait;

    public SubmitCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws InterruptedException {
        JobQueue queue = queue(arguments.word());
        String file = arguments.file();
        UserFile document = new UserFile(surrounding().resolve(file));
        String refused = "The job in " + file + " was not sent.";
        JobDocument job = document.parse(refused, JobDocumentJson::parse);
        Optional<JobId> odd = job.id().filter(id -> !JobId.mayBeNew(id.value()));
        if (odd.isPresent() && stores().jobs().job(odd.get()).isEmpty()) {
            throw new InvalidRequestException(refused, List.of(StartJob.notNew(odd.get())));
        }
        return send(job.id(), document.read(refused), queue, wait);
    }
}
