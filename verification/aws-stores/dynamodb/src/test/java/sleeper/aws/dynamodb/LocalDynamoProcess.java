package sleeper.aws.dynamodb;

/**
 * The server of the tests as a process of its own, for whoever runs the kits of the stores on it: prints its endpoint, and ends with its
 * standard input.
 */
public final class LocalDynamoProcess {
    private LocalDynamoProcess() {}

    public static void main(String[] args) throws Exception {
        LocalDynamo server = new LocalDynamo();
        try {
            System.out.println(server.endpoint());
            System.in.transferTo(System.err);
        } finally {
            server.stop();
        }
        // Threads of its database stay.
        System.exit(0);
    }
}
