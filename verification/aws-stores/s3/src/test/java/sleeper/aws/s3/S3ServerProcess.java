package sleeper.aws.s3;

import java.nio.file.Path;
import java.util.List;

/**
 * The server of the tests as a process of its own, for whoever runs the kits of the stores on it: prints its endpoint, and ends with its
 * standard input. Its only user is {@code identity}, with the secret {@code credential}.
 */
public final class S3ServerProcess {
    private S3ServerProcess() {}

    /** @param args {@code plain} for s3proxy as it is, or the folder where objects are kept; none for memory */
    public static void main(String[] args) throws Exception {
        S3Server server = server(List.of(args));
        try {
            System.out.println(server.endpoint());
            System.in.transferTo(System.err);
        } finally {
            server.stop();
        }
    }

    private static S3Server server(List<String> args) throws Exception {
        if (args.isEmpty()) {
            return S3Server.start();
        }
        return args.get(0).equals("plain") ? S3Server.plain() : S3Server.start(Path.of(args.get(0)));
    }
}
