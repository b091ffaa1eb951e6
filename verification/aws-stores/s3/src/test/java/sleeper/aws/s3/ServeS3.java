package sleeper.aws.s3;

import java.nio.file.Path;

/** S3 as a process of its own: says its address on a line, and ends with its standard input. */
public final class ServeS3 {
    private ServeS3() {}

    /** @param arguments the folder where objects are kept; none to keep them in memory */
    public static void main(String[] arguments) throws Exception {
        S3Server server = arguments.length == 0 ? S3Server.start() : S3Server.start(Path.of(arguments[0]));
        System.out.println(server.endpoint());
        while (System.in.read() >= 0) {
            // Nothing is asked of it there.
        }
        server.stop();
        System.exit(0);
    }
}
