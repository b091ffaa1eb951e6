package sleeper.aws.dynamodb;

/** DynamoDB Local as a process of its own: says its address on a line, and ends with its standard input. */
public final class ServeDynamo {
    private ServeDynamo() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws Exception {
        LocalDynamo server = new LocalDynamo();
        System.out.println(server.endpoint());
        while (System.in.read() >= 0) {
            // Nothing is asked of it there.
        }
        server.stop();
        System.exit(0);
    }
}
