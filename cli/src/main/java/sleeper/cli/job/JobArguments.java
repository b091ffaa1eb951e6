package sleeper.cli.job;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The document of a job and the queue that it is for, as {@code submit} and {@code plan} take them. */
final class JobArguments {
    @Parameters(paramLabel = "JOB.json", description = "The job document.")
    private String file;

    @Option(
            names = "--queue",
            paramLabel = "WORD",
            defaultValue = "standard",
            description = "standard (default), emr, persistent-emr, emr-serverless, eks or auto.")
    private String word;

    /** @return the document's path as it was typed */
    String file() {
        return file;
    }

    /** @return the queue's word as it was typed */
    String word() {
        return word;
    }
}
