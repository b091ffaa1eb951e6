package sleeper.cli.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sleeper.api.job.JobActions;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.UserFile;
import sleeper.core.job.JobDocument;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;

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
        return send(new JobActions(instance()).ofDocument(job, document.read(refused), queue, refused), wait);
    }
}
