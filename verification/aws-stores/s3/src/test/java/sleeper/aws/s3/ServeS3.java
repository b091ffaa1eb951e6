package sleeper.aws.s3;

/** S3 as a process of its own: says its address on a line, and ends with its standard input. */
public final class ServeS3 {
    private ServeS3() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws Exception {
        S3Server server = S3Server.start();
        System.out.println(server.endpoint());
        while (System.in.read() >= 0) {
            // Nothing is asked of it there.
        }
        server.stop();
        System.exit(0);
    }
}
