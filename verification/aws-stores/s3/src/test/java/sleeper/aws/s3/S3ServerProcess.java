package sleeper.aws.s3;

/**
 * The server of the tests as a process of its own, for whoever runs the kits of the stores on it: prints its endpoint, and ends with its
 * standard input. Its only user is {@code identity}, with the secret {@code credential}.
 */
public final class S3ServerProcess {
    private S3ServerProcess() {}

    /** @param args {@code plain} for s3proxy as it is, none for what the tests run on */
    public static void main(String[] args) throws Exception {
        S3Server server = args.length > 0 && args[0].equals("plain") ? S3Server.plain() : S3Server.start();
        try {
            System.out.println(server.endpoint());
            System.in.transferTo(System.err);
        } finally {
            server.stop();
        }
    }
}
